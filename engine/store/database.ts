import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { initial } from './migrations/0001-initial.ts';
import { listIndexes } from './migrations/0002-list-indexes.ts';
import { phrases } from './migrations/0003-phrases.ts';
import { isos } from './migrations/0004-isos.ts';
import { search } from './migrations/0005-search.ts';
import { totals } from './migrations/0006-totals.ts';
import { nicsOfAnInstance } from './migrations/0007-nics-of-an-instance.ts';
import { reasons } from './migrations/0008-reasons.ts';
import { nicsOfTheGone } from './migrations/0009-nics-of-the-gone.ts';
import { apiKeys } from './migrations/0010-api-keys.ts';
import { logPhrases } from './migrations/0011-log-phrases.ts';
import { identity } from './migrations/0012-identity.ts';
import { roleTotals } from './migrations/0013-role-totals.ts';
import { eventThreads } from './migrations/0014-event-threads.ts';
import { moving } from './migrations/0015-moving.ts';
import { resourceCounts } from './migrations/0016-resource-counts.ts';
import { guestData } from './migrations/0017-guest-data.ts';
import { offerings } from './migrations/0018-offerings.ts';
import { tags } from './migrations/0019-tags.ts';
import { networkProviders } from './migrations/0020-network-providers.ts';
import { annotations } from './migrations/0021-annotations.ts';
import { secondaryAddresses } from './migrations/0022-secondary-addresses.ts';
import { usage } from './migrations/0023-usage.ts';
import { projects } from './migrations/0024-projects.ts';
import { placement } from './migrations/0025-placement.ts';
import { guestPasswords } from './migrations/0026-guest-passwords.ts';
import { instanceLife } from './migrations/0027-instance-life.ts';
import { templatePermissions } from './migrations/0028-template-permissions.ts';
import { guestOs } from './migrations/0029-guest-os.ts';
import { keywordUpkeep } from './migrations/0030-keyword-upkeep.ts';
import { instanceFacts } from './migrations/0031-instance-facts.ts';
import { dynamicScaling } from './migrations/0032-dynamic-scaling.ts';
import { statistics } from './migrations/0033-statistics.ts';
import { dedication } from './migrations/0034-dedication.ts';

import { images } from './migrations/0035-images.ts';
import { alertNames } from './migrations/0036-alert-names.ts';
import { protection } from './migrations/0037-protection.ts';
import { adopted } from './migrations/0038-adopted.ts';
import { plannerIndex } from './migrations/0039-planner-index.ts';
import { resourceDetails } from './migrations/0040-resource-details.ts';

export type Sqlite = Database.Database;

/** Every schema step, in order; `PRAGMA user_version` counts how many a file has. */
export const migrations: readonly string[] = [
  initial,
  listIndexes,
  phrases,
  isos,
  search,
  totals,
  nicsOfAnInstance,
  reasons,
  nicsOfTheGone,
  apiKeys,
  logPhrases,
  identity,
  roleTotals,
  eventThreads,
  moving,
  resourceCounts,
  guestData,
  offerings,
  tags,
  networkProviders,
  annotations,
  secondaryAddresses,
  usage,
  projects,
  placement,
  guestPasswords,
  instanceLife,
  templatePermissions,
  guestOs,
  keywordUpkeep,
  instanceFacts,
  dynamicScaling,
  statistics,
  dedication,
  images,
  alertNames,
  protection,
  adopted,
  plannerIndex,
  resourceDetails,
];

export interface OpenedDatabase {
  sqlite: Sqlite;
  /** Released by the operating system when the process dies, however it dies. */
  lock: Sqlite;
}

/**
 * Opens the store of a data folder: takes the folder's lock, backs up before migrating, and refuses what it does not understand.
 *
 * Journal mode WAL with synchronous=FULL, because a commit that a power cut loses would be an effect on a host without its intent.
 *
 * Errors: conflict when another instance holds the folder; unavailable when the folder cannot be written, or the file is damaged, newer
 * than this version, or cannot be brought to it. A refused file is left as it was found.
 */
export async function openDatabase(directory: string): Promise<OpenedDatabase> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(directory, error);
  }
  const lock = takeLock(directory);
  const file = join(directory, 'benchtop.db');
  let sqlite: Sqlite | undefined;
  try {
    sqlite = open(file);
    await bringUpToDate(sqlite, directory);
    return { sqlite, lock };
  } catch (error) {
    sqlite?.close();
    lock.close();
    throw explain(error, file);
  }
}

function open(file: string): Sqlite {
  const sqlite = new Database(file);
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('cache_size = -32000');
  sqlite.pragma('temp_store = MEMORY');
  return sqlite;
}

async function bringUpToDate(sqlite: Sqlite, directory: string): Promise<void> {
  const version = sqlite.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length)
    throw fail('unavailable', say`The data folder was written by a newer version of Benchtop.`, {
      hint: say`Start that version, or put back the copy benchtop-before-${migrations.length + 1}.db from the data folder.`,
    });
  const found = sqlite.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Database.SqliteError(String(found), 'SQLITE_CORRUPT');
  const { tables } = sqlite.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  // New, or left by a first start that was broken off before its first commit.
  if (tables === 0) return migrate(sqlite, 0);
  if (version === 0)
    throw new Database.SqliteError('The file is a database, but not one that Benchtop made.', 'SQLITE_NOTADB');
  if (version === migrations.length) return;
  const copy = join(directory, `benchtop-before-${version + 1}.db`);
  await sqlite.backup(copy);
  try {
    migrate(sqlite, version);
  } catch (error) {
    throw fail(
      'unavailable',
      say`The data folder could not be brought to this version of Benchtop; it is as it was before.`,
      {
        hint: say`Go on with the version that wrote it. A copy of the data is in ${copy}.`,
        cause: error,
      },
    );
  }
}

/** All missing steps in one transaction: a file is of one version or the other, never of one in between. */
function migrate(sqlite: Sqlite, version: number): void {
  sqlite
    .transaction(() => {
      for (const step of migrations.slice(version)) sqlite.exec(step);
      sqlite.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function explain(error: unknown, file: string): BenchtopError | unknown {
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code))
    return fail('unavailable', say`The data file ${file} cannot be opened: it is damaged or not a Benchtop file.`, {
      hint: say`Close Benchtop, move the file aside and put back the newest benchtop-before-*.db from the same folder.`,
      cause: error,
    });
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL|AUTH)/.test(code)) return unwritable(file, error);
  return error;
}

function unwritable(path: string, error: unknown): BenchtopError {
  return fail(
    'unavailable',
    say`Benchtop cannot write to ${path}: ${error instanceof Error ? error.message : String(error)}.`,
    {
      hint: say`Check that it is yours, that the disk is not full or read-only, or choose another data folder (--data-dir).`,
      cause: error,
    },
  );
}

function takeLock(directory: string): Sqlite {
  const file = join(directory, 'instance.lock');
  let lock: Sqlite | undefined;
  try {
    lock = new Database(file);
    lock.pragma('busy_timeout = 0');
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS holder (pid INTEGER); COMMIT');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw unwritable(file, error);
    throw fail('conflict', say`Another Benchtop is already using the data folder ${directory}.`, {
      hint: say`Use its window, or close it first. A second instance needs a data folder of its own (--data-dir).`,
      cause: error,
    });
  }
}
