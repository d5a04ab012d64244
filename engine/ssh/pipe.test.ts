import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openConnection } from './connection.ts';
import { makeUser, sshdImpossible, startSshd, type TestSshd } from './testing/sshd.ts';

const impossible = sshdImpossible();

describe.skipIf(impossible !== undefined)(
  `programs fed by a real sshd${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let sshd: TestSshd;
    let directory: string;
    beforeAll(async () => {
      sshd = await startSshd(['MaxSessions 1']);
      directory = mkdtempSync(join(tmpdir(), 'benchtop-pipe-'));
    });
    afterAll(async () => {
      await sshd.stop();
      rmSync(directory, { recursive: true });
    });

    async function connect(options: Parameters<typeof makeUser>[0]) {
      const user = makeUser(options);
      onTestFinished(() => user.remove());
      const connection = await openConnection(
        { id: 'h1', address: '127.0.0.1', port: sshd.port, username: user.name, hostKeyFingerprint: sshd.fingerprint },
        { authentication: 'password', password: user.password },
      );
      onTestFinished(() => connection.close());
      return connection;
    }

    test.each([
      ['by sudo', ''],
      ['by a sudo that wants a terminal', '\nDefaults:USER requiretty'],
    ] as const)('every byte reaches a program that runs as root %s, and its end is told', async (_how, more) => {
      const connection = await connect({ sudo: `USER ALL=(ALL) ALL${more}` });
      const bytes = randomBytes(5 * 1024 ** 2 + 3);
      const path = join(directory, `bytes-${_how.length}`);
      const { stream, ended } = await connection.pipe([
        'dd',
        `of=${path}`,
        'bs=1M',
        `count=${bytes.length}`,
        'iflag=fullblock,count_bytes',
        'status=none',
      ]);
      stream.resume();
      await pipeline(
        Array.from({ length: 6 }, (_none, index) => bytes.subarray(index * 1024 ** 2, (index + 1) * 1024 ** 2)),
        stream,
        { end: false },
      );
      expect((await ended).code).toBe(0);
      expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      );
      expect(statSync(path).uid).toBe(0);
      // Its session is free again.
      expect((await connection.exec(['true'])).code).toBe(0);
    });

    test('a program that fails says why, and one that is destroyed is gone', async () => {
      const connection = await connect({ sudo: 'USER ALL=(ALL) ALL' });
      const wrong = await connection.pipe(['dd', `of=${directory}/none/x`, 'status=none']);
      wrong.stream.resume();
      const { code, stderr } = await wrong.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/No such file or directory/);
      const endless = await connection.pipe(['dd', `of=${directory}/partial`, 'status=none']);
      endless.stream.resume();
      await new Promise((resolve) => endless.stream.write(Buffer.alloc(1024 ** 2), resolve));
      endless.stream.destroy();
      await endless.ended;
      expect((await connection.exec(['true'])).code).toBe(0);
      expect(existsSync(`${directory}/none`)).toBe(false);
    });
  },
);
