/** Events of one job know their first one; events and alerts can be archived; every filter of the two lists has an index. */
export const eventThreads = `
ALTER TABLE job ADD COLUMN start_event_id TEXT;
ALTER TABLE event ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
DROP VIEW event_view;
CREATE VIEW event_view AS SELECT event.*, account.name AS account_name, domain.name AS domain_name, domain.path AS domain_path FROM event
  LEFT JOIN account ON account.id = event.account_id LEFT JOIN domain ON domain.id = event.domain_id;
CREATE INDEX event_shown ON event(archived, created, id);
CREATE INDEX event_by_type ON event(type, created, id);
CREATE INDEX event_by_level ON event(level, archived, created, id);
CREATE INDEX event_by_parent ON event(parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX event_by_account ON event(account_id, archived, created, id);
CREATE INDEX alert_shown ON alert(archived, created, id);
`;
