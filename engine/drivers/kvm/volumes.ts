import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { DomainSpec, HostTarget, PoolSpec, VolumeFacts, VolumeSpec } from '../driver.ts';
import type { HostLink } from './host-link.ts';
import { diskPath, fileId, poolRoot, rawVolumePath, templatePath, volumePath } from './paths.ts';
import { filesInUse, needPlace, poolPlace } from './storage.ts';

interface ImageInfo {
  'virtual-size': number;
  'actual-size': number;
}

/** Exit status of our own script, apart from what qemu-img uses. */
const missing = 44;
const infoScript = `[ -e "$2" ] || exit ${missing}
exec qemu-img info -U -f "$1" --output=json "$2"`;

/** `qemu-img info` of a file that we made; `-U` because a running domain holds its lock. Undefined when there is no file. */
async function imageInfo(ssh: SshConnection, path: string, format: string): Promise<ImageInfo | undefined> {
  const result = await ssh.exec(['sh', '-c', infoScript, 'sh', format, path]);
  if (result.code === 0) return JSON.parse(result.stdout) as ImageInfo;
  if (result.code === missing) return undefined;
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
  const path = volumePath(pool, volume.id);
  const [, found] = await Promise.all([needPlace(ssh, host, poolPlace(pool)), imageInfo(ssh, path, 'qcow2')]);
  if (found === undefined) return await createVolume(link, ssh, host, pool, volume, path);
  if (found['virtual-size'] >= volume.size) return facts(path, found);
  await growVolume(link, ssh, path, volume);
  const grown = await imageInfo(ssh, path, 'qcow2');
  if (grown === undefined) throw fail('resourceUnavailable', say`The volume vanished from ${poolPlace(pool).label}.`);
  return facts(path, grown);
}

const facts = (path: string, info: ImageInfo): VolumeFacts => ({
  path,
  size: info['virtual-size'],
  physicalSize: info['actual-size'],
});

/**
 * Nothing is left of what could not be made. qemu-img only warns of a base that is not there, once it knows the size. Arguments: the temporary
 * name, the volume's, the base's (empty for none), and what qemu-img is told.
 */
const createScript = `set -eu
umask 077
[ -z "$3" ] || [ -e "$3" ] || exit ${missing}
new=$1 path=$2
shift 3
trap 'rm -f "$new"' EXIT
rm -f "$new"
qemu-img create -q -f qcow2 "$@"
sync "$new"
mv -fT "$new" "$path"
exec qemu-img info -U -f qcow2 --output=json "$path"`;

async function createVolume(
  link: HostLink,
  ssh: SshConnection,
  host: HostTarget,
  pool: PoolSpec,
  volume: VolumeSpec,
  path: string,
): Promise<VolumeFacts> {
  const { templateId, templateFormat: format = 'QCOW2' } = volume;
  const base =
    templateId === undefined || templateId === ''
      ? undefined
      : { file: templatePath(poolRoot(pool), templateId, format), format: format.toLowerCase() };
  if (base !== undefined && volume.size < (await baseSize(link, ssh, pool, base)))
    throw fail('parameter', say`A volume cannot be smaller than the template it is cloned from.`, {
      field: 'rootdisksize',
    });
  const backing = base === undefined ? [] : ['-b', base.file.slice(base.file.lastIndexOf('/') + 1), '-F', base.format];
  const temporary = `${poolRoot(pool)}/.${fileId(volume.id)}.new`;
  const told = [...backing, temporary, String(volume.size)];
  const made = await ssh.exec(['sh', '-c', createScript, 'sh', temporary, path, base?.file ?? '', ...told]);
  if (made.code === 0) return facts(path, JSON.parse(made.stdout) as ImageInfo);
  if (/No space left/i.test(made.stderr))
    throw fail('insufficientCapacity', say`No space is left on ${poolPlace(pool).label}, seen from ${host.name}.`, {
      hint: say`Delete volumes or templates there, or enlarge the file system.`,
    });
  if (base !== undefined && made.code === missing) {
    // What was remembered of the template is of one that is gone by now.
    link.cache.delete(baseKey(base));
    throw noTemplate(pool);
  }
  throw fail(
    'resourceUnavailable',
    say`The volume could not be made on ${poolPlace(pool).label}: ${lastWords(made.stderr)}`,
  );
}

const noTemplate = (pool: PoolSpec) =>
  fail('resourceUnavailable', say`The template of the volume is not on ${poolPlace(pool).label}.`, {
    hint: say`Try again; the template is copied to the pool first.`,
  });

interface Base {
  file: string;
  format: string;
}

const baseKey = ({ file }: Base) => `base ${file}`;

/** The size inside of a template that lies on the pool; remembered, since it is written once and never again. */
async function baseSize(link: HostLink, ssh: SshConnection, pool: PoolSpec, base: Base): Promise<number> {
  const known = link.cache.get(baseKey(base)) as number | undefined;
  if (known !== undefined) return known;
  const info = await imageInfo(ssh, base.file, base.format);
  if (info === undefined) throw noTemplate(pool);
  link.cache.set(baseKey(base), info['virtual-size']);
  return info['virtual-size'];
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

export async function removeVolume(
  link: HostLink,
  host: HostTarget,
  pool: PoolSpec,
  volumeId: string,
  file?: string,
): Promise<void> {
  const ssh = await link.ssh();
  await needPlace(ssh, host, poolPlace(pool));
  const paths = [
    volumePath(pool, volumeId),
    rawVolumePath(pool, volumeId),
    ...(file === undefined ? [] : [diskPath(pool, { volumeId, format: 'qcow2', file })]),
  ];
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
  for (const disk of spec.disks) {
    const { pool } = disk;
    const key = `direct ${pool.id}`;
    let direct = link.cache.get(key) as boolean | undefined;
    if (direct === undefined) {
      const file = diskPath(pool, disk);
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
