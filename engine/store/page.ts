import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { SqlValue, Table } from './table.ts';

export interface PageRequest {
  page?: number | undefined;
  /** -1: all, as CloudStack has it. */
  pagesize?: number | undefined;
  keyword?: string | undefined;
  sortby?: string | undefined;
  sortorder?: 'asc' | 'desc' | undefined;
  /** Only rows after the one with this id, in the list's order: a long list is read in slices without counting through what was read. */
  afterid?: string | undefined;
}

export interface ListOptions {
  /** Fixed SQL conditions with their values; undefined values leave the condition out. */
  filters?: readonly (readonly [condition: string, value: SqlValue | undefined])[];
  /** From the caller's scope. */
  scope?: { condition: string; values: SqlValue[] };
  /** API field name → row field, for the fields a list may be sorted by. */
  sortable?: Readonly<Record<string, string>>;
  /** In SQL, of columns that every row has a value in. */
  defaultSort?: string | readonly string[];
  /** CloudStack's default.page.size. */
  defaultPageSize?: number;
}

/**
 * One page of a table in SQL: filtered, searched, sorted, counted. The order always ends with the id, so that pages never overlap.
 * Errors: parameter when page and pagesize do not fit together or a field cannot be sorted by.
 */
export function listPage<Row extends object>(
  table: Table<Row>,
  request: PageRequest,
  options: ListOptions = {},
): { count: number; rows: Row[] } {
  const { size, from } = pageBounds(request, options.defaultPageSize ?? 500);
  const order = orderBy(table, request, options);
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  if (table.declaration.softDelete !== false) conditions.push('removed IS NULL');
  for (const [condition, value] of options.filters ?? []) {
    if (value === undefined) continue;
    conditions.push(condition);
    if (condition.includes('?')) values.push(value);
  }
  if (options.scope !== undefined) {
    conditions.push(options.scope.condition);
    values.push(...options.scope.values);
  }
  const keyword = keywordOf(request);
  const search = keyword === '' ? undefined : keywordSearch(table, keyword);
  const narrowed = conditions.some((condition) => condition !== 'removed IS NULL');
  // Without other conditions the index alone counts: what is removed has left it.
  const counted =
    search?.counted === undefined || narrowed
      ? undefined
      : (table.prepare(search.counted).get(...search.values) as { n: number }).n;
  if (search !== undefined) {
    conditions.push(
      counted !== undefined && counted > manyFound ? (search.byRow ?? search.condition) : search.condition,
    );
    values.push(...search.values);
  }
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const n = counted ?? table.countRows(where, values);
  if (size === 0) return { count: n, rows: [] };
  const beyond = request.afterid === undefined ? undefined : rowsAfter(table, request.afterid, order);
  const wanted = beyond === undefined ? where : `${where}${where === '' ? ' WHERE' : ' AND'} ${beyond.condition}`;
  const sorted = `${wanted} ORDER BY ${orderText(order)} LIMIT ? OFFSET ?`;
  // The page's ids first: what is skipped or sorted then needs none of the joins that only names need. CROSS JOIN keeps their order.
  const rows = table.read(
    `SELECT row.* FROM (SELECT id AS page_id FROM ${table.sourceFor(sorted)}${sorted}) CROSS JOIN ${table.source} AS row ON row.id = page_id`,
    [...values, ...(beyond?.values ?? []), size, from],
  );
  return { count: n, rows };
}

