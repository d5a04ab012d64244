/** What events, alerts and jobs say, as data beside the English text. */
export const phrases = `
ALTER TABLE event ADD COLUMN phrase TEXT;
ALTER TABLE alert ADD COLUMN phrase TEXT;
ALTER TABLE job ADD COLUMN progress_phrase TEXT;
`;
