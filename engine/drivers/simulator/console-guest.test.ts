import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { HostEvent } from '../driver.ts';
import { consoleWorld, ended, host, vm } from './testing/console-world.ts';
import { connectRfb } from './testing/rfb-client.ts';

const world = consoleWorld();

describe('power', () => {
  const told = (wanted: HostEvent & { type: 'power' }) =>
    new Promise<void>((resolve) => {
      world.simulator.onHostEvent((event) => {
        if (JSON.stringify(event) === JSON.stringify(wanted)) resolve();
      });
    });

  test('poweroff in the guest is an outside power change, and ends the connection', async () => {
    const client = await world.screen();
    const event = told({
      type: 'power',
      hostId: host.id,
      vmId: vm.id,
      power: 'PowerOff',
      reason: 'shut off (shut down)',
    });
    client.type('ana\npoweroff\n');
    await event;
    await expect(client.waitForText(/never shown/)).rejects.toThrow('ended the connection');
    expect(await world.simulator.listPower(host)).toEqual([
      { vmId: vm.id, power: 'PowerOff', reason: 'shut off (shut down)' },
    ]);
  });

  test('it is so from another thread as well, where consoles live', async () => {
    const event = told({
      type: 'power',
      hostId: host.id,
      vmId: vm.id,
      power: 'PowerOff',
      reason: 'shut off (shut down)',
    });
    const target = await world.simulator.consoleTarget(host, vm.id, 'serial');
    const thread = new Worker(new URL('./testing/console-thread.ts', import.meta.url), {
      workerData: { target, typed: 'ana\rpoweroff\r' },
    });
    const over = once(thread, 'exit');
    await event;
    expect((await over)[0]).toBe(0);
  });

  test('what the engine does reaches consoles in another thread', async () => {
    const target = await world.simulator.consoleTarget(host, vm.id, 'serial');
    const thread = new Worker(new URL('./testing/console-thread.ts', import.meta.url), {
      workerData: { target, typed: '' },
    });
    const over = once(thread, 'exit');
    await once(thread, 'message');
    await world.simulator.destroyDomain(host, vm.id);
    expect((await over)[0]).toBe(0);
  });

  test('reboot in the guest, and Ctrl+Alt+Del, leave it on with a fresh screen', async () => {
    const client = await world.screen();
    const event = told({ type: 'power', hostId: host.id, vmId: vm.id, power: 'PowerOn', reason: 'running (rebooted)' });
    client.type('ana\n');
    await client.waitForText(/\$$/);
    client.type('reboot\n');
    await event;
    await client.waitForText(/^(?!.*ana).*web-01 login:$/s);
    client.type('bo');
    await client.waitForText(/login: bo$/);
    for (const keysym of [0xffe3, 0xffe9, 0xffff]) client.key(keysym, true);
    await client.waitForText(/login:$/);
  });

  test('a domain that is cut off lets its viewers go', async () => {
    const pipes = [await world.open('vnc'), await world.open('serial')];
    await world.simulator.destroyDomain(host, vm.id);
    await Promise.all(pipes.map(ended));
  });

  test('a domain that is off has no console', async () => {
    const target = await world.simulator.consoleTarget(host, vm.id, 'vnc');
    await world.simulator.destroyDomain(host, vm.id);
    await expect(world.opener.open(target)).rejects.toThrow('not running');
  });

  test('a paused guest does not read its keyboard', async () => {
    const client = await world.screen();
    world.simulator.outside.pauseDomain(host.id, vm.id);
    client.type('lost');
    // The pipe keeps order: once a later message was handled, so were the keys.
    await client.update(false);
    expect(client.text()).toMatch(/login:$/);
    world.simulator.outside.resumeDomain(host.id, vm.id);
    client.type('kept');
    await client.waitForText(/login: kept$/);
  });
});

