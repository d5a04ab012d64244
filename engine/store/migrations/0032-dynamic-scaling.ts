/** Whether an instance may grow while it runs, and whether a template's guests take to it. */
export const dynamicScaling = `
ALTER TABLE virtual_machine ADD COLUMN dynamically_scalable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE template ADD COLUMN dynamically_scalable INTEGER NOT NULL DEFAULT 0;
`;