/** One page of rows that are no table: the same rules and the same errors. */
export function pageOf<Row extends object>(
  rows: readonly Row[],
  request: PageRequest,
  options: {
    keyword?: (row: Row) => string;
    sortable?: readonly (keyof Row & string)[];
    defaultPageSize?: number;
  } = {},
): { count: number; rows: Row[] } {
  const { size, from } = pageBounds(request, options.defaultPageSize ?? 500);
  const keyword = keywordOf(request).toLowerCase();
  const found = rows.filter((row) => keyword === '' || (options.keyword?.(row) ?? '').toLowerCase().includes(keyword));
  if (request.sortby !== undefined) {
    const field = options.sortable?.find((each) => each === request.sortby);
    if (field === undefined) throw cannotSort(request.sortby, options.sortable ?? []);
    const direction = request.sortorder === 'desc' ? -1 : 1;
    found.sort((a, b) => direction * compare(a[field], b[field]));
  }
  const start = request.afterid === undefined ? from : placeAfter(found, request.afterid);
  return { count: found.length, rows: size === -1 ? found.slice(start) : found.slice(start, start + size) };
}

const goneError = (id: string): Error =>
  fail('parameter', say`Invalid parameter ${'afterid'} value=${id}: the entity does not exist.`, {
    field: 'afterid',
    hint: say`Begin the list again.`,
  });

function placeAfter(rows: readonly object[], id: string): number {
  const at = rows.findIndex((row) => 'id' in row && row.id === id);
  if (at === -1) throw goneError(id);
  return at + 1;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''), 'en', { sensitivity: 'base' });
}

/** Size (-1: all) and offset of a page; CloudStack refuses a page without a size too. */
export function pageBounds(request: PageRequest, defaultSize: number): { size: number; from: number } {
  if (request.pagesize === -1 && request.page !== undefined)
    throw fail('parameter', say`pagesize=-1 means all rows and cannot be combined with page.`, { field: 'page' });
  if (request.page !== undefined && request.pagesize === undefined)
    throw fail('parameter', say`page needs pagesize beside it.`, { field: 'pagesize' });
  if (request.page !== undefined && request.afterid !== undefined)
    throw fail('parameter', say`page and afterid cannot be combined.`, { field: 'afterid' });
  const size = request.pagesize ?? defaultSize;
  return { size, from: size === -1 ? 0 : ((request.page ?? 1) - 1) * size };
}

/** Control characters end a word as a space does: no name contains them, and a NUL would break the search's own syntax. */
const keywordOf = (request: PageRequest): string =>
  (request.keyword ?? '').replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();

/** From so many on a page is full before long when the rows are gone through in the list's order. */
const manyFound = 1000;

interface KeywordSearch {
  /** On a row of the list; all texts below take the same values. */
  condition: string;
  values: SqlValue[];
  /** The same on the row's own columns, for words that very many rows hold. */
  byRow?: string;
  /** Counts what is found among all rows. */
  counted?: string;
}

/** Trigram search needs three characters (not UTF-16 units: an emoji is one); shorter words are looked for row by row in the same columns. */
function keywordSearch<Row extends object>(table: Table<Row>, keyword: string): KeywordSearch {
  const { search, searchAlso: also, wordsIndex, like, table: name } = table.declaration;
  if (search !== undefined && [...keyword].length >= 3) {
    const phrase = `"${keyword.replaceAll('"', '""')}"`;
    const own = found('ref', name);
    if (also === undefined)
      return { condition: `id IN (${own})`, values: [phrase], counted: `SELECT count(*) AS n FROM (${own})` };
    const others = `SELECT ${also.column} FROM ${also.table} WHERE removed IS NULL AND id IN (${found('ref', also.table)})`;
    return {
      condition: `id IN (${own} UNION ALL ${others})`,
      values: [phrase, phrase],
      counted: `SELECT count(*) AS n FROM (${own} UNION ${others})`,
    };
  }
  const columns = (search ?? like ?? []).map((field) => table.column(field)).filter((column) => column !== undefined);
  if (columns.length === 0) throw fail('parameter', say`This list has no keyword search.`, { field: 'keyword' });
  const pattern = `%${keyword.replace(/[\\%_]/g, '\\$&')}%`;
  const holds = `(${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`;
  const values = columns.map(() => pattern);
  if (wordsIndex === undefined) return { condition: holds, values };
  const inIndex = `FROM ${name} INDEXED BY ${wordsIndex} WHERE removed IS NULL AND ${holds}`;
  return {
    condition: `id IN (SELECT id ${inIndex})`,
    values,
    byRow: holds,
    counted: `SELECT count(*) AS n ${inIndex}`,
  };
}

