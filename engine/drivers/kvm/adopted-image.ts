import { posix } from 'node:path';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { hostText, lastWords } from '../../ssh/errors.ts';
import type { HostTarget, PoolSpec, VolumeFacts } from '../driver.ts';
import type { AdoptedFile } from '../looks.ts';
import type { HostLink } from './host-link.ts';
import { diskPath, poolRoot } from './paths.ts';
import { needPlace, poolPlace } from './storage.ts';

/** How many images may rest on each other. */
const deepest = 8;

interface AdoptedImage {
  size: number;
  physicalSize: number;
  /** What it rests on, as an absolute path. */
  backing?: { path: string; format: 'qcow2' | 'raw' };
}

const refuse = (message: Phrase, hint?: Phrase) => fail('parameter', message, { hint });

/**
 * Accepts or refuses a disk that Benchtop did not make, by the JSON of `qemu-img info`, which is itself not trusted: what it names beside
 * itself has to lie in its own pool, since an instance's owner could read through it whatever it names. Pure. Throws `parameter`.
 */
export function judgeAdopted(json: string, path: string, format: string, root: string): AdoptedImage {
  const shown = hostText(path, 200);
  let info: Record<string, unknown>;
  try {
    info = JSON.parse(json) as Record<string, unknown>;
    if (typeof info !== 'object' || info === null) throw new Error('no object');
  } catch {
    throw refuse(say`The disk ${shown} could not be inspected: qemu-img gave no answer that can be read.`);
  }
  const count = (name: string) => {
    const value = info[name];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  };
  const size = count('virtual-size');
  if (info.format !== format || size === undefined || size === 0)
    throw refuse(say`The disk ${shown} is no ${format} image as its definition says.`);
  const specific = info['format-specific'] as { data?: Record<string, unknown> } | undefined;
  const data = typeof specific === 'object' && specific !== null ? (specific.data ?? {}) : {};
  if (info.encrypted === true || data.encrypt !== undefined)
    throw refuse(say`The disk ${shown} is encrypted; Benchtop has no key to it.`);
  if (data['data-file'] !== undefined || data['data-file-raw'] === true)
    throw refuse(say`The disk ${shown} keeps its data in another file.`, say`Make it whole with "qemu-img convert".`);
  if (data.corrupt === true)
    throw refuse(say`The disk ${shown} is marked as corrupt.`, say`Check it with "qemu-img check".`);
  const image = { size, physicalSize: count('actual-size') ?? size };
  const named = info['backing-filename'];
  if (named === undefined || named === null || named === '') return image;
  const below = info['backing-filename-format'];
  const absolute = typeof named === 'string' ? posix.resolve(posix.dirname(path), named) : '';
  if (
    typeof named !== 'string' ||
    /^[\w-]+:/.test(named) ||
    !absolute.startsWith(`${root}/`) ||
    (below !== 'qcow2' && below !== 'raw')
  )
    throw refuse(
      say`The disk ${shown} rests on ${hostText(String(named), 200)}, which is no file of its own primary storage.`,
      say`Make it whole with "virsh blockpull" or "qemu-img rebase".`,
    );
  return { ...image, backing: { path: absolute, format: below } };
}

/** Nothing but reading: an image that someone made is opened by a program that can do nothing else. */
const properties = [
  'PrivateNetwork=yes',
  'PrivateDevices=yes',
  'ProtectSystem=strict',
  'NoNewPrivileges=yes',
  'CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH',
  'LimitAS=1G',
  'LimitCPU=20',
  'LimitFSIZE=0',
  'RuntimeMaxSec=30',
];

/** See `Driver.inspectVolume`. */
export async function inspectVolume(
  link: HostLink,
  host: HostTarget,
  pool: PoolSpec,
  adopted: AdoptedFile,
): Promise<VolumeFacts> {
  const ssh = await link.ssh();
  await needPlace(ssh, host, poolPlace(pool));
  const first = diskPath(pool, { volumeId: '', ...adopted });
  let found: AdoptedImage | undefined;
  let next: { path: string; format: string } | undefined = { path: first, format: adopted.format };
  for (let depth = 0; next !== undefined; depth += 1) {
    if (depth === deepest) throw refuse(say`The disk ${hostText(first, 200)} rests on too many images.`);
    const { path, format }: { path: string; format: string } = next;
    const look = ['qemu-img', 'info', '-U', '-f', format, '--output=json', path];
    const limits = properties.map((property) => `--property=${property}`);
    const result = await ssh.exec(
      ['systemd-run', '--quiet', '--wait', '--pipe', '--collect', ...limits, '--', ...look],
      {
        maximumOutput: 256 * 1024,
      },
    );
    if (result.code !== 0)
      throw refuse(say`The disk ${hostText(path, 200)} cannot be read: ${lastWords(result.stderr)}`);
    const image = judgeAdopted(result.stdout, path, format, poolRoot(pool));
    found ??= image;
    next = image.backing;
  }
  return { path: first, size: found?.size ?? 0, physicalSize: found?.physicalSize ?? 0 };
}
