/**
 * Indexes in the very order that the long lists are read in, id included: without it SQLite sorts every row of equal time or name, and 50,000
 * instances of a lab that was deployed at once are equal in much.
 */
export const listIndexes = `
DROP INDEX virtual_machine_live;
DROP INDEX virtual_machine_sort_name;
CREATE INDEX virtual_machine_by_created ON virtual_machine(removed, created, id);
CREATE INDEX virtual_machine_by_name ON virtual_machine(removed, name COLLATE NOCASE, id);
CREATE INDEX virtual_machine_by_display_name ON virtual_machine(removed, display_name COLLATE NOCASE, id);
CREATE INDEX volume_by_created ON volume(removed, created, id);
CREATE INDEX volume_by_name ON volume(removed, name COLLATE NOCASE, id);
DROP INDEX event_created;
CREATE INDEX event_by_created ON event(created, id);
DROP INDEX job_created;
CREATE INDEX job_by_created ON job(created, id);
-- Clean-up by age: lines of hosts have no job that would take them along.
CREATE INDEX job_log_age ON job_log(time) WHERE job_id IS NULL;
`;
