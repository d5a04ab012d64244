import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenConnection, openConnection } from './connection.ts';
import { makeUser, sshdImpossible, startSshd, type TestSshd, type TestUser } from './testing/sshd.ts';

const impossible = sshdImpossible();

describe.skipIf(impossible !== undefined)(
  `commands on a real sshd${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    const cleanups: (() => unknown)[] = [];
    let server: TestSshd;
    let directory: string;
    beforeAll(async () => {
      server = await startSshd();
      directory = mkdtempSync(join(tmpdir(), 'benchtop-exec-'));
    });
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    });
    afterAll(async () => {
      await server.stop();
      rmSync(directory, { recursive: true });
    });

    function user(options: Parameters<typeof makeUser>[0]): TestUser {
      const made = makeUser(options);
      cleanups.push(() => made.remove());
      return made;
    }
    async function open(by: TestUser, at: TestSshd = server, sudoPassword?: string): Promise<OpenConnection> {
      const connection = await openConnection(
        { id: 'h1', address: '127.0.0.1', port: at.port, username: by.name, hostKeyFingerprint: at.fingerprint },
        { authentication: 'password', password: by.password, ...(sudoPassword === undefined ? {} : { sudoPassword }) },
      );
      cleanups.push(() => connection.close());
      return connection;
    }
    const errorOf = async (work: Promise<unknown>) =>
      work.then(
        () => expect.fail('it should have failed'),
        (error) => (error as { data: { code: string; message: string } }).data,
      );
    const bytes = randomBytes(300_000);
    const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex');

    const ways = {
      'sudo with a password': { sudo: 'USER ALL=(ALL) ALL' },
      'sudo without a password': { sudo: 'USER ALL=(ALL) NOPASSWD: ALL' },
      'sudo with requiretty': { sudo: 'Defaults:USER requiretty\nUSER ALL=(ALL) ALL' },
      'sudo with use_pty': { sudo: 'Defaults:USER use_pty\nUSER ALL=(ALL) ALL' },
      'a noisy profile': { sudo: 'USER ALL=(ALL) ALL', noise: true },
      'fish as login shell': { sudo: 'USER ALL=(ALL) ALL', shell: '/usr/bin/fish' },
    };
    test.each(Object.entries(ways))(
      '%s: input, output, status and files are exact',
      async (_name, way: { sudo: string; shell?: string; noise?: boolean }) => {
        if (way.shell !== undefined && !existsSync(way.shell)) return;
        const by = user(way);
        if (way.noise)
          writeFileSync(
            join(by.home, '.bashrc'),
            'echo "*** MOTD [start ***"; echo warning >&2; printf "no newline"\n',
          );
        const connection = await open(by);
        expect(await connection.exec(['id', '-u'])).toEqual({ code: 0, stdout: '0\n', stderr: '', truncated: false });
        expect(await connection.exec(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toMatchObject({
          code: 7,
          stdout: 'out\n',
          stderr: 'err\n',
        });
        const odd = ["it's", 'a "b"', '\\x', 'new\nline', '!!', '$HOME', '', 'é漢'];
        expect((await connection.run(['printf', '%s\\0', ...odd])).split('\0').slice(0, -1)).toEqual(odd);
        expect(await connection.run(['sha256sum'], { stdin: bytes })).toContain(sha(bytes));
        expect((await connection.exec(['base64', '-w0'], { stdin: bytes })).stdout).toBe(bytes.toString('base64'));
        expect(await connection.run(['sh', '-c', 'echo "$GREETING"'], { environment: { GREETING: "it's" } })).toBe(
          "it's\n",
        );
        const file = join(directory, `file-${by.name}`);
        await connection.writeFile(file, bytes, 0o640);
        expect(sha(readFileSync(file))).toBe(sha(bytes));
        expect(statSync(file)).toMatchObject({ uid: 0, mode: 0o100640 });
        await connection.writeFile(file, 'short\n');
        expect(await connection.readFile(file)).toBe('short\n');
        expect(await connection.readFile(`${file}.not`)).toBeUndefined();
      },
    );

    test('sudo: a wrong password, no right to it, and none known are told apart', async () => {
      const able = user({ sudo: 'USER ALL=(ALL) ALL' });
      const wrong = await open(able, server, 'not it');
      expect(await errorOf(wrong.exec(['id']))).toMatchObject({
        code: 'unauthorized',
        message: expect.stringContaining('does not accept the password'),
      });
      const unable = await open(user({}));
      expect((await errorOf(unable.exec(['id']))).message).toMatch(/may not use sudo/);
      const byKey = await openConnection(
        {
          id: 'h',
          address: '127.0.0.1',
          port: server.port,
          username: able.name,
          hostKeyFingerprint: server.fingerprint,
        },
        { authentication: 'key', privateKey: able.privateKey },
      );
      cleanups.push(() => byKey.close());
      expect((await errorOf(byKey.exec(['id']))).message).toMatch(/asks .* for a password and none is known/);
      expect((await byKey.exec(['id', '-un'], { root: false })).stdout).toBe(`${able.name}\n`);
    });

    test('a program that is not there, and run() telling a program’s last words', async () => {
      const connection = await open(user({}));
      expect((await connection.exec(['no-such-program'], { root: false })).code).toBe(127);
      const failed = await errorOf(
        connection.run(['sh', '-c', 'echo "mount: \u001b[31mbroken\u001b[0m" >&2; exit 32'], { root: false }),
      );
      expect(failed.message).toBe(`sh on 127.0.0.1:${server.port} failed: mount: broken`);
    });

    test('output is bounded, a deadline and a cancel end a command', async () => {
      const connection = await open(user({}));
      const flood = await connection.exec(['sh', '-c', 'head -c 5000000 /dev/zero | tr "\\0" x'], {
        root: false,
        maximumOutput: 1000,
      });
      expect(flood).toMatchObject({ truncated: true, stdout: 'x'.repeat(1000) });
      expect((await errorOf(connection.exec(['sleep', '60'], { root: false, deadline: 300 }))).message).toMatch(
        /sleep .* did not end within/,
      );
      const control = new AbortController();
      const running = errorOf(connection.exec(['sleep', '60'], { root: false, signal: control.signal }));
      control.abort();
      expect((await running).code).toBe('cancelled');
      expect(await connection.run(['echo', 'still'], { root: false })).toBe('still\n');
    });

    test('more commands than the host has sessions for are queued', async () => {
      const strict = await startSshd(['MaxSessions 1']);
      cleanups.push(() => strict.stop());
      for (const at of [server, strict]) {
        const connection = await open(user({ sudo: 'USER ALL=(ALL) NOPASSWD: ALL' }), at);
        const outputs = await Promise.all(
          Array.from({ length: 20 }, (_, index) => connection.run(['echo', String(index)])),
        );
        expect(outputs).toEqual(Array.from({ length: 20 }, (_, index) => `${index}\n`));
      }
    });

    test('a write that breaks off leaves the old file and no other', async () => {
      const connection = await open(user({ sudo: 'USER ALL=(ALL) ALL' }));
      const place = mkdtempSync(join(directory, 'full-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]);
      cleanups.push(() => execFileSync('umount', [place]));
      await connection.writeFile(join(place, 'f'), 'old');
      expect((await errorOf(connection.writeFile(join(place, 'f'), bytes))).message).toMatch(
        /cannot be written: .*No space left/,
      );
      expect(readFileSync(join(place, 'f'), 'utf8')).toBe('old');
      expect(readdirSync(place)).toEqual(['f']);
    });

    test.each([
      ['by sshd', [], 'USER ALL=(ALL) ALL', 0o777],
      ['as root where the socket is not the user’s', [], 'USER ALL=(ALL) ALL', 0o600],
      ['as root where sshd forbids it', ['AllowStreamLocalForwarding no'], 'USER ALL=(ALL) ALL', 0o777],
      [
        'as root with a pty where sudoers wants one',
        ['AllowStreamLocalForwarding no'],
        'Defaults:USER requiretty\nUSER ALL=(ALL) ALL',
        0o600,
      ],
    ])('a unix socket is reached %s', async (_name, configuration, sudo, mode) => {
      const at = await startSshd(configuration);
      cleanups.push(() => at.stop());
      const connection = await open(user({ sudo }), at);
      const path = join(directory, `s${randomBytes(4).toString('hex')}`);
      const echo = createServer((socket) => {
        socket.on('error', () => {});
        socket.pipe(socket);
      }).listen(path);
      await new Promise((resolve) => echo.once('listening', resolve));
      cleanups.push(() => echo.close());
      chmodSync(path, mode);
      chmodSync(directory, 0o755);
      const channel = await connection.forwardUnix(path);
      expect(sha(await exchange(channel, bytes))).toBe(sha(bytes));
      channel.destroy();
      expect((await errorOf(connection.forwardUnix(`${path}.not`))).message).toMatch(/no socket/);
    });

    test('a TCP port of the host is reached, and a closed one says so', async () => {
      const connection = await open(user({}));
      const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
      await new Promise((resolve) => echo.once('listening', resolve));
      const { port } = echo.address() as { port: number };
      const channel = await connection.forwardTcp('127.0.0.1', port);
      expect(sha(await exchange(channel, bytes))).toBe(sha(bytes));
      channel.destroy();
      await new Promise((resolve) => echo.close(resolve));
      expect((await errorOf(connection.forwardTcp('127.0.0.1', port))).message).toMatch(/Nothing answers/);
    });
  },
);

/** Sends and reads back as many bytes, by `data` events as those who use channels do. */
function exchange(channel: Duplex, data: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    let length = 0;
    channel.on('data', (chunk: Buffer) => {
      received.push(chunk);
      length += chunk.length;
      if (length >= data.length) resolve(Buffer.concat(received));
    });
    channel.on('close', () => reject(new Error('the channel closed early')));
    channel.write(data);
  });
}