/** What the keyword index finds among one noun's entries, all in the range of numbers that is the noun's own. */
const found = (column: string, noun: string): string =>
  `SELECT ${column} FROM search_ref WHERE number IN (SELECT rowid FROM search WHERE text MATCH ? AND
     rowid > (SELECT code << 32 FROM search_noun WHERE noun = '${noun}') AND rowid < (SELECT (code + 1) << 32 FROM search_noun WHERE noun = '${noun}'))`;

/** Why a list cannot be sorted by a field, and by which it can. */
export function cannotSort(field: string, sortable: readonly string[]): Error {
  return fail('parameter', say`This list cannot be sorted by ${field}.`, {
    field: 'sortby',
    hint: sortable.length === 0 ? say`It has an order of its own.` : say`Use one of ${sortable.join(', ')}.`,
  });
}

/** What a list is ordered by, in SQL; the id follows, the same way round. */
interface Order {
  keys: readonly string[];
  direction: 'ASC' | 'DESC';
  /** Whether rows may be without a value; SQLite has those before all others. */
  gaps: boolean;
}

const orderText = ({ keys, direction }: Order): string =>
  [...keys, 'id'].map((key) => `${key} ${direction}`).join(', ');

/** The rows that follow a row in an order. Error: parameter when that row is gone. */
function rowsAfter<Row extends object>(
  table: Table<Row>,
  id: string,
  { keys, direction, gaps }: Order,
): { condition: string; values: SqlValue[] } {
  const named = keys.map((key, index) => `${key} AS key_${index}`).join(', ');
  const last = table.prepare(`SELECT ${named} FROM ${table.source} WHERE id = ?`).get(id) as
    | Record<string, SqlValue>
    | undefined;
  if (last === undefined) throw goneError(id);
  const values = keys.map((_, index) => last[`key_${index}`] ?? null);
  const beyond = direction === 'ASC' ? '>' : '<';
  // One comparison of the whole key is what an index serves.
  if (!gaps)
    return {
      condition: `(${[...keys, 'id'].join(', ')}) ${beyond} (${[...keys, 'id'].map(() => '?').join(', ')})`,
      values: [...values, id],
    };
  const [key = 'id'] = keys;
  const [value = null] = values;
  if (value === null)
    return direction === 'ASC'
      ? { condition: `(${key} IS NOT NULL OR id > ?)`, values: [id] }
      : { condition: `(${key} IS NULL AND id < ?)`, values: [id] };
  const further = direction === 'ASC' ? '' : ` OR ${key} IS NULL`;
  return {
    condition: `(${key} ${beyond} ? OR (${key} = ? AND id ${beyond} ?)${further})`,
    values: [value, value, id],
  };
}

/** The id runs the way of the field, so that one index serves both directions. */
function orderBy<Row extends object>(table: Table<Row>, request: PageRequest, options: ListOptions): Order {
  if (request.sortby === undefined) {
    if (options.defaultSort === undefined) return { keys: ['created'], direction: 'DESC', gaps: false };
    return { keys: [options.defaultSort].flat(), direction: 'ASC', gaps: false };
  }
  const sortable = options.sortable ?? {};
  const field = Object.hasOwn(sortable, request.sortby) ? sortable[request.sortby] : undefined;
  const column = field === undefined ? undefined : table.column(field);
  if (column === undefined) throw cannotSort(request.sortby, Object.keys(sortable));
  const direction = request.sortorder === 'desc' ? 'DESC' : 'ASC';
  const collation = column.endsWith('name') || column === 'description' ? ' COLLATE NOCASE' : '';
  return { keys: [`${column}${collation}`], direction, gaps: true };
}
