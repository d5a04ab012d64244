import type { BenchtopError } from '../../contract/errors.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';

/** What `qemu-img info` found and we accept. */
export interface ImageVerdict {
  format: 'QCOW2' | 'RAW';
  virtualSize: number;
}

const formatNames: Readonly<Record<string, string>> = {
  vmdk: 'VMDK',
  vdi: 'VDI',
  vpc: 'VHD',
  vhdx: 'VHDX',
  qed: 'QED',
  luks: 'LUKS',
  parallels: 'Parallels',
  dmg: 'DMG',
  iso: 'ISO 9660',
};

const refuse = (message: Phrase, hint?: Phrase): BenchtopError => fail('parameter', message, { hint });

/**
 * Accepts or refuses an image by the JSON of `qemu-img info -f FORMAT --output=json`, which is itself not trusted. An image that names
 * other files (backing file, external data file) would let whoever made it read the host's files through a virtual machine; it is
 * refused however harmless the name looks. Throws `parameter`.
 */
export function judgeImage(json: string, declared: 'QCOW2' | 'RAW', maximumSize: number): ImageVerdict {
  let info: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('no object');
    info = parsed as Record<string, unknown>;
  } catch {
    throw refuse(say`The image could not be inspected: qemu-img gave no answer that can be read.`);
  }
  const format = info.format;
  if (typeof format !== 'string' || format !== declared.toLowerCase())
    throw refuse(
      say`The image is not ${declared} but ${formatNames[String(format)] ?? say`of another format`}.`,
      say`Register it with its right format, or convert it first with "qemu-img convert -O qcow2".`,
    );
  const size = info['virtual-size'];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size <= 0)
    throw refuse(say`The image says that it holds nothing, or more than can be counted.`);
  if (size > maximumSize)
    throw refuse(
      say`The image is ${gibibytes(size)} large inside; at most ${gibibytes(maximumSize)} are allowed.`,
      say`Raise the setting for the largest template, or make the image smaller.`,
    );
  const present = (name: string) => info[name] !== undefined && info[name] !== null && info[name] !== '';
  if (present('backing-filename') || present('full-backing-filename') || present('backing-image'))
    throw refuse(
      say`The image is based on another file (a backing file), which templates may not be.`,
      say`Make it whole with "qemu-img convert -O qcow2".`,
    );
  if (info.encrypted === true) throw refuse(say`The image is encrypted, which templates may not be.`);
  const specific = info['format-specific'];
  const data =
    typeof specific === 'object' && specific !== null
      ? (specific as { data?: Record<string, unknown> }).data
      : undefined;
  if (data !== undefined && data !== null) {
    if (data['data-file'] !== undefined || data['data-file-raw'] === true)
      throw refuse(
        say`The image keeps its data in another file, which templates may not do.`,
        say`Make it whole with "qemu-img convert -O qcow2".`,
      );
    if (data.encrypt !== undefined) throw refuse(say`The image is encrypted, which templates may not be.`);
    if (data.corrupt === true)
      throw refuse(say`The image is marked as corrupt.`, say`Check it with "qemu-img check" where it came from.`);
  }
  const snapshots = info.snapshots;
  if (Array.isArray(snapshots) && snapshots.length > 0)
    throw refuse(
      say`The image holds internal snapshots, which templates may not.`,
      say`Remove them with "qemu-img snapshot -d", or copy the image with "qemu-img convert".`,
    );
  return { format: declared, virtualSize: size };
}

function gibibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
}

/** What `qemu-img` says when it cannot open a file as the declared format, in a sentence. */
export function inspectionFailure(stderr: string, declared: 'QCOW2' | 'RAW'): BenchtopError {
  if (/not in qcow2 format|Image is not in/i.test(stderr))
    return refuse(
      say`The file is not a ${declared} image.`,
      say`Register it with its right format; a compressed file (gz, xz, zip) must be unpacked first.`,
    );
  if (/data-file|data file/i.test(stderr))
    return refuse(say`The image keeps its data in another file, which templates may not do.`);
  return refuse(say`The image is damaged or not complete: qemu-img cannot read it.`, say`Download or build it again.`);
}
