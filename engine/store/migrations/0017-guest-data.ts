/**
 * SSH keys and user data by name, and what an instance was given of both. The text of user data is among the secrets, by the id of the user
 * data or of the instance. An instance keeps keys that were deleted since.
 */
export const guestData = `
CREATE TABLE ssh_key_pair (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(id), domain_id TEXT NOT NULL REFERENCES domain(id), name TEXT NOT NULL,
  fingerprint TEXT NOT NULL, public_key TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX ssh_key_pair_name ON ssh_key_pair(account_id, name) WHERE removed IS NULL;
CREATE INDEX ssh_key_pair_created ON ssh_key_pair(created) WHERE removed IS NULL;
CREATE INDEX ssh_key_pair_fingerprint ON ssh_key_pair(fingerprint) WHERE removed IS NULL;
CREATE VIEW ssh_key_pair_view AS SELECT ssh_key_pair.*, account.name AS account_name, domain.name AS domain_name, domain.path AS domain_path
  FROM ssh_key_pair LEFT JOIN account ON account.id = ssh_key_pair.account_id LEFT JOIN domain ON domain.id = ssh_key_pair.domain_id;

CREATE TABLE user_data (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(id), domain_id TEXT NOT NULL REFERENCES domain(id), name TEXT NOT NULL,
  params TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX user_data_name ON user_data(account_id, name) WHERE removed IS NULL;
CREATE INDEX user_data_created ON user_data(created) WHERE removed IS NULL;
CREATE VIEW user_data_view AS SELECT user_data.*, account.name AS account_name, domain.name AS domain_name, domain.path AS domain_path
  FROM user_data LEFT JOIN account ON account.id = user_data.account_id LEFT JOIN domain ON domain.id = user_data.domain_id;

CREATE TABLE instance_key (
  id TEXT PRIMARY KEY, virtual_machine_id TEXT NOT NULL REFERENCES virtual_machine(id), name TEXT NOT NULL, public_key TEXT NOT NULL,
  position INTEGER NOT NULL) STRICT;
CREATE INDEX instance_key_instance ON instance_key(virtual_machine_id, position);
CREATE INDEX instance_key_name ON instance_key(name);

ALTER TABLE template ADD COLUMN user_data_id TEXT;
ALTER TABLE template ADD COLUMN user_data_policy TEXT;
CREATE INDEX template_user_data ON template(user_data_id) WHERE user_data_id IS NOT NULL AND removed IS NULL;
ALTER TABLE virtual_machine ADD COLUMN user_data_id TEXT;
CREATE INDEX virtual_machine_user_data ON virtual_machine(user_data_id) WHERE user_data_id IS NOT NULL AND removed IS NULL;
`;
