import { describe, expect, test } from 'vitest';
import type { Frame } from './frame.ts';
import { FrameStatus, FrameType, HEADER_SIZE, sealFrame } from './frame.ts';
import { eventKindByNumber } from './protocol/events.ts';
import { remoteError, streamHole } from './protocol/objects.ts';
import { Program } from './protocol/procedure.ts';
import { procedureName, procedures } from './protocol/procedures.ts';
import { recordedFrames } from './testing/recorded-frames.ts';
import type { Codec } from './xdr.ts';
import { XdrReader, XdrWriter } from './xdr.ts';

/** What a frame's body should be, with a name for messages; undefined where the table has no such procedure. */
function layout(frame: Frame): readonly [string, Codec<unknown>] | undefined {
  if (frame.type === FrameType.hole) return ['hole', streamHole];
  if (frame.status === FrameStatus.error && frame.body.length > 0) return ['error', remoteError];
  if (frame.type === FrameType.event) {
    const kind = frame.program === Program.remote ? eventKindByNumber(frame.procedure) : undefined;
    return kind && [`event ${kind[0]}`, kind[1].payload];
  }
  const name = procedureName(frame.program, frame.procedure);
  if (name === undefined) return undefined;
  if (frame.type === FrameType.call) return [`${name} arguments`, procedures[name].args as Codec<unknown>];
  if (frame.type === FrameType.reply) return [`${name} answer`, procedures[name].result as Codec<unknown>];
  return undefined;
}

describe('a conversation of virsh with libvirtd 9.0', () => {
  const frames = recordedFrames();
  const known = frames.flatMap((frame) => {
    const found = layout(frame);
    return found === undefined ? [] : [{ frame, name: found[0], codec: found[1] }];
  });

  test('decodes and encodes again to the same bytes', () => {
    const different: string[] = [];
    for (const { frame, name, codec } of known) {
      const reader = new XdrReader(frame.body);
      const writer = new XdrWriter(HEADER_SIZE);
      codec.encode(writer, codec.decode(reader));
      if (!sealFrame(writer.finish(), frame).equals(frame.bytes) || reader.left() > 0) different.push(name);
    }
    expect(different).toEqual([]);
  });

  test('covers most of the table', () => {
    const kinds = new Set(known.map(({ name }) => name));
    const answered = Object.keys(procedures).filter((name) => kinds.has(`${name} answer`));
    // A recording of a newer libvirt may add kinds; one that lost some was cut short.
    expect(answered.length).toBeGreaterThanOrEqual(110);
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'error',
        'hole',
        'event domainLifecycle',
        'event storagePoolLifecycle',
        'event domainBlockJob',
      ]),
    );
  });

  test('names a domain by the UUID that virsh shows', () => {
    const lookup = known.find(({ name, frame }) => name === 'domainLookupByName answer' && frame.status === 0);
    const { dom } = procedures.domainLookupByName.result.decode(new XdrReader(lookup?.frame.body));
    expect(dom.name).toBe('guest');
    expect(dom.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
