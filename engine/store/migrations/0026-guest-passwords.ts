/** A guest's password as only its owner reads it: encrypted by the owner's SSH key. */
export const guestPasswords = `
ALTER TABLE virtual_machine ADD COLUMN encrypted_password TEXT;
`;
