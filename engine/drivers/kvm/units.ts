import type { SshConnection } from '../../ssh/ssh.ts';
import type { UnitFile } from './mounts.ts';

const directory = '/etc/systemd/system';

/** Writes a unit file where it differs, and lets systemd read it. True when it was written. */
export async function ensureUnitFile(ssh: SshConnection, unit: UnitFile): Promise<boolean> {
  const path = `${directory}/${unit.name}`;
  if ((await ssh.readFile(path)) === unit.text) return false;
  await ssh.writeFile(path, unit.text, 0o644);
  await ssh.run(['systemctl', 'daemon-reload']);
  return true;
}

/** Stops, disables and removes a unit of ours; succeeds when it is not there. */
export async function removeUnit(ssh: SshConnection, name: string): Promise<void> {
  const path = `${directory}/${name}`;
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

/** Makes units start with the host. Asked first, since enabling makes systemd read all its units again, which takes it half a second. */
export async function enableUnits(ssh: SshConnection, names: readonly string[]): Promise<void> {
  const { stdout } = await ssh.exec(['systemctl', 'is-enabled', ...names]);
  const states = stdout.trim().split('\n');
  if (states.length === names.length && states.every((state) => state === 'enabled')) return;
  await ssh.run(['systemctl', 'enable', '--quiet', ...names]);
}
