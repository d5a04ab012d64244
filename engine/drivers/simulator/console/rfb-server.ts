import { Duplex } from 'node:stream';
import { cellHeight, cellWidth } from './font.ts';
import {
  colourMapMessage,
  decodePixelFormat,
  encodePalette,
  encodePixelFormat,
  makePixels,
  pixelFormatBytes,
  serverFormat,
} from './pixel-format.ts';
import type { Cells, TextScreen } from './text-screen.ts';

export interface RfbServerOptions {
  screen: TextScreen;
  /** The desktop's name in ServerInit; cut to 255 bytes. */
  name: string;
  /** With the scan code where the viewer sent the key itself. */
  onKey(keysym: number, down: boolean, scanCode?: number): void;
}

const desktopSizeEncoding = -223;
/** QEMU's extended key events: told by an empty rectangle, sent as messages of type 255. */
const extendedKeyEncoding = -258;
/** More encodings than any client knows; a list that is longer is an attack on memory. */
const maximumEncodings = 1024;
/** Longest clipboard text that is read past; it is never kept, since a text screen has no clipboard. */
const maximumClipboard = 1 << 20;

/** A message that breaks the protocol ends the connection; the reason is for the log. */
class ProtocolError extends Error {}

/**
 * The server's side of RFB 3.8 (RFC 6143) as a byte pipe, as QEMU's socket would be: security None, encoding Raw, pseudo-encodings
 * DesktopSize and extended key events. Frames are sent when asked for and when the reader takes them, one at a time, so nothing piles up; input is parsed as it
 * comes and never kept beyond one message.
 */
