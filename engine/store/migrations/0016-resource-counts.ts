/** What each table takes of its owner's resources: which rows count, and what of them. */
const taken: readonly { table: string; columns: string; counts(row: string): string; sums: Record<string, string> }[] =
  [
    {
      table: 'virtual_machine',
      columns: 'removed, state, account_id, cpu_number, memory',
      counts: (row) => `${row}.removed IS NULL AND ${row}.state NOT IN ('Destroyed', 'Expunging')`,
      sums: { user_vm: '1', cpu: 'cpu_number', memory: 'memory' },
    },
    {
      table: 'volume',
      columns: 'removed, state, account_id, size',
      counts: (row) => `${row}.removed IS NULL AND ${row}.state NOT IN ('Destroy', 'Expunging', 'Expunged')`,
      sums: { volume: '1', primary_storage: 'size' },
    },
    {
      table: 'template',
      columns: 'removed, account_id, physical_size',
      counts: (row) => `${row}.removed IS NULL`,
      sums: { template: '1', secondary_storage: 'physical_size' },
    },
    {
      table: 'network',
      columns: 'removed, account_id',
      // A shared network is nobody's own.
      counts: (row) =>
        `${row}.removed IS NULL AND EXISTS (SELECT 1 FROM network_offering WHERE id = ${row}.network_offering_id AND guest_ip_type = 'Isolated')`,
      sums: { network: '1' },
    },
  ];

const term = (row: string, what: string): string => (what === '1' ? '1' : `coalesce(${row}.${what}, 0)`);

/** Triggers that keep the counts of a row's owners while rows come, go and change hands or size; a change of state alone costs nothing. */
function kept({ table, columns, counts, sums }: (typeof taken)[number]): string {
  const add = (row: 'OLD' | 'NEW', sign: '+' | '-'): string =>
    `UPDATE resource_count SET ${Object.entries(sums)
      .map(([count, what]) => `${count} = ${count} ${sign} ${term(row, what)}`)
      .join(', ')} WHERE owner_id IN (SELECT owner_id FROM resource_owner WHERE account_id = ${row}.account_id);`;
  const measured = ['account_id', ...Object.values(sums).filter((what) => what !== '1')];
  const changed = measured.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ');
  const trigger = (name: string, event: string, when: string, what: string): string =>
    `CREATE TRIGGER resource_count_${table}_${name} AFTER ${event} ON ${table} WHEN ${when} BEGIN ${what} END;`;
  return [
    trigger('insert', 'INSERT', counts('NEW'), add('NEW', '+')),
    trigger('delete', 'DELETE', counts('OLD'), add('OLD', '-')),
    trigger(
      'from',
      `UPDATE OF ${columns}`,
      `(${counts('OLD')}) AND (NOT (${counts('NEW')}) OR ${changed})`,
      add('OLD', '-'),
    ),
    trigger(
      'to',
      `UPDATE OF ${columns}`,
      `(${counts('NEW')}) AND (NOT (${counts('OLD')}) OR ${changed})`,
      add('NEW', '+'),
    ),
  ].join('\n');
}

const counted = taken.flatMap(({ table, counts, sums }) =>
  Object.entries(sums).map(
    ([count, what]) =>
      `${count} = (SELECT coalesce(sum(${term(table, what)}), 0) FROM ${table} WHERE ${counts(table)} AND account_id IN
        (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id))`,
  ),
);

/**
 * What an account uses is one row, and so is what a domain with all below it uses; the database keeps both with each row that changes, in its
 * transaction, so that no crash leaves them apart. `resource_owner` says into whose rows an account's things count: its own, and those of its
 * domain and of all above. Limits are rows where they were set; the settings hold for all others. An account may be a project's.
 */
export const resourceCounts = `
CREATE TABLE resource_owner (account_id TEXT NOT NULL, owner_id TEXT NOT NULL, PRIMARY KEY (account_id, owner_id)) STRICT, WITHOUT ROWID;
CREATE INDEX resource_owner_accounts ON resource_owner(owner_id, account_id);
CREATE TABLE resource_count (owner_id TEXT PRIMARY KEY, user_vm INTEGER NOT NULL DEFAULT 0, public_ip INTEGER NOT NULL DEFAULT 0,
  volume INTEGER NOT NULL DEFAULT 0, snapshot INTEGER NOT NULL DEFAULT 0, template INTEGER NOT NULL DEFAULT 0, project INTEGER NOT NULL DEFAULT 0,
  network INTEGER NOT NULL DEFAULT 0, cpu INTEGER NOT NULL DEFAULT 0, memory INTEGER NOT NULL DEFAULT 0,
  primary_storage INTEGER NOT NULL DEFAULT 0, secondary_storage INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE resource_limit (owner_id TEXT NOT NULL, type TEXT NOT NULL, max INTEGER NOT NULL, PRIMARY KEY (owner_id, type)) STRICT, WITHOUT ROWID;

INSERT INTO resource_owner SELECT id, id FROM account;
INSERT OR IGNORE INTO resource_owner SELECT account.id, above.id FROM account JOIN domain AS own ON own.id = account.domain_id
  JOIN domain AS above ON above.removed IS NULL AND substr(own.path, 1, length(above.path)) = above.path;
INSERT INTO resource_count (owner_id) SELECT id FROM account UNION SELECT id FROM domain;
UPDATE resource_count SET ${counted.join(',\n  ')};
CREATE TRIGGER resource_owner_domain AFTER INSERT ON domain BEGIN
  INSERT OR IGNORE INTO resource_count (owner_id) VALUES (NEW.id);
END;
CREATE TRIGGER resource_owner_account AFTER INSERT ON account BEGIN
  INSERT OR IGNORE INTO resource_count (owner_id) VALUES (NEW.id);
  INSERT OR IGNORE INTO resource_owner VALUES (NEW.id, NEW.id);
  INSERT OR IGNORE INTO resource_owner SELECT NEW.id, above.id FROM domain AS own
    JOIN domain AS above ON above.removed IS NULL AND substr(own.path, 1, length(above.path)) = above.path WHERE own.id = NEW.domain_id;
END;
${taken.map(kept).join('\n')}

ALTER TABLE account ADD COLUMN project_id TEXT;
CREATE INDEX account_project ON account(project_id) WHERE project_id IS NOT NULL;
DROP VIEW account_view;
CREATE VIEW account_view AS SELECT account.*, domain.name AS domain_name, domain.path AS domain_path, role.name AS role_name,
  resource_count.user_vm AS vm_total,
  (SELECT count(*) FROM virtual_machine WHERE account_id = account.id AND removed IS NULL AND state = 'Running') AS vm_running
  FROM account LEFT JOIN domain ON domain.id = account.domain_id LEFT JOIN role ON role.id = account.role_id
  LEFT JOIN resource_count ON resource_count.owner_id = account.id;
DROP VIEW domain_view;
CREATE VIEW domain_view AS SELECT domain.*, parent.name AS parent_name, length(domain.path) - length(replace(domain.path, '/', '')) - 1 AS level,
  EXISTS (SELECT 1 FROM domain AS child WHERE child.parent_id = domain.id AND child.removed IS NULL) AS has_child,
  (SELECT count(*) FROM account WHERE account.domain_id = domain.id AND account.removed IS NULL AND account.id <> 'system'
    AND account.project_id IS NULL) AS account_total, resource_count.user_vm AS vm_total
  FROM domain LEFT JOIN domain AS parent ON parent.id = domain.parent_id LEFT JOIN resource_count ON resource_count.owner_id = domain.id;
`;
