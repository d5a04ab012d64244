import { contract, type Input, type ListName, type Row } from '../../engine/contract/contract.ts';
import { call } from '../api/client.ts';
import { type Column, cellText } from './column.ts';

/** Rows that one call brings; the most that the engine gives at once. */
const atOnce = 500;

/** A line of CSV; a cell that a spreadsheet would take for a formula gets a quote mark in front. */
export function csvLine(cells: readonly string[]): string {
  const quote = (value: string) => {
    const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  return `${cells.map(quote).join(',')}\r\n`;
}

/** Everything that a list's parameters match, page after page; what moves to a later page meanwhile comes once. */
async function* allRows<K extends ListName>(name: K, params: Input<K>): AsyncGenerator<Row<K>[]> {
  const seen = new Set<string>();
  for (let page = 1; ; page++) {
    const answer = (await call(name, { ...params, page, pagesize: atOnce } as Input<K>)) as Record<string, unknown>;
    const rows = answer[contract[name].object] as Row<K>[];
    const fresh = rows.filter((row) => {
      const { id, jobid, name } = row as { id?: string; jobid?: string; name?: string };
      const key = id ?? jobid ?? name ?? '';
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
    yield fresh;
    if (rows.length < atOnce) return;
  }
}

interface Export<K extends ListName> {
  name: K;
  params: Input<K>;
  /** CSV: what is on screen, as it reads there. JSON: whole rows with the contract's own names. */
  format: 'csv' | 'json';
  columns: readonly Column<Row<K>>[];
  label: (column: Column<Row<K>>) => string;
}

/** The whole list as a file's pieces, in its order; the file holds text alone, never more than one page as rows. */
export async function exportRows<K extends ListName>({
  name,
  params,
  format,
  columns,
  label,
}: Export<K>): Promise<Blob> {
  const pieces: string[] = [];
  if (format === 'csv') {
    // The mark in front tells spreadsheets that it is UTF-8.
    pieces.push('\ufeff', csvLine(columns.map(label)));
    for await (const rows of allRows(name, params))
      pieces.push(rows.map((row) => csvLine(columns.map((column) => cellText(row, column)))).join(''));
    return new Blob(pieces, { type: 'text/csv;charset=utf-8' });
  }
  let first = true;
  for await (const rows of allRows(name, params)) {
    for (const row of rows) {
      pieces.push(`${first ? '[' : ','}\n${JSON.stringify(row)}`);
      first = false;
    }
  }
  pieces.push(first ? '[]\n' : '\n]\n');
  return new Blob(pieces, { type: 'application/json' });
}

export function download(file: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
