import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget } from '../driver.ts';
import type { UnitFile } from './mounts.ts';

/** Where the file of a unit of ours lies. */
export const unitPath = (name: string) => `/etc/systemd/system/${name}`;

/** Writes a unit file where it differs, and lets systemd read it. True when it was written. */
export async function ensureUnitFile(ssh: SshConnection, unit: UnitFile): Promise<boolean> {
  const path = unitPath(unit.name);
  if ((await ssh.readFile(path)) === unit.text) return false;
  await ssh.writeFile(path, unit.text, 0o644);
  await ssh.run(['systemctl', 'daemon-reload']);
  return true;
}

/** Stops, disables and removes a unit of ours; succeeds when it is not there. */
export async function removeUnit(ssh: SshConnection, name: string): Promise<void> {
  const path = unitPath(name);
  const known = (await ssh.readFile(path)) !== undefined;
  if (known) {
    // Stopping may fail where a file is still open; whoever asked looks at what is left.
    await ssh.exec(['systemctl', 'disable', '--quiet', '--now', name], { deadline: 90_000 });
    await ssh.run(['rm', '-f', path]);
    await ssh.run(['systemctl', 'daemon-reload']);
  }
  await ssh.exec(['systemctl', 'reset-failed', '--quiet', name]);
}

export async function unitIsActive(ssh: SshConnection, name: string): Promise<boolean> {
  return (await ssh.exec(['systemctl', 'is-active', '--quiet', name])).code === 0;
}

/** Starts a unit of a guest network; throws with what its journal says. */
export async function startUnit(
  ssh: SshConnection,
  host: HostTarget,
  verb: 'start' | 'restart',
  unit: string,
): Promise<void> {
  const started = await ssh.exec(['systemctl', verb, unit]);
  if (started.code === 0) return;
  const journal = await ssh.exec(['journalctl', '-q', '-o', 'cat', '--no-pager', '-n', '10', '-u', unit]);
  throw fail(
    'resourceUnavailable',
    say`The guest network could not be started on ${host.name}: ${lastWords(journal.stdout)}`,
    {
      hint: say`On the host: systemctl status ${unit}`,
    },
  );
}

/** Makes units start with the host. Asked first, since enabling makes systemd read all its units again, which takes it half a second. */
export async function enableUnits(ssh: SshConnection, names: readonly string[]): Promise<void> {
  const { stdout } = await ssh.exec(['systemctl', 'is-enabled', ...names]);
  const states = stdout.trim().split('\n');
  if (states.length === names.length && states.every((state) => state === 'enabled')) return;
  await ssh.run(['systemctl', 'enable', '--quiet', ...names]);
}
