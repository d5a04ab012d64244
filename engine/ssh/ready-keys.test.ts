import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import ssh2 from 'ssh2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readyKeys } from './ready-keys.ts';
import { makeUser, sshdImpossible, startSshd } from './testing/sshd.ts';
import { algorithms, dial, readWithoutCopies } from './transport.ts';

const impossible = sshdImpossible();

describe.skipIf(impossible !== undefined)(`session keys${impossible ? ` (skipped: ${impossible})` : ''}`, () => {
  test.each(algorithms.cipher as string[])(
    'with %s, bytes go both ways unharmed through several key exchanges',
    async (cipher) => {
      const server = await startSshd([`Ciphers ${cipher}`, 'RekeyLimit 1M']);
      onTestFinished(() => server.stop());
      const user = makeUser();
      onTestFinished(() => user.remove());
      const echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
      onTestFinished(() => void echo.close());
      await once(echo, 'listening');

      const client = new ssh2.Client();
      onTestFinished(() => void client.end());
      readyKeys(client);
      let exchanges = 0;
      client.on('handshake', () => {
        exchanges += 1;
      });
      const sock = await dial({ address: '127.0.0.1', port: server.port });
      readWithoutCopies(sock, client);
      client.connect({ sock, username: user.name, privateKey: user.privateKey, algorithms });
      await once(client, 'ready');
      const { port } = echo.address() as AddressInfo;
      const channel = await new Promise<ssh2.ClientChannel>((resolve, reject) =>
        client.forwardOut('127.0.0.1', 0, '127.0.0.1', port, (error, opened) =>
          error === undefined ? resolve(opened) : reject(error),
        ),
      );
      const sent = randomBytes(8 * 1024 * 1024);
      channel.end(sent);
      expect((await buffer(channel)).equals(sent)).toBe(true);
      expect(exchanges).toBeGreaterThan(3);

      // Slow keys would be seen by nobody: what ssh2 keeps where is its own affair, and an update may move it.
      const { _cipher: outward, _decipher: inward } = Reflect.get(client, '_protocol');
      const keys = [outward._encKey ?? outward._macKey, inward._decipherKey ?? inward._macKey];
      if (!cipher.startsWith('chacha20'))
        expect(keys).toEqual([
          expect.objectContaining({ type: 'secret' }),
          expect.objectContaining({ type: 'secret' }),
        ]);
    },
  );
});
