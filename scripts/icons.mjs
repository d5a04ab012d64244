// Draws assets/icons from the shapes below, which are those of the mark in the pages: `node scripts/icons.mjs`. PNG by RFC 2083; ICO and
// ICNS are containers of PNGs.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './runtime.mjs';

const accent = [83, 72, 196];
const white = [255, 255, 255];
const black = [0, 0, 0];

/** The bench and its two machines on a field of 20 × 20: rounded rectangles [x, y, width, height, radius, opacity]. */
const mark = [
  [3, 2.5, 6, 8, 1.5, 1],
  [11, 5.5, 6, 5, 1.5, 0.55],
  [0.6, 12.1, 18.8, 1.8, 0.9, 1],
  [3.6, 12.1, 1.8, 6.3, 0.9, 1],
  [14.6, 12.1, 1.8, 6.3, 0.9, 1],
];

function insideRounded(x, y, [left, top, width, height, radius]) {
  const dx = Math.max(Math.abs(x - left - width / 2) - width / 2 + radius, 0);
  const dy = Math.max(Math.abs(y - top - height / 2) - height / 2 + radius, 0);
  const inBox = x >= left && x <= left + width && y >= top && y <= top + height;
  return inBox && Math.hypot(dx, dy) <= radius;
}

/** Opacity of the mark at a point of its field. */
const markAt = (x, y) =>
  mark.reduce((most, shape) => (insideRounded(x, y, shape) ? Math.max(most, shape[5]) : most), 0);

/** The mark in one colour on nothing, for trays. */
const plain = (colour) => (x, y) => [...colour, markAt(x, y)];

/** The application's icon: the mark in white on a tile, with room around. */
function tile(x, y) {
  if (!insideRounded(x, y, [1, 1, 18, 18, 4])) return [0, 0, 0, 0];
  const opacity = markAt((x - 10) * 1.45 + 10, (y - 10) * 1.45 + 10);
  return [...accent.map((part, index) => part * (1 - opacity) + white[index] * opacity), 1];
}

/** Each pixel is the mean of 4 × 4 points; colours are weighted by their opacity. */
function draw(size, at) {
  const points = 4;
  const rows = [];
  for (let row = 0; row < size; row += 1) {
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let i = 0; i < points * points; i += 1) {
        const x = ((column + ((i % points) + 0.5) / points) * 20) / size;
        const y = ((row + (Math.floor(i / points) + 0.5) / points) * 20) / size;
        const [red, green, blue, opacity] = at(x, y);
        [red, green, blue].forEach((part, index) => {
          sum[index] += part * opacity;
        });
        sum[3] += opacity;
      }
      const colour = sum.slice(0, 3).map((part) => (sum[3] === 0 ? 0 : Math.round(part / sum[3])));
      line.set([...colour, Math.round((sum[3] * 255) / points ** 2)], 1 + column * 4);
    }
    rows.push(line);
  }
  return png(size, Buffer.concat(rows));
}

function png(size, rows) {
  const chunk = (type, body) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const out = Buffer.alloc(named.length + 8);
    out.writeUInt32BE(body.length, 0);
    named.copy(out, 4);
    out.writeUInt32BE(crc32(named), named.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits for each of red, green, blue and opacity.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function ico(sizes) {
  const images = sizes.map((size) => draw(size, tile));
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  images.forEach((image, index) => {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.set([sizes[index] % 256, sizes[index] % 256, 0, 0, 1, 0, 32, 0], at);
    head.writeUInt32LE(image.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image.length;
  });
  return Buffer.concat([head, ...images]);
}

function icns(types) {
  const parts = Object.entries(types).map(([type, size]) => {
    const image = draw(size, tile);
    const head = Buffer.from(`${type}....`);
    head.writeUInt32BE(image.length + 8, 4);
    return Buffer.concat([head, image]);
  });
  const head = Buffer.from('icns....');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

const folder = path.join(root, 'assets', 'icons');
mkdirSync(folder, { recursive: true });
const files = {
  'icon.png': draw(512, tile),
  'icon.ico': ico([16, 32, 48, 256]),
  'icon.icns': icns({ ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic09: 512 }),
  'tray.png': draw(22, plain(accent)),
  'tray@2x.png': draw(44, plain(accent)),
  // macOS colours a picture of this name as its menu bar wants it.
  'trayTemplate.png': draw(18, plain(black)),
  'trayTemplate@2x.png': draw(36, plain(black)),
};
for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
