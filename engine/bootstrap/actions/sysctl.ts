import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { JournalEntry } from '../journal.ts';
import type { ActionContext } from './context.ts';

type SysctlEntry = Extract<JournalEntry, { kind: 'sysctl' }>;

/** Sets a kernel parameter now; its former value is journalled before. One that the kernel does not have is left out. */
export async function setSysctl(context: ActionContext, name: string, value: string): Promise<void> {
  const before = await current(context, name);
  if (before === undefined || before === value) return;
  if (!/^[01]$/.test(before))
    throw fail('resourceUnavailable', say`${name} has a value that is not known: ${before.slice(0, 20)}`);
  await context.journal.add({ kind: 'sysctl', name, before });
  await context.connection.run(['sysctl', '-q', '-w', `${name}=${value}`]);
  context.options.log(say`${name} is ${value}`);
}

export async function undoSysctl(context: ActionContext, entry: SysctlEntry): Promise<void> {
  // The module may be gone by now, and its parameters with it.
  if ((await current(context, entry.name)) === undefined) return;
  await context.connection.run(['sysctl', '-q', '-w', `${entry.name}=${entry.before}`]);
}

async function current(context: ActionContext, name: string): Promise<string | undefined> {
  const { code, stdout } = await context.connection.exec(['sysctl', '-n', name]);
  return code === 0 ? stdout.trim() : undefined;
}
