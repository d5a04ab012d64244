/** The recorded conversation of fixtures/capture.ts. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Frame } from '../frame.ts';
import { FrameSplitter } from '../frame.ts';

export type RecordedFrame = Frame & {
  readonly toDaemon: boolean;
  /** The frame as it was on the wire. */
  readonly bytes: Buffer;
};

export function recordedFrames(): RecordedFrame[] {
  const records = gunzipSync(readFileSync(new URL('../fixtures/frames.bin.gz', import.meta.url)));
  const frames: RecordedFrame[] = [];
  for (let at = 0; at < records.length; ) {
    const toDaemon = records[at] === 0;
    const bytes = records.subarray(at + 1, at + 1 + records.readUInt32BE(at + 1));
    new FrameSplitter((frame) => frames.push({ ...frame, toDaemon, bytes })).push(bytes);
    at += 1 + bytes.length;
  }
  return frames;
}
