/** With whom a template or ISO that is not public is shared: accounts, a project's own among them. */
export const templatePermissions = `
CREATE TABLE template_permission (
  template_id TEXT NOT NULL REFERENCES template(id), account_id TEXT NOT NULL REFERENCES account(id),
  PRIMARY KEY (template_id, account_id)) STRICT, WITHOUT ROWID;
CREATE INDEX template_permission_account ON template_permission(account_id, template_id);
`;
