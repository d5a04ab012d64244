import { crc32, deflateSync } from 'node:zlib';
import type { Framebuffer } from './framebuffer.ts';

/** A small picture of a screen, as a PNG file. */
export interface Thumbnail {
  width: number;
  height: number;
  png: Uint8Array;
}

/** The largest thumbnail in pixels; a screen of another shape fills one of the two. */
export const largestThumbnail = { width: 320, height: 240 } as const;

/**
 * A picture of a screen, made smaller by averaging, so that text stays a grey that can be told from nothing. It is a file of our own
 * making: nothing that a VM's server sent reaches a decoder of the page.
 */
export function thumbnailOf(screen: Framebuffer): Thumbnail {
  const scale = Math.min(1, largestThumbnail.width / screen.width, largestThumbnail.height / screen.height);
  const width = Math.max(1, Math.round(screen.width * scale));
  const height = Math.max(1, Math.round(screen.height * scale));
  // Each line of a PNG begins with its filter; 0 is none.
  const lines = Buffer.alloc(height * (1 + width * 3));
  for (let row = 0; row < height; row += 1) {
    const top = Math.floor((row * screen.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * screen.height) / height));
    const band = screen.read({ x: 0, y: top, width: screen.width, height: bottom - top });
    averageBand(band, screen.width, bottom - top, lines, row * (1 + width * 3) + 1, width);
  }
  return { width, height, png: encodePng(width, height, lines) };
}

/** Averages a band of lines into one line of `width` pixels. */
function averageBand(band: Buffer, stride: number, rows: number, into: Buffer, at: number, width: number): void {
  for (let column = 0; column < width; column += 1) {
    const left = Math.floor((column * stride) / width);
    const right = Math.max(left + 1, Math.floor(((column + 1) * stride) / width));
    let [red, green, blue] = [0, 0, 0];
    for (let y = 0; y < rows; y += 1)
      for (let x = left; x < right; x += 1) {
        const from = (y * stride + x) * 4;
        red += band[from] ?? 0;
        green += band[from + 1] ?? 0;
        blue += band[from + 2] ?? 0;
      }
    const pixels = rows * (right - left);
    into[at + column * 3] = Math.round(red / pixels);
    into[at + column * 3 + 1] = Math.round(green / pixels);
    into[at + column * 3 + 2] = Math.round(blue / pixels);
  }
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits a channel, red, green and blue, not interlaced. */
const kind = [8, 2, 0, 0, 0];

/** PNG (RFC 2083) of lines that begin with their filter. */
function encodePng(width: number, height: number, lines: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  Buffer.from(kind).copy(header, 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}
