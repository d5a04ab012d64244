import type { ReactNode } from 'react';

/** A column of a list. */
export interface Column<R> {
  /** The row's field; its label is the field's word unless `label` is given. */
  key: string;
  label?: string;
  render?: (row: R) => ReactNode;
  /** Plain text of a cell for exports, where `render` shows something else than the field. */
  text?: (row: R) => string;
  /** Least width in pixels; the rest is shared in proportion. */
  width: number;
  align?: 'right';
  /** True where the engine can order by it. */
  sortable?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
}

/** A filter that a list offers: a parameter of its command with its possible values. */
export interface Filter {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  /** What is sent for a value, where that is not the parameter of this name. */
  toParams?: (value: string) => object;
}

/** A column shrinks to this share of its width, not further. */
export const leastShare = 0.8;

/** The first columns that have room in so many pixels; the one of the name always has. */
export function columnsThatFit<R>(columns: readonly Column<R>[], pixels: number): readonly Column<R>[] {
  let taken = 0;
  const tooFar = columns.findIndex((column, index) => {
    taken += Math.round(column.width * leastShare);
    return index > 0 && taken > pixels;
  });
  return tooFar < 0 ? columns : columns.slice(0, tooFar);
}

/** Columns of which some wait until they are chosen: those that would say the same in every row of a tab, or have no room beside the facts. */
export function setAside<R>(columns: readonly Column<R>[], ...keys: readonly string[]): readonly Column<R>[] {
  return columns.map((column) => (keys.includes(column.key) ? { ...column, optional: true } : column));
}

/** What a cell holds as text. */
export function cellText<R>(row: R, column: Column<R>): string {
  if (column.text !== undefined) return column.text(row);
  const value = (row as Record<string, unknown>)[column.key];
  return value === undefined || value === null ? '' : String(value);
}
