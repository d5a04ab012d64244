/** The engine's own account is nobody's: it does not count among those that have a role. */
export const roleTotals = `
DROP VIEW role_view;
CREATE VIEW role_view AS SELECT role.*,
  (SELECT count(*) FROM account WHERE account.role_id = role.id AND account.removed IS NULL AND account.id <> 'system') AS account_total FROM role;
`;
