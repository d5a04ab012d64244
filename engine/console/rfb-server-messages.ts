import { say } from '../contract/phrase.ts';
import { type Parser, ProtocolError, skip } from './byte-reader.ts';
import { tileEdge } from './dirty-tiles.ts';
import type { PixelConverter } from './pixel-format.ts';
import { checkScreenSize, encoding, limits, type Rectangle, readRectangle } from './rfb-protocol.ts';

/** A cursor's picture: pixels in the canonical format and one mask bit per pixel, rows padded to bytes. */
export interface Cursor {
  hotX: number;
  hotY: number;
  width: number;
  height: number;
  pixels: Buffer;
  mask: Buffer;
}

/** What the broker does with a server's messages. Buffers are views of the input: copy what is kept. */
export interface ServerMessageSink {
  readonly width: number;
  readonly height: number;
  resize(width: number, height: number): void;
  /** Part of one line of pixels in the canonical format. */
  writeRow(x: number, y: number, pixels: Buffer): void;
  copy(sourceX: number, sourceY: number, area: Rectangle): void;
  /** A rectangle is complete, or part of a large one. */
  changed(area: Rectangle): void;
  cursor(cursor: Cursor): void;
  ledState(state: number): void;
  extendedKeysSupported(): void;
  bell(): void;
  /** Latin-1 bytes. */
  cutText(text: Buffer): void;
}

/** How pixels come over the wire. */
export interface Wire {
  bytesPerPixel: number;
  toCanonical: PixelConverter;
}

const canonicalWire: Wire = { bytesPerPixel: 4, toCanonical: (pixels) => pixels };

/**
 * Reads one message of a server, in the pixel format that was asked for and with no encodings but those the broker asks for; says whether it
 * was a framebuffer update. Every rectangle is checked against the screen before a byte of it is taken; lines are handed on as they
 * come, so that the largest thing ever held back is one line or one cursor.
 */
export function* serverMessage(sink: ServerMessageSink, wire = canonicalWire): Parser<'update' | 'other'> {
  const type = (yield 1).readUInt8(0);
  switch (type) {
    case 0: {
      const count = (yield 3).readUInt16BE(1);
      for (let index = 0; index < count; index += 1) yield* rectangle(sink, wire);
      return 'update';
    }
    case 1:
      yield* skip((yield 5).readUInt16BE(3) * 6);
      return 'other';
    case 2:
      sink.bell();
      return 'other';
    case 3:
      yield* cutText(sink);
      return 'other';
    default:
      throw new ProtocolError(say`The VNC server sent an unknown message (type ${type}).`);
  }
}

function* rectangle(sink: ServerMessageSink, wire: Wire): Parser {
  const head = yield 12;
  const area = readRectangle(head, 0);
  const kind = head.readInt32BE(8);
  switch (kind) {
    case encoding.raw:
      checkInside(sink, area);
      yield* raw(sink, wire, area);
      break;
    case encoding.copyRect: {
      checkInside(sink, area);
      const source = yield 4;
      const x = source.readUInt16BE(0);
      const y = source.readUInt16BE(2);
      checkInside(sink, { ...area, x, y });
      sink.copy(x, y, area);
      sink.changed(area);
      break;
    }
    case encoding.desktopSize:
      checkScreenSize(area.width, area.height);
      sink.resize(area.width, area.height);
      break;
    case encoding.cursor:
      yield* cursor(sink, wire, area);
      break;
    case encoding.qemuLedState:
      sink.ledState((yield 1).readUInt8(0));
      break;
    case encoding.qemuExtendedKey:
      sink.extendedKeysSupported();
      break;
    default:
      throw new ProtocolError(say`The VNC server uses an encoding that was not asked for (${kind}).`);
  }
}

/** Lines of pixels. What is complete is told a row of tiles at a time, so that viewers may see it before the rest has come. */
function* raw(sink: ServerMessageSink, wire: Wire, area: Rectangle): Parser {
  const end = area.y + area.height;
  let told = area.y;
  for (let y = area.y; y < end && area.width > 0; y += 1) {
    sink.writeRow(area.x, y, wire.toCanonical(yield area.width * wire.bytesPerPixel));
    if ((y + 1) % tileEdge !== 0 || y + 1 === end) continue;
    sink.changed({ ...area, y: told, height: y + 1 - told });
    told = y + 1;
  }
  sink.changed({ ...area, y: told, height: end - told });
}

function* cursor(sink: ServerMessageSink, wire: Wire, area: Rectangle): Parser {
  const { x: hotX, y: hotY, width, height } = area;
  if (width > limits.cursor || height > limits.cursor) throw new ProtocolError(say`The VM's cursor is too large.`);
  const pixels = Buffer.from(wire.toCanonical(yield width * height * wire.bytesPerPixel));
  const mask = Buffer.from(yield Math.ceil(width / 8) * height);
  sink.cursor({ hotX, hotY, width, height, pixels, mask });
}

function* cutText(sink: ServerMessageSink): Parser {
  const length = (yield 7).readInt32BE(3);
  if (Math.abs(length) > limits.declaredClipboard) throw new ProtocolError(say`The VM's clipboard is too large.`);
  if (length >= 0 && length <= limits.clipboard) sink.cutText(Buffer.from(yield length));
  else yield* skip(Math.abs(length));
}

function checkInside(sink: ServerMessageSink, area: Rectangle): void {
  if (area.x + area.width > sink.width || area.y + area.height > sink.height)
    throw new ProtocolError(say`The VNC server draws outside of the screen.`);
}
