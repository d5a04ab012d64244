import { describe, expect, onTestFinished, test } from 'vitest';
import { openConnection } from './connection.ts';
import { printedBy } from './testing/printed-by.ts';
import { makeUser, sshdImpossible, startSshd } from './testing/sshd.ts';

const impossible = sshdImpossible();

async function connect(configuration: string[] = []) {
  const user = makeUser();
  onTestFinished(() => user.remove());
  const sshd = await startSshd(configuration);
  onTestFinished(() => sshd.stop());
  const connection = await openConnection(
    { id: 'h1', address: '127.0.0.1', port: sshd.port, username: user.name, hostKeyFingerprint: sshd.fingerprint },
    { authentication: 'password', password: user.password },
  );
  onTestFinished(() => connection.close());
  return { connection, user, sshd };
}

const size = { columns: 100, rows: 30 };

describe.skipIf(impossible !== undefined)(
  `a shell by a real sshd${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    test('the login shell runs on a terminal of its size, follows it, and says how it ended', async () => {
      const { connection, user } = await connect();
      const shell = await connection.shell(size);
      const printed = printedBy(shell.stream);
      shell.stream.write('echo "[$TERM $(id -un) $(stty size)]"\n');
      await printed(new RegExp(`\\[xterm-256color ${user.name} 30 100\\]`));
      shell.resize({ columns: 132, rows: 50 });
      shell.stream.write('echo "[$(stty size)]"\n');
      await printed(/\[50 132\]/);
      shell.stream.write('exit 3\n');
      expect(await shell.ended).toEqual({ code: 3 });
    });

    test('a shell that is destroyed while it floods ends on the host, and its session is free again', async () => {
      const { connection } = await connect(['MaxSessions 1']);
      const shell = await connection.shell(size);
      const printed = printedBy(shell.stream);
      shell.stream.write('echo "[$$]"; yes\n');
      const pid = /\[(\d+)\]/.exec(await printed(/\[\d+\]\s+y\s/))?.[1] ?? '';
      shell.stream.pause();
      shell.stream.resume();
      shell.stream.destroy();
      await shell.ended;
      // The only session is free for the next, which sees that the shell has gone.
      const gone = await connection.exec(['sh', '-c', `while kill -0 ${pid}; do sleep 0.05; done 2>/dev/null`], {
        root: false,
      });
      expect(gone.code).toBe(0);
    });

    test('a host that gives no terminal is named as such, and a lost connection ends the shell without a status', async () => {
      const without = await connect(['PermitTTY no']);
      await expect(without.connection.shell(size)).rejects.toMatchObject({
        data: {
          code: 'unauthorized',
          message: expect.stringContaining('gives'),
          hint: expect.stringContaining('PermitTTY'),
        },
      });
      const { connection, sshd } = await connect();
      const shell = await connection.shell(size);
      const printed = printedBy(shell.stream);
      shell.stream.write('echo "[$((40 + 2))]"\n');
      await printed(/\[42\]/);
      await sshd.stop();
      expect(await shell.ended).toEqual({});
    });
  },
);
