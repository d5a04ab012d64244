import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type ErrorData, errorData } from '../contract/errors.ts';
import { roleOfType } from '../contract/role.ts';
import { migrations, openDatabase } from './database.ts';
import { Store } from './store.ts';
import { freshFolder } from './testing/fresh-store.ts';

const refusalOf = async (directory: string): Promise<ErrorData> => {
  try {
    await openDatabase(directory);
  } catch (error) {
    return errorData(error);
  }
  throw new Error('It was opened');
};

/** A folder as the first version left it, with one zone in it. */
function oldFolder(more = ''): string {
  const directory = freshFolder();
  const file = new Database(join(directory, 'benchtop.db'));
  file.pragma('journal_mode = WAL');
  file.exec(migrations[0] as string);
  file.exec(
    "INSERT INTO zone (id, name, network_type, allocation_state, dns1, internal_dns1, local_storage_enabled, created) VALUES ('z', 'old zone', 'Basic', 'Enabled', '192.0.2.1', '192.0.2.1', 1, 1)",
  );
  if (more !== '') file.exec(more);
  file.pragma('user_version = 1');
  file.close();
  return directory;
}

const schemaOf = (file: string): { version: unknown; zones: unknown; tables: unknown } => {
  const database = new Database(file, { readonly: true });
  try {
    return {
      version: database.pragma('user_version', { simple: true }),
      zones: database.prepare('SELECT name FROM zone').all(),
      tables: database.prepare('SELECT type, name FROM sqlite_schema ORDER BY name').all(),
    };
  } finally {
    database.close();
  }
};

it('brings an older file to this version, keeps what is in it, and leaves a copy from before', async () => {
  const directory = oldFolder();
  const before = schemaOf(join(directory, 'benchtop.db'));
  const store = new Store(await openDatabase(directory), Date.now);
  expect(store.get('zones', 'z')?.name).toBe('old zone');
  expect(store.list('virtualMachines', {}).count).toBe(0);
  store.close();
  expect(schemaOf(join(directory, 'benchtop.db')).version).toBe(migrations.length);
  expect(schemaOf(join(directory, 'benchtop-before-2.db'))).toEqual(before);
});

it('gives the accounts and users of an older file their roles and states, and keeps who they are', async () => {
  const store = new Store(
    await openDatabase(
      oldFolder(`INSERT INTO domain VALUES ('root', 'ROOT', '/', NULL, 1);
        INSERT INTO account VALUES ('a', 'admin', 'root', 'Admin', 1), ('b', 'bob', 'root', 'User', 1);
        INSERT INTO user VALUES ('u', 'a', 'admin', 1);`),
    ),
    Date.now,
  );
  expect(store.get('accounts', 'a')).toMatchObject({ state: 'enabled', roleId: roleOfType.Admin, domainName: 'ROOT' });
  expect(store.get('accounts', 'b')).toMatchObject({ role: 'User', roleId: roleOfType.User });
  expect(store.get('users', 'u')).toMatchObject({
    username: 'admin',
    accountName: 'admin',
    domainId: 'root',
    state: 'enabled',
    hasPassword: false,
  });
  expect(store.get('domains', 'root')).toMatchObject({ state: 'Active', level: 0, accountTotal: 2 });
  store.close();
});

it('makes no copy of a file that needs no migration', async () => {
  const directory = freshFolder();
  for (let round = 0; round < 2; round++) {
    const opened = await openDatabase(directory);
    opened.sqlite.close();
    opened.lock.close();
  }
  expect(readdirSync(directory).filter((name) => name.startsWith('benchtop-before'))).toEqual([]);
});

it('leaves an older file as it was when a migration fails half-way', async () => {
  // Something in the file stands in the way of the second step's last statement.
  const directory = oldFolder('CREATE INDEX job_log_age ON job_log(text)');
  const before = schemaOf(join(directory, 'benchtop.db'));
  const refusal = await refusalOf(directory);
  expect(refusal.code).toBe('unavailable');
  expect(refusal.message).toContain('could not be brought to this version');
  expect(refusal.hint).toContain('benchtop-before-2.db');
  expect(schemaOf(join(directory, 'benchtop.db'))).toEqual(before);
});

