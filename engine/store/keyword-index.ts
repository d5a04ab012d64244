import type { Sqlite } from './database.ts';
import type { SqlValue, Table } from './table.ts';

/** What waits to be written: a row of a table, and whether its entry only goes. */
interface Entry {
  table: Table<object>;
  id: string;
  gone: boolean;
}

/** Pages of the index that one step of its upkeep may write; SQLite's are of 4 KiB. */
const pagesPerMerge = 32;

/**
 * The trigram index in which lists look for keywords. A transaction's entries are written once for each row, at its end: SQLite's full-text
 * index writes a segment to the disk at every savepoint that follows a change of it. Nor does it merge segments while it writes
 * (its automerge is off): `merge` does that in steps, between the writes.
 */
export class KeywordIndex {
  private entries: Entry[] = [];
  private unmerged = false;
  private readonly sqlite: Sqlite;

  constructor(sqlite: Sqlite) {
    this.sqlite = sqlite;
  }

  /** How many entries wait; a savepoint that is rolled back forgets those after it. */
  get waiting(): number {
    return this.entries.length;
  }

  forget(from = 0): void {
    this.entries.length = from;
  }

  later(table: Table<object>, id: string, gone = false): void {
    if (table.declaration.search !== undefined) this.entries.push({ table, id, gone });
  }

  /** Writes what waits; within the transaction that wrote the rows. */
  write(): void {
    const last = new Map(this.entries.map((entry) => [`${entry.table.declaration.table} ${entry.id}`, entry]));
    for (const { table, id, gone } of last.values()) {
      this.remove(table, id);
      if (!gone) this.add(table, id);
      this.unmerged = true;
    }
  }

  /** Removes the entries of rows that a SELECT of ids chooses, before they are deleted. */
  purge(noun: string, chosen: string, values: readonly SqlValue[]): void {
    const entries = `noun = '${noun}' AND ref IN (${chosen})`;
    this.sqlite
      .prepare(`DELETE FROM search WHERE rowid IN (SELECT number FROM search_ref WHERE ${entries})`)
      .run(...values);
    this.sqlite.prepare(`DELETE FROM search_ref WHERE ${entries}`).run(...values);
    this.unmerged = true;
  }

  /** One bounded step of merging the segments that writes have left; answers whether more is left to merge. */
  merge(): boolean {
    if (!this.unmerged) return false;
    const changes = () => (this.sqlite.prepare('SELECT total_changes() AS n').get() as { n: number }).n;
    const before = changes();
    this.sqlite.prepare("INSERT INTO search(search, rank) VALUES ('merge', ?)").run(pagesPerMerge);
    // SQLite's own sign that nothing was left to merge: fewer than two rows of its tables changed.
    this.unmerged = changes() - before >= 2;
    return this.unmerged;
  }

  private add(table: Table<object>, id: string): void {
    const { search = [], searchOfView, table: noun } = table.declaration;
    // Words that only the view has, such as the account's name. A row may have been purged by the transaction that wrote it.
    const row = (searchOfView === undefined ? table.stored(id) : table.get(id)) as Record<string, unknown> | undefined;
    if (row === undefined) return;
    const text = [...search, ...(searchOfView ?? [])].map((field) => row[field] ?? '').join('\n');
    const number = this.nextNumber(table);
    table.prepare('INSERT INTO search_ref (number, noun, ref) VALUES (?, ?, ?)').run(number, noun, id);
    table.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)').run(number, text);
  }

  private remove(table: Table<object>, id: string): void {
    const entry = table
      .prepare('SELECT number FROM search_ref WHERE noun = ? AND ref = ?')
      .get(table.declaration.table, id) as { number: number } | undefined;
    if (entry === undefined) return;
    table.prepare('DELETE FROM search WHERE rowid = ?').run(entry.number);
    table.prepare('DELETE FROM search_ref WHERE number = ?').run(entry.number);
  }

  /** The next free number in the noun's own range. */
  private nextNumber(table: Table<object>): number {
    const noun = table.declaration.table;
    const named = () =>
      table.prepare('SELECT code FROM search_noun WHERE noun = ?').get(noun) as { code: number } | undefined;
    if (named() === undefined)
      table.prepare('INSERT INTO search_noun SELECT ?, coalesce(max(code), 0) + 1 FROM search_noun').run(noun);
    const first = (named()?.code ?? 0) * 2 ** 32;
    // The greatest of a range of the primary key alone: one step into it, where a join would walk through the whole range.
    const { last } = table
      .prepare('SELECT max(number) AS last FROM search_ref WHERE number > ? AND number < ?')
      .get(first, first + 2 ** 32) as { last: number | null };
    return (last ?? first) + 1;
  }
}
