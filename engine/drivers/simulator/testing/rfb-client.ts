import type { Duplex } from 'node:stream';
import { cellHeight, cellWidth, firstCode, glyphs, lastCode } from '../console/font.ts';
import { encodePixelFormat, type PixelFormat, serverFormat } from '../console/pixel-format.ts';
import { cursorLines } from '../console/text-screen.ts';

/** A small RFB client for tests, written from RFC 6143 alone: shares no code with the server but the format's encoding and the font. */
export interface RfbTestClient {
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** Raw pixel values as the client's format has them. */
  readonly pixels: Uint32Array;
  /** Rectangles of the last update: x, y, width, height, encoding. */
  readonly rectangles: number[][];
  /** Entries of the colour map, 0xRRGGBB. */
  readonly colourMap: number[];
  /** Asks for an update and takes it. */
  update(incremental: boolean): Promise<void>;
  /** Takes updates until the screen's text fits; fails only by the test's own deadline. */
  waitForText(pattern: RegExp): Promise<string>;
  type(text: string): void;
  key(keysym: number, down: boolean): void;
  setPixelFormat(format: PixelFormat): void;
  setEncodings(...encodings: number[]): void;
  /** What a reader of the screen sees, by the shapes of the glyphs. */
  text(): string;
}

const keysyms: Record<string, number> = { '\n': 0xff0d, '\b': 0xff08 };

/** Connects, shakes hands and reads the server's greeting. */
export async function connectRfb(pipe: Duplex): Promise<RfbTestClient> {
  let buffered: Buffer = Buffer.alloc(0);
  const chunks = pipe[Symbol.asyncIterator]();
  async function take(count: number): Promise<Buffer> {
    while (buffered.length < count) {
      const next = await chunks.next();
      if (next.done) throw new Error('the server ended the connection');
      buffered = Buffer.concat([buffered, next.value as Buffer]);
    }
    const bytes = buffered.subarray(0, count);
    buffered = buffered.subarray(count);
    return bytes;
  }

  const greeting = (await take(12)).toString('latin1');
  if (greeting !== 'RFB 003.008\n') throw new Error(`unexpected greeting ${greeting}`);
  pipe.write('RFB 003.008\n');
  const types = await take((await take(1))[0] as number);
  if (!types.includes(1)) throw new Error('security None is not offered');
  pipe.write(Buffer.from([1]));
  if ((await take(4)).readUInt32BE() !== 0) throw new Error('the server refused');
  pipe.write(Buffer.from([1]));
  const init = await take(24);
  const name = (await take(init.readUInt32BE(20))).toString('utf8');

  let format = serverFormat;
  let width = init.readUInt16BE(0);
  let height = init.readUInt16BE(2);
  let pixels = new Uint32Array(width * height);
  let rectangles: number[][] = [];
  const colourMap: number[] = [];

  async function readUpdate(): Promise<void> {
    for (;;) {
      const type = (await take(1))[0];
      if (type === 0) break;
      if (type !== 1) throw new Error(`unexpected message type ${type}`);
      const head = await take(5);
      const first = head.readUInt16BE(1);
      for (let at = 0; at < head.readUInt16BE(3); at++) {
        const entry = await take(6);
        colourMap[first + at] = ((entry[0] as number) << 16) | ((entry[2] as number) << 8) | (entry[4] as number);
      }
    }
    const count = (await take(3)).readUInt16BE(1);
    rectangles = [];
    for (let at = 0; at < count; at++) {
      const head = await take(12);
      const [x, y, w, h] = [head.readUInt16BE(0), head.readUInt16BE(2), head.readUInt16BE(4), head.readUInt16BE(6)];
      const encoding = head.readInt32BE(8);
      rectangles.push([x, y, w, h, encoding]);
      if (encoding === -223) {
        width = w;
        height = h;
        pixels = new Uint32Array(width * height);
      } else if (encoding === 0) {
        if (x + w > width || y + h > height) throw new Error('a rectangle outside the screen');
        const size = format.bitsPerPixel / 8;
        const raw = await take(w * h * size);
        for (let index = 0; index < w * h; index++) {
          const value = format.bigEndian ? raw.readUIntBE(index * size, size) : raw.readUIntLE(index * size, size);
          pixels[(y + Math.floor(index / w)) * width + x + (index % w)] = value;
        }
      } else throw new Error(`an encoding that was not asked for: ${encoding}`);
    }
  }

  function readCell(column: number, row: number): string {
    const background = pixels[row * cellHeight * width + column * cellWidth + cellWidth - 1] as number;
    const lines: number[] = [];
    for (let y = 0; y < cellHeight; y++) {
      let bits = 0;
      for (let x = 0; x < 8; x++) {
        const at = (row * cellHeight + y) * width + column * cellWidth + x;
        if (pixels[at] !== background) bits |= 0x80 >> x;
      }
      lines.push(bits);
    }
    // What the cursor's bar hides is not compared.
    const bar = lines.slice(-cursorLines).every((bits) => bits === 0xff);
    const seen = bar ? lines.slice(0, -cursorLines) : lines;
    for (let code = firstCode; code < lastCode; code++) {
      const glyph = (code - firstCode) * cellHeight;
      if (seen.every((bits, y) => bits === glyphs[glyph + y])) return String.fromCharCode(code);
    }
    return '\ufffd';
  }

  const client: RfbTestClient = {
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    get pixels() {
      return pixels;
    },
    get rectangles() {
      return rectangles;
    },
    name,
    colourMap,
    async update(incremental) {
      const message = Buffer.alloc(10);
      message[0] = 3;
      message[1] = incremental ? 1 : 0;
      message.writeUInt16BE(width, 6);
      message.writeUInt16BE(height, 8);
      pipe.write(message);
      await readUpdate();
    },
    async waitForText(pattern) {
      for (;;) {
        const text = client.text();
        if (pattern.test(text)) return text;
        await client.update(true);
      }
    },
    type(text) {
      for (const character of text) {
        const keysym = keysyms[character] ?? character.charCodeAt(0);
        client.key(keysym, true);
        client.key(keysym, false);
      }
    },
    key(keysym, down) {
      const message = Buffer.alloc(8);
      message[0] = 4;
      message[1] = down ? 1 : 0;
      message.writeUInt32BE(keysym, 4);
      pipe.write(message);
    },
    setPixelFormat(next) {
      format = next;
      pipe.write(Buffer.concat([Buffer.alloc(4), encodePixelFormat(next)]));
    },
    setEncodings(...encodings) {
      const message = Buffer.alloc(4 + encodings.length * 4);
      message[0] = 2;
      message.writeUInt16BE(encodings.length, 2);
      encodings.forEach((encoding, index) => {
        message.writeInt32BE(encoding, 4 + index * 4);
      });
      pipe.write(message);
    },
    text() {
      const lines: string[] = [];
      for (let row = 0; row < height / cellHeight; row++) {
        let line = '';
        for (let column = 0; column < width / cellWidth; column++) line += readCell(column, row);
        lines.push(line.trimEnd());
      }
      return lines.join('\n').trimEnd();
    },
  };
  return client;
}
