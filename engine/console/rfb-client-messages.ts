import { say } from '../contract/phrase.ts';
import { type Parser, ProtocolError, skip } from './byte-reader.ts';
import { decodePixelFormat, limits, type PixelFormat, type Rectangle, readRectangle } from './rfb-protocol.ts';

/** What a viewer may say after the handshake, as far as the broker acts on it. */
export type ClientMessage =
  | { type: 'pixelFormat'; format: PixelFormat }
  | { type: 'encodings'; encodings: number[] }
  | { type: 'updateRequest'; incremental: boolean; area: Rectangle }
  | ViewerInput;

/** What acts on the VM; a view-only viewer's is dropped. */
export type ViewerInput =
  | { type: 'key'; down: boolean; keysym: number; scanCode?: number }
  | { type: 'pointer'; buttons: number; x: number; y: number }
  | { type: 'cutText'; text: Buffer };

/** The viewer's side of the handshake. The ticket was the authentication, so the security type is None. */
export function* viewerHandshake(send: (bytes: Buffer) => void): Parser {
  const version = /^RFB 003\.00([378])\n$/.exec((yield 12).toString('latin1'));
  if (version === null) throw new ProtocolError(say`The viewer speaks no version of RFB that Benchtop knows.`);
  if (version[1] === '3') send(Buffer.from([0, 0, 0, 1]));
  else {
    send(Buffer.from([1, 1]));
    if ((yield 1).readUInt8(0) !== 1)
      throw new ProtocolError(say`The viewer chose a security type that was not offered.`);
    if (version[1] === '8') send(Buffer.alloc(4));
  }
  // The shared flag is ignored: whether a viewer may push others out is for the engine to say, not for the viewer.
  yield 1;
}

/**
 * Reads a viewer's messages for ever. Extensions that a viewer may send although the broker never offers them (fences, continuous
 * updates, desktop resizing, power commands) are read over; a type of unknown length cannot be, and throws.
 */
export function* clientMessages(receive: (message: ClientMessage) => void): Parser {
  for (;;) {
    const type = (yield 1).readUInt8(0);
    switch (type) {
      case 0:
        receive({ type: 'pixelFormat', format: decodePixelFormat((yield 19).subarray(3)) });
        break;
      case 2:
        receive({ type: 'encodings', encodings: yield* setEncodings() });
        break;
      case 3: {
        const body = yield 9;
        receive({ type: 'updateRequest', incremental: body.readUInt8(0) !== 0, area: readRectangle(body, 1) });
        break;
      }
      case 4: {
        const body = yield 7;
        receive({ type: 'key', down: body.readUInt8(0) !== 0, keysym: body.readUInt32BE(3) });
        break;
      }
      case 5: {
        const body = yield 5;
        receive({ type: 'pointer', buttons: body.readUInt8(0), x: body.readUInt16BE(1), y: body.readUInt16BE(3) });
        break;
      }
      case 6:
        yield* cutText(receive);
        break;
      case 150:
        yield 9;
        break;
      case 248:
        yield (yield 8).readUInt8(7);
        break;
      case 250:
        yield 3;
        break;
      case 251:
        yield* skip((yield 7).readUInt8(5) * 16);
        break;
      case 255:
        yield* qemuMessage(receive);
        break;
      default:
        throw new ProtocolError(say`The viewer sent an unknown message (type ${type}).`);
    }
  }
}

function* setEncodings(): Parser<number[]> {
  const count = (yield 3).readUInt16BE(1);
  if (count > limits.encodings) throw new ProtocolError(say`The viewer offers too many encodings.`);
  const list = yield count * 4;
  return Array.from({ length: count }, (_, index) => list.readInt32BE(index * 4));
}

/** Plain text passes up to a bound; extended clipboard data (negative length) was not offered and is read over. */
function* cutText(receive: (message: ClientMessage) => void): Parser {
  const length = (yield 7).readInt32BE(3);
  if (Math.abs(length) > limits.declaredClipboard) throw new ProtocolError(say`The viewer's clipboard is too large.`);
  if (length >= 0 && length <= limits.clipboard) receive({ type: 'cutText', text: Buffer.from(yield length) });
  else yield* skip(Math.abs(length));
}

function* qemuMessage(receive: (message: ClientMessage) => void): Parser {
  const kind = (yield 1).readUInt8(0);
  if (kind !== 0) throw new ProtocolError(say`The viewer sent an unknown QEMU message (type ${kind}).`);
  const body = yield 10;
  receive({
    type: 'key',
    down: body.readUInt16BE(0) !== 0,
    keysym: body.readUInt32BE(2),
    scanCode: body.readUInt32BE(6),
  });
}
