import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ActionContext } from './context.ts';
import { journalFile, sha256 } from './files.ts';

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

export async function setHostname(context: ActionContext, before: string, name: string): Promise<void> {
  if (!hostName.test(name)) throw fail('parameter', say`The hostname of the plan is none`);
  await journalFile(context, '/etc/hostname', sha256(`${name}\n`));
  await context.journal.add({ kind: 'hostname', before });
  await context.connection.run(['hostnamectl', 'set-hostname', '--', name]);
  context.options.log(say`the hostname is ${name}`);
}

/** Only the running name: the file is put back by its own entry. */
export async function undoHostname(context: ActionContext, before: string): Promise<void> {
  if (hostName.test(before)) await context.connection.run(['hostnamectl', '--transient', 'set-hostname', '--', before]);
}

/** Account files are kept as they were before, so that their times come back too when the contents do. */
export async function joinGroup(context: ActionContext, user: string, group: string): Promise<void> {
  await context.journal.add({ kind: 'member', user, group });
  await context.connection.run(['usermod', '--append', '--groups', group, '--', user]);
  context.options.log(say`${user} is in group ${group}`);
}

export async function leaveGroup(context: ActionContext, user: string, group: string): Promise<void> {
  const { connection } = context;
  const found = await connection.exec(['getent', 'group', group]);
  const members = found.stdout.trim().split(':')[3]?.split(',') ?? [];
  if (members.includes(user)) await connection.run(['gpasswd', '--delete', user, group]);
}
