import { createHash, randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import type { ErrorData } from '../contract/errors.ts';
import { isoBytes, qcow2Bytes } from '../testing/image-bytes.ts';
import type { ConsoleOpener, Driver, HostTarget, ImageFileSpec, ImageStoreSpec, LongWork } from './driver.ts';

/** What the shared suite lends to its cases about files that are sent. */
export interface UploadTools {
  fixture(): { driver: Driver; opener: ConsoleOpener; host: HostTarget; imageStore: ImageStoreSpec };
  work(signal?: AbortSignal): LongWork;
  refused(call: Promise<unknown>): Promise<ErrorData>;
}

export function uploadCases({ fixture, work, refused }: UploadTools): void {
  const image = (format: ImageFileSpec['format'], checksum?: ImageFileSpec['checksum']): ImageFileSpec => ({
    id: randomUUID(),
    format,
    maximumSize: 1024 ** 3,
    ...(checksum !== undefined && { checksum }),
  });
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  /** Sends the bytes as the console worker does. */
  async function send(file: ImageFileSpec, bytes: Buffer): Promise<void> {
    const { driver, opener, host, imageStore } = fixture();
    const { id, checksum } = file;
    const upload = { id, size: bytes.length, ...(checksum !== undefined && { checksum }) };
    const target = await driver.uploadTarget(host, imageStore, upload);
    for (const _time of [1, 2]) await driver.ensureUploadPlace(host, imageStore, id);
    const sink = await opener.openUpload(target);
    const done = sink.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    const chunks = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_none, index) =>
      bytes.subarray(index * 65_536, (index + 1) * 65_536),
    );
    await pipeline(chunks, sink.stream).catch(() => {});
    const error = await done;
    if (error !== undefined) throw error;
  }
  const seal = (file: ImageFileSpec, size: number) => {
    const { driver, host, imageStore } = fixture();
    return driver.ensureUploadedTemplate(host, imageStore, file, size, work());
  };
  const remove = (file: ImageFileSpec) => {
    const { driver, host, imageStore } = fixture();
    return driver.removeTemplate(host, imageStore, file.id);
  };
  const size = (file: ImageFileSpec) => {
    const { driver, host, imageStore } = fixture();
    return driver.uploadedSize(host, imageStore, file.id);
  };

  test.for([
    ['QCOW2', qcow2Bytes(), 1024 ** 2],
    ['ISO', isoBytes(2 * 1024 ** 2), 2 * 1024 ** 2],
    [
      'RAW',
      Buffer.alloc(3 * 1024 ** 2, 'every byte, zero and 255 too: \x00\xff\r\n\x03\x04\x1a', 'latin1'),
      3 * 1024 ** 2,
    ],
  ] as const)(
    'a file that is sent becomes an image, the same whichever time it is asked for: %s',
    async ([format, bytes, virtualSize]) => {
      const file = image(format, { algorithm: 'sha256', hex: sha256(bytes) });
      await send(file, bytes);
      expect(await size(file)).toBe(bytes.length);
      const facts = await seal(file, bytes.length);
      expect(facts).toEqual({ format, virtualSize, physicalSize: bytes.length, checksum: sha256(bytes) });
      expect(await seal(file, bytes.length)).toEqual(facts);
      const { driver, host, imageStore } = fixture();
      const again = { ...file, url: 'http://images.test/x', addresses: [] };
      expect(await driver.ensureTemplate(host, imageStore, again, work())).toEqual(facts);
      await remove(file);
      expect(await size(file)).toBe(0);
    },
  );

  test.for([
    ['another format', 'QCOW2', isoBytes(), /not a QCOW2 image/],
    ['no ISO', 'ISO', qcow2Bytes(), /not an ISO/],
    ['a cut ISO', 'ISO', isoBytes(128 * 1024).subarray(0, 66_000), /not complete/],
    ['a backing file', 'QCOW2', qcow2Bytes({ backingFile: '/etc/shadow' }), /backing file/],
    ['a size that is too large', 'QCOW2', qcow2Bytes({ virtualSize: 2 ** 41 }), /large/],
  ] as const)('%s is refused when it has arrived, and goes', async ([_what, format, bytes, says]) => {
    const file = image(format);
    await send(file, bytes);
    const error = await refused(seal(file, bytes.length));
    expect(error).toMatchObject({ code: 'parameter' });
    expect(error.message).toMatch(says);
    await remove(file);
    expect(await size(file)).toBe(0);
  });

  test('a checksum that differs, and a file that did not arrive whole, are refused', async () => {
    const bytes = qcow2Bytes();
    const wrong = image('QCOW2', { algorithm: 'sha256', hex: '0'.repeat(64) });
    await send(wrong, bytes);
    expect(await refused(seal(wrong, bytes.length))).toMatchObject({ code: 'parameter', field: 'checksum' });
    await remove(wrong);
    const short = image('QCOW2');
    await send(short, bytes);
    expect((await refused(seal(short, bytes.length + 1))).message).toMatch(/^Of the file’s \d+ bytes, \d+ are on /);
    await remove(short);
  });

  test('there has to be room for a file, and a place: what was taken away is not made again', async () => {
    const { driver, opener, host, imageStore } = fixture();
    const { id } = image('RAW');
    const huge = await refused(driver.uploadTarget(host, imageStore, { id, size: 2 ** 50 }));
    expect(huge.code).toBe('insufficientCapacity');
    const target = await driver.uploadTarget(host, imageStore, { id, size: 5 });
    const sink = await opener.openUpload(target);
    const done = refused(sink.done);
    sink.stream.on('error', () => {});
    sink.stream.end(Buffer.from('12345'));
    expect((await done).message).toMatch(/could not write the file/);
    expect(await driver.uploadedSize(host, imageStore, id)).toBe(0);
  });

  test('a file that is called off in the middle can be taken away', async () => {
    const { driver, opener, host, imageStore } = fixture();
    const file = image('RAW');
    const target = await driver.uploadTarget(host, imageStore, { id: file.id, size: 64 * 1024 ** 2 });
    await driver.ensureUploadPlace(host, imageStore, file.id);
    const sink = await opener.openUpload(target);
    const done = refused(sink.done);
    sink.stream.on('error', () => {});
    await new Promise((resolve) => sink.stream.write(Buffer.alloc(8 * 1024 ** 2), resolve));
    sink.stream.destroy();
    await done;
    await remove(file);
    expect(await size(file)).toBe(0);
  });
}
