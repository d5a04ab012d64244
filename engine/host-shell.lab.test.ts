import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fingerprintOf, type HostSystem, type Lab, labOrReason } from '../e2e/lab/lab.ts';
import type { HostCredentials, HostTarget } from './drivers/driver.ts';
import { createConsoleOpener } from './drivers/kvm/console-opener.ts';
import { createKvmDriver } from './drivers/kvm/kvm.ts';
import { printedBy } from './ssh/testing/printed-by.ts';

/**
 * Shells on real hosts by their own sshd, as the console worker opens them. Runs only inside the lab's network, in seconds:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --prepared
 *     e2e/lab/lab run -- npx vitest run engine/host-shell.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const minute = 60_000;
const size = { columns: 100, rows: 30 };

describe.skipIf(impossible !== undefined)(`shells on real hosts (skipped: ${impossible ?? 'no'})`, () => {
  function loginOf(os: HostSystem, login: 'root' | 'ops'): { target: HostTarget; credentials: HostCredentials } {
    const host = lab.hosts.find((each) => each.os === os);
    if (host === undefined) throw new Error(`the lab has no host with ${os}`);
    return {
      target: {
        id: `${host.name} ${login}`,
        name: host.name,
        address: host.address,
        port: host.port,
        username: login,
        hostKeyFingerprint: fingerprintOf(host),
        virtualization: 'qemu',
      },
      credentials:
        login === 'root'
          ? { authentication: 'key', privateKey: readFileSync(host.privateKeyPath, 'utf8') }
          : { authentication: 'password', password: host.sudo.password },
    };
  }

  /** Shells of one login by the driver's own ways: a target from the engine's side, an opener from the console worker's. */
  async function shellsOf(os: HostSystem, login: 'root' | 'ops') {
    const { target, credentials } = loginOf(os, login);
    const driver = createKvmDriver({ credentials: async () => credentials });
    const opener = createConsoleOpener((hostId) => (hostId === target.id ? credentials : undefined));
    onTestFinished(async () => {
      await opener.close();
      await driver.close();
    });
    return async () => await opener.openShell(await driver.shellTarget(target), size);
  }

  test.each([
    ['debian', 'root'],
    ['debian', 'ops'],
    ['centos', 'root'],
  ] as const)(
    '%s as %s: a login shell on a terminal that follows its size, and its exit status',
    {
      timeout: minute,
    },
    async (os, login) => {
      const shell = await (await shellsOf(os, login))();
      const printed = printedBy(shell.stream);
      shell.stream.write('echo "[$(id -un) $TERM $(stty size)]"\n');
      await printed(new RegExp(`\\[${login} xterm-256color 30 100\\]`));
      shell.resize({ columns: 132, rows: 50 });
      shell.stream.write('echo "[$(stty size)]"\n');
      await printed(/\[50 132\]/);
      shell.stream.write('exit 7\n');
      expect(await shell.ended).toEqual({ code: 7 });
    },
  );

  test('four shells share one connection; one whose reader stalls holds up no other, and ends when it is closed', {
    timeout: minute,
  }, async () => {
    const open = await shellsOf('debian', 'root');
    const [flooding, other] = [await open(), await open(), await open(), await open()];
    if (flooding === undefined || other === undefined) throw new Error('no shells');
    const printed = printedBy(other.stream);
    const flood = printedBy(flooding.stream);
    flooding.stream.write('echo "[$$]"; yes benchtop-flood\n');
    const pid = /\[(\d+)\]/.exec(await flood(/\[\d+\]\s+benchtop-flood/))?.[1] ?? '';
    flooding.stream.pause();
    other.stream.write('echo "[still $((40 + 2))]"\n');
    await printed(/\[still 42\]/);
    flooding.stream.resume();
    flooding.stream.destroy();
    await flooding.ended;
    other.stream.write(`while kill -0 ${pid} 2>/dev/null; do sleep 0.1; done; echo "[gone $((40 + 2))]"\n`);
    await printed(/\[gone 42\]/);
  });
});
