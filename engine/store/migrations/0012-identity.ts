/**
 * Domains, accounts and users become things that are made, changed and taken away; roles have rules. A user's name is one in its domain and
 * not in the whole store, for which its table is built anew. What a scope asks of a row, its account and domain, accounts and users have too.
 */
export const identity = `
CREATE TABLE role (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, description TEXT, is_default INTEGER NOT NULL, is_public INTEGER NOT NULL,
  state TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX role_name ON role(name COLLATE NOCASE) WHERE removed IS NULL;
CREATE TABLE role_permission (
  id TEXT PRIMARY KEY, role_id TEXT NOT NULL REFERENCES role(id), rule TEXT NOT NULL, permission TEXT NOT NULL, description TEXT,
  sort_order INTEGER NOT NULL) STRICT;
CREATE INDEX role_permission_role ON role_permission(role_id, sort_order);

ALTER TABLE domain ADD COLUMN network_domain TEXT;
ALTER TABLE domain ADD COLUMN state TEXT NOT NULL DEFAULT 'Active';
ALTER TABLE domain ADD COLUMN removed INTEGER;
CREATE INDEX domain_parent ON domain(parent_id) WHERE removed IS NULL;
CREATE VIEW domain_view AS SELECT domain.*, parent.name AS parent_name, length(domain.path) - length(replace(domain.path, '/', '')) - 1 AS level,
  EXISTS (SELECT 1 FROM domain AS child WHERE child.parent_id = domain.id AND child.removed IS NULL) AS has_child,
  (SELECT count(*) FROM account WHERE account.domain_id = domain.id AND account.removed IS NULL AND account.id <> 'system') AS account_total,
  (SELECT count(*) FROM account JOIN virtual_machine ON virtual_machine.account_id = account.id AND virtual_machine.removed IS NULL
    WHERE account.domain_id = domain.id) AS vm_total
  FROM domain LEFT JOIN domain AS parent ON parent.id = domain.parent_id;

ALTER TABLE account ADD COLUMN state TEXT NOT NULL DEFAULT 'enabled';
ALTER TABLE account ADD COLUMN role_id TEXT;
ALTER TABLE account ADD COLUMN network_domain TEXT;
ALTER TABLE account ADD COLUMN removed INTEGER;
ALTER TABLE account ADD COLUMN account_id TEXT GENERATED ALWAYS AS (id) VIRTUAL;
UPDATE account SET role_id = CASE role WHEN 'Admin' THEN '00000000-0000-4000-8000-000000000011'
  WHEN 'ResourceAdmin' THEN '00000000-0000-4000-8000-000000000012' WHEN 'DomainAdmin' THEN '00000000-0000-4000-8000-000000000013'
  ELSE '00000000-0000-4000-8000-000000000014' END;
CREATE UNIQUE INDEX account_name ON account(domain_id, name COLLATE NOCASE) WHERE removed IS NULL;
CREATE INDEX account_role ON account(role_id) WHERE removed IS NULL;
CREATE INDEX volume_owner ON volume(account_id) WHERE removed IS NULL;
CREATE VIEW account_view AS SELECT account.*, domain.name AS domain_name, domain.path AS domain_path, role.name AS role_name,
  (SELECT count(*) FROM virtual_machine WHERE account_id = account.id AND removed IS NULL) AS vm_total,
  (SELECT count(*) FROM virtual_machine WHERE account_id = account.id AND removed IS NULL AND state = 'Running') AS vm_running,
  (SELECT count(*) FROM volume WHERE account_id = account.id AND removed IS NULL) AS volume_total,
  (SELECT count(*) FROM template WHERE account_id = account.id AND removed IS NULL) AS template_total
  FROM account LEFT JOIN domain ON domain.id = account.domain_id LEFT JOIN role ON role.id = account.role_id;

CREATE TABLE user_now (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(id), domain_id TEXT NOT NULL REFERENCES domain(id), username TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL, timezone TEXT, state TEXT NOT NULL, has_password INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL, api_key TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;
INSERT INTO user_now SELECT user.id, user.account_id, account.domain_id, user.username, '', '', '', NULL, 'enabled', 0, 0, user.api_key, user.created, NULL
  FROM user JOIN account ON account.id = user.account_id;
DROP TABLE user;
ALTER TABLE user_now RENAME TO user;
CREATE UNIQUE INDEX user_name ON user(domain_id, username COLLATE NOCASE) WHERE removed IS NULL;
CREATE UNIQUE INDEX user_api_key ON user(api_key) WHERE api_key IS NOT NULL;
CREATE INDEX user_account ON user(account_id) WHERE removed IS NULL;
CREATE VIEW user_view AS SELECT user.*, account.name AS account_name, account.role AS role, account.role_id AS role_id, role.name AS role_name,
  domain.name AS domain_name FROM user LEFT JOIN account ON account.id = user.account_id LEFT JOIN domain ON domain.id = user.domain_id
  LEFT JOIN role ON role.id = account.role_id;

CREATE VIEW role_view AS SELECT role.*,
  (SELECT count(*) FROM account WHERE account.role_id = role.id AND account.removed IS NULL) AS account_total FROM role;
CREATE VIEW role_permission_view AS SELECT role_permission.*, role.name AS role_name FROM role_permission JOIN role ON role.id = role_permission.role_id;
`;
