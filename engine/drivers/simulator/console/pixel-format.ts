/** RFB's PIXEL_FORMAT, as a client may ask for it. */
export interface PixelFormat {
  bitsPerPixel: 8 | 16 | 32;
  bigEndian: boolean;
  trueColour: boolean;
  redMaximum: number;
  greenMaximum: number;
  blueMaximum: number;
  redShift: number;
  greenShift: number;
  blueShift: number;
}

/** The format of ServerInit: 32 bits, little-endian, x-r-g-b, QEMU's own. */
export const serverFormat: PixelFormat = {
  bitsPerPixel: 32,
  bigEndian: false,
  trueColour: true,
  redMaximum: 255,
  greenMaximum: 255,
  blueMaximum: 255,
  redShift: 16,
  greenShift: 8,
  blueShift: 0,
};

export const pixelFormatBytes = 16;

export function encodePixelFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(pixelFormatBytes);
  bytes[0] = format.bitsPerPixel;
  bytes[1] = format.bitsPerPixel === 32 ? 24 : format.bitsPerPixel;
  bytes[2] = format.bigEndian ? 1 : 0;
  bytes[3] = format.trueColour ? 1 : 0;
  bytes.writeUInt16BE(format.redMaximum, 4);
  bytes.writeUInt16BE(format.greenMaximum, 6);
  bytes.writeUInt16BE(format.blueMaximum, 8);
  bytes[10] = format.redShift;
  bytes[11] = format.greenShift;
  bytes[12] = format.blueShift;
  return bytes;
}

/** Undefined for a format that makes no sense; a colour map is understood with 8 bits only. */
export function decodePixelFormat(bytes: Buffer): PixelFormat | undefined {
  const bitsPerPixel = bytes[0];
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) return undefined;
  const format: PixelFormat = {
    bitsPerPixel,
    bigEndian: bytes[2] !== 0,
    trueColour: bytes[3] !== 0,
    redMaximum: bytes.readUInt16BE(4),
    greenMaximum: bytes.readUInt16BE(6),
    blueMaximum: bytes.readUInt16BE(8),
    redShift: bytes[10] as number,
    greenShift: bytes[11] as number,
    blueShift: bytes[12] as number,
  };
  if (!format.trueColour) return bitsPerPixel === 8 ? format : undefined;
  const fits = (maximum: number, shift: number) => shift < bitsPerPixel && maximum * 2 ** shift < 2 ** bitsPerPixel;
  const { redMaximum, redShift, greenMaximum, greenShift, blueMaximum, blueShift } = format;
  return fits(redMaximum, redShift) && fits(greenMaximum, greenShift) && fits(blueMaximum, blueShift)
    ? format
    : undefined;
}

/** The sixteen colours of the text screen, 0xRRGGBB. */
export const palette: readonly number[] = [
  0x101418, 0xc0392b, 0x3aa655, 0xc79a2e, 0x3b78d8, 0x9b59b6, 0x2fa4a0, 0xc8ccd0, 0x7a8590, 0xff6b5e, 0x6bd98a,
  0xf2c94c, 0x79a8ff, 0xc792ea, 0x6fe0db, 0xffffff,
];

export type Pixels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

export function makePixels(format: PixelFormat, count: number): Pixels {
  if (format.bitsPerPixel === 8) return new Uint8Array(count);
  return format.bitsPerPixel === 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/** The palette as the client wants pixels: numbers which, stored by this machine, have the client's byte order. */
export function encodePalette(format: PixelFormat): number[] {
  return palette.map((colour, index) => {
    if (!format.trueColour) return index;
    // Cut and not rounded, as QEMU does it: rounded, a dark grey has more of green than of the others, which have other steps.
    const share = (shift: number, maximum: number) => Math.floor((((colour >> shift) & 255) * (maximum + 1)) / 256);
    const value =
      share(16, format.redMaximum) * 2 ** format.redShift +
      share(8, format.greenMaximum) * 2 ** format.greenShift +
      share(0, format.blueMaximum) * 2 ** format.blueShift;
    const bytes = Buffer.alloc(4);
    const size = format.bitsPerPixel / 8;
    if (format.bigEndian) bytes.writeUIntBE(value, 0, size);
    else bytes.writeUIntLE(value, 0, size);
    const pixels = new Uint8Array(bytes).buffer;
    return (size === 4 ? new Uint32Array(pixels)[0] : size === 2 ? new Uint16Array(pixels)[0] : bytes[0]) as number;
  });
}

/** SetColourMapEntries for a client that wanted a colour map. */
export function colourMapMessage(): Buffer {
  const bytes = Buffer.alloc(6 + palette.length * 6);
  bytes[0] = 1;
  bytes.writeUInt16BE(palette.length, 4);
  palette.forEach((colour, index) => {
    [16, 8, 0].forEach((shift, channel) => {
      bytes.writeUInt16BE(((colour >> shift) & 255) * 257, 6 + index * 6 + channel * 2);
    });
  });
  return bytes;
}
