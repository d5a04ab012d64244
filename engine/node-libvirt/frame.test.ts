import { describe, expect, test } from 'vitest';
import { XdrError } from './errors.ts';
import type { Frame } from './frame.ts';
import { FRAME_LIMIT, FrameSplitter, HEADER_SIZE, packFrame, sealFrame } from './frame.ts';

const header = { program: 0x2000_8086, procedure: 16, type: 1, serial: 7, status: 0 };
const frameOf = (...body: number[]) => packFrame(header, Uint8Array.from(body));

function split(chunks: Iterable<Buffer>): Frame[] {
  const frames: Frame[] = [];
  const splitter = new FrameSplitter((frame) => frames.push(frame));
  for (const chunk of chunks) splitter.push(chunk);
  return frames;
}

const bodies = (frames: readonly Frame[]) => frames.map(({ body }) => [...body]);

describe('frames come out whole', () => {
  const wire = Buffer.concat([frameOf(1, 2, 3, 4), frameOf(), frameOf(5, 6, 7, 8)]);
  const expected = [[1, 2, 3, 4], [], [5, 6, 7, 8]];

  test('from one chunk', () => {
    const frames = split([wire]);
    expect(bodies(frames)).toEqual(expected);
    expect(frames[0]).toMatchObject(header);
  });

  test('cut at every byte', () => {
    for (let cut = 0; cut <= wire.length; cut++)
      expect(bodies(split([wire.subarray(0, cut), wire.subarray(cut)])), `cut at ${cut}`).toEqual(expected);
  });

  test('byte by byte', () => {
    expect(bodies(split([...wire].map((byte) => Buffer.from([byte]))))).toEqual(expected);
  });

  test('the largest frame, in chunks as a socket gives them', () => {
    const large = sealFrame(Buffer.alloc(FRAME_LIMIT, 9), header);
    const chunks = function* () {
      for (let at = 0; at < large.length; at += 65_536) yield large.subarray(at, at + 65_536);
    };
    const [frame] = split(chunks());
    expect(frame?.body.length).toBe(FRAME_LIMIT - HEADER_SIZE);
    expect(frame?.body.equals(large.subarray(HEADER_SIZE))).toBe(true);
  });

  test('the next one after a listener threw', () => {
    const seen: number[] = [];
    const splitter = new FrameSplitter(({ body }) => {
      seen.push(body.length);
      if (body.length === 4) throw new Error('listener');
    });
    expect(() => splitter.push(frameOf(1, 2, 3, 4))).toThrow('listener');
    splitter.push(frameOf());
    expect(seen).toEqual([4, 0]);
  });
});

describe('hostile headers', () => {
  const length = (value: number) => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32BE(value, 0);
    return bytes;
  };

  test.each([0, 1, 4, 27, FRAME_LIMIT + 1, 0x7fff_ffff, 0xffff_ffff])('length %i is refused', (value) => {
    expect(() => split([length(value)])).toThrow(XdrError);
    expect(() => split([length(value).subarray(0, 3), length(value).subarray(3)])).toThrow(XdrError);
  });

  test('28, a header without a body, is accepted', () => {
    expect(bodies(split([packFrame(header)]))).toEqual([[]]);
  });

  test('an unknown program version is refused', () => {
    const frame = frameOf();
    frame.writeUInt32BE(2, 8);
    expect(() => split([frame])).toThrow(XdrError);
  });

  test('a claimed length takes memory only as bytes arrive', () => {
    const splitters = Array.from({ length: 200 }, () => new FrameSplitter(() => {}));
    const before = process.memoryUsage().arrayBuffers;
    for (const splitter of splitters) splitter.push(length(FRAME_LIMIT));
    // 200 claims of 32 MiB; what is held for each is 1 MiB of address space at most.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(220 << 20);
    expect(splitters).toHaveLength(200);
  });

  test('a message larger than the protocol allows is not sent', () => {
    expect(() => sealFrame(Buffer.alloc(FRAME_LIMIT + 1), header)).toThrow(XdrError);
  });
});
