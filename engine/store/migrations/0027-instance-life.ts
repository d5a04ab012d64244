/** How long instances live: a guard against their deletion, an end that is set for them, and when they are started and stopped. */
export const instanceLife = `
ALTER TABLE virtual_machine ADD COLUMN delete_protection INTEGER NOT NULL DEFAULT 0;
ALTER TABLE virtual_machine ADD COLUMN lease_expiry INTEGER;
ALTER TABLE virtual_machine ADD COLUMN lease_expiry_action TEXT;
ALTER TABLE virtual_machine ADD COLUMN lease_warned INTEGER;
CREATE INDEX virtual_machine_lease ON virtual_machine(lease_expiry) WHERE lease_expiry IS NOT NULL AND removed IS NULL;
CREATE TABLE vm_schedule (
  id TEXT PRIMARY KEY, virtual_machine_id TEXT NOT NULL REFERENCES virtual_machine(id), action TEXT NOT NULL, schedule TEXT NOT NULL,
  timezone TEXT NOT NULL, description TEXT NOT NULL, enabled INTEGER NOT NULL, start_date INTEGER NOT NULL, end_date INTEGER, next_run INTEGER,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE INDEX vm_schedule_vm ON vm_schedule(virtual_machine_id, created DESC) WHERE removed IS NULL;
CREATE INDEX vm_schedule_due ON vm_schedule(next_run) WHERE removed IS NULL AND enabled = 1 AND next_run IS NOT NULL;
CREATE TABLE vm_schedule_run (
  schedule_id TEXT NOT NULL REFERENCES vm_schedule(id), due INTEGER NOT NULL, job_id TEXT, PRIMARY KEY (schedule_id, due)) STRICT, WITHOUT ROWID;
CREATE INDEX vm_schedule_run_due ON vm_schedule_run(due);
`;
