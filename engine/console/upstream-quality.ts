import type { Quality } from '../contract/console.ts';
import { canonicalFormat, type PixelFormat } from './rfb-protocol.ts';

/** What a VM's VNC server is asked for. */
export interface UpstreamQuality {
  format: PixelFormat;
  /** Milliseconds at least between two requests for what has changed. */
  pause: number;
}

/** 65,536 colours. */
const rgb565: PixelFormat = {
  bitsPerPixel: 16,
  depth: 16,
  bigEndian: false,
  redMax: 31,
  greenMax: 63,
  blueMax: 31,
  redShift: 11,
  greenShift: 5,
  blueShift: 0,
};

/** 256 colours. */
const rgb332: PixelFormat = {
  bitsPerPixel: 8,
  depth: 8,
  bigEndian: false,
  redMax: 7,
  greenMax: 7,
  blueMax: 3,
  redShift: 5,
  greenShift: 2,
  blueShift: 0,
};

/** A picture of `balanced` is half as many bytes as one of `best` and `low` a quarter, and there are fewer of them. */
export const upstreamQualities: Readonly<Record<Quality, UpstreamQuality>> = {
  best: { format: canonicalFormat, pause: 0 },
  balanced: { format: rgb565, pause: 100 },
  low: { format: rgb332, pause: 400 },
};
