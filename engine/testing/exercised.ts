import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

// What tests exercise of the contract: parameters that were given and fields that were ever there. The unit part of the tests names a folder
// for it, and compares it with the contract at its end (scripts/test/exercised.mjs). Only what is new is written, since many tests do the same.

const folder = process.env.BENCHTOP_EXERCISED;
const seen = new Set<string>();

function note(lines: string[]): void {
  const fresh = lines.filter((line) => !seen.has(line));
  if (folder === undefined || fresh.length === 0) return;
  for (const line of fresh) seen.add(line);
  appendFileSync(join(folder, `${process.pid}.txt`), `${fresh.join('\n')}\n`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A call that was let through: what it was given, and what its answer (or its job's result) has. */
export function noteExercised(command: string, input: unknown, answer: unknown, object: string | undefined): void {
  if (folder === undefined) return;
  if (isObject(input)) note(Object.keys(input).map((name) => `${command} takes ${name}`));
  const rows = isObject(answer) && object !== undefined && Array.isArray(answer[object]) ? answer[object] : [answer];
  for (const row of rows)
    if (isObject(row))
      note(
        Object.entries(row)
          .filter(([, value]) => value !== undefined && value !== null && value !== '')
          .map(([name]) => `${command} answers ${name}`),
      );
}
