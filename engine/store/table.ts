import type { Statement } from 'better-sqlite3';
import type { Sqlite } from './database.ts';

/** Values as SQLite takes them. */
export type SqlValue = string | number | bigint | null | Buffer;

export interface TableDeclaration {
  /** SQL table; `<table>_view` is what lists read. */
  table: string;
  /** The contract's object name, used in changes. Empty for tables that no client follows. */
  noun: string;
  booleans?: readonly string[];
  json?: readonly string[];
  /** Camel-case columns whose text the keyword search finds. */
  search?: readonly string[];
  /** The same for columns that only the view has. */
  searchOfView?: readonly string[];
  /** Rows of another searched table whose words find rows of this one: its SQL table, and its column that names this one's id. */
  searchAlso?: { table: string; column: string };
  /** An index that holds id and all the words, for one or two typed characters. */
  wordsIndex?: string;
  /** Camel-case columns that a keyword is looked for in row by row: for tables that change too often, or are too small, for the index. */
  like?: readonly string[];
  /** False for tables that have no view or no `removed` column. */
  view?: boolean;
  softDelete?: boolean;
  /** Whether the table has `state_time`: since when a row is in its state. */
  stateTime?: boolean;
  /** False for tables without owner columns. */
  owned?: boolean;
}

export const snake = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const camel = (text: string): string =>
  text.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A condition that SQLite plans once. Where a table has partial indexes, it looks at the value of a bare mark while it plans, and from then on
 * plans anew whenever the mark is bound: for a view of nine tables that is twenty times what the row itself costs. It does not look into a
 * subquery.
 */
const steady = (condition: string): string => condition.replaceAll('?', '(SELECT ?)');

/** Counts that a table keeps: the filters of a few windows and clients. */
const mostCounts = 100;

interface ReadColumn {
  field: string;
  kind: 'plain' | 'boolean' | 'json';
}

interface Reading {
  /** Answers with arrays. */
  statement: Statement<SqlValue[]>;
  columns: readonly ReadColumn[];
}

function decoded(columns: readonly ReadColumn[], raw: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < columns.length; at += 1) {
    const value = raw[at];
    if (value === null) continue;
    const { field, kind } = columns[at] as ReadColumn;
    row[field] = kind === 'plain' ? value : kind === 'boolean' ? value === 1 : JSON.parse(value as string);
  }
  return row;
}

/**
 * Rows in and out of one SQL table: camelCase fields, booleans and JSON columns converted. Knows nothing of states or changes;
 * the store wraps it. `undefined` fields are stored as NULL and read back as absent.
 */
export class Table<Row extends object> {
  readonly declaration: TableDeclaration;
  private readonly sqlite: Sqlite;
  private readonly booleans: Set<string>;
  private readonly json: Set<string>;
  private readonly columnNames: Map<string, string>;
  private readonly sources = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private countedAt = -1;

  constructor(sqlite: Sqlite, declaration: TableDeclaration) {
    this.sqlite = sqlite;
    this.declaration = declaration;
    this.booleans = new Set(declaration.booleans ?? []);
    this.json = new Set(declaration.json ?? []);
    this.columnNames = new Map();
    const source = declaration.view === false ? declaration.table : `${declaration.table}_view`;
    for (const column of sqlite.pragma(`table_info(${source})`) as { name: string }[])
      this.columnNames.set(camel(column.name), column.name);
  }

  get source(): string {
    return this.declaration.view === false ? this.declaration.table : `${this.declaration.table}_view`;
  }

  /**
   * What the rest of a SELECT of ids is best read from: the table itself where that has all its columns, or else the view. SQLite leaves out
   * joins that nothing needs, but through a view it no longer sees that an index covers what is left, and may sort 50,000 rows instead.
   */
  sourceFor(rest: string): string {
    const known = this.sources.get(rest);
    if (known !== undefined) return known;
    let source = this.declaration.table;
    try {
      this.sqlite.prepare(`SELECT id FROM ${source}${rest}`);
    } catch {
      source = this.source;
    }
    this.sources.set(rest, source);
    return source;
  }

  /** The SQL name of a field, or undefined when there is none: the only way a caller's word may reach an ORDER BY. */
  column(field: string): string | undefined {
    return this.columnNames.get(field);
  }

  encode(field: string, value: unknown): SqlValue {
    if (value === undefined || value === null) return null;
    if (this.json.has(field)) return JSON.stringify(value);
    if (typeof value === 'boolean') return value ? 1 : 0;
    return value as SqlValue;
  }

