import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { DomainSpec, HostTarget, PoolSpec, VolumeFacts, VolumeSpec } from '../driver.ts';
import type { HostLink } from './host-link.ts';
import { fileId, poolRoot, rawVolumePath, templatePath, volumePath } from './paths.ts';
import { filesInUse, needPlace, poolPlace } from './storage.ts';

interface ImageInfo {
  'virtual-size': number;
  'actual-size': number;
}

/** `qemu-img info` of a file that we made; `-U` because a running domain holds its lock. Undefined when there is no file. */
async function imageInfo(ssh: SshConnection, path: string, format: string): Promise<ImageInfo | undefined> {
  const result = await ssh.exec(['qemu-img', 'info', '-U', '-f', format, '--output=json', path]);
  if (result.code === 0) return JSON.parse(result.stdout) as ImageInfo;
  if ((await ssh.exec(['test', '-e', path])).code !== 0) return undefined;
  throw fail('resourceUnavailable', say`The disk file ${path} cannot be read: ${lastWords(result.stderr)}`, {
    hint: say`The file is damaged or its storage does not answer.`,
  });
}

/**
 * Makes a volume, thin, or grows one that is smaller than asked for. It is made under another name and moved into place, so a file
 * with the volume's name is always whole. The base is named relative to the volume: a pool may be mounted elsewhere one day.
 */
export async function ensureVolume(
  link: HostLink,
  host: HostTarget,
  pool: PoolSpec,
  volume: VolumeSpec,
): Promise<VolumeFacts> {
  const ssh = await link.ssh();
  await needPlace(ssh, host, poolPlace(pool));
  const path = volumePath(pool, volume.id);
  const found = await imageInfo(ssh, path, 'qcow2');
  if (found === undefined) await createVolume(ssh, host, pool, volume, path);
  else if (found['virtual-size'] < volume.size) await growVolume(link, ssh, path, volume);
  const made = await imageInfo(ssh, path, 'qcow2');
  if (made === undefined) throw fail('resourceUnavailable', say`The volume vanished from ${poolPlace(pool).label}.`);
  return { path, size: made['virtual-size'], physicalSize: made['actual-size'] };
}

async function createVolume(
  ssh: SshConnection,
  host: HostTarget,
  pool: PoolSpec,
  volume: VolumeSpec,
  path: string,
): Promise<void> {
  const base: string[] = [];
  if (volume.templateId !== undefined && volume.templateId !== '') {
    const format = volume.templateFormat ?? 'QCOW2';
    const file = templatePath(poolRoot(pool), volume.templateId, format);
    const info = await imageInfo(ssh, file, format.toLowerCase());
    if (info === undefined)
      throw fail('resourceUnavailable', say`The template of the volume is not on ${poolPlace(pool).label}.`, {
        hint: say`Try again; the template is copied to the pool first.`,
      });
    if (volume.size < info['virtual-size'])
      throw fail('parameter', say`A volume cannot be smaller than the template it is cloned from.`, {
        field: 'rootdisksize',
      });
    base.push('-b', file.slice(file.lastIndexOf('/') + 1), '-F', format.toLowerCase());
  }
  const temporary = `${poolRoot(pool)}/.${fileId(volume.id)}.new`;
  await ssh.run(['rm', '-f', temporary]);
  const made = await ssh.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', ...base, temporary, String(volume.size)]);
  if (made.code !== 0) {
    await ssh.exec(['rm', '-f', temporary]);
    if (/No space left/i.test(made.stderr))
      throw fail('insufficientCapacity', say`No space is left on ${poolPlace(pool).label}, seen from ${host.name}.`, {
        hint: say`Delete volumes or templates there, or enlarge the file system.`,
      });
    throw fail(
      'resourceUnavailable',
      say`The volume could not be made on ${poolPlace(pool).label}: ${lastWords(made.stderr)}`,
    );
  }
  await ssh.run(['chmod', '0600', temporary]);
  await ssh.run(['sync', temporary]);
  await ssh.run(['mv', '-fT', temporary, path]);
}

/** qemu-img's own lock refuses a disk that is open; a running domain's disk is grown by libvirt, later and elsewhere. */
async function growVolume(link: HostLink, ssh: SshConnection, path: string, volume: VolumeSpec): Promise<void> {
  const user = (await filesInUse(link)).find((one) => one.path === path);
  if (user !== undefined)
    throw fail('inUse', say`The volume is in use by the running instance ${user.domain}.`, {
      hint: say`Stop it first.`,
    });
  await ssh.run(['qemu-img', 'resize', '-q', '-f', 'qcow2', path, String(volume.size)]);
}

export async function removeVolume(link: HostLink, host: HostTarget, pool: PoolSpec, volumeId: string): Promise<void> {
  const ssh = await link.ssh();
  await needPlace(ssh, host, poolPlace(pool));
  const paths = [volumePath(pool, volumeId), rawVolumePath(pool, volumeId)];
  const user = (await filesInUse(link)).find((one) => paths.includes(one.path));
  if (user !== undefined)
    throw fail('inUse', say`The volume is in use by the running instance ${user.domain}.`, {
      hint: say`Stop it first.`,
    });
  await ssh.run(['rm', '-f', ...paths, `${poolRoot(pool)}/.${fileId(volumeId)}.new`]);
}

/** Pools of the domain on which the host cannot open files with O_DIRECT, tried on the root disk's own file; remembered per pool. */
export async function writebackPools(link: HostLink, spec: DomainSpec): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { pool, volumeId, format } of spec.disks) {
    const key = `direct ${pool.id}`;
    let direct = link.cache.get(key) as boolean | undefined;
    if (direct === undefined) {
      const file = format === 'raw' ? rawVolumePath(pool, volumeId) : volumePath(pool, volumeId);
      const ssh = await link.ssh();
      if ((await ssh.exec(['test', '-e', file])).code !== 0) continue;
      const read = await ssh.exec(['dd', `if=${file}`, 'of=/dev/null', 'bs=4096', 'count=1', 'iflag=direct']);
      direct = read.code === 0;
      link.cache.set(key, direct);
    }
    if (!direct) found.add(pool.id);
  }
  return found;
}
