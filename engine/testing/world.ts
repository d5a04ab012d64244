import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Rows of the simulated hosts' own file: what a test sees for itself, past engine and driver. */
export function readWorld<Row>(directory: string, sql: string, ...values: (string | number)[]): Row[] {
  const database = new Database(join(directory, 'simulator.db'), { readonly: true });
  try {
    return database.prepare(sql).all(...values) as Row[];
  } finally {
    database.close();
  }
}
