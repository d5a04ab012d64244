import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';

/**
 * Makes a data folder of the practice cloud large: by SQL alone, so that 50,000 instances take seconds. Every copy is what a deployment
 * would have left: row, NIC, volume and words in the store, domain and disk on a simulated host, so that nothing looks missing afterwards.
 * The application must not run on the folder. As a program: node engine/testing/many-instances.ts --data-dir DIR --instances 50000
 */
export function multiplyInstances(dataDirectory: string, instances: number, hosts = Math.ceil(instances / 500)): void {
  const store = new Database(join(dataDirectory, 'benchtop.db'));
  const world = new Database(join(dataDirectory, 'simulator.db'));
  // A folder that a test makes and throws away: nothing is lost by a power cut that would not be made again.
  for (const sqlite of [store, world]) {
    sqlite.pragma('synchronous = OFF');
    sqlite.pragma('cache_size = -400000');
    sqlite.pragma('temp_store = MEMORY');
  }
  try {
    store.transaction(() => {
      multiplyHosts(store, hosts);
      multiplyRows(store, instances, hosts);
    })();
    fillWorld(store, world);
    store.exec('ANALYZE');
    // As the upkeep leaves the keyword index in time; so much was never written at once.
    store.exec("INSERT INTO search(search) VALUES ('optimize')");
  } finally {
    store.close();
    world.close();
  }
}

type Sqlite = Database.Database;
const uuid = `lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))), 2) || '-8' ||
  substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))`;
const numbers = (count: number) =>
  `WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ${count})`;

