import { expect, test } from 'vitest';
import type { ConsoleTarget } from '../drivers/driver.ts';
import type { Consoles } from './consoles.ts';
import { ByteViewer, startLine } from './fixtures/byte-viewer.ts';
import { startConsoles } from './fixtures/consoles-set-up.ts';
import { closeCodes } from './viewer-socket.ts';

const target: ConsoleTarget = { driver: 'Simulator', type: 'serial', vmId: 'vm-1', worldPath: '' };

const view = (consoles: Consoles, viewOnly = false) =>
  new ByteViewer(
    consoles.createTicket({ owner: { accountId: 'ana', userId: 'ana' }, target, viewOnly, who: 'ana', title: '' }),
  );

test('viewers share the line; a later one reads what was printed before; a view-only one cannot type', async () => {
  const line = await startLine();
  const consoles = await startConsoles(line.open);
  const first = view(consoles);
  await line.until(() => line.connections === 1);
  await line.print('login: \x1b[1m\xff\x00');
  await first.until((viewer) => viewer.text.length > 0);
  const second = view(consoles, true);
  await second.until((viewer) => viewer.text === first.text);
  second.socket.send(Buffer.from('rm -rf /\n'));
  second.socket.send(Buffer.alloc(0));
  first.socket.send(Buffer.from('root\r'));
  await line.print('done');
  await Promise.all([first, second].map((viewer) => viewer.until(({ text }) => text.endsWith('done'))));
  await line.until(() => line.received.includes('root\r'));
  expect(line.received).toBe('root\r');
  expect(line.connections).toBe(1);
});

test('of endless output a later viewer reads the last 256 KiB from the start of a line', async () => {
  const line = await startLine();
  const consoles = await startConsoles(line.open);
  const first = view(consoles);
  await line.until(() => line.connections === 1);
  const output = Array.from({ length: 20_000 }, (_, index) => `line ${index} of the output of a busy guest\r\n`).join(
    '',
  );
  await line.print(Buffer.from(`${output}end`));
  await first.until((viewer) => viewer.text.endsWith('end'));
  expect(first.text).toBe(`${output}end`);
  const late = view(consoles);
  await late.until((viewer) => viewer.text.endsWith('end'));
  expect(first.text.endsWith(late.text)).toBe(true);
  expect(late.text).toMatch(/^line \d+ of/);
  expect(late.text.length).toBeGreaterThan(255 * 1024);
  expect(late.text.length).toBeLessThanOrEqual(256 * 1024);
});

test('a lone slow viewer misses nothing: the line waits for it', async () => {
  const line = await startLine();
  const consoles = await startConsoles(line.open);
  const slow = view(consoles);
  await line.until(() => line.connections === 1);
  await slow.opened();
  slow.socket.pause();
  const output = Buffer.alloc(24 * 1024 * 1024, '0123456789abcde\n');
  let printed = false;
  const printing = line.print(output).then(() => {
    printed = true;
  });
  // Something of the output is on its way, more than the scrollback holds; the rest must wait in the guest.
  await new Promise((resolve) => setImmediate(resolve));
  expect(printed).toBe(false);
  slow.socket.resume();
  await slow.until((viewer) => viewer.length >= output.length);
  await printing;
  expect(Buffer.concat(slow.bytes).equals(output)).toBe(true);
});

test('a slow viewer beside a quick one is told what it missed, and the quick one misses nothing', async () => {
  const line = await startLine();
  const consoles = await startConsoles(line.open);
  const [slow, quick] = [view(consoles), view(consoles)];
  await Promise.all([slow.opened(), quick.opened()]);
  await line.until(() => line.connections === 1);
  await line.print('ready');
  for (const viewer of [slow, quick]) await viewer.until(({ text }) => text === 'ready');
  slow.socket.pause();
  const output = Buffer.alloc(48 * 1024 * 1024, '0123456789abcde\n');
  await line.print(output);
  await quick.until((viewer) => viewer.length === 5 + output.length);
  slow.socket.resume();
  await line.print('the end');
  await slow.until((viewer) => (viewer.bytes.at(-1)?.toString('latin1') ?? '').endsWith('the end'));
  expect(slow.text).toMatch(/\r\n\[\d+ bytes of output were skipped\]\r\n/);
  expect(slow.length).toBeLessThan(output.length / 2);
});

test('a guest that does not read makes the viewer wait, not the memory grow', async () => {
  const line = await startLine(true);
  const consoles = await startConsoles(line.open);
  const viewer = view(consoles);
  await viewer.opened();
  await line.until(() => line.connections === 1);
  const megabyte = Buffer.alloc(1024 * 1024 - 100, 'x');
  for (let index = 0; index < 64; index += 1) viewer.socket.send(megabyte);
  await line.print('still there');
  await viewer.until(({ text }) => text === 'still there');
  expect(viewer.socket.bufferedAmount).toBeGreaterThan(32 * 1024 * 1024);
});

test('a line that is lost is opened again while someone looks', async () => {
  const line = await startLine();
  const consoles = await startConsoles(line.open);
  const viewer = view(consoles);
  await line.until(() => line.connections === 1);
  await line.print('before ');
  await viewer.until(({ text }) => text === 'before ');
  line.hangUp();
  await line.until(() => line.connections === 2);
  await line.print('after');
  await viewer.until(({ text }) => text === 'before after');
  consoles.closeVirtualMachine('vm-1');
  await viewer.until(({ closed }) => closed !== undefined);
  expect(viewer.closed?.code).toBe(closeCodes.ended);
});
