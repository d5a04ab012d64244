/** Why something failed or is away, as data beside the English text; a phrase is worth what its text is, so it is left where that goes. */
export const reasons = `
ALTER TABLE virtual_machine ADD COLUMN error_phrase TEXT;
ALTER TABLE host ADD COLUMN state_reason_phrase TEXT;
ALTER TABLE host_preparation ADD COLUMN error_phrase TEXT;
ALTER TABLE template ADD COLUMN status_phrase TEXT;
`;
