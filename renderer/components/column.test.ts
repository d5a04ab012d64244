import { expect, it } from 'vitest';
import { type Column, cellText, columnsThatFit } from './column.ts';
import { csvLine } from './export-rows.ts';

it('exports rows that a spreadsheet reads as text, never as a formula', () => {
  const columns: Column<{ name: string; note?: string }>[] = [
    { key: 'name', width: 1 },
    { key: 'note', width: 1 },
  ];
  const rows = [{ name: '=HYPERLINK("http://evil.example")' }, { name: 'a,b', note: 'two\nlines' }, { name: '数据' }];
  const lines = [
    columns.map((column) => column.key),
    ...rows.map((row) => columns.map((column) => cellText(row, column))),
  ];
  expect(lines.map(csvLine).join('')).toBe(
    'name,note\r\n"\'=HYPERLINK(""http://evil.example"")",\r\n"a,b","two\nlines"\r\n数据,\r\n',
  );
});

it('leaves out whole columns beside a side panel, never the name', () => {
  const columns: Column<{ name: string }>[] = [
    { key: 'name', width: 200 },
    { key: 'state', width: 100 },
    { key: 'size', width: 100 },
  ];
  const fitting = (pixels: number) => columnsThatFit(columns, pixels).map((column) => column.key);
  expect(fitting(320)).toEqual(['name', 'state', 'size']);
  expect(fitting(319)).toEqual(['name', 'state']);
  expect(fitting(50)).toEqual(['name']);
});
