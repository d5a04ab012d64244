/** Instances that were found on a host: what they go on with, and where their disks lie under names of their own. */
export const adopted = `
ALTER TABLE virtual_machine ADD COLUMN hardware TEXT;
ALTER TABLE volume ADD COLUMN file TEXT;
ALTER TABLE volume ADD COLUMN format TEXT;
-- Copies on which disks of instances rest that were let go: Benchtop forgets them and leaves them there.
CREATE TABLE kept_template_copy (
  template_id TEXT NOT NULL, pool_id TEXT NOT NULL, PRIMARY KEY (template_id, pool_id)) STRICT, WITHOUT ROWID;
`;
