import { Duplex } from 'node:stream';
import { controlKey, type Key } from './keysyms.ts';
import type { Terminal } from './text-screen.ts';

/** Bytes of past output that a new viewer is shown, and bytes that may wait for a viewer who does not read. */
const historyBytes = 8192;
const waitingBytes = 65_536;

/** A serial line: one shell, any number of viewers, all of whom may type. */
export interface SerialLine extends Terminal {
  open(onKey: (key: Key) => void): Duplex;
}

export function createSerialLine(): SerialLine {
  let history = '';
  const viewers = new Set<Duplex>();

  function send(text: string): void {
    history = (history + text).slice(-historyBytes);
    const bytes = Buffer.from(text, 'utf8');
    // A line has no flow control: what a stalled viewer does not take is lost to it, as on a real one.
    for (const viewer of viewers) if (viewer.readableLength < waitingBytes) viewer.push(bytes);
  }

  return {
    // Names of guests come from outside: no control sequence may reach a viewer's terminal through them.
    write: (text) => send(text.replace(/[^\n\b -~\u00a1-\u00ff\u20ac]/g, '').replaceAll('\n', '\r\n')),
    raw: (text) => send(text),
    clear() {
      history = '';
      send('\x1b[2J\x1b[H');
    },
    resize() {},
    open(onKey) {
      const readKeys = createByteReader(onKey);
      const viewer = new Duplex({
        read() {},
        write(chunk: Buffer, _encoding, done) {
          for (const byte of chunk) readKeys(byte);
          done();
        },
        final(done) {
          viewers.delete(viewer);
          viewer.push(null);
          done();
        },
        destroy(error, done) {
          viewers.delete(viewer);
          done(error);
        },
      });
      viewers.add(viewer);
      if (history !== '') viewer.push(Buffer.from(history, 'utf8'));
      return viewer;
    },
  };
}

/** Bytes of a terminal to keys. Escape sequences (arrow keys and the like) are read past. */
function createByteReader(onKey: (key: Key) => void): (byte: number) => void {
  let sequence: 'no' | 'begun' | 'inside' = 'no';
  let last = 0;
  return (byte) => {
    const before = last;
    last = byte;
    if (sequence === 'begun') sequence = byte === 0x5b || byte === 0x4f ? 'inside' : 'no';
    else if (sequence === 'inside') {
      if (byte >= 0x40) sequence = 'no';
    } else if (byte === 0x1b) sequence = 'begun';
    else if (byte === 0x0d || (byte === 0x0a && before !== 0x0d)) onKey('enter');
    else if (byte === 0x08 || byte === 0x7f) onKey('backspace');
    else if (byte >= 0x20 && byte <= 0x7e) onKey({ char: String.fromCharCode(byte) });
    else if (byte > 0 && byte < 0x1b) {
      const key = controlKey(String.fromCharCode(byte + 0x60));
      if (key !== undefined) onKey(key);
    }
  };
}
