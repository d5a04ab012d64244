import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Lab } from '../e2e/lab/lab.ts';
import { type Consoles, createConsoles } from './console/consoles.ts';
import { closeCodes } from './contract/console.ts';
import { errorData } from './contract/errors.ts';
import { uploadChunk } from './contract/upload.ts';
import type { ImageFileSpec } from './drivers/driver.ts';
import { createConsoleOpener } from './drivers/kvm/console-opener.ts';
import { createKvmDriver } from './drivers/kvm/kvm.ts';
import {
  credentials,
  impossible,
  type Login,
  lab,
  localStore,
  longWork,
  onHost,
  target,
} from './drivers/kvm/testing/lab-host.ts';
import { testOrigin } from './testing/lab.ts';
import { scratchFolder } from './testing/scratch.ts';
import { sendFile } from './testing/send-file.ts';

/**
 * Files of this computer on their way to a real host, from the page's WebSocket on; what is on the host is looked at by the lab's own way
 * in. Runs only inside the lab's network, in seconds:
 *
 *     e2e/lab/lab up --hosts 1 --prepared
 *     e2e/lab/lab run -- npx vitest run engine/uploads.lab.test.ts
 */
const folder = '/srv/contract/store';
const onDisk = async () => (await onHost('ls', '-A', folder)).trim();
const writers = async () => (await onHost('sh', '-c', 'pgrep -ax dd || true')).trim();

