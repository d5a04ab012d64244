import { canonicalFormat, type PixelFormat } from './rfb-protocol.ts';

/** Turns canonical pixels (R, G, B, 0) into a viewer's own format. */
export type PixelConverter = (canonical: Buffer) => Buffer;

export const asTheyAre: PixelConverter = (pixels) => pixels;

/**
 * Colours are cut to the viewer's bits (255 becomes 31 of 5 bits), as QEMU's own server does. It is `asTheyAre` when the viewer's
 * format is the canonical one.
 */
export function pixelConverter(format: PixelFormat): PixelConverter {
  if (isCanonical(format)) return asTheyAre;
  const red = colourTable(format.redMax, format.redShift);
  const green = colourTable(format.greenMax, format.greenShift);
  const blue = colourTable(format.blueMax, format.blueShift);
  const bytesPerPixel = format.bitsPerPixel / 8;
  const last = bytesPerPixel - 1;
  return (canonical) => {
    const pixels = canonical.length / 4;
    const converted = Buffer.allocUnsafe(pixels * bytesPerPixel);
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      const at = pixel * 4;
      let value =
        (red[canonical[at] as number] as number) |
        (green[canonical[at + 1] as number] as number) |
        (blue[canonical[at + 2] as number] as number);
      const out = pixel * bytesPerPixel;
      for (let byte = 0; byte < bytesPerPixel; byte += 1) {
        converted[out + (format.bigEndian ? last - byte : byte)] = value & 255;
        value >>>= 8;
      }
    }
    return converted;
  };
}

/** Turns pixels of one or two bytes, little endian, or canonical ones into canonical pixels; full brightness stays full. */
export function pixelExpander(format: PixelFormat): PixelConverter {
  if (isCanonical(format)) return asTheyAre;
  const { bitsPerPixel, redMax, greenMax, blueMax, redShift, greenShift, blueShift } = format;
  const part = (value: number, shift: number, maximum: number) =>
    Math.round((((value >>> shift) & maximum) * 255) / maximum);
  const colours = Uint8Array.from({ length: 3 << bitsPerPixel }, (_, at) => {
    const value = Math.floor(at / 3);
    if (at % 3 === 0) return part(value, redShift, redMax);
    return at % 3 === 1 ? part(value, greenShift, greenMax) : part(value, blueShift, blueMax);
  });
  const wide = bitsPerPixel === 16;
  return (pixels) => {
    const count = wide ? pixels.length >> 1 : pixels.length;
    const expanded = Buffer.alloc(count * 4);
    for (let pixel = 0; pixel < count; pixel += 1) {
      const value = wide
        ? (pixels[pixel * 2] as number) | ((pixels[pixel * 2 + 1] as number) << 8)
        : (pixels[pixel] as number);
      expanded[pixel * 4] = colours[value * 3] as number;
      expanded[pixel * 4 + 1] = colours[value * 3 + 1] as number;
      expanded[pixel * 4 + 2] = colours[value * 3 + 2] as number;
    }
    return expanded;
  };
}

function isCanonical(format: PixelFormat): boolean {
  // The depth is a remark; where the bits lie is said by the rest.
  return Object.entries(canonicalFormat).every(
    ([key, value]) => key === 'depth' || format[key as keyof PixelFormat] === value,
  );
}

function colourTable(maximum: number, shift: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, value) => Math.floor((value * (maximum + 1)) / 256) << shift);
}
