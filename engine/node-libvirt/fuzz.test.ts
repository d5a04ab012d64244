import { Duplex } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { LibvirtError, XdrError } from './errors.ts';
import { FRAME_LIMIT, FrameType } from './frame.ts';
import type { CallArguments, ProcedureName } from './protocol/procedures.ts';
import { procedureName, procedures } from './protocol/procedures.ts';
import { RpcConnection } from './rpc.ts';
import { recordedFrames } from './testing/recorded-frames.ts';
import { XdrReader } from './xdr.ts';

const CASES = 30_000;
const seed = Number(process.env.FUZZ_SEED ?? 20_260_101);

/** mulberry32: small, and the same on every machine. */
function randomizer(state: number): (below: number) => number {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A transport without an other end: what a test pushes is what the server says. */
function transport(): Duplex {
  return new Duplex({ read() {}, write: (_chunk, _encoding, callback) => callback() });
}

const frames = recordedFrames();
const answers = frames.filter(({ toDaemon, type }) => !toDaemon && type <= FrameType.event);
const calls = new Map<ProcedureName, unknown>();
for (const frame of frames) {
  const name = procedureName(frame.program, frame.procedure);
  if (frame.type === FrameType.call && name !== undefined)
    calls.set(name, procedures[name].args.decode(new XdrReader(frame.body)));
}

const SERIAL_AT = 20;
const INTERESTING = [0, 1, 27, 28, 0x7fff_ffff, 0x8000_0000, FRAME_LIMIT, FRAME_LIMIT + 1, 0xffff_ffff];

function mutate(original: Buffer, random: (below: number) => number): Buffer {
  const frame = Buffer.from(original);
  frame.writeUInt32BE(1, SERIAL_AT);
  for (let count = 1 + random(4); count > 0; count--) {
    const word = 4 * random(frame.length >> 2);
    switch (random(4)) {
      case 0:
        frame[random(frame.length)] = random(256);
        break;
      case 1:
        frame.writeUInt32BE(INTERESTING[random(INTERESTING.length)] ?? 0, word);
        break;
      case 2:
        frame.writeUInt32BE((frame.readUInt32BE(word) + 1 - 2 * random(2)) >>> 0, word);
        break;
      case 3:
        frame.copy(frame, word, 4 * random(frame.length >> 2));
        break;
    }
  }
  // Most mutations should get past the length, and some should be cut short or run on.
  if (random(8) > 0) frame.writeUInt32BE(frame.length, 0);
  return random(10) === 0 ? frame.subarray(0, random(frame.length)) : frame;
}

const outcomes = new Map<string, number>();
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(() => void process.off('unhandledRejection', note));

test(`${CASES} mutated messages end in an answer, an XdrError or a LibvirtError (seed ${seed})`, async () => {
  const random = randomizer(seed);
  const strange: unknown[] = [];
  for (let index = 0; index < CASES; index++) {
    const source = answers[random(answers.length)]!;
    const name = procedureName(source.program, source.procedure) ?? 'connectGetHostname';
    const socket = transport();
    const rpc = new RpcConnection(socket, { keepalive: null });
    const call = rpc.call(name, (calls.get(name) ?? {}) as CallArguments<typeof name>);
    const outcome = call.then(
      () => 'answer',
      (error: unknown) => {
        if (error instanceof LibvirtError) return `LibvirtError ${error.reason}`;
        if (error instanceof XdrError) return 'XdrError';
        strange.push(error);
        return 'strange';
      },
    );
    socket.push(mutate(source.bytes, random));
    // Reading is asynchronous; what has not been answered by then waits for more bytes and ends with the connection.
    await new Promise((resolve) => setImmediate(resolve));
    rpc.close();
    const kind = await outcome;
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  expect(strange).toEqual([]);
  expect(unhandled).toEqual([]);
  // The mutations are neither all harmless nor all fatal: each kind of outcome was reached.
  expect([...outcomes.keys()].sort()).toEqual([
    'LibvirtError disconnected',
    'LibvirtError remote',
    'XdrError',
    'answer',
  ]);
});

test('answers of every recorded kind can be cut at every byte', async () => {
  const kinds = new Map(
    answers.map((frame) => [`${frame.program} ${frame.procedure} ${frame.type} ${frame.status}`, frame]),
  );
  for (const { bytes, program, procedure, body } of kinds.values()) {
    const name = procedureName(program, procedure);
    if (name === undefined || body.length > 2_000) continue;
    for (let cut = 0; cut < body.length; cut += 1) {
      const decode = () => procedures[name].result.decode(new XdrReader(bytes.subarray(28, 28 + cut)));
      try {
        decode();
      } catch (error) {
        expect(error).toBeInstanceOf(XdrError);
      }
    }
  }
});

test('the message that unpacks to the most objects is refused before it does', () => {
  // A typed parameter of 12 bytes, the smallest, becomes an object; 32 MiB of them would be 2.8 million.
  const param = Buffer.from('000000000000000100000000', 'hex');
  const perRecord = 262_144;
  const record = Buffer.concat([Buffer.alloc(24), Buffer.alloc(4), Buffer.alloc(perRecord * param.length, param)]);
  record.writeUInt32BE(perRecord, 24);
  const body = Buffer.concat([Buffer.from('0000000a', 'hex'), ...Array.from({ length: 10 }, () => record)]);
  const before = process.memoryUsage().heapUsed;
  expect(body.length).toBeLessThan(FRAME_LIMIT);
  expect(() => procedures.connectGetAllDomainStats.result.decode(new XdrReader(body))).toThrow(/list elements/);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(256 << 20);
});
