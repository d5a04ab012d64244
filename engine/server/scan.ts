import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CommandName, contract } from '../contract/contract.ts';
import { envelope, responseName } from '../contract/envelope.ts';
import { contentTypes, type Format, listWriter, serialize } from '../contract/serialize.ts';
import type { Caller } from '../dispatcher.ts';
import type { ApiDoor } from './door.ts';

/** Rows that are read, put into text and sent at once; between two slices other calls have their turn. */
const sliceRows = 250;

type Row = Record<string, unknown>;

/** By what a list goes on after a row; undefined for lists that are short and have no such thing. */
function keyOf(command: CommandName): string | undefined {
  const spec = contract[command] as { row?: { entries?: object } };
  const entries = spec.row?.entries ?? {};
  return ['id', 'jobid', 'index'].find((each) => each in entries);
}

/** Whether a command's `pagesize=-1` is sent slice by slice. */
export const isScannable = (command: CommandName): boolean => keyOf(command) !== undefined;

/**
 * Answers a list of all rows. No more than a slice of it is ever held; each slice begins after the last row of the one before, so that nothing
 * is counted through again, and rows that come or go meanwhile neither repeat nor hide others. What is sent is counted at the end: the number
 * is right whatever happened meanwhile. Rejects, before anything is sent, with the error of the first slice.
 */
export async function sendAll(
  door: ApiDoor,
  caller: Caller,
  command: CommandName,
  input: Record<string, unknown>,
  format: Format,
  response: ServerResponse,
): Promise<void> {
  const key = keyOf(command) as string;
  const goOnBy = key === 'index' ? 'after' : 'afterid';
  const { object } = contract[command];
  const slice = async (after: unknown): Promise<Row[]> => {
    const answer = await door.call(caller, command, {
      ...input,
      pagesize: sliceRows,
      ...(after !== undefined && { [goOnBy]: after }),
    });
    return (answer as Record<string, Row[]>)[object] ?? [];
  };
  // A log is read from its beginning by an index, not by an id.
  let rows = await slice(input[goOnBy] ?? (key === 'index' ? 0 : undefined));
  const wire = (some: Row[]): unknown[] =>
    (envelope(command, { count: some.length, [object]: some }).body[object] ?? []) as unknown[];
  response.writeHead(200, { 'content-type': contentTypes[format] });
  if (rows.length < sliceRows) {
    response.end(serialize(format, envelope(command, { count: rows.length, [object]: rows })));
    return;
  }
  const writer = listWriter(format, responseName(command), object);
  let sent = 0;
  response.write(writer.head);
  while (rows.length > 0 && !response.destroyed) {
    const taken = response.write(writer.rows(wire(rows), sent === 0));
    sent += rows.length;
    const last = rows.at(-1)?.[key];
    if (rows.length < sliceRows) break;
    if (!taken) await drained(response);
    await nextTurn();
    rows = await slice(last);
  }
  response.end(writer.tail(sent));
}

/** Settles when the reader has taken what it was sent, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
