import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSshPool } from './pool.ts';
import type { SshPool, SshTarget } from './ssh.ts';
import { makeUser, sshdImpossible, startSshd, type TestSshd, type TestUser } from './testing/sshd.ts';

const impossible = sshdImpossible();

describe.skipIf(impossible !== undefined)(
  `the pool on a real sshd${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    const cleanups: (() => unknown)[] = [];
    let user: TestUser;
    beforeAll(() => {
      user = makeUser();
    });
    afterAll(() => user.remove());
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    });

    async function sshd(onPort?: number): Promise<TestSshd> {
      const server = await startSshd([], onPort);
      cleanups.push(() => server.stop());
      return server;
    }
    function pool(password = () => user.password): SshPool {
      const made = createSshPool({ credentials: async () => ({ authentication: 'password', password: password() }) });
      cleanups.push(() => made.close());
      return made;
    }
    const target = (server: TestSshd): SshTarget => ({
      id: 'h1',
      address: '127.0.0.1',
      port: server.port,
      username: user.name,
      hostKeyFingerprint: server.fingerprint,
    });
    const logins = (server: TestSshd) => server.log().match(/Accepted password/g)?.length ?? 0;

    test('callers at the same time share one connection, and it is kept', async () => {
      const server = await sshd();
      const connections = pool();
      const [first, second] = await Promise.all([
        connections.connect(target(server)),
        connections.connect(target(server)),
      ]);
      expect(first).toBe(second);
      expect(await connections.connect(target(server))).toBe(first);
      expect(logins(server)).toBe(1);
    });

    test('a loss is told once, and the next caller gets a new connection to the host that came back', async () => {
      const server = await sshd();
      const connections = pool();
      const losses: string[] = [];
      const lost = new Promise<void>((resolve) => {
        connections.onLost((id) => {
          losses.push(id);
          resolve();
        });
      });
      const first = await connections.connect(target(server));
      await server.stop();
      await lost;
      const back = await sshd(server.port);
      const again = await connections.connect({ ...target(server), hostKeyFingerprint: back.fingerprint });
      expect(again).not.toBe(first);
      expect(await again.run(['echo', 'back'], { root: false })).toBe('back\n');
      expect(losses).toEqual(['h1']);
    });

    test('a refused password is not tried again by itself, only after someone asked for it', async () => {
      const server = await sshd();
      let password = 'wrong';
      const connections = pool(() => password);
      const code = async () =>
        connections.connect(target(server)).then(
          () => 'in',
          (error) => (error as { data: { code: string } }).data.code,
        );
      expect(await code()).toBe('unauthorized');
      password = user.password;
      expect(await code()).toBe('unauthorized');
      expect(server.log().match(/Failed password/g)).toHaveLength(1);
      connections.drop('h1');
      expect(await code()).toBe('in');
    });

    test('closing the pool ends its connections without calling it a loss', async () => {
      const server = await sshd();
      const connections = pool();
      const losses: string[] = [];
      connections.onLost((id) => losses.push(id));
      const connection = await connections.connect(target(server));
      await connections.close();
      expect(losses).toEqual([]);
      await expect(connection.exec(['true'], { root: false })).rejects.toMatchObject({
        data: { code: 'hostUnreachable' },
      });
      await expect(connections.connect(target(server))).rejects.toMatchObject({ data: { code: 'cancelled' } });
    });
  },
);
