import type { Statement } from 'better-sqlite3';
import { fail } from '../contract/errors.ts';
import { fixed, say, withCommas } from '../contract/phrase.ts';
import { allowed, type StateTable } from '../contract/states.ts';
import type { Change } from '../contract/transport.ts';
import type { OpenedDatabase, Sqlite } from './database.ts';
import { KeywordIndex } from './keyword-index.ts';
import { type ListOptions, listPage, type PageRequest } from './page.ts';
import type { SqlValue, Table } from './table.ts';
import { createTables, type RowOf, type TableName, type Tables } from './tables.ts';

interface Waiting {
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * The engine's memory. Every write happens inside `write()` (one SQLite transaction) and leaves the facts of what changed, which are
 * announced after the commit and never before. A state column is written by `insert` and `transition` only.
 */
export class Store {
  readonly sqlite: Sqlite;
  readonly tables: Tables;
  private readonly lock: Sqlite;
  private readonly listeners = new Set<(changes: Change[]) => void>();
  private depth = 0;
  private pending: Change[] = [];
  private readonly words: KeywordIndex;
  private waiting: Waiting[] = [];
  private readonly statements = new Map<string, Statement<SqlValue[]>>();
  private clock: () => number;
  private readonly watchers = new Map<TableName, ((before: object | undefined, after: object) => void)[]>();
  /** Rows of a list that asks for no page size; the settings put their own value here. */
  defaultPageSize: () => number = () => 500;

  constructor(database: OpenedDatabase, clock: () => number) {
    this.sqlite = database.sqlite;
    this.lock = database.lock;
    this.clock = clock;
    this.tables = createTables(database.sqlite);
    this.words = new KeywordIndex(database.sqlite);
  }

  /**
   * Runs `work` in one transaction. A nested call joins it as a savepoint, so that one whose failure the outer work survives leaves neither
   * rows nor changes behind. Changes are announced after the outermost commit.
   */
  write<T>(work: () => T): T {
    if (this.depth > 0) return this.nested(work);
    let result: T;
    this.depth = 1;
    try {
      result = this.sqlite
        .transaction(() => {
          const done = work();
          this.words.write();
          return done;
        })
        .immediate();
    } catch (error) {
      this.pending = [];
      throw error;
    } finally {
      this.words.forget();
      this.depth = 0;
    }
    this.announce();
    return result;
  }

  private nested<T>(work: () => T): T {
    const before = this.pending.length;
    const words = this.words.waiting;
    const name = `nested_${this.depth++}`;
    this.prepare(`SAVEPOINT ${name}`).run();
    try {
      const result = work();
      this.prepare(`RELEASE ${name}`).run();
      return result;
    } catch (error) {
      this.pending.length = before;
      this.words.forget(words);
      // A full disk may have ended the whole transaction already; then there is no savepoint to go back to.
      if (this.sqlite.inTransaction) this.sqlite.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    } finally {
      this.depth--;
    }
  }

