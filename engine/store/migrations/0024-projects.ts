/**
 * A project owns things by an account of its own, so that owner columns, counts and limits are what they are for all. Who is in it is a row
 * for an account, or for one user of an account; what a project role denies is a list of rules as a role has.
 */
export const projects = `
CREATE TABLE project (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, display_text TEXT NOT NULL, state TEXT NOT NULL, account_id TEXT NOT NULL REFERENCES account(id),
  domain_id TEXT NOT NULL REFERENCES domain(id), created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX project_name ON project(domain_id, name COLLATE NOCASE) WHERE removed IS NULL;
CREATE UNIQUE INDEX project_account ON project(account_id);
CREATE VIEW project_view AS SELECT project.*, domain.name AS domain_name, domain.path AS domain_path, resource_count.user_vm AS vm_total,
  (SELECT count(*) FROM virtual_machine WHERE account_id = project.account_id AND removed IS NULL AND state = 'Running') AS vm_running
  FROM project LEFT JOIN domain ON domain.id = project.domain_id LEFT JOIN resource_count ON resource_count.owner_id = project.account_id;

CREATE TABLE project_role (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), name TEXT NOT NULL, description TEXT, created INTEGER NOT NULL,
  removed INTEGER) STRICT;
CREATE UNIQUE INDEX project_role_name ON project_role(project_id, name COLLATE NOCASE) WHERE removed IS NULL;
CREATE TABLE project_role_permission (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), project_role_id TEXT NOT NULL REFERENCES project_role(id),
  rule TEXT NOT NULL, permission TEXT NOT NULL, description TEXT, sort_order INTEGER NOT NULL) STRICT;
CREATE INDEX project_role_permission_role ON project_role_permission(project_role_id, sort_order);

CREATE TABLE project_member (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), account_id TEXT NOT NULL REFERENCES account(id),
  domain_id TEXT NOT NULL REFERENCES domain(id), user_id TEXT REFERENCES user(id), role TEXT NOT NULL,
  project_role_id TEXT REFERENCES project_role(id), created INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX project_member_once ON project_member(project_id, account_id, coalesce(user_id, ''));
CREATE INDEX project_member_account ON project_member(account_id, project_id);
CREATE VIEW project_member_view AS SELECT project_member.*, account.name AS account_name, account.role AS account_role, user.username AS username,
  domain.name AS domain_name, project.name AS project_name, project_role.name AS project_role_name
  FROM project_member JOIN account ON account.id = project_member.account_id JOIN project ON project.id = project_member.project_id
  LEFT JOIN domain ON domain.id = project_member.domain_id LEFT JOIN user ON user.id = project_member.user_id
  LEFT JOIN project_role ON project_role.id = project_member.project_role_id;

CREATE TRIGGER resource_count_project_insert AFTER INSERT ON project_member WHEN NEW.role = 'Admin' BEGIN
  UPDATE resource_count SET project = project + 1 WHERE owner_id IN (SELECT owner_id FROM resource_owner WHERE account_id = NEW.account_id); END;
CREATE TRIGGER resource_count_project_delete AFTER DELETE ON project_member WHEN OLD.role = 'Admin' BEGIN
  UPDATE resource_count SET project = project - 1 WHERE owner_id IN (SELECT owner_id FROM resource_owner WHERE account_id = OLD.account_id); END;
CREATE TRIGGER resource_count_project_from AFTER UPDATE OF role ON project_member WHEN OLD.role = 'Admin' AND NEW.role <> 'Admin' BEGIN
  UPDATE resource_count SET project = project - 1 WHERE owner_id IN (SELECT owner_id FROM resource_owner WHERE account_id = OLD.account_id); END;
CREATE TRIGGER resource_count_project_to AFTER UPDATE OF role ON project_member WHEN OLD.role <> 'Admin' AND NEW.role = 'Admin' BEGIN
  UPDATE resource_count SET project = project + 1 WHERE owner_id IN (SELECT owner_id FROM resource_owner WHERE account_id = NEW.account_id); END;
`;
