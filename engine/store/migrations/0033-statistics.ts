const counted = ['network_read', 'network_write', 'disk_read', 'disk_write', 'disk_reads', 'disk_writes'];
const figures = `span INTEGER NOT NULL, cpu REAL, load REAL, memory INTEGER, memory_target INTEGER, memory_free INTEGER,
  ${counted.map((name) => `${name} INTEGER`).join(', ')}, size INTEGER, physical_size INTEGER`;

/**
 * What instances, hosts and volumes used in the last round, with sums since they were first seen; and the rounds before it. Apart from the things
 * themselves, so that a round changes nothing that lists follow.
 */
export const statistics = `
CREATE TABLE statistic (resource_id TEXT PRIMARY KEY, kind TEXT NOT NULL, taken INTEGER NOT NULL, kept INTEGER, ${figures},
  ${counted.map((name) => `${name}_sum INTEGER NOT NULL DEFAULT 0`).join(', ')}) STRICT, WITHOUT ROWID;
CREATE INDEX statistic_age ON statistic(kind, taken);
CREATE TABLE statistic_history (resource_id TEXT NOT NULL, taken INTEGER NOT NULL, kind TEXT NOT NULL, ${figures},
  PRIMARY KEY (resource_id, taken)) STRICT, WITHOUT ROWID;
CREATE INDEX statistic_history_age ON statistic_history(kind, taken);
`;
