import Database from 'better-sqlite3';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';

/**
 * The simulated machines: a SQLite file of its own, committed apart from the engine's store, so that what "the hosts" did stays done
 * when the engine is killed. Every effect of an operation is one transaction. Times are milliseconds of the world's clock.
 */
export interface World {
  readonly path: string;
  get<Row>(sql: string, ...values: Value[]): Row | undefined;
  all<Row>(sql: string, ...values: Value[]): Row[];
  /** Returns how many rows changed. */
  run(sql: string, ...values: Value[]): number;
  /** One transaction, taken for writing at once because the console worker writes through a connection of its own. */
  write<T>(work: () => T): T;
  close(): void;
}

export type Value = string | number | null;

/** Shared stores carry host_key 0, stores of one host that host's key; then one unique index serves both. */
const initial = `
CREATE TABLE clock (
  one INTEGER PRIMARY KEY CHECK (one = 1), mode TEXT NOT NULL, world_ms REAL NOT NULL, real_ms REAL NOT NULL, speed REAL NOT NULL
) STRICT;
CREATE TABLE host (
  key INTEGER PRIMARY KEY, id TEXT UNIQUE, name TEXT NOT NULL, address TEXT NOT NULL UNIQUE COLLATE NOCASE,
  cpu_number INTEGER NOT NULL, cpu_speed INTEGER NOT NULL, memory_total INTEGER NOT NULL
) STRICT;
CREATE TABLE bridge (
  host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, name TEXT NOT NULL, PRIMARY KEY (host_key, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE store (
  key INTEGER PRIMARY KEY, host_key INTEGER NOT NULL, server TEXT NOT NULL, path TEXT NOT NULL, total INTEGER NOT NULL,
  UNIQUE (host_key, server, path)
) STRICT;
CREATE TABLE mount (
  host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, spec_id TEXT NOT NULL,
  store_key INTEGER NOT NULL REFERENCES store, PRIMARY KEY (host_key, spec_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE image (
  store_key INTEGER NOT NULL REFERENCES store, template_id TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('image', 'base')),
  format TEXT NOT NULL, virtual_size INTEGER NOT NULL, physical_size INTEGER NOT NULL, checksum TEXT NOT NULL,
  PRIMARY KEY (store_key, template_id, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE volume (
  store_key INTEGER NOT NULL REFERENCES store, id TEXT NOT NULL, size INTEGER NOT NULL, physical_size INTEGER NOT NULL,
  template_id TEXT, PRIMARY KEY (store_key, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX volume_clone ON volume (store_key, template_id) WHERE template_id IS NOT NULL;
CREATE TABLE guest_network (
  host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, id TEXT NOT NULL, spec TEXT NOT NULL, PRIMARY KEY (host_key, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reservation (
  host_key INTEGER NOT NULL, network_id TEXT NOT NULL, vm_id TEXT NOT NULL, mac TEXT NOT NULL, address TEXT NOT NULL,
  host_name TEXT NOT NULL, PRIMARY KEY (host_key, network_id, vm_id, mac),
  FOREIGN KEY (host_key, network_id) REFERENCES guest_network ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_vm ON reservation (vm_id);
CREATE TABLE domain (
  host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, id TEXT NOT NULL, instance_name TEXT NOT NULL, spec TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('defined', 'running', 'paused', 'crashed')), reason TEXT NOT NULL,
  memory INTEGER NOT NULL, cpu_number INTEGER NOT NULL, started_at REAL, boots INTEGER NOT NULL DEFAULT 0, due_at REAL,
  PRIMARY KEY (host_key, id), UNIQUE (host_key, instance_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_id ON domain (id);
CREATE INDEX domain_due ON domain (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE domain_disk (
  host_key INTEGER NOT NULL, domain_id TEXT NOT NULL, volume_id TEXT NOT NULL, pool_id TEXT NOT NULL,
  PRIMARY KEY (host_key, domain_id, volume_id),
  FOREIGN KEY (host_key, domain_id) REFERENCES domain ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX domain_disk_volume ON domain_disk (volume_id);
CREATE TABLE fault (
  id TEXT PRIMARY KEY, host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, name TEXT NOT NULL, detail TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX fault_host ON fault (host_key);
CREATE TABLE work (
  unit TEXT NOT NULL, host_key INTEGER NOT NULL REFERENCES host ON DELETE CASCADE, started_at REAL NOT NULL,
  PRIMARY KEY (unit, host_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, host_key INTEGER NOT NULL, vm_id TEXT NOT NULL, power TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
`;

/** By what one deployment asks: who has this address, and what a host's guests hold, without a look at each guest's description. */
const indexes = `
CREATE INDEX reservation_address ON reservation (host_key, network_id, address);
CREATE INDEX domain_held ON domain (host_key, state, memory);
`;

/** Images on their way from the desk. */
const uploads = `
CREATE TABLE upload (
  store_key INTEGER NOT NULL REFERENCES store, template_id TEXT NOT NULL, received INTEGER NOT NULL, head TEXT NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (store_key, template_id)
) STRICT, WITHOUT ROWID;
`;

/** Domains that the engine did not make, and which mounts are primary storage, where their disks lie. */
const foreign = `
ALTER TABLE domain ADD COLUMN is_foreign INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mount ADD COLUMN pool TEXT;
`;

/** Every step of the schema, in order; the file counts how many it has. */
const steps = [initial, indexes, uploads, foreign];

/** Opens the world, making it if missing. Throws `internal` when a newer version of the product wrote it or the file is no world. */
export function openWorld(path: string): World {
  const database = open(path);
  const statements = new Map<string, Database.Statement<Value[]>>();
  const prepare = (sql: string): Database.Statement<Value[]> => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare<Value[]>(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    path,
    get: <Row>(sql: string, ...values: Value[]) => prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: Value[]) => prepare(sql).all(...values) as Row[],
    run: (sql, ...values) => prepare(sql).run(...values).changes,
    write: (work) => (database.inTransaction ? work() : database.transaction(work).immediate()),
    close: () => database.close(),
  };
}

function open(path: string): Database.Database {
  const database = new Database(path, { timeout: 5_000 });
  try {
    database.pragma('journal_mode = WAL');
    // A real host does not forget a started guest when the desk loses power; so neither may the world.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database
      .transaction(() => {
        const found = database.pragma('user_version', { simple: true }) as number;
        if (found > steps.length)
          throw fail('internal', say`The simulated hosts in ${path} were written by a newer version.`, {
            hint: say`Update Benchtop, or move the file away to begin with an empty practice world.`,
          });
        for (const step of steps.slice(found)) database.exec(step);
        if (found < steps.length) database.pragma(`user_version = ${steps.length}`);
      })
      .immediate();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
