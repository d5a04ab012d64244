const counted = (row: string): string =>
  `${row}.removed IS NULL AND ${row}.host_id IS NOT NULL AND ${row}.state IN ('Starting', 'Running', 'Stopping', 'Migrating')`;
const allocated = (row: string): string => `${row}.removed IS NULL AND ${row}.pool_id IS NOT NULL`;

const enterHost = `INSERT INTO host_load (host_id, cpu, memory, instances)
    VALUES (NEW.host_id, NEW.cpu_number * NEW.cpu_speed, NEW.memory, 1)
    ON CONFLICT (host_id) DO UPDATE SET cpu = cpu + excluded.cpu, memory = memory + excluded.memory, instances = instances + 1;`;
const leaveHost = `UPDATE host_load SET cpu = cpu - OLD.cpu_number * OLD.cpu_speed, memory = memory - OLD.memory, instances = instances - 1
    WHERE host_id = OLD.host_id;`;
const enterPool = `INSERT INTO pool_allocation (pool_id, size) VALUES (NEW.pool_id, NEW.size)
    ON CONFLICT (pool_id) DO UPDATE SET size = size + excluded.size;`;
const leavePool = 'UPDATE pool_allocation SET size = size - OLD.size WHERE pool_id = OLD.pool_id;';

/** Triggers that keep a total while rows of `table` come, go and change; `columns` are those that it depends on. */
function kept(
  total: string,
  table: string,
  columns: string,
  counts: (row: string) => string,
  enter: string,
  leave: string,
) {
  const trigger = (name: string, event: string, row: 'OLD' | 'NEW'): string =>
    `CREATE TRIGGER ${total}_${name} AFTER ${event} ON ${table} WHEN ${counts(row)} BEGIN ${row === 'NEW' ? enter : leave} END;`;
  return [
    trigger('insert', 'INSERT', 'NEW'),
    trigger('delete', 'DELETE', 'OLD'),
    trigger('update_from', `UPDATE OF ${columns}`, 'OLD'),
    trigger('update_to', `UPDATE OF ${columns}`, 'NEW'),
  ].join('\n');
}

/**
 * What every placement asks, without a look at every instance: what instances take of each host and volumes of each pool, kept by the
 * database itself with each row that changes; and below which number a range has no free address.
 */
export const totals = `
CREATE TABLE host_load (host_id TEXT PRIMARY KEY, cpu INTEGER NOT NULL, memory INTEGER NOT NULL, instances INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO host_load SELECT host_id, sum(cpu_number * cpu_speed), sum(memory), count(*) FROM virtual_machine
  WHERE ${counted('virtual_machine')} GROUP BY host_id;
${kept('host_load', 'virtual_machine', 'removed, host_id, state, cpu_number, cpu_speed, memory', counted, enterHost, leaveHost)}
CREATE TABLE pool_allocation (pool_id TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO pool_allocation SELECT pool_id, sum(size) FROM volume WHERE ${allocated('volume')} GROUP BY pool_id;
${kept('pool_allocation', 'volume', 'removed, pool_id, size', allocated, enterPool, leavePool)}
ALTER TABLE vlan_ip_range ADD COLUMN free_from INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER address_freed AFTER DELETE ON address BEGIN
  UPDATE vlan_ip_range SET free_from = OLD.number WHERE network_id = OLD.network_id AND free_from > OLD.number;
END;
`;
