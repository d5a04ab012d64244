import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { HostTarget, ImageFacts, ImageFileSpec, ImageStoreSpec, UploadTarget } from '../driver.ts';
import { descriptorsAt, descriptorsLength, judgeIso } from '../iso-image.ts';
import type { UploadSink, UploadSpec } from '../upload.ts';
import { checkRoom, mountedStore, putTemplate, type Seen, templateOn } from './storage.ts';
import type { World } from './world.ts';

/** Of a file that is sent to a simulated host its beginning is kept, as far as anything looks into it, its length and its digest. */
const keptHead = descriptorsAt + descriptorsLength;
/** Bytes between two notes in the world of how much has arrived; each is a write to this computer's disk. */
const noteEvery = 32 * 1024 ** 2;

interface UploadRow {
  received: number;
  head: string;
  digest: string;
}

const rowOf = (world: World, store: number, id: string) =>
  world.get<UploadRow>('SELECT received, head, digest FROM upload WHERE store_key = ? AND template_id = ?', store, id);

export function uploadTarget(world: World, seen: Seen, store: ImageStoreSpec, upload: UploadSpec): UploadTarget {
  checkRoom(world, seen, store, upload.size);
  return { driver: 'Simulator', host: seen.target, worldPath: world.path, store, upload };
}

export function putUploadPlace(world: World, seen: Seen, store: ImageStoreSpec, id: string): void {
  checkRoom(world, seen, store, 0);
  world.run(
    "INSERT OR IGNORE INTO upload (store_key, template_id, received, head, digest) VALUES (?, ?, 0, '', '')",
    mountedStore(world, seen, store),
    id,
  );
}

export function uploadedSize(world: World, seen: Seen, store: ImageStoreSpec, id: string): number {
  return rowOf(world, mountedStore(world, seen, store), id)?.received ?? 0;
}

/** What a real host does with `qemu-img` and `od`, on the beginning of the file. */
export function sealUpload(
  world: World,
  seen: Seen,
  store: ImageStoreSpec,
  template: ImageFileSpec,
  size: number,
): ImageFacts {
  const known = templateOn(world, seen, store, template.id);
  if (known !== undefined) return known;
  const key = mountedStore(world, seen, store);
  const row = rowOf(world, key, template.id);
  if (row?.received !== size)
    throw fail(
      'resourceUnavailable',
      say`Of the file’s ${size} bytes, ${row?.received ?? 0} are on ${seen.target.name}.`,
      {
        hint: say`An upload cannot go on where it stopped: choose the file again.`,
      },
    );
  if (template.checksum !== undefined && template.checksum.hex !== row.digest)
    throw fail(
      'parameter',
      say`The image that ${seen.target.name} received has not the expected ${template.checksum.algorithm} checksum but ${row.digest}.`,
      {
        field: 'checksum',
        hint: say`Compare the checksum with its publisher’s, then register the template again.`,
      },
    );
  const virtualSize = judge(template, Buffer.from(row.head, 'base64'), size);
  if (virtualSize > template.maximumSize)
    throw fail('parameter', say`The template is larger than templates may be.`, {
      hint: say`Raise the setting for the largest template, or use a smaller image.`,
    });
  const facts: ImageFacts = { format: template.format, virtualSize, physicalSize: size, checksum: row.digest };
  putTemplate(world, seen, store, template.id, facts);
  dropUpload(world, key, template.id);
  return facts;
}

export function dropUpload(world: World, store: number, id: string): void {
  world.run('DELETE FROM upload WHERE store_key = ? AND template_id = ?', store, id);
}

/** The virtual size; throws `parameter` for what is not of the format, or names another file. QCOW2: docs/interop/qcow2.rst of QEMU. */
function judge(template: ImageFileSpec, head: Buffer, size: number): number {
  if (template.format === 'RAW') return size;
  if (template.format === 'ISO') {
    judgeIso(head.subarray(descriptorsAt), size);
    return size;
  }
  if (head.length < 72 || head.readUInt32BE(0) !== 0x514649fb)
    throw fail('parameter', say`The file is not a ${template.format} image.`, {
      hint: say`Register it with its right format; a compressed file (gz, xz, zip) must be unpacked first.`,
    });
  if (head.readBigUInt64BE(8) !== 0n)
    throw fail('parameter', say`The image is based on another file (a backing file), which templates may not be.`, {
      hint: say`Make it whole with "qemu-img convert -O qcow2".`,
    });
  const features = head.readUInt32BE(4) >= 3 && head.length >= 80 ? head.readBigUInt64BE(72) : 0n;
  if ((features & 4n) !== 0n)
    throw fail('parameter', say`The image keeps its data in another file, which templates may not do.`, {
      hint: say`Make it whole with "qemu-img convert -O qcow2".`,
    });
  return Number(head.readBigUInt64BE(24));
}

/** Writes to the world, in the console worker, through its connection there. `look` throws while the host cannot be reached. */
export function openUpload(world: World, look: () => Seen, store: ImageStoreSpec, upload: UploadSpec): UploadSink {
  const hash = createHash(upload.checksum?.algorithm ?? 'sha256');
  const heads: Buffer[] = [];
  let head = 0;
  let received = 0;
  let noted = 0;
  /** What was removed meanwhile is not made again. */
  const note = (last: boolean) => {
    const seen = look();
    checkRoom(world, seen, store, received - noted);
    const changed = world.run(
      'UPDATE upload SET received = ?, head = ?, digest = ? WHERE store_key = ? AND template_id = ?',
      received,
      last ? Buffer.concat(heads).toString('base64') : '',
      last ? hash.digest('hex') : '',
      mountedStore(world, seen, store),
      upload.id,
    );
    if (changed === 0) throw fail('resourceUnavailable', say`${seen.target.name} could not write the file.`);
    noted = received;
  };
  const attempt = (work: () => void, done: (error?: Error | null) => void) => {
    try {
      work();
      done();
    } catch (error) {
      done(error as Error);
    }
  };
  const finished = Promise.withResolvers<void>();
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      if (head < keptHead) heads.push(Buffer.from(chunk.subarray(0, keptHead - head)));
      head = Math.min(keptHead, head + chunk.length);
      received += chunk.length;
      attempt(() => {
        if (received - noted >= noteEvery) note(false);
        else look();
      }, done);
    },
    final(done) {
      attempt(() => note(true), done);
    },
  });
  stream.on('finish', () => finished.resolve());
  stream.on('error', (error) => finished.reject(error));
  stream.on('close', () => finished.reject(fail('hostUnreachable', say`The connection was closed.`)));
  return { stream, done: finished.promise };
}

/** Why an upload to a simulated host ends when nothing else says so. */
export const lostHost = (host: HostTarget) =>
  fail('hostUnreachable', say`The connection to ${host.name} was lost while the file was being sent.`, {
    hint: say`An upload cannot go on where it stopped: choose the file again.`,
  });
