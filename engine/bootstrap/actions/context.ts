import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { Journal } from '../journal.ts';
import { inert } from '../parse/sections.ts';
import type { WorkOptions } from '../work.ts';

/** What every action works with. The connection changes when the network does. */
export interface ActionContext {
  connection: SshConnection;
  journal: Journal;
  options: WorkOptions;
}

export interface ScriptOptions {
  /** The script's standard input. */
  input?: string;
  deadline?: number;
  onOutput?(chunk: Buffer): void;
}

/**
 * Runs one of our fixed scripts with arguments, as root. A non-zero status throws with the script's last words; what it was doing is said
 * by `doing`, as in "could not <doing>".
 */
export async function runScript(
  context: Pick<ActionContext, 'connection' | 'options'>,
  doing: Phrase,
  script: string,
  argv: readonly string[],
  more: ScriptOptions = {},
): Promise<string> {
  const { connection, options } = context;
  const result = await connection.exec(['/bin/sh', '-c', script, 'benchtop', ...argv], {
    ...(more.input === undefined ? {} : { stdin: more.input }),
    deadline: more.deadline ?? 120_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(more.onOutput === undefined ? {} : { onOutput: more.onOutput }),
  });
  if (result.code !== 0) {
    const said = result.stderr.trim() === '' ? result.stdout : result.stderr;
    const words = inert(said.trim().split('\n').slice(-3).join('; '), 400) || `status ${result.code}`;
    throw fail('resourceUnavailable', say`Could not ${doing} on ${connection.target.address}: ${words}`);
  }
  return result.stdout;
}