describe.skipIf(impossible !== undefined)(
  `uploads to a real host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let scratch: string;
    const makeImage = (...options: string[]): Buffer => {
      const raw = join(scratch, 'disk.raw');
      const file = join(scratch, 'disk.qcow2');
      // Random, so that nothing shrinks it, with holes behind.
      writeFileSync(raw, randomBytes(24 * 1024 ** 2 + 512));
      execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', ...options, raw, file]);
      execFileSync('qemu-img', ['resize', '-f', 'qcow2', file, '2G'], { stdio: 'ignore' });
      return readFileSync(file);
    };

    beforeAll(async () => {
      scratch = scratchFolder('upload-lab');
      await onHost('mkdir', '-p', '/srv/contract');
      const driver = createKvmDriver({ credentials: async () => credentials('root') });
      await driver.ensureImageStore(target('root'), localStore);
      await driver.close();
    });
    afterAll(async () => {
      rmSync(scratch, { recursive: true, force: true });
      await onHost('rm', '-rf', '/srv/contract');
    });

    async function desk(login: Login) {
      const driver = createKvmDriver({ credentials: async () => credentials(login) });
      const opener = createConsoleOpener(() => credentials(login));
      const consoles: Consoles = await createConsoles({
        allowedOrigins: [testOrigin],
        open: (to) => opener.open(to),
        openShell: (to, size) => opener.openShell(to, size),
        openUpload: (to) => opener.openUpload(to),
      });
      onTestFinished(async () => {
        await consoles.close();
        await opener.close();
        await driver.close();
      });
      const host = target(login);
      const begin = async (file: ImageFileSpec, size: number) => {
        const to = await driver.uploadTarget(host, localStore, { id: file.id, size });
        const { port, path } = consoles.createUploadTicket({
          owner: { accountId: 'ana', userId: 'ana' },
          id: file.id,
          target: to,
          size,
        });
        await driver.ensureUploadPlace(host, localStore, file.id);
        const received = consoles.uploads
          .receive(file.id, () => {})
          .then(
            () => undefined,
            (error: unknown) => errorData(error),
          );
        return { url: `ws://127.0.0.1:${port}${path}`, received };
      };
      return { driver, host, consoles, begin };
    }
    const image = (): ImageFileSpec => ({ id: randomUUID(), format: 'QCOW2', maximumSize: 4 * 1024 ** 3 });

    test.each(['root', 'opsnp', 'ops'] as const)(
      'what qemu-img made here lies there, byte for byte: %s',
      async (login) => {
        const bytes = makeImage();
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const { driver, host, begin } = await desk(login);
        const file = { ...image(), checksum: { algorithm: 'sha256' as const, hex: sha256 } };
        const { url, received } = await begin(file, bytes.length);
        const page = sendFile(url, bytes);
        expect(await received).toBeUndefined();
        expect((await page.closed).code).toBe(closeCodes.received);
        const facts = await driver.ensureUploadedTemplate(host, localStore, file, bytes.length, longWork('upload'));
        expect(facts).toEqual({
          format: 'QCOW2',
          virtualSize: 2 * 1024 ** 3,
          physicalSize: bytes.length,
          checksum: sha256,
        });
        const path = `${folder}/template-${file.id}.qcow2`;
        expect(await onHost('sha256sum', path)).toMatch(new RegExp(`^${sha256} `));
        expect(await onHost('stat', '-c', '%U %a', path)).toMatch(/^root 444/);
        expect(await writers()).toBe('');
        await driver.removeTemplate(host, localStore, file.id);
        expect(await onDisk()).not.toContain(file.id);
      },
    );

    test('where sudo wants a terminal every byte passes it, too', async () => {
      const { hosts } = lab as Lab;
      await (lab as Lab).fault('requiretty', hosts[0]?.name);
      onTestFinished(() => (lab as Lab).fault('no-requiretty', hosts[0]?.name));
      const bytes = makeImage('-o', 'compat=0.10');
      const { driver, host, begin } = await desk('opsnp');
      const file = image();
      const { url, received } = await begin(file, bytes.length);
      sendFile(url, bytes);
      expect(await received).toBeUndefined();
      await driver.ensureUploadedTemplate(host, localStore, file, bytes.length, longWork('upload'));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await onHost('sha256sum', `${folder}/template-${file.id}.qcow2`)).toMatch(new RegExp(`^${sha256} `));
      await driver.removeTemplate(host, localStore, file.id);
    });

    test('a window that goes in the middle leaves no writer and, taken back, no byte', async () => {
      const { driver, host, begin } = await desk('root');
      const bytes = Buffer.alloc(64 * 1024 ** 2, 'x');
      const file = image();
      const { url, received } = await begin(file, bytes.length);
      const page = sendFile(url, bytes, { upTo: 128 * uploadChunk });
      await page.taken(128 * uploadChunk);
      expect(await onDisk()).toContain(`.template-${file.id}.part`);
      page.cut();
      expect((await received)?.message).toBe(
        'The window that sent the file was closed, or the connection to it was cut.',
      );
      await driver.removeTemplate(host, localStore, file.id);
      expect(await onDisk()).not.toContain(file.id);
      await expect.poll(writers, { timeout: 20_000 }).toBe('');
    });

    test('a disk that is full meanwhile, and an image with a backing file, are refused in the host’s own words', async () => {
      const { driver, host, begin } = await desk('root');
      await onHost('sh', '-c', `mount -t tmpfs -o size=64m tmpfs ${folder}`);
      onTestFinished(async () => void (await onHost('umount', '-l', folder)));
      const full = image();
      const { url, received } = await begin(full, 48 * 1024 ** 2);
      await onHost('sh', '-c', `head -c 40M /dev/zero >${folder}/other`);
      sendFile(url, Buffer.alloc(48 * 1024 ** 2, 'x'));
      expect((await received)?.message).toMatch(/No space is left on the image store/);
      await onHost('rm', `${folder}/other`);
      await driver.removeTemplate(host, localStore, full.id);
      expect(await onDisk()).toBe('');

      const based = join(scratch, 'based.qcow2');
      execFileSync('qemu-img', ['create', '-q', '-u', '-f', 'qcow2', '-b', '/etc/shadow', '-F', 'raw', based, '1M']);
      const bytes = readFileSync(based);
      const file = image();
      const sent = await begin(file, bytes.length);
      sendFile(sent.url, bytes);
      expect(await sent.received).toBeUndefined();
      const refusal = await driver
        .ensureUploadedTemplate(host, localStore, file, bytes.length, longWork('upload'))
        .then(() => undefined, errorData);
      expect(refusal?.message).toMatch(/backing file/);
      expect(await onDisk()).toBe('');
    });
  },
);