  /**
   * Group commit: many callers' writes of one turn of the event loop share a single fsync. Resolves after the commit. Each piece of work
   * runs in a savepoint of its own, so that one failure does not take the others with it.
   */
  commitSoon<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.waiting.length === 1) setImmediate(() => this.commitWaiting());
    });
  }

  private commitWaiting(): void {
    const batch = this.waiting;
    this.waiting = [];
    const settle: (() => void)[] = [];
    try {
      this.write(() => {
        for (const item of batch) {
          try {
            const value = this.nested(item.work);
            settle.push(() => item.resolve(value));
          } catch (error) {
            settle.push(() => item.reject(error));
          }
        }
      });
      for (const done of settle) done();
    } catch (error) {
      for (const item of batch) item.reject(error);
    }
  }

  private announce(): void {
    if (this.pending.length === 0) return;
    const changes = this.pending;
    this.pending = [];
    for (const listener of this.listeners)
      try {
        listener(changes);
      } catch (error) {
        // The commit stands: who cannot listen must not make it look failed, nor keep the others from hearing of it.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
  }

  onChanges(listener: (changes: Change[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** States that a row changed; for facts that are not a table's row (job log lines). */
  changed(change: Change): void {
    if (this.depth === 0) throw new Error('A change is stated inside write() only');
    this.pending.push(change);
  }

  /** Runs within the commit of every change of a table's rows, whoever makes it: for what is kept beside them and must never lag behind. */
  watch<N extends TableName>(name: N, watcher: (before: RowOf<N> | undefined, after: RowOf<N>) => void): void {
    const list = this.watchers.get(name) ?? [];
    list.push(watcher as (before: object | undefined, after: object) => void);
    this.watchers.set(name, list);
  }

  insert<N extends TableName>(name: N, row: RowOf<N>): RowOf<N> {
    const table = this.tables[name] as unknown as Table<object>;
    this.write(() => {
      table.insert(row as object);
      this.words.later(table, (row as { id: string }).id);
      this.note(table, row as Record<string, unknown>, 'created');
      for (const watcher of this.watchers.get(name) ?? []) watcher(undefined, row as object);
    });
    return row;
  }

  /** Changes fields of a row; the state column is not among them. Missing rows are an internal error: callers have just read them. */
  update<N extends TableName>(name: N, id: string, patch: Partial<Omit<RowOf<N>, 'id' | 'state'>>): void {
    if ('state' in patch) throw new Error(`The state of ${name} is written by transition() only`);
    this.patch(name, id, patch as Partial<RowOf<N>>);
  }

  /** Hides a row from lists for good. */
  remove<N extends TableName>(name: N, id: string): void {
    this.patch(name, id, { removed: this.clock() } as unknown as Partial<RowOf<N>>, 'deleted');
  }

  /** Deletes rows for good, with their entries in the keyword index; for history that has had its time. Returns how many. */
  purge<N extends TableName>(name: N, condition: string, ...values: SqlValue[]): number {
    const { declaration } = this.tables[name];
    const chosen = `SELECT id FROM ${declaration.table} WHERE ${condition}`;
    return this.write(() => {
      if (declaration.search !== undefined) this.words.purge(declaration.table, chosen, values);
      return this.sqlite.prepare(`DELETE FROM ${declaration.table} WHERE ${condition}`).run(...values).changes;
    });
  }

  private patch<N extends TableName>(
    name: N,
    id: string,
    patch: Partial<RowOf<N>>,
    change: 'updated' | 'deleted' = 'updated',
  ): void {
    const table = this.tables[name] as unknown as Table<object>;
    const watchers = this.watchers.get(name) ?? [];
    this.write(() => {
      const before = watchers.length === 0 ? undefined : table.stored(id);
      if (!table.update(id, patch as object)) throw new Error(`No ${table.declaration.table} ${id}`);
      const row = table.stored(id) as Record<string, unknown>;
      if (change === 'deleted') this.words.later(table, id, true);
      else if ((table.declaration.search ?? []).some((field) => field in (patch as object)))
        this.words.later(table, id);
      this.note(table, row, change);
      for (const watcher of watchers) watcher(before, row);
    });
  }

  get<N extends TableName>(name: N, id: string): RowOf<N> | undefined {
    return (this.tables[name] as unknown as Table<RowOf<N> & object>).get(id);
  }

  /**
   * The only writer of a state column: a compare-and-set of `action` on the row's present state, with further fields in the same commit.
   * Asking for what already is (the action's next state) succeeds and changes nothing but `patch`.
   * Errors: parameter when the row is gone, conflict when the state does not allow the action.
   */
  transition<N extends TableName>(
    name: N,
    states: StateTable,
    id: string,
    action: string,
    patch: Partial<Omit<RowOf<N>, 'id' | 'state'>> = {},
  ): void {
    this.write(() => {
      const table = this.tables[name] as unknown as Table<RowOf<N> & object>;
      const row = table.stored(id) as (RowOf<N> & { state: string; name?: string }) | undefined;
      if (row === undefined)
        throw fail('parameter', say`There is no ${states.noun} with the id ${id}.`, { field: 'id' });
      const verdict = allowed(states, row.state, action);
      const alreadyThere = Object.values(states.states as Record<string, Record<string, string>>).some(
        (actions) => actions[action] === row.state,
      );
      if (!verdict.ok && !alreadyThere)
        throw fail(
          'conflict',
          say`${row.name ?? states.noun} is ${fixed(row.state)}, which does not allow "${fixed(action)}".`,
          {
            hint:
              verdict.from.length === 0
                ? say`It is possible in no state.`
                : say`It is possible in: ${withCommas(verdict.from.map(fixed))}.`,
          },
        );
      const next = verdict.ok ? verdict.next : row.state;
      const since = table.declaration.stateTime === true && next !== row.state && { stateTime: this.clock() };
      this.patch(name, id, { ...patch, ...since, state: next } as unknown as Partial<RowOf<N>>);
    });
  }

  list<N extends TableName>(
    name: N,
    request: PageRequest,
    options: ListOptions = {},
  ): { count: number; rows: RowOf<N>[] } {
    const table = this.tables[name] as unknown as Table<RowOf<N> & object>;
    return listPage(table, request, { defaultPageSize: this.defaultPageSize(), ...options });
  }

  where<N extends TableName>(name: N, condition: string, ...values: SqlValue[]): RowOf<N>[] {
    return (this.tables[name] as unknown as Table<RowOf<N> & object>).where(condition, ...values);
  }

  first<N extends TableName>(name: N, condition: string, ...values: SqlValue[]): RowOf<N> | undefined {
    return (this.tables[name] as unknown as Table<RowOf<N> & object>).first(condition, ...values);
  }

  count<N extends TableName>(name: N, condition: string, ...values: SqlValue[]): number {
    return (this.tables[name] as unknown as Table<RowOf<N> & object>).count(condition, ...values);
  }

  /** A row that must be there, by an id that a caller sent. Error: parameter, in CloudStack's words for a wrong id. */
  need<N extends TableName>(name: N, id: string, field = 'id'): RowOf<N> {
    return there(this.get(name, id), id, field);
  }

  /** The same without what the row's view adds, which may be counts of all that it owns: for what is asked at every call. */
  needStored<N extends TableName>(name: N, id: string, field = 'id'): RowOf<N> {
    return there(this.tables[name].stored(id) as RowOf<N> | undefined, id, field);
  }

  /** A statement of fixed text, prepared once: preparing costs more than running it. */
  prepare(sql: string): Statement<SqlValue[]> {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.sqlite.prepare<SqlValue[]>(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  meta(name: string): string | undefined {
    const row = this.sqlite.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: string } | undefined;
    return row?.value;
  }

  setMeta(name: string, value: string): void {
    this.write(() => this.sqlite.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, value));
  }

  /** Some of the keyword index's upkeep, a few milliseconds of it; answers whether more is left. */
  mergeWords(): boolean {
    return this.words.merge();
  }

  close(): void {
    this.sqlite.close();
    this.lock.close();
  }

  private note(table: Table<object>, row: Record<string, unknown>, change: Change['change']): void {
    if (table.declaration.noun === '') return;
    const fact: Change = { noun: table.declaration.noun, id: String(row.id), change };
    if (typeof row.accountId === 'string') fact.accountid = row.accountId;
    this.pending.push(fact);
  }
}

function there<Row>(row: Row | undefined, id: string, field: string): Row {
  if (row === undefined || (row as { removed?: number }).removed !== undefined)
    throw fail('parameter', say`Invalid parameter ${field} value=${id}: the entity does not exist.`, {
      field,
      hint: say`It may have been deleted meanwhile: refresh the list.`,
    });
  return row;
}
