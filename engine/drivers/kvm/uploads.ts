import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, ImageFacts, ImageFileSpec, ImageStoreSpec, LongWork, UploadTarget } from '../driver.ts';
import type { UploadSink, UploadSpec } from '../upload.ts';
import { imageStoreRoot, partialPath, templatePath } from './paths.ts';
import { imageStorePlace, needPlace, placeStats } from './storage.ts';
import { fileSize, readFacts, sealImage } from './templates.ts';

type Connect = () => Promise<SshConnection>;

/** See `Driver.uploadTarget`. */
export async function uploadTarget(
  ssh: SshConnection,
  host: HostTarget,
  store: ImageStoreSpec,
  upload: UploadSpec,
): Promise<UploadTarget> {
  const place = imageStorePlace(store);
  await needPlace(ssh, host, place);
  const { total, used } = await placeStats(ssh, host, place);
  const gib = (bytes: number) => `${Math.round((bytes / 1024 ** 3) * 10) / 10} GiB`;
  if (upload.size > total - used)
    throw fail(
      'insufficientCapacity',
      say`The file is ${gib(upload.size)} large, and ${gib(total - used)} are left on ${place.label}.`,
      { field: 'filesize', hint: say`Delete templates there, or enlarge the file system.` },
    );
  return { driver: 'KVM', host, path: partialPath(imageStoreRoot(store), upload.id), size: upload.size };
}

/** See `Driver.ensureUploadPlace`. What looks into the file later is another user than what writes it. */
export async function ensureUploadPlace(
  ssh: SshConnection,
  host: HostTarget,
  store: ImageStoreSpec,
  id: string,
): Promise<void> {
  await needPlace(ssh, host, imageStorePlace(store));
  const partial = partialPath(imageStoreRoot(store), id);
  await ssh.run(['touch', partial]);
  await ssh.run(['chmod', '0644', partial]);
}

export async function uploadedSize(
  ssh: SshConnection,
  host: HostTarget,
  store: ImageStoreSpec,
  id: string,
): Promise<number> {
  await needPlace(ssh, host, imageStorePlace(store));
  return await fileSize(ssh, partialPath(imageStoreRoot(store), id));
}

/** See `Driver.ensureUploadedTemplate`. */
export async function ensureUploadedTemplate(
  connect: Connect,
  host: HostTarget,
  store: ImageStoreSpec,
  template: ImageFileSpec,
  size: number,
  work: LongWork,
): Promise<ImageFacts> {
  const ssh = await connect();
  const root = imageStoreRoot(store);
  await needPlace(ssh, host, imageStorePlace(store));
  const known = await readFacts(ssh, root, template.id, templatePath(root, template.id, template.format));
  if (known !== undefined) return known;
  const found = await fileSize(ssh, partialPath(root, template.id));
  if (found !== size)
    throw fail('resourceUnavailable', say`Of the file’s ${size} bytes, ${found} are on ${host.name}.`, {
      hint: say`An upload cannot go on where it stopped: choose the file again.`,
    });
  return await sealImage(connect, host, root, template, work);
}

/**
 * Writes what comes to the file that is there already: one that was removed meanwhile is not made again. dd counts by itself, because a
 * terminal that sudo wants has no end of input, and says that it is done when the bytes are on the disk.
 */
export async function openUpload(
  ssh: SshConnection,
  target: Extract<UploadTarget, { driver: 'KVM' }>,
): Promise<UploadSink> {
  const program = await ssh.pipe([
    'dd',
    `of=${target.path}`,
    'bs=1M',
    `count=${target.size}`,
    'iflag=fullblock,count_bytes',
    'conv=nocreat,fsync',
    'status=none',
  ]);
  program.stream.resume();
  return { stream: program.stream, done: program.ended.then((ending) => judgeEnding(target.host, ending)) };
}

function judgeEnding(host: HostTarget, ending: { code?: number; signal?: string; stderr: string }): void {
  if (ending.code === 0) return;
  const again = say`An upload cannot go on where it stopped: choose the file again.`;
  if (ending.code === undefined && ending.signal === undefined)
    throw fail('hostUnreachable', say`The connection to ${host.name} was lost while the file was being sent.`, {
      hint: again,
    });
  if (/No space left|Disk quota/i.test(ending.stderr))
    throw fail('insufficientCapacity', say`No space is left on the image store, seen from ${host.name}.`, {
      hint: say`Delete templates there, or enlarge the file system.`,
    });
  const words = lastWords(ending.stderr);
  throw fail(
    'resourceUnavailable',
    words === '' ? say`${host.name} could not write the file.` : say`${host.name} could not write the file: ${words}`,
    { hint: again },
  );
}
