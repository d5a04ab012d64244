import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ProtocolError } from './byte-reader.ts';
import { DirtyTiles } from './dirty-tiles.ts';
import { Framebuffer } from './framebuffer.ts';
import { clientMessages } from './rfb-client-messages.ts';
import { clientHandshake } from './rfb-handshake.ts';
import type { Rectangle } from './rfb-protocol.ts';
import { type ServerMessageSink, serverMessage } from './rfb-server-messages.ts';

const challenge = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const init = Buffer.alloc(24 + 3);
init.writeUInt16BE(640, 0);
init.writeUInt16BE(480, 2);
init.writeUInt32BE(3, 20);

/** What the client answers, and the size it learns, from a server that says these bytes in pieces of this size. */
function handshake(bytes: Buffer, password: string | undefined, piece: number) {
  const sent: Buffer[] = [];
  let size: { width: number; height: number } | undefined;
  const reader = new ByteReader(
    (function* () {
      size = yield* clientHandshake((answer) => sent.push(answer), password);
    })(),
    65_536,
  );
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  return { sent: Buffer.concat(sent), size };
}

/** The answer that RFC 6143 demands, by another implementation of DES: three equal keys of triple DES are single DES. */
function response(password: string): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password).copy(key);
  for (const [index, byte] of key.entries())
    key[index] = Number.parseInt([...byte.toString(2).padStart(8, '0')].reverse().join(''), 2);
  const encrypt = (block: Buffer) =>
    createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), Buffer.alloc(8))
      .setAutoPadding(false)
      .update(block);
  return Buffer.concat([encrypt(challenge.subarray(0, 8)), encrypt(challenge.subarray(8))]);
}

const text = (value: string) => Buffer.from(value, 'latin1');
const result = Buffer.alloc(4);

describe.for([1, 7, 1000])('the handshake in pieces of %i bytes', (piece) => {
  test.for([
    ['3.8 without password', 'RFB 003.008\n', [Buffer.from([1, 1]), result], undefined, 'RFB 003.008\n\x01\x01'],
    ['3.7 without password', 'RFB 003.007\n', [Buffer.from([2, 16, 1])], undefined, 'RFB 003.007\n\x01\x01'],
    ['3.3 without password', 'RFB 003.003\n', [Buffer.from([0, 0, 0, 1])], undefined, 'RFB 003.003\n\x01'],
    ['3.5, which is met as 3.3', 'RFB 003.005\n', [Buffer.from([0, 0, 0, 1])], undefined, 'RFB 003.003\n\x01'],
    ['Apple’s 3.889', 'RFB 003.889\n', [Buffer.from([1, 1]), result], undefined, 'RFB 003.008\n\x01\x01'],
    ['4.1', 'RFB 004.001\n', [Buffer.from([1, 1]), result], undefined, 'RFB 003.008\n\x01\x01'],
    ['a password that is not asked for', 'RFB 003.008\n', [Buffer.from([1, 1]), result], 'pw', 'RFB 003.008\n\x01\x01'],
  ] as const)('%s', ([, greeting, security, password, answer]) => {
    const { sent, size } = handshake(Buffer.concat([text(greeting), ...security, init]), password, piece);
    expect(size).toEqual({ width: 640, height: 480 });
    expect(sent.toString('latin1')).toBe(answer);
  });

  test.for([
    ['3.8', 'RFB 003.008\n', Buffer.from([2, 1, 2]), '\x02'],
    ['3.7', 'RFB 003.007\n', Buffer.from([1, 2]), '\x02'],
    ['3.3', 'RFB 003.003\n', Buffer.from([0, 0, 0, 2]), ''],
  ] as const)('%s with a password, which is taken before none', ([, greeting, security, choice]) => {
    const server = Buffer.concat([text(greeting), security, challenge, result, init]);
    const { sent, size } = handshake(server, 'geheim', piece);
    expect(size).toEqual({ width: 640, height: 480 });
    expect(sent).toEqual(Buffer.concat([text(greeting), text(choice), response('geheim'), Buffer.from([1])]));
  });
});

function sink(width: number, height: number): ServerMessageSink & { rows: number } {
  return {
    width,
    height,
    rows: 0,
    resize(newWidth, newHeight) {
      Object.assign(this, { width: newWidth, height: newHeight });
    },
    writeRow(x, y, pixels) {
      if (x + pixels.length / 4 > this.width || y >= this.height) throw new Error('drawn outside');
      this.rows += 1;
    },
    copy() {},
    changed() {},
    cursor() {},
    ledState() {},
    extendedKeysSupported() {},
    bell() {},
    cutText() {},
  };
}

