import type { SshConnection } from '../../ssh/ssh.ts';
import type { GuestFile } from '../driver.ts';
import { isoImage } from './iso-writer.ts';
import { fileId, home } from './paths.ts';

// The disc that tells a guest its name, keys, user data and password. It lies on the host that the guest runs on, for root and QEMU alone, and
// goes with the guest's definition.

const folder = `${home}/config-drives`;
/** By this label guests look for it, CloudStack's as well as OpenStack's. */
const label = 'config-2';
/** User data is bounded; this bounds what a host may send of it. */
const largest = 8 * 1024 ** 2;

export const configDrivePath = (vmId: string): string => `${folder}/${fileId(vmId)}.iso`;

export async function writeConfigDrive(ssh: SshConnection, vmId: string, files: readonly GuestFile[]): Promise<void> {
  await ssh.run(['mkdir', '-p', '-m', '0711', folder]);
  await ssh.writeFile(configDrivePath(vmId), isoImage(label, files), 0o600);
}

export async function removeConfigDrive(ssh: SshConnection, vmId: string): Promise<void> {
  await ssh.run(['rm', '-f', configDrivePath(vmId)]);
}

/** Takes a guest's drive along to another host, where there is one. */
export async function copyConfigDrive(from: SshConnection, to: SshConnection, vmId: string): Promise<void> {
  const path = configDrivePath(vmId);
  if ((await from.exec(['test', '-f', path])).code !== 0) return;
  const text = await from.run(['base64', '-w', '0', path], { maximumOutput: largest });
  await to.run(['mkdir', '-p', '-m', '0711', folder]);
  await to.writeFile(path, Buffer.from(text, 'base64'), 0o600);
}
