import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenConnection, openConnection } from './connection.ts';
import { fetchHostKey } from './host-key.ts';
import type { SshCredentials, SshTarget } from './ssh.ts';
import { freePort, makeUser, sshdImpossible, startSshd, type TestSshd, type TestUser } from './testing/sshd.ts';

const impossible = sshdImpossible();
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function sshd(configuration: string[] = []): Promise<TestSshd> {
  const server = await startSshd(configuration);
  cleanups.push(() => server.stop());
  return server;
}
function target(server: { port: number; fingerprint: string }, username: string): SshTarget {
  return { id: 'h1', address: '127.0.0.1', port: server.port, username, hostKeyFingerprint: server.fingerprint };
}
async function open(
  server: { port: number; fingerprint: string },
  username: string,
  credentials: SshCredentials,
): Promise<OpenConnection> {
  const connection = await openConnection(target(server, username), credentials);
  cleanups.push(() => connection.close());
  return connection;
}
const errorOf = async (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it should have failed'),
    (error) => (error as { data: { code: string; message: string; hint?: string } }).data,
  );

describe.skipIf(impossible !== undefined)(
  `connecting to a real sshd${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let user: TestUser;
    const password = () => ({ authentication: 'password' as const, password: user.password });
    beforeAll(() => {
      user = makeUser({ sudo: 'USER ALL=(ALL) ALL' });
    });
    afterAll(() => user.remove());

    test('the key is read without logging in and is the one that connecting wants', async () => {
      const server = await sshd();
      const key = await fetchHostKey('127.0.0.1', server.port);
      expect(key).toEqual({ keyType: 'ssh-ed25519', fingerprint: server.fingerprint });
      expect(server.log()).not.toMatch(/Failed|Accepted/);
      const connection = await open({ port: server.port, fingerprint: key.fingerprint }, user.name, password());
      expect(connection.isRoot).toBe(false);
      expect(await connection.run(['id', '-un'], { root: false })).toBe(`${user.name}\n`);
    });

    test('a changed host key stops everything before a name or secret is sent', async () => {
      const server = await sshd();
      const pinned = 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
      const error = await errorOf(
        openConnection({ ...target(server, user.name), hostKeyFingerprint: pinned }, password()),
      );
      expect(error.code).toBe('hostKey');
      expect(error.message).toContain(pinned);
      expect(error.message).toContain(server.fingerprint);
      expect(error.hint).toMatch(/ssh-keygen -lf/);
      expect(server.log()).not.toContain(user.name);
    });

    test('wrong password, unknown user, and a host that takes keys only', async () => {
      const server = await sshd();
      const wrong = await errorOf(
        openConnection(target(server, user.name), { authentication: 'password', password: 'no' }),
      );
      expect(wrong).toMatchObject({
        code: 'unauthorized',
        message: expect.stringContaining('does not accept this user name and password'),
      });
      const unknown = await errorOf(openConnection(target(server, 'nobody-here'), password()));
      expect(unknown.code).toBe('unauthorized');
      const keysOnly = await sshd(['PasswordAuthentication no']);
      const refused = await errorOf(openConnection(target(keysOnly, user.name), password()));
      expect(refused.message).toMatch(/does not let .* in by password; it offers: publickey/);
      expect(await errorOf(openConnection(target(server, user.name), { authentication: 'password' }))).toMatchObject({
        code: 'parameter',
      });
    });

    test('a password goes by keyboard-interactive where that is what the host offers', async () => {
      const server = await sshd(['UsePAM yes', 'PasswordAuthentication no', 'KbdInteractiveAuthentication yes']);
      const connection = await open(server, user.name, password());
      expect(await connection.run(['echo', 'in'], { root: false })).toBe('in\n');
    });

    test('keys: plain, encrypted, and each way in which one is unusable', async () => {
      const server = await sshd();
      const key = (privateKey: string, passphrase?: string): SshCredentials =>
        passphrase === undefined
          ? { authentication: 'key', privateKey }
          : { authentication: 'key', privateKey, passphrase };
      await open(server, user.name, key(user.privateKey));
      await open(server, user.name, key(user.encryptedKey, user.passphrase));
      const message = async (credentials: SshCredentials) =>
        (await errorOf(openConnection(target(server, user.name), credentials))).message;
      expect(await message(key(user.encryptedKey))).toMatch(/encrypted and no passphrase/);
      expect(await message(key(user.encryptedKey, 'wrong'))).toMatch(/passphrase does not open/);
      expect(await message(key(readFileSync(user.publicKeyFile, 'utf8')))).toMatch(/public key/);
      expect(await message(key('no key at all'))).toMatch(/cannot be read/);
      writeFileSync(join(user.home, '.ssh', 'authorized_keys'), '');
      expect(await message(key(user.privateKey))).toMatch(/does not accept this key/);
      writeFileSync(join(user.home, '.ssh', 'authorized_keys'), readFileSync(user.publicKeyFile));
    });

    test('nothing listening, an unknown name, and something else than SSH each have their own sentence', async () => {
      const closed = { port: await freePort(), fingerprint: 'SHA256:x' };
      expect(await errorOf(openConnection(target(closed, 'root'), password()))).toMatchObject({
        code: 'hostUnreachable',
        message: expect.stringContaining('nothing listens on port'),
      });
      const nameless = { ...target(closed, 'root'), address: 'no-such-host.invalid' };
      expect((await errorOf(openConnection(nameless, password()))).message).toMatch(
        /name no-such-host\.invalid is not known/,
      );
      const line = `${'x'.repeat(70)}\r\n`;
      const chatter: Server = createServer((socket) => {
        socket.on('error', () => {});
        const pour = () => {
          while (socket.write(line.repeat(100)));
        };
        socket.on('drain', pour);
        pour();
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => chatter.once('listening', resolve));
      cleanups.push(() => chatter.close());
      const { port } = chatter.address() as { port: number };
      expect((await errorOf(fetchHostKey('127.0.0.1', port))).message).toMatch(/not an SSH server/);
      expect((await errorOf(openConnection(target({ port, fingerprint: 'x' }, 'root'), password()))).message).toMatch(
        /not an SSH server/,
      );
    });

    test('a large banner before the login does no harm', async () => {
      const file = join(user.home, 'banner');
      writeFileSync(file, `${'y'.repeat(99)}\n`.repeat(300));
      const server = await sshd([`Banner ${file}`]);
      const connection = await open(server, user.name, password());
      expect(await connection.run(['echo', 'in'], { root: false })).toBe('in\n');
    });

    test('an account whose shell is nologin is named as such', async () => {
      const locked = makeUser({ shell: '/usr/sbin/nologin' });
      cleanups.push(() => locked.remove());
      const server = await sshd();
      const error = await errorOf(
        openConnection(target(server, locked.name), { authentication: 'password', password: locked.password }),
      );
      expect(error.code).toBe('unauthorized');
      expect(error.message).toMatch(/runs no command for this user: .*not available/);
      expect(error.hint).toMatch(/nologin/);
    });

    test('a connection that breaks in the middle of a command is told as such, and as a loss', async () => {
      const server = await startSshd();
      const connection = await open(server, user.name, password());
      let begun: () => void = () => {};
      const began = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const running = errorOf(
        connection.exec(['sh', '-c', 'echo on; sleep 60'], { root: false, onOutput: () => begun() }),
      );
      await began;
      await server.stop();
      expect(await running).toMatchObject({
        code: 'hostUnreachable',
        message: expect.stringContaining('was lost while sh ran'),
      });
      expect(await connection.lost).toEqual(expect.any(String));
      expect(await errorOf(connection.exec(['true']))).toMatchObject({ code: 'hostUnreachable' });
    });
  },
);