  /**
   * Rows by a fixed text, decoded by position: what each column becomes is found out once per text, because a row has thirty of them and a
   * deployment reads some fifty rows.
   */
  read(sql: string, values: readonly SqlValue[]): Row[] {
    const { statement, columns } = this.reading(sql);
    return (statement.all(...values) as unknown as unknown[][]).map((raw) => decoded(columns, raw) as Row);
  }

  /** The first of these rows. */
  readOne(sql: string, values: readonly SqlValue[]): Row | undefined {
    const { statement, columns } = this.reading(sql);
    const raw = statement.get(...values) as unknown as unknown[] | undefined;
    return raw === undefined ? undefined : (decoded(columns, raw) as Row);
  }

  private reading(sql: string): Reading {
    let reading = this.readings.get(sql);
    if (reading === undefined) {
      const statement = this.sqlite.prepare<SqlValue[]>(sql).raw(true);
      const columns = statement.columns().map(({ name }) => {
        const field = camel(name);
        return { field, kind: this.booleans.has(field) ? 'boolean' : this.json.has(field) ? 'json' : 'plain' } as const;
      });
      reading = { statement, columns };
      this.readings.set(sql, reading);
    }
    return reading;
  }

  insert(row: Row): void {
    const fields = Object.entries(row).filter(([, value]) => value !== undefined);
    const names = fields.map(([field]) => snake(field)).join(', ');
    const marks = fields.map(() => '?').join(', ');
    this.prepare(`INSERT INTO ${this.declaration.table} (${names}) VALUES (${marks})`).run(
      ...fields.map(([field, value]) => this.encode(field, value)),
    );
  }

  update(id: string, patch: Partial<Row>): boolean {
    const fields = Object.entries(patch);
    if (fields.length === 0) return true;
    const sets = fields.map(([field]) => `${snake(field)} = ?`).join(', ');
    const run = this.prepare(`UPDATE ${this.declaration.table} SET ${sets} WHERE id = ?`).run(
      ...fields.map(([field, value]) => this.encode(field, value)),
      id,
    );
    return run.changes === 1;
  }

  get(id: string): Row | undefined {
    return this.readOne(`SELECT * FROM ${this.source} WHERE ${steady('id = ?')}`, [id]);
  }

  /** The row without what its view adds from other tables, which costs a look into each of them. */
  stored(id: string): Row | undefined {
    return this.readOne(`SELECT * FROM ${this.declaration.table} WHERE ${steady('id = ?')}`, [id]);
  }

  /** Rows by a condition in SQL with `?` marks; for use inside the store's own files and resources' fixed text only. */
  where(condition: string, ...values: SqlValue[]): Row[] {
    return this.read(`SELECT * FROM ${this.source} WHERE ${steady(condition)}`, values);
  }

  first(condition: string, ...values: SqlValue[]): Row | undefined {
    return this.readOne(`SELECT * FROM ${this.source} WHERE ${steady(condition)} LIMIT 1`, values);
  }

  count(condition: string, ...values: SqlValue[]): number {
    const row = this.prepare(`SELECT count(*) AS n FROM ${this.source} WHERE ${steady(condition)}`).get(...values) as {
      n: number;
    };
    return row.n;
  }

  /**
   * How many rows the rest of a SELECT chooses. Who turns pages counts the same rows at each: a count is kept until anything is written.
   */
  countRows(rest: string, values: readonly SqlValue[]): number {
    const source = this.sourceFor(rest);
    // The inner LIMIT keeps SQLite from merging the two selects: only then does it leave out a view's joins that no condition needs.
    const sql =
      source === this.declaration.table
        ? `SELECT count(*) AS n FROM ${source}${rest}`
        : `SELECT count(*) AS n FROM (SELECT id FROM ${source}${rest} LIMIT -1)`;
    const count = () => (this.prepare(sql).get(...values) as { n: number }).n;
    // Within a transaction a rollback may take back what was counted, and changes are not uncounted by it.
    if (this.sqlite.inTransaction) return count();
    const { changes } = this.prepare('SELECT total_changes() AS changes').get() as { changes: number };
    if (changes !== this.countedAt || this.counts.size >= mostCounts) this.counts.clear();
    this.countedAt = changes;
    const key = `${sql}\0${JSON.stringify(values)}`;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const counted = count();
    this.counts.set(key, counted);
    return counted;
  }

  /** Prepared statements are kept by their text: the engine has a few hundred at most. */
  prepare(sql: string): Statement<SqlValue[]> {
    let statement = this.cache.get(sql);
    if (statement === undefined) {
      statement = this.sqlite.prepare<SqlValue[]>(sql);
      this.cache.set(sql, statement);
    }
    return statement;
  }

  private readonly readings = new Map<string, Reading>();
  private readonly cache = new Map<string, Statement<SqlValue[]>>();
}
