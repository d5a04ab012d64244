import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serverFormat } from './console/pixel-format.ts';
import { consoleWorld, ended, host, vm } from './testing/console-world.ts';
import { connectRfb } from './testing/rfb-client.ts';

const world = consoleWorld();

describe('screen', () => {
  test('greets as a text mode with the boot text and a login prompt', async () => {
    const client = await world.screen();
    expect([client.width, client.height]).toEqual([720, 400]);
    expect(client.name).toBe(vm.instanceName);
    const text = client.text();
    expect(text).toContain('Practice BIOS');
    expect(text).toContain('Started the SSH server');
    expect(text.split('\n').at(-1)).toBe('web-01 login:');
  });

  test('typed keys change pixels at the prompt, and nowhere else', async () => {
    const client = await world.screen();
    const before = client.pixels.slice();
    const promptRow = client.text().split('\n').length - 1;
    client.type('a');
    await client.update(true);
    const changed = [...client.pixels.keys()].filter((at) => client.pixels[at] !== before[at]);
    const rows = new Set(changed.map((at) => Math.floor(at / client.width / 16)));
    const columns = new Set(changed.map((at) => Math.floor((at % client.width) / 9)));
    expect([...rows]).toEqual([promptRow]);
    // The letter, and the cursor that moved on.
    expect([...columns].sort((a, b) => a - b)).toEqual([14, 15]);
    expect(client.rectangles).toEqual([[14 * 9, promptRow * 16, 18, 16, 0]]);
    expect(client.text()).toMatch(/web-01 login: a$/);
  });

  test('a shell answers: help, names, addresses, uptime; backspace and line editing work', async () => {
    const client = await world.screen();
    client.type('ana\n');
    await client.waitForText(/ana@web-01:~\$$/);
    client.type('ipx\b\n');
    expect(await client.waitForText(/10\.20\.0\.101\n.*\$$/)).toContain(vm.nics[0]?.mac);
    client.type('hostname\n');
    await client.waitForText(/\$ hostname\nweb-01\n/);
    world.simulator.setClock({ advance: 3_723_000 });
    client.type('uptime\n');
    await client.waitForText(/up 01:02:03\n/);
    client.type('nonsense');
    client.key(0xffe3, true);
    client.type('u');
    client.key(0xffe3, false);
    client.type('echo Done.\n');
    await client.waitForText(/\$ echo Done\.\nDone\.\n/);
    client.type('frobnicate\n');
    await client.waitForText(/frobnicate: command not found/);
    client.type('clear\n');
    expect(await client.waitForText(/^ana@web-01:~\$$/)).toBe('ana@web-01:~$');
  });

  test.each([
    ['32 bits, big-endian', { ...serverFormat, bigEndian: true }],
    [
      '16 bits',
      {
        ...serverFormat,
        bitsPerPixel: 16,
        redMaximum: 31,
        greenMaximum: 63,
        blueMaximum: 31,
        redShift: 11,
        greenShift: 5,
      },
    ],
    [
      '16 bits, big-endian',
      {
        ...serverFormat,
        bitsPerPixel: 16,
        bigEndian: true,
        redMaximum: 31,
        greenMaximum: 63,
        blueMaximum: 31,
        redShift: 11,
        greenShift: 5,
      },
    ],
    [
      '8 bits',
      {
        ...serverFormat,
        bitsPerPixel: 8,
        redMaximum: 7,
        greenMaximum: 7,
        blueMaximum: 3,
        redShift: 0,
        greenShift: 3,
        blueShift: 6,
      },
    ],
  ] as const)('is the same picture in %s', async (_name, format) => {
    const client = await world.screen();
    const [text, whole] = [client.text(), client.pixels.slice()];
    client.setPixelFormat(format);
    await client.update(false);
    expect(client.text()).toBe(text);
    const share = (value: number, shift: number, maximum: number) =>
      Math.floor((((value >> shift) & 255) * (maximum + 1)) / 256);
    const expected = whole.map(
      (value) =>
        (share(value, 16, format.redMaximum) << format.redShift) |
        (share(value, 8, format.greenMaximum) << format.greenShift) |
        (share(value, 0, format.blueMaximum) << format.blueShift),
    );
    expect(client.pixels).toEqual(expected);
  });

  test('the dark background has no colour of its own in 256 colours', async () => {
    const client = await world.screen();
    client.setPixelFormat({
      ...serverFormat,
      bitsPerPixel: 8,
      redMaximum: 7,
      greenMaximum: 7,
      blueMaximum: 3,
      redShift: 5,
      greenShift: 2,
      blueShift: 0,
    });
    await client.update(false);
    const dark = [...client.pixels].filter((value) => value === 0).length;
    expect(dark).toBeGreaterThan(client.pixels.length / 2);
  });

  test('a colour map is sent to a client that wants one', async () => {
    const client = await world.screen();
    const [text, background] = [client.text(), client.pixels[0] as number];
    client.setPixelFormat({ ...serverFormat, bitsPerPixel: 8, trueColour: false });
    await client.update(false);
    expect(client.text()).toBe(text);
    expect(client.colourMap[client.pixels[0] as number]).toBe(background);
  });

  test('a new size is told to who understands it, and cut to fit for who does not', async () => {
    const [modern, old] = [await world.screen(), await world.screen()];
    modern.setEncodings(0, -223);
    old.setEncodings(0);
    old.type('ana\nmode 100x37\n');
    await modern.waitForText(/^ana@web-01:~\$$/);
    await modern.update(false);
    expect([modern.width, modern.height]).toEqual([900, 592]);
    await old.waitForText(/^ana@web-01:~\$$/);
    expect([old.width, old.height]).toEqual([720, 400]);
  });

  test('an idle screen sends nothing, however often it is asked', async () => {
    const pipe = await world.open('vnc');
    const client = await connectRfb(pipe);
    await client.update(false);
    let bytes = 0;
    pipe.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    const ask = Buffer.from([3, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    for (let round = 0; round < 50; round++) {
      pipe.write(ask);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bytes).toBe(0);
  });

  test('a reader that stalls costs one frame of memory, however much it asks for', async () => {
    const pipe = await world.open('vnc');
    const client = await connectRfb(pipe);
    await client.update(false);
    const ask = Buffer.from([3, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    for (let round = 0; round < 50; round++) {
      pipe.write(ask);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(pipe.readableLength).toBeGreaterThan(0);
    expect(pipe.readableLength).toBeLessThan(2 * 720 * 400 * 4 + 1000);
  });

  test('viewers share one screen', async () => {
    const [first, second] = [await world.screen(), await world.screen()];
    first.type('ana');
    await second.waitForText(/login: ana$/);
  });

  test('a viewer that comes back finds the screen as it was', async () => {
    const pipe = await world.open('vnc');
    const first = await connectRfb(pipe);
    await first.update(false);
    first.type('ana\n');
    await first.waitForText(/\$$/);
    pipe.destroy();
    expect((await world.screen()).text()).toMatch(/ana@web-01:~\$$/);
  });

  test('a guest boots line by line when time runs', async () => {
    const client = await world.screen();
    world.simulator.setClock({ mode: 'automatic' });
    await world.simulator.rebootDomain(host, vm.id);
    const seen = await client.waitForText(/Practice BIOS(?!.*login:)/s);
    expect(seen).not.toContain('login:');
    await client.waitForText(/web-01 login:$/);
  });
});

describe('hostile clients', () => {
  const handshake = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1])]);

  test.each([
    ['no RFB at all', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a security type not offered', Buffer.from('RFB 003.008\n\x02')],
    ['an unknown message', Buffer.concat([handshake, Buffer.from([250])])],
    ['a million encodings', Buffer.concat([handshake, Buffer.from([2, 0, 0xff, 0xff])])],
    ['four gigabytes of clipboard', Buffer.concat([handshake, Buffer.from([6, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])])],
    ['a pixel format of 7 bits', Buffer.concat([handshake, Buffer.alloc(4), Buffer.from([7]), Buffer.alloc(15, 1)])],
  ])('%s ends the connection and nothing else', async (_name, bytes) => {
    const pipe = await world.open('vnc');
    pipe.write(bytes);
    await ended(pipe);
    expect((await world.screen()).text()).toMatch(/login:$/);
  });

  test('any bytes in any pieces leave the guest and the next viewer well', async () => {
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ minLength: 7, maxLength: 7 }).map((bytes) => Uint8Array.of(4, ...bytes)),
      fc.uint8Array({ minLength: 9, maxLength: 9 }).map((bytes) => Uint8Array.of(3, ...bytes)),
      fc.uint8Array({ minLength: 19, maxLength: 19 }).map((bytes) => Uint8Array.of(0, ...bytes)),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Uint8Array.of(6, 0, 0, 0, 0, 0, 0, bytes.length, ...bytes)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { maxLength: 30 }),
        fc.integer({ min: 1, max: 50 }),
        async (messages, piece) => {
          const pipe = await world.open('vnc');
          const failed: Error[] = [];
          pipe.on('error', (error) => failed.push(error)).resume();
          const bytes = Buffer.concat([handshake, ...messages]);
          for (let at = 0; at < bytes.length && !pipe.destroyed; at += piece)
            pipe.write(bytes.subarray(at, at + piece));
          await new Promise((resolve) => setImmediate(resolve));
          pipe.destroy();
          expect(failed).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    const client = await world.screen();
    for (const keysym of [0xffe3, 0xffe9, 0xffff]) client.key(keysym, true);
    await client.waitForText(/login:$/);
  });
});