it('refuses a file from a newer version without touching it', async () => {
  const directory = freshFolder();
  const file = new Database(join(directory, 'benchtop.db'));
  file.exec('CREATE TABLE tomorrow (x)');
  file.pragma(`user_version = ${migrations.length + 1}`);
  file.close();
  const refusal = await refusalOf(directory);
  expect(refusal.code).toBe('unavailable');
  expect(refusal.message).toContain('newer version of Benchtop');
  expect(refusal.hint).toContain(`benchtop-before-${migrations.length + 1}.db`);
  const after = new Database(join(directory, 'benchtop.db'), { readonly: true });
  expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'tomorrow' }]);
  after.close();
});

const damages: [what: string, damage: (file: string) => void][] = [
  ['no database', (file) => writeFileSync(file, 'This is not a database. '.repeat(400))],
  [
    'a database of something else',
    (file) => {
      const other = new Database(file);
      other.exec('CREATE TABLE recipes (name TEXT)');
      other.close();
    },
  ],
  [
    'a Benchtop file with torn pages',
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096 * 3, 4096 * 8);
      writeFileSync(file, bytes);
    },
  ],
  ['a Benchtop file cut off', (file) => writeFileSync(file, readFileSync(file).subarray(0, 4096 * 5))],
];
it.each(damages)('refuses %s with a sentence, and leaves it as it is', async (_what, damage) => {
  const directory = freshFolder();
  const file = join(directory, 'benchtop.db');
  if (damage === damages[2]?.[1] || damage === damages[3]?.[1]) {
    const opened = await openDatabase(directory);
    opened.sqlite.close();
    opened.lock.close();
  }
  damage(file);
  const bytes = readFileSync(file);
  const refusal = await refusalOf(directory);
  expect(refusal.code).toBe('unavailable');
  expect(refusal.message).toMatch(/is damaged or not a Benchtop file/);
  expect(refusal.hint).toContain('benchtop-before-*.db');
  // Pages that carry data; SQLite may note the journal mode in the header of a foreign file.
  expect(readFileSync(file).subarray(100).equals(bytes.subarray(100))).toBe(true);
  // A refusal lets go of the folder.
  expect((await refusalOf(directory)).code).toBe('unavailable');
});

it('begins anew on a file that a first start never finished', async () => {
  const directory = freshFolder();
  writeFileSync(join(directory, 'benchtop.db'), '');
  const opened = await openDatabase(directory);
  expect(opened.sqlite.pragma('user_version', { simple: true })).toBe(migrations.length);
  opened.sqlite.close();
  opened.lock.close();
});

it('says so when it cannot write there', async () => {
  const directory = freshFolder();
  mkdirSync(join(directory, 'benchtop.db'));
  expect((await refusalOf(directory)).message).toContain('cannot write to');
  writeFileSync(join(directory, 'file'), '');
  const under = await refusalOf(join(directory, 'file', 'data'));
  expect(under.code).toBe('unavailable');
  expect(under.hint).toContain('--data-dir');
});

it('lets one process have a folder at a time, until that process is gone, however it went', async () => {
  const directory = freshFolder();
  const start = async () => {
    const child = spawn(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'testing/open-child.ts'), directory],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, said: JSON.parse(line) as ErrorData & { opened?: boolean } };
  };
  const first = await start();
  expect(first.said.opened).toBe(true);
  const second = await start();
  expect(second.said.code).toBe('conflict');
  expect(second.said.message).toBe(`Another Benchtop is already using the data folder ${directory}.`);
  expect(second.said.hint).toContain('--data-dir');
  expect((await refusalOf(directory)).code).toBe('conflict');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  second.child.stdin.end();
  const opened = await openDatabase(directory);
  opened.sqlite.close();
  opened.lock.close();
  expect(existsSync(join(directory, 'benchtop.db'))).toBe(true);
});
