import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenConnection, openConnection } from './connection.ts';
import { ownAddresses } from './local-way.ts';
import type { SshTarget } from './ssh.ts';
import { printedBy } from './testing/printed-by.ts';

const [address] = ownAddresses();
const impossible =
  process.platform !== 'linux'
    ? 'this is not Linux'
    : address === undefined
      ? 'this computer has no address by which others could reach it'
      : undefined;
const target: SshTarget = {
  id: 'here',
  address: address ?? '',
  port: 22,
  username: os.userInfo().username,
  hostKeyFingerprint: '',
};
const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it should have failed'),
    (error) => (error as { data: { code: string; message: string; hint?: string } }).data,
  );

describe.skipIf(impossible !== undefined)(
  `this computer as a host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let connection: OpenConnection;
    let folder: string;
    const own = { root: false };
    const cleanups: (() => unknown)[] = [];
    beforeAll(async () => {
      folder = mkdtempSync(join(os.tmpdir(), 'benchtop-local-'));
      connection = await openConnection(target, { authentication: 'local' });
    });
    afterEach(() => {
      for (const cleanup of cleanups.splice(0)) cleanup();
    });
    afterAll(() => {
      connection.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test('commands run with their arguments as they are, and tell output, errors and status apart', async () => {
      const odd = `a b' "$HOME" \`id\` ; & * \n ü`;
      const result = await connection.exec(['sh', '-c', 'printf %s "$1"; printf wrong >&2; exit 3', 'sh', odd], own);
      expect(result).toEqual({ code: 3, stdout: odd, stderr: 'wrong', truncated: false });
      expect(await connection.run(['cat'], { ...own, stdin: 'x'.repeat(300_000) })).toHaveLength(300_000);
    });

    test('what a command knows of us is what a login would know', async () => {
      process.env.BENCHTOP_TEST_SECRET = 'token';
      cleanups.push(() => delete process.env.BENCHTOP_TEST_SECRET);
      const said = await connection.run(['env'], own);
      expect(said).toContain(`USER=${os.userInfo().username}\n`);
      expect(said).not.toContain('token');
    });

    test('a command that hangs is given up at its deadline, and nothing of it stays', async () => {
      const mark = `4${process.pid}`;
      const data = await errorOf(connection.exec(['sleep', mark], { ...own, deadline: 300 }));
      expect(data.message).toContain('did not end');
      const left = async () => (await connection.exec(['pgrep', '-xf', `sleep ${mark}`], own)).code;
      await expect.poll(left).toBe(1);
    });

    test('a command that is killed says by what', async () => {
      const result = await connection.exec(['sh', '-c', 'kill -9 $$'], own);
      expect(result).toMatchObject({ code: 128, signal: 'KILL' });
    });

    test('files are written whole with their mode, and read back', async () => {
      const path = join(folder, 'file');
      writeFileSync(path, 'before');
      if (connection.isRoot) {
        await connection.writeFile(path, 'after', 0o640);
        expect(readFileSync(path, 'utf8')).toBe('after');
        expect(statSync(path).mode & 0o777).toBe(0o640);
        expect(await connection.readFile(join(folder, 'none'))).toBeUndefined();
        expect(await connection.readFile(path)).toBe('after');
      } else expect(await connection.run(['cat', path], own)).toBe('before');
    });

    test('a channel leads to a unix socket and to a port of this computer', async () => {
      const echo = createServer((socket) => socket.pipe(socket));
      const port = createServer((socket) => socket.end('port'));
      cleanups.push(
        () => echo.close(),
        () => port.close(),
      );
      const path = join(folder, 'socket');
      await new Promise<void>((resolve) => echo.listen(path, resolve));
      await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
      const channel = await connection.forwardUnix(path);
      channel.write('hello');
      expect(String(await new Promise((resolve) => channel.once('data', resolve)))).toBe('hello');
      channel.destroy();
      const tcp = await connection.forwardTcp('127.0.0.1', (port.address() as { port: number }).port);
      expect(String(await new Promise((resolve) => tcp.once('data', resolve)))).toBe('port');
      expect((await errorOf(connection.forwardTcp('127.0.0.1', 1))).message).toContain('Nothing answers');
    });

    test('a login shell runs on a terminal that follows its size, says how it ended, and ends when nobody listens', async () => {
      const shell = await connection.shell({ columns: 100, rows: 30 });
      const until = printedBy(shell.stream);
      shell.stream.write('echo "[$TERM $(id -un) $(stty size)]"\n');
      await until(new RegExp(`\\[xterm-256color ${os.userInfo().username} 30 100\\]`));
      shell.resize({ columns: 132, rows: 50 });
      // The new size comes from beside the line, so it is asked for until it is there.
      shell.stream.write('until [ "$(stty size)" = "50 132" ]; do sleep 0.05; done; echo "[$(stty size)]"\n');
      await until(/\[50 132\]/);
      shell.stream.write('exit 3\n');
      expect(await shell.ended).toEqual({ code: 3 });

      const flood = await connection.shell({ columns: 80, rows: 24 });
      const flooded = printedBy(flood.stream);
      flood.stream.write('echo "[$$]"; yes\n');
      const pid = /\[(\d+)\]/.exec(await flooded(/\[\d+\]\s+y\s/))?.[1] ?? '';
      flood.stream.destroy();
      await flood.ended;
      // Whatever reaps it in the end: a process that has ended has no command any more.
      await expect.poll(async () => (await connection.exec(['cat', `/proc/${pid}/cmdline`], own)).stdout).toBe('');
    });

    test('an address of another machine is refused before anything runs', async () => {
      const data = await errorOf(openConnection({ ...target, address: '203.0.113.77' }, { authentication: 'local' }));
      expect(data.message).toBe('203.0.113.77 is not an address of this computer.');
      expect(data.hint).toContain(address);
    });
  },
);
