import { say } from '../contract/phrase.ts';
import { ProtocolError } from './byte-reader.ts';

/** Numbers and messages of the remote framebuffer protocol: RFC 6143 and the community's rfbproto document for the extensions. */

export const encoding = {
  raw: 0,
  copyRect: 1,
  zlib: 6,
  cursor: -239,
  desktopSize: -223,
  qemuExtendedKey: -258,
  qemuLedState: -261,
  desktopName: -307,
} as const;

/**
 * Bounds on what either peer may make us hold. 8192 × 4320 pixels (8K) at 4 bytes are 135 MiB per VM; larger screens are refused with
 * a sentence. QEMU's own cursor limit is 512 × 512.
 */
export const limits = {
  width: 8192,
  height: 4320,
  cursor: 512,
  /** Text that passes as a clipboard, bytes; more is dropped, the connection goes on. */
  clipboard: 256 * 1024,
  /** A declared clipboard above this is taken for garbage. */
  declaredClipboard: 16 * 1024 * 1024,
  serverName: 64 * 1024,
  failureReason: 4096,
  encodings: 1024,
} as const;

export interface PixelFormat {
  bitsPerPixel: 8 | 16 | 32;
  depth: number;
  bigEndian: boolean;
  redMax: number;
  greenMax: number;
  blueMax: number;
  redShift: number;
  greenShift: number;
  blueShift: number;
}

/** The format in which the broker asks for pixels and keeps them: bytes R, G, B, 0. It is noVNC's own, which then costs no conversion. */
export const canonicalFormat: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 0,
  greenShift: 8,
  blueShift: 16,
};

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The 16 bytes of a pixel format. */
export function encodePixelFormat(format: PixelFormat): Buffer {
  const bytes = Buffer.alloc(16);
  bytes[0] = format.bitsPerPixel;
  bytes[1] = format.depth;
  bytes[2] = format.bigEndian ? 1 : 0;
  bytes[3] = 1;
  bytes.writeUInt16BE(format.redMax, 4);
  bytes.writeUInt16BE(format.greenMax, 6);
  bytes.writeUInt16BE(format.blueMax, 8);
  bytes[10] = format.redShift;
  bytes[11] = format.greenShift;
  bytes[12] = format.blueShift;
  return bytes;
}

/** Reads the 16 bytes of a pixel format. Throws for colour maps (which no viewer of today asks for) and for impossible layouts. */
export function decodePixelFormat(bytes: Buffer): PixelFormat {
  const bitsPerPixel = bytes.readUInt8(0);
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32)
    throw new ProtocolError(say`A pixel format has neither 8 nor 16 nor 32 bits.`);
  if (bytes.readUInt8(3) === 0) throw new ProtocolError(say`Colour maps are not supported; ask for true colour.`);
  const format: PixelFormat = {
    bitsPerPixel,
    depth: bytes.readUInt8(1),
    bigEndian: bytes.readUInt8(2) !== 0,
    redMax: bytes.readUInt16BE(4),
    greenMax: bytes.readUInt16BE(6),
    blueMax: bytes.readUInt16BE(8),
    redShift: bytes.readUInt8(10),
    greenShift: bytes.readUInt8(11),
    blueShift: bytes.readUInt8(12),
  };
  for (const [maximum, shift] of [
    [format.redMax, format.redShift],
    [format.greenMax, format.greenShift],
    [format.blueMax, format.blueShift],
  ] as const)
    if (maximum === 0 || (maximum & (maximum + 1)) !== 0 || shift + Math.log2(maximum + 1) > bitsPerPixel)
      throw new ProtocolError(say`A pixel format has colours outside its bits.`);
  return format;
}

export function encodeSetPixelFormat(format: PixelFormat): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, 0]), encodePixelFormat(format)]);
}

export function encodeSetEncodings(encodings: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + encodings.length * 4);
  bytes[0] = 2;
  bytes.writeUInt16BE(encodings.length, 2);
  for (const [index, value] of encodings.entries()) bytes.writeInt32BE(value, 4 + index * 4);
  return bytes;
}

export function encodeUpdateRequest(incremental: boolean, area: Rectangle): Buffer {
  const bytes = Buffer.alloc(10);
  bytes[0] = 3;
  bytes[1] = incremental ? 1 : 0;
  writeRectangle(bytes, 2, area);
  return bytes;
}

export function encodeKeyEvent(down: boolean, keysym: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes[0] = 4;
  bytes[1] = down ? 1 : 0;
  bytes.writeUInt32BE(keysym, 4);
  return bytes;
}

/** QEMU's extended key event: a keysym and the XT scan code of the key, so that the guest's own layout decides. */
export function encodeExtendedKeyEvent(down: boolean, keysym: number, scanCode: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes[0] = 255;
  bytes.writeUInt16BE(down ? 1 : 0, 2);
  bytes.writeUInt32BE(keysym, 4);
  bytes.writeUInt32BE(scanCode, 8);
  return bytes;
}

export function encodePointerEvent(buttons: number, x: number, y: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes[0] = 5;
  bytes[1] = buttons;
  bytes.writeUInt16BE(x, 2);
  bytes.writeUInt16BE(y, 4);
  return bytes;
}

/** ClientCutText (6) or ServerCutText (3); the text is Latin-1 bytes. */
export function encodeCutText(type: 3 | 6, text: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head[0] = type;
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, text]);
}

export function encodeServerInit(width: number, height: number, name: string): Buffer {
  const text = Buffer.from(name, 'utf8');
  const bytes = Buffer.alloc(24 + text.length);
  bytes.writeUInt16BE(width, 0);
  bytes.writeUInt16BE(height, 2);
  encodePixelFormat(canonicalFormat).copy(bytes, 4);
  bytes.writeUInt32BE(text.length, 20);
  text.copy(bytes, 24);
  return bytes;
}

/** FramebufferUpdate's head; that many rectangles follow. */
export function encodeUpdateHead(rectangles: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(rectangles, 2);
  return bytes;
}

export function encodeRectangleHead(area: Rectangle, rectangleEncoding: number): Buffer {
  const bytes = Buffer.alloc(12);
  writeRectangle(bytes, 0, area);
  bytes.writeInt32BE(rectangleEncoding, 8);
  return bytes;
}

export function readRectangle(bytes: Buffer, offset: number): Rectangle {
  return {
    x: bytes.readUInt16BE(offset),
    y: bytes.readUInt16BE(offset + 2),
    width: bytes.readUInt16BE(offset + 4),
    height: bytes.readUInt16BE(offset + 6),
  };
}

function writeRectangle(bytes: Buffer, offset: number, area: Rectangle): void {
  bytes.writeUInt16BE(area.x, offset);
  bytes.writeUInt16BE(area.y, offset + 2);
  bytes.writeUInt16BE(area.width, offset + 4);
  bytes.writeUInt16BE(area.height, offset + 6);
}

/** Throws unless a screen of this size may be kept. */
export function checkScreenSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new ProtocolError(say`The VM has no screen: its size is zero.`);
  if (width > limits.width || height > limits.height)
    throw new ProtocolError(
      say`The VM's screen is ${width} × ${height} pixels; Benchtop shows up to ${limits.width} × ${limits.height}.`,
    );
}