test('whatever a server sends, the parser holds back little and fails with a sentence of ours or not at all', () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // Heads of real rectangles, so that what follows is taken for pixels, cursors and sizes.
    fc.tuple(fc.nat(70), fc.nat(70), fc.constantFrom(0, 1, -239, -223, -258, -261)).map(([width, height, encoding]) => {
      const head = Buffer.alloc(16);
      head.writeUInt16BE(1, 2);
      head.writeUInt16BE(width, 8);
      head.writeUInt16BE(height, 10);
      head.writeInt32BE(encoding, 12);
      return head;
    }),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 20 }), (chunks) => {
      const screen = sink(64, 64);
      const reader = new ByteReader(
        (function* () {
          for (;;) yield* serverMessage(screen);
        })(),
        1024 * 1024,
      );
      try {
        for (const bytes of chunks) reader.push(Buffer.from(bytes));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
      }
      expect(reader.pending).toBeLessThan(1024 * 1024);
    }),
    { numRuns: 500 },
  );
});

test('whatever a viewer sends, its parser fails with a sentence of ours or not at all', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
      const reader = new ByteReader(
        clientMessages(() => {}),
        512 * 1024,
      );
      try {
        for (const bytes of chunks) reader.push(Buffer.from(bytes));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test('a copy within the screen may overlap itself in every direction', () => {
  const size = 8;
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [2, 1],
    [-1, -2],
    [1, -1],
    [0, 0],
  ] as const) {
    const screen = new Framebuffer(size, size);
    const whole = { x: 0, y: 0, width: size, height: size };
    for (let y = 0; y < size; y += 1)
      screen.writeRow(0, y, Buffer.from(Array.from({ length: size }, (_, x) => [x, y, x * y, 0]).flat()));
    const before = screen.read(whole);
    screen.copy(2, 2, { x: 2 + dx, y: 2 + dy, width: 4, height: 4 });
    const after = screen.read(whole);
    for (let y = 0; y < size; y += 1)
      for (let x = 0; x < size; x += 1) {
        const inside = x >= 2 + dx && x < 6 + dx && y >= 2 + dy && y < 6 + dy;
        const from = inside ? ((y - dy) * size + x - dx) * 4 : (y * size + x) * 4;
        expect(after.readUInt32LE((y * size + x) * 4)).toBe(before.readUInt32LE(from));
      }
  }
});

test('what is marked dirty is taken once, all of it, in pieces of the size asked for', () => {
  const [width, height] = [1000, 700];
  const area = fc.record({
    x: fc.nat(1100),
    y: fc.nat(800),
    width: fc.nat(600),
    height: fc.nat(600),
  });
  fc.assert(
    fc.property(fc.array(area, { maxLength: 6 }), fc.integer({ min: 1, max: 400_000 }), (areas, maximum) => {
      const dirty = new DirtyTiles(width, height);
      for (const each of areas) dirty.add(each);
      const taken: Rectangle[] = [];
      for (let part = dirty.take({ x: 0, y: 0, width, height }, maximum); part.length > 0; ) {
        const pixels = part.reduce((sum, each) => sum + each.width * each.height, 0);
        // One row of tiles is the least that a piece may be.
        expect(pixels).toBeLessThanOrEqual(Math.max(maximum, width * 32));
        taken.push(...part);
        part = dirty.take({ x: 0, y: 0, width, height }, maximum);
      }
      expect(dirty.isEmpty).toBe(true);
      const tiles = new Map<string, number>();
      for (const each of taken) {
        expect(each.x + each.width).toBeLessThanOrEqual(width);
        expect(each.y + each.height).toBeLessThanOrEqual(height);
        for (let y = each.y; y < each.y + each.height; y += 32)
          for (let x = each.x; x < each.x + each.width; x += 32)
            tiles.set(`${x / 32} ${y / 32}`, (tiles.get(`${x / 32} ${y / 32}`) ?? 0) + 1);
      }
      const wanted = new Set<string>();
      for (const each of areas)
        for (let y = each.y; y < Math.min(each.y + each.height, height); y += 1)
          for (let x = each.x; x < Math.min(each.x + each.width, width); x += 1) wanted.add(`${x >> 5} ${y >> 5}`);
      expect(new Set(tiles.keys())).toEqual(wanted);
      expect([...tiles.values()].every((count) => count === 1)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
