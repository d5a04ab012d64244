import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ConsoleTarget } from '../drivers/driver.ts';
import { origin, startConsoles, view } from './fixtures/consoles-set-up.ts';
import { hasQemu, TestQemu } from './fixtures/qemu.ts';
import { RfbClient, rgb565, zlibOnly } from './fixtures/rfb-client.ts';
import { closeCodes } from './viewer-socket.ts';

/** The whole chain in front of a real QEMU. */
const withQemu = test.skipIf(!hasQemu);

const host = {
  id: 'host-1',
  name: 'kvm1',
  address: '127.0.0.1',
  port: 22,
  username: 'root',
  hostKeyFingerprint: '',
  virtualization: 'qemu',
} as const;
const target = (password?: string): ConsoleTarget => ({
  driver: 'KVM',
  type: 'vnc',
  vmId: 'vm-1',
  host,
  ...(password === undefined ? {} : { password }),
});

async function startQemu(password?: string, run = true): Promise<TestQemu> {
  const qemu = new TestQemu(password);
  onTestFinished(() => qemu.remove());
  return qemu.start(run);
}

/** How many pixels are not black. */
const lit = (client: RfbClient) => client.colours.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0) / 3;

/** A full picture of this moment. */
async function picture(client: RfbClient): Promise<Buffer> {
  const { updates } = client;
  client.requestUpdate(false);
  await client.until((seen) => seen.updates > updates);
  return Buffer.from(client.colours.buffer);
}

withQemu('viewers behind the broker see what a client directly at QEMU sees, in 32 and 16 bits', async () => {
  const qemu = await startQemu();
  const consoles = await startConsoles(qemu.openVnc);
  const behind = [view(consoles, { target: target() }), view(consoles, { target: target(), encodings: zlibOnly })];
  const behind16 = view(consoles, { target: target(), format: rgb565 });
  const direct = new RfbClient(await qemu.openVnc());
  const direct16 = new RfbClient(await qemu.openVnc(), { format: rgb565 });
  onTestFinished(() => [direct, direct16].forEach((client) => void client.close()));
  for (const client of [...behind, behind16, direct, direct16]) await client.until((seen) => lit(seen) > 500);
  // The picture stands still with the machine; what was drawn last may be on its way for a while.
  await qemu.qmp('stop');
  const same = async (pair: [RfbClient, RfbClient]) => {
    while (!(await picture(pair[0])).equals(await picture(pair[1]))) await qemu.qmp('query-status');
  };
  for (const viewer of behind) await same([viewer, direct]);
  await same([behind16, direct16]);
  expect(lit(direct)).toBeGreaterThan(500);
});

withQemu('QEMU with a VNC password: the broker knows it, the viewer needs none', async () => {
  const qemu = await startQemu('s3cret-Ω');
  const consoles = await startConsoles(qemu.openVnc);
  await view(consoles, { target: target('s3cret-Ω') }).until((seen) => lit(seen) > 500);
});

withQemu('QEMU with a VNC password that is wrong or missing: the viewer is told', async () => {
  const qemu = await startQemu('right');
  const consoles = await startConsoles(qemu.openVnc);
  const wrong = await view(consoles, { target: target('wrong') }).untilClosed();
  expect(wrong.code).toBe(closeCodes.refused);
  expect(wrong.reason).toMatch(/did not accept the VNC password/);
  const missing = await view(consoles, { target: target() }).untilClosed();
  expect(missing.reason).toMatch(/asks for a VNC password/);
});

withQemu('QEMU is killed and started again: the viewer goes on with the new picture', async () => {
  const qemu = await startQemu();
  const consoles = await startConsoles(qemu.openVnc);
  const viewer = view(consoles, { target: target() });
  await viewer.until((seen) => lit(seen) > 500);
  await qemu.kill();
  await viewer.until((seen) => seen.name.endsWith('(reconnecting)'));
  await qemu.start();
  await viewer.until((seen) => !seen.name.endsWith('(reconnecting)'));
  // A new machine begins with an empty screen and then writes again.
  await viewer.until((seen) => lit(seen) > 500);
  expect(viewer.closed).toBeUndefined();
});

/** Resolves when the line is open. The serial line's text, without the escape sequences by which the BIOS places its characters. */
async function readSerial(qemu: TestQemu): Promise<{ until(pattern: RegExp): Promise<void>; text(): string }> {
  const line = Promise.withResolvers<void>();
  const consoles = await startConsoles(async () => {
    const stream = await qemu.openSerial();
    line.resolve();
    return stream;
  });
  const { port, path } = consoles.createTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target: { ...target(), type: 'serial' },
    viewOnly: false,
    who: 'ana',
    title: '',
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin });
  onTestFinished(() => socket.terminate());
  await line.promise;
  let received = '';
  let check = () => {};
  const text = () => received.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return;
    received += data.toString('latin1');
    check();
  });
  return {
    text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        socket.on('close', (code, reason) => reject(new Error(`${code} ${reason}`)));
        check = () => {
          if (pattern.test(text())) resolve();
        };
        check();
      }),
  };
}

withQemu('a key reaches the guest by its scan code, but not from a view-only viewer', async () => {
  const qemu = await startQemu(undefined, false);
  const serial = await readSerial(qemu);
  await qemu.qmp('cont');
  const consoles = await startConsoles(qemu.openVnc);
  const [typist, watcher] = [
    view(consoles, { target: target() }),
    view(consoles, { target: target(), viewOnly: true }),
  ];
  for (const viewer of [typist, watcher]) await viewer.until((seen) => seen.extendedKeys && lit(seen) > 500);
  await serial.until(/Press ESC for boot menu/);
  watcher.extendedKey(true, 0xff1b, 0x01);
  watcher.extendedKey(false, 0xff1b, 0x01);
  const { updates } = watcher;
  watcher.requestUpdate(false);
  await watcher.until((seen) => seen.updates > updates);
  expect(serial.text()).not.toMatch(/Select boot device/);
  typist.extendedKey(true, 0xff1b, 0x01);
  typist.extendedKey(false, 0xff1b, 0x01);
  await serial.until(/Select boot device/);
});

withQemu('a key reaches the guest by its keysym alone', async () => {
  const qemu = await startQemu(undefined, false);
  const serial = await readSerial(qemu);
  await qemu.qmp('cont');
  const consoles = await startConsoles(qemu.openVnc);
  const typist = view(consoles, { target: target() });
  await typist.until((seen) => lit(seen) > 500);
  await serial.until(/Press ESC for boot menu/);
  typist.key(true, 0xff1b);
  typist.key(false, 0xff1b);
  await serial.until(/Select boot device/);
});
