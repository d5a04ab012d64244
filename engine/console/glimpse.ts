import type { Duplex } from 'node:stream';
import { BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { ProtocolError } from './byte-reader.ts';
import { Framebuffer } from './framebuffer.ts';
import { RfbUpstream } from './rfb-upstream.ts';

/** Sizes that a screen may take on while it is looked at: firmware and boot loaders change theirs now and then. */
const maximumResizes = 4;

/**
 * Looks at a VM's screen once: waits until every pixel was sent, and hangs up. Presses nothing and asks for nothing else. After the
 * deadline it makes do with what it has seen, or fails if that is nothing.
 */
export function glimpse(stream: Duplex, password: string | undefined, deadline: number): Promise<Framebuffer> {
  return new Promise((resolve, reject) => {
    let framebuffer: Framebuffer | undefined;
    let seen = 0;
    let resizes = 0;
    // Someone must hear a stream's errors at any time, or one of them ends the whole thread.
    stream.on('error', () => {});
    const end = (error?: Error) => {
      clearTimeout(timer);
      upstream.close();
      if (framebuffer !== undefined && seen > 0 && error === undefined) resolve(framebuffer);
      else reject(error ?? fail('unavailable', say`The VM's screen showed nothing in time.`));
    };
    const timer = setTimeout(() => end(), deadline);
    const upstream = new RfbUpstream(
      stream,
      password,
      {
        get width() {
          return framebuffer?.width ?? 0;
        },
        get height() {
          return framebuffer?.height ?? 0;
        },
        resize(width, height) {
          resizes += 1;
          if (resizes > maximumResizes) throw new ProtocolError(say`The VM's screen changes its size without end.`);
          framebuffer = new Framebuffer(width, height);
          seen = 0;
        },
        writeRow: (x, y, pixels) => framebuffer?.writeRow(x, y, pixels),
        copy: (sourceX, sourceY, area) => framebuffer?.copy(sourceX, sourceY, area),
        changed: (area) => {
          seen += area.width * area.height;
        },
        updateDone: () => {
          if (framebuffer !== undefined && seen >= framebuffer.width * framebuffer.height) end();
          else upstream.requestUpdate();
        },
        ready() {},
        drained() {},
        cursor() {},
        ledState() {},
        extendedKeysSupported() {},
        bell() {},
        cutText() {},
        lost: (error) => end(new BenchtopError(error)),
      },
      { handshakeDeadline: deadline },
    );
  });
}