/** Copies rows of a table with some columns replaced by SQL expressions over the original (`model`) and the number `n`. */
function copyRows(
  sqlite: Sqlite,
  table: string,
  changed: Record<string, string>,
  from: string,
  ...values: (string | number)[]
): void {
  const columns = (sqlite.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const select = columns.map((name) => changed[name] ?? `model.${name}`).join(', ');
  sqlite.prepare(`INSERT INTO ${table} (${columns.join(', ')}) ${from.replace('*', select)}`).run(...values);
}

function idOf(sqlite: Sqlite, sql: string): string {
  const row = sqlite.prepare(sql).get() as { id: string } | undefined;
  if (row === undefined) throw new Error(`The folder holds no practice cloud that is ready: ${sql}`);
  return row.id;
}

const modelInstance =
  "SELECT id FROM virtual_machine WHERE removed IS NULL AND state = 'Running' AND name NOT LIKE 'pupil-%' ORDER BY created LIMIT 1";

function multiplyHosts(store: Sqlite, hosts: number): void {
  const model = idOf(store, `SELECT host_id AS id FROM virtual_machine WHERE id = (${modelInstance})`);
  copyRows(
    store,
    'host',
    {
      id: uuid,
      name: "printf('rack-%03d', n + 1)",
      address: "printf('10.200.%d.%d', n / 250, n % 250 + 1)",
      cpu_number: '512',
      memory_total: '1024 * 1024 * 1024 * 1024',
    },
    `${numbers(hosts)} SELECT * FROM host AS model, number WHERE model.id = ?`,
    model,
  );
  index(store, 'host', "name LIKE 'rack-%'", ['name', 'address']);
}

function multiplyRows(store: Sqlite, instances: number, hosts: number): void {
  const model = idOf(store, modelInstance);
  const address = "printf('10.%d.%d.%d', 64 + n / 65536, n / 256 % 256, n % 256)";
  const mac = "printf('1e:20:00:%02x:%02x:%02x', n / 65536, n / 256 % 256, n % 256)";
  copyRows(
    store,
    'virtual_machine',
    {
      id: uuid,
      name: "printf('pupil-%05d', n + 1)",
      display_name: "printf('Class %d seat %d', n / 25 + 1, n % 25 + 1)",
      instance_name: "printf('i-2-%d-VM', n + 100000)",
      host_id:
        "CASE WHEN n % 4 = 3 THEN NULL ELSE (SELECT id FROM host WHERE name = printf('rack-%03d', n % @hosts + 1)) END".replace(
          '@hosts',
          String(hosts),
        ),
      state: "CASE WHEN n % 4 = 3 THEN 'Stopped' ELSE 'Running' END",
      power_state: "CASE WHEN n % 4 = 3 THEN 'PowerOff' ELSE 'PowerOn' END",
      ip_address: address,
      mac_address: mac,
      job_id: 'NULL',
      error: 'NULL',
      created: 'model.created + n / 25 * 1000',
    },
    `${numbers(instances)} SELECT * FROM virtual_machine AS model, number WHERE model.id = ?`,
    model,
  );
  const copied = "vm.name LIKE 'pupil-%' AND vm.removed IS NULL";
  copyRows(
    store,
    'nic',
    {
      id: uuid,
      virtual_machine_id: 'vm.id',
      mac_address: 'vm.mac_address',
      ip_address: 'vm.ip_address',
      created: 'vm.created',
    },
    `SELECT * FROM nic AS model, virtual_machine AS vm WHERE model.virtual_machine_id = ? AND model.is_default = 1 AND ${copied}`,
    model,
  );
  copyRows(
    store,
    'volume',
    { id: uuid, virtual_machine_id: 'vm.id', name: "'ROOT-' || vm.name", created: 'vm.created' },
    `SELECT * FROM volume AS model, virtual_machine AS vm WHERE model.virtual_machine_id = ? AND model.type = 'ROOT' AND ${copied}`,
    model,
  );
  copyRows(
    store,
    'event',
    {
      id: uuid,
      type: "'VM.CREATE'",
      level: "'INFO'",
      state: "'Completed'",
      description: "'Deployed ' || vm.display_name",
      phrase: `json_object('key', 'Deployed {0}', 'parameters', json_array(vm.display_name))`,
      resource_id: 'vm.id',
      resource_type: "'VirtualMachine'",
      resource_name: 'vm.display_name',
      created: 'vm.created',
    },
    `SELECT * FROM (SELECT * FROM event LIMIT 1) AS model, virtual_machine AS vm WHERE ${copied}`,
  );
  index(store, 'virtual_machine', "name LIKE 'pupil-%'", [
    'name',
    'display_name',
    'instance_name',
    'ip_address',
    'mac_address',
    '(SELECT name FROM account WHERE account.id = account_id)',
  ]);
  index(store, 'nic', `virtual_machine_id IN (SELECT id FROM virtual_machine AS vm WHERE ${copied})`, [
    'mac_address',
    'ip_address',
  ]);
  index(store, 'volume', "name LIKE 'ROOT-pupil-%'", ['name', 'path']);
  index(store, 'event', "description LIKE 'Deployed Class %'", ['description', 'type']);
}

/** The words that the store itself keeps of a row, in the order of its table's declaration. */
function index(store: Sqlite, table: string, rows: string, fields: readonly string[]): void {
  const { base } = store
    .prepare(
      `SELECT coalesce(max(number), code << 32) AS base FROM search_noun LEFT JOIN search_ref ON number > code << 32 AND number < (code + 1) << 32
        WHERE search_noun.noun = ?`,
    )
    .get(table) as { base: number };
  const numbered = `SELECT ${base} + row_number() OVER (ORDER BY id) AS number, * FROM ${table} WHERE ${rows}`;
  store.prepare(`INSERT INTO search_ref (number, noun, ref) SELECT number, ?, id FROM (${numbered})`).run(table);
  const text = fields.map((field) => `coalesce(${field}, '')`).join(' || char(10) || ');
  store.prepare(`INSERT INTO search (rowid, text) SELECT number, ${text} FROM (${numbered})`).run();
}

/** Simulated machines for the new hosts, as roomy as the store says, and what runs on them. */
function fillWorld(store: Sqlite, world: Sqlite): void {
  const hosts = store
    .prepare("SELECT id, name, address, cpu_number, cpu_speed, memory_total FROM host WHERE name LIKE 'rack-%'")
    .all() as {
    id: string;
    name: string;
    address: string;
    cpu_number: number;
    cpu_speed: number;
    memory_total: number;
  }[];
  const model = idOf(store, modelInstance);
  const domain = world.prepare('SELECT * FROM domain WHERE id = ?').get(model) as {
    spec: string;
    [key: string]: unknown;
  };
  const modelHost = domain.host_key as number;
  const on = store.prepare("SELECT id, instance_name FROM virtual_machine WHERE host_id = ? AND state = 'Running'");
  world.transaction(() => {
    for (const host of hosts) {
      const key = Number(
        world
          .prepare(
            'INSERT INTO host (id, name, address, cpu_number, cpu_speed, memory_total) VALUES (?, ?, ?, ?, ?, ?)',
          )
          .run(host.id, host.name, host.address, host.cpu_number, host.cpu_speed, host.memory_total).lastInsertRowid,
      );
      world.prepare('INSERT INTO bridge SELECT ?, name FROM bridge WHERE host_key = ?').run(key, modelHost);
      world.prepare('INSERT INTO mount SELECT ?, spec_id, store_key FROM mount WHERE host_key = ?').run(key, modelHost);
      const insert = world.prepare(
        'INSERT INTO domain (host_key, id, instance_name, spec, state, reason, memory, cpu_number, started_at, boots) SELECT ?, ?, ?, ?, state, reason, memory, cpu_number, started_at, boots FROM domain WHERE host_key = ? AND id = ?',
      );
      for (const vm of on.all(host.id) as { id: string; instance_name: string }[]) {
        const spec = domain.spec.replaceAll(model, vm.id);
        insert.run(key, vm.id, vm.instance_name, spec, modelHost, model);
      }
    }
  })();
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      instances: { type: 'string', default: '50000' },
      hosts: { type: 'string' },
    },
  });
  if (values['data-dir'] === undefined) throw new Error('--data-dir names the folder of a practice cloud.');
  const hosts = values.hosts === undefined ? undefined : Number(values.hosts);
  multiplyInstances(values['data-dir'], Number(values.instances), hosts);
}