export function createRfbServer({ screen, name, onKey }: RfbServerOptions): Duplex {
  let input: Buffer = Buffer.alloc(0);
  let skip = 0;
  let read: () => boolean = readVersion;
  let minor = 8;
  let format = serverFormat;
  let colours = encodePalette(format);
  let knowsDesktopSize = false;
  let announcesKeys = false;
  /** What the client believes the screen's size to be, in cells. */
  let columns = screen.columns;
  let rows = screen.rows;
  let modeVersion = screen.modeVersion;
  let sentVersion = 0;
  let request: 'none' | 'incremental' | 'full' = 'none';
  let stalled = false;
  let scheduled = false;

  const pipe = new Duplex({
    read() {
      stalled = false;
      schedule();
    },
    write(chunk: Buffer, _encoding, done) {
      try {
        take(chunk);
        done();
      } catch (thrown) {
        done(thrown as Error);
      }
    },
    final(done) {
      pipe.push(null);
      done();
    },
    destroy(error, done) {
      stopListening();
      input = Buffer.alloc(0);
      // A hostile client is no failure of ours: the pipe just ends.
      done(error instanceof ProtocolError ? null : error);
    },
  });
  const stopListening = screen.onChange(() => schedule());
  send(Buffer.from('RFB 003.008\n', 'latin1'));
  return pipe;

  function send(bytes: Buffer): void {
    if (!pipe.push(bytes)) stalled = true;
  }

  function take(chunk: Buffer): void {
    if (skip > 0) {
      const dropped = Math.min(skip, chunk.length);
      skip -= dropped;
      chunk = chunk.subarray(dropped);
    }
    input = input.length === 0 ? chunk : Buffer.concat([input, chunk]);
    while (input.length > 0 && skip === 0 && !pipe.destroyed && read());
    // A slice of a large chunk would keep the whole chunk in memory.
    input = Buffer.from(input);
    schedule();
  }

  /** Takes so many bytes off the input, or none when they are not there yet. */
  function next(count: number): Buffer | undefined {
    if (input.length < count) return undefined;
    const bytes = input.subarray(0, count);
    input = input.subarray(count);
    return bytes;
  }

  function readVersion(): boolean {
    const line = next(12);
    if (line === undefined) return false;
    const version = /^RFB 003\.(\d{3})\n$/.exec(line.toString('latin1'))?.[1];
    if (version === undefined) throw new ProtocolError('not an RFB client');
    // As RFC 6143 says, what is not 3.7 or 3.8 is treated as 3.3.
    minor = version === '008' ? 8 : version === '007' ? 7 : 3;
    if (minor === 3) {
      send(Buffer.from([0, 0, 0, 1]));
      read = readClientInit;
    } else {
      send(Buffer.from([1, 1]));
      read = readSecurity;
    }
    return true;
  }

  function readSecurity(): boolean {
    const choice = next(1);
    if (choice === undefined) return false;
    if (choice[0] !== 1) throw new ProtocolError('a security type that was not offered');
    if (minor === 8) send(Buffer.from([0, 0, 0, 0]));
    read = readClientInit;
    return true;
  }

  function readClientInit(): boolean {
    if (next(1) === undefined) return false;
    const title = Buffer.from(name, 'utf8').subarray(0, 255);
    const head = Buffer.alloc(4);
    head.writeUInt16BE(columns * cellWidth, 0);
    head.writeUInt16BE(rows * cellHeight, 2);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(title.length);
    send(Buffer.concat([head, encodePixelFormat(serverFormat), length, title]));
    read = readMessage;
    return true;
  }

  function readMessage(): boolean {
    switch (input[0]) {
      case 0: {
        const message = next(4 + pixelFormatBytes);
        if (message === undefined) return false;
        const wanted = decodePixelFormat(message.subarray(4));
        if (wanted === undefined) throw new ProtocolError('a pixel format that makes no sense');
        format = wanted;
        colours = encodePalette(format);
        if (!format.trueColour) send(colourMapMessage());
        sentVersion = 0;
        return true;
      }
      case 2: {
        if (input.length < 4) return false;
        const count = input.readUInt16BE(2);
        if (count > maximumEncodings) throw new ProtocolError('too many encodings');
        const message = next(4 + count * 4);
        if (message === undefined) return false;
        knowsDesktopSize = false;
        for (let at = 4; at < message.length; at += 4) {
          if (message.readInt32BE(at) === desktopSizeEncoding) knowsDesktopSize = true;
          if (message.readInt32BE(at) === extendedKeyEncoding) announcesKeys = true;
        }
        return true;
      }
      case 3: {
        const message = next(10);
        if (message === undefined) return false;
        // Which part was asked for does not matter: what changed anywhere is sent, as QEMU does.
        if (message[1] === 0) request = 'full';
        else if (request === 'none') request = 'incremental';
        return true;
      }
      case 4: {
        const message = next(8);
        if (message === undefined) return false;
        onKey(message.readUInt32BE(4), message[1] !== 0);
        return true;
      }
      case 5:
        return next(6) !== undefined;
      case 6: {
        const message = next(8);
        if (message === undefined) return false;
        const length = message.readUInt32BE(4);
        if (length > maximumClipboard) throw new ProtocolError('a clipboard text beyond all reason');
        const dropped = Math.min(length, input.length);
        input = input.subarray(dropped);
        skip = length - dropped;
        return true;
      }
      case 255: {
        const message = next(12);
        if (message === undefined) return false;
        if (message[1] !== 0) throw new ProtocolError(`unknown QEMU message ${message[1]}`);
        onKey(message.readUInt32BE(4), message.readUInt16BE(2) !== 0, message.readUInt32BE(8));
        return true;
      }
      default:
        throw new ProtocolError(`unknown message type ${input[0]}`);
    }
  }

  /** Many changes in one turn make one frame. */
  function schedule(): void {
    if (scheduled || pipe.destroyed) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (!pipe.destroyed && !pipe.writableEnded) update();
    });
  }

  function update(): void {
    if (request === 'none' || stalled || read !== readMessage) return;
    if (modeVersion !== screen.modeVersion) {
      modeVersion = screen.modeVersion;
      sentVersion = 0;
      if (knowsDesktopSize && (columns !== screen.columns || rows !== screen.rows)) {
        columns = screen.columns;
        rows = screen.rows;
        request = 'none';
        const size = rectangle(0, 0, columns * cellWidth, rows * cellHeight, desktopSizeEncoding);
        send(Buffer.concat([updateHead(1), size]));
        return;
      }
    }
    if (announcesKeys) {
      announcesKeys = false;
      request = 'none';
      send(Buffer.concat([updateHead(1), rectangle(0, 0, 0, 0, extendedKeyEncoding)]));
      return;
    }
    const whole: Cells = { column: 0, row: 0, columns, rows };
    const changed = request === 'full' || sentVersion === 0 ? [whole] : visible(screen.changedSince(sentVersion));
    if (changed.length === 0) return;
    sentVersion = screen.version;
    request = 'none';
    const parts: Buffer[] = [updateHead(changed.length)];
    for (const cells of changed) {
      const width = cells.columns * cellWidth;
      const height = cells.rows * cellHeight;
      const pixels = makePixels(format, width * height);
      screen.draw(cells, colours, pixels);
      parts.push(
        rectangle(cells.column * cellWidth, cells.row * cellHeight, width, height, 0),
        Buffer.from(pixels.buffer),
      );
    }
    send(Buffer.concat(parts));
  }

  /** A client that cannot be told of a new size sees the part that fits its own. */
  function visible(changed: Cells[]): Cells[] {
    return changed
      .filter((cells) => cells.row < rows && cells.column < columns)
      .map((cells) => ({ ...cells, columns: Math.min(cells.columns, columns - cells.column) }));
  }
}

function updateHead(rectangles: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(rectangles, 2);
  return bytes;
}

function rectangle(x: number, y: number, width: number, height: number, encoding: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16BE(x, 0);
  bytes.writeUInt16BE(y, 2);
  bytes.writeUInt16BE(width, 4);
  bytes.writeUInt16BE(height, 6);
  bytes.writeInt32BE(encoding, 8);
  return bytes;
}