describe('serial line', () => {
  /** Reads until the text fits. */
  async function readUntil(pipe: Duplex, pattern: RegExp): Promise<string> {
    let text = '';
    for await (const chunk of pipe.iterator({ destroyOnReturn: false })) {
      text += (chunk as Buffer).toString('latin1');
      if (pattern.test(text)) return text;
    }
    throw new Error(`the line ended after ${text}`);
  }

  test('is a shell of its own, in plain bytes', async () => {
    const pipe = await world.open('serial');
    expect(await readUntil(pipe, /login: $/)).toContain('web-01 ttyS0\r\n');
    pipe.write('ana\r\nhost\x1b[Aname\x7fe\r');
    expect(await readUntil(pipe, /hostname\x08 \x08e\r\nweb-01\r\n.*\$ $/s)).toBeTruthy();
    expect((await world.screen()).text()).toMatch(/web-01 login:$/);
  });

  test('shows a second viewer what was there, and one who does not read costs little', async () => {
    const [stalled, reader] = [await world.open('serial'), await world.open('serial')];
    expect(await readUntil(reader, /login: $/)).toContain('Started the SSH server');
    reader.write('ana\r');
    await readUntil(reader, /\$ $/);
    for (let round = 0; round < 300; round++) {
      reader.write(`echo ${'x'.repeat(240)}\r`);
      await readUntil(reader, /\$ $/);
    }
    expect(stalled.readableLength).toBeLessThan(100_000);
  });

  test('names with control sequences do nothing to the terminal', async () => {
    await world.simulator.ensureDomain(host, { ...vm, guestOs: 'Evil\x1b]0;title\x07\x1b[2J OS' });
    const text = await readUntil(await world.open('serial'), /login: $/);
    expect(text).toContain('Evil]0;title[2J OS');
    expect(text.replace('\x1b[2J\x1b[H', '')).not.toContain('\x1b');
  });
});

describe('keyboard', () => {
  /** Sends scan codes as QEMU's extended key events: `2a+1e` is Shift and the key of an American A. */
  function strike(pipe: Duplex, strokes: string): void {
    const send = (down: boolean, scanCode: number) => {
      const message = Buffer.alloc(12);
      message[0] = 255;
      message.writeUInt16BE(down ? 1 : 0, 2);
      message.writeUInt32BE(1, 4);
      message.writeUInt32BE(scanCode, 8);
      pipe.write(message);
    };
    for (const stroke of strokes.split(' ')) {
      const codes = stroke.split('+').map((code) => Number.parseInt(code, 16));
      for (const code of codes) send(true, code);
      for (const code of codes.reverse()) send(false, code);
    }
  }

  test.each([
    ['us', '1e 2a+3 15 2b', 'a@y\\'],
    ['de', '1e b8+10 15 2a+8 29 12 29 39', 'a@z/ê^'],
    ['fr', '10 2a+2 3 1a 12 b8+4', 'a1éê#'],
    ['es', '27 28 1e b8+5', 'ñá~'],
    ['gb', '2b 2a+4 56', '#£\\'],
    ['jp', '73 2a+73 2a+7d 1a', '\\_|@'],
  ])('writes what the layout of the guest says: %s', async (layout, strokes, expected) => {
    const pipe = await world.open('vnc');
    const client = await connectRfb(pipe);
    await client.update(false);
    client.type(`ana\nloadkeys ${layout}\n`);
    await client.waitForText(/loadkeys \w+\n.*\$$/);
    client.type('cat > words\n');
    await client.waitForText(/cat > words$/);
    strike(pipe, strokes);
    strike(pipe, '1c 1d+20');
    await client.waitForText(/\$$/);
    const serial = await world.open('serial');
    serial.write('ana\rcat words\r');
    let text = '';
    for await (const chunk of serial.iterator({ destroyOnReturn: false })) {
      text += (chunk as Buffer).toString('utf8');
      if (/cat words\r\n.*\r\n.*\$ $/s.test(text)) break;
    }
    expect(text.split('cat words\r\n')[1]?.split('\r\n')[0]).toBe(expected);
  });
});
