import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode, LibvirtError, XdrError } from './errors.ts';
import type { FakeClient } from './fake/server.ts';
import { FakeFailure, FakeLibvirtd } from './fake/server.ts';
import { RpcConnection } from './rpc.ts';
import { readSparse, writeSparse } from './sparse.ts';
import type { StreamItem } from './stream.ts';
import { isHole, openStream } from './stream.ts';
import { settled } from './testing/manual-timers.ts';

const vol = { pool: 'images', name: 'a.raw', key: '/var/lib/libvirt/images/a.raw' };
const whole = { vol, offset: 0n, length: 0n, flags: 1 };
const dom = { name: 'guest', uuid: '00112233-4455-6677-8899-aabbccddeeff', id: 3 };
const NOTHING = Buffer.alloc(0);

let server: FakeLibvirtd;
let rpc: RpcConnection;
let client: FakeClient;

beforeEach(async () => {
  server = new FakeLibvirtd();
  server.handlers.storageVolDownload = () => ({});
  server.handlers.storageVolUpload = () => ({});
  server.handlers.domainOpenConsole = () => ({});
  server.handlers.connectGetHostname = () => ({ hostname: 'kvm1' });
  rpc = new RpcConnection(await server.dial(), { keepalive: null });
  client = [...server.clients][0]!;
});

afterEach(() => rpc.close());

async function collect(items: AsyncIterable<StreamItem>): Promise<(string | bigint)[]> {
  const seen: (string | bigint)[] = [];
  for await (const item of items) seen.push(isHole(item) ? item.hole : Buffer.from(item).toString());
  return seen;
}

/** Does what libvirtd does at the end of a stream. */
function confirmFinish(): void {
  client.onPacket = (packet) => {
    if (packet === 'finish') client.confirmStream();
  };
}

describe('download', () => {
  test('gives data and holes in order and shakes hands at the end', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    confirmFinish();
    client.sendStream(Buffer.from('one'));
    client.sendStream({ hole: 1n << 50n });
    client.sendStream(Buffer.from('two'));
    client.sendStream(NOTHING);
    expect(await collect(stream)).toEqual(['one', 1n << 50n, 'two']);
    expect(client.packets).toEqual(['finish']);
  });

  test('fails when libvirt does', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    client.sendStream(Buffer.from('one'));
    client.failStream(new FakeFailure(ErrorCode.system, 'Input/output error'));
    await expect(collect(stream)).rejects.toMatchObject({ reason: 'remote', code: ErrorCode.system });
  });

  test('cut short without the handshake is not taken for complete', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    client.sendStream(Buffer.from('one'));
    client.confirmStream();
    await expect(collect(stream)).rejects.toBeInstanceOf(XdrError);
  });

  test('fails when the connection breaks', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    client.sendStream(Buffer.from('one'));
    await settled();
    server.cut();
    await expect(collect(stream)).rejects.toMatchObject({ reason: 'disconnected' });
  });

  test('that is given up is aborted on the host, and the connection goes on', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    client.sendStream(Buffer.from('one'));
    await once(stream, 'readable');
    stream.destroy();
    await settled();
    expect(client.packets).toEqual(['abort']);
    // Packets that were under way.
    client.sendStream(Buffer.from('late'));
    client.sendStream(NOTHING);
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
  });

  test('that nobody reads holds the host back instead of filling memory', async () => {
    const { stream } = await openStream(rpc, 'storageVolDownload', whole);
    confirmFinish();
    const packet = Buffer.alloc(262_120, 1);
    for (let count = 0; count < 64; count++) client.sendStream(packet);
    client.sendStream(NOTHING);
    await settled();
    expect(stream.readableLength).toBeLessThan(10);
    expect(client.socket.writableNeedDrain).toBe(true);
    let size = 0;
    for await (const item of stream) if (!isHole(item)) size += item.length;
    expect(size).toBe(64 * packet.length);
  });

  test('refused by libvirt opens nothing', async () => {
    server.handlers.storageVolDownload = () => {
      throw new FakeFailure(ErrorCode.noStorageVolume, 'no volume');
    };
    await expect(openStream(rpc, 'storageVolDownload', whole)).rejects.toMatchObject({ code: 50 });
  });

  test('accepted after its deadline is aborted', async () => {
    const gate = Promise.withResolvers<Record<string, never>>();
    server.handlers.storageVolDownload = () => gate.promise;
    await expect(openStream(rpc, 'storageVolDownload', whole, { timeout: 1 })).rejects.toMatchObject({ sent: true });
    // Data of a stream that nobody reads any more must not hold up the connection.
    for (let count = 0; count < 64; count++) client.sendStream(Buffer.alloc(262_120, 1));
    gate.resolve({});
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
    expect(client.packets).toEqual(['abort']);
  });
});

describe('upload', () => {
  test('sends data in packets that every libvirt accepts, and holes as holes', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    confirmFinish();
    stream.write(Buffer.alloc(600_000, 7));
    stream.write({ hole: 1n << 40n });
    stream.end(Buffer.from('end'));
    await once(stream, 'finish');
    const sizes = client.packets.map((packet) =>
      typeof packet === 'string' ? packet : isHole(packet) ? packet.hole : packet.length,
    );
    expect(sizes).toEqual([262_120, 262_120, 75_760, 1n << 40n, 3, 'finish']);
  });

  test('is not finished before libvirt confirms', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    stream.end(Buffer.from('data'));
    await settled();
    expect(stream.writableFinished).toBe(false);
    client.confirmStream();
    await once(stream, 'finish');
  });

  test('fails with what libvirt says at the end, such as a full disk', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    client.onPacket = (packet) => {
      if (packet === 'finish') client.failStream(new FakeFailure(ErrorCode.system, 'No space left on device'));
    };
    await expect(pipeline([Buffer.from('data')], stream)).rejects.toMatchObject({ code: ErrorCode.system });
  });

  test('whose source fails is aborted on the host', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    const source = async function* () {
      yield Buffer.from('data');
      throw new Error('the file is gone');
    };
    await expect(pipeline(source, stream)).rejects.toThrow('the file is gone');
    await settled();
    expect(client.packets.at(-1)).toBe('abort');
  });

  test('fails when the connection breaks while the end is awaited', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    const failed = expect(pipeline([Buffer.from('data')], stream)).rejects.toBeInstanceOf(LibvirtError);
    await settled();
    server.cut();
    await failed;
  });

  test('waits for a host that does not read', async () => {
    const { stream } = await openStream(rpc, 'storageVolUpload', whole);
    confirmFinish();
    client.socket.pause();
    const source = function* () {
      for (let count = 0; count < 64; count++) yield Buffer.alloc(262_120, 1);
    };
    const done = pipeline(source, stream);
    await settled();
    expect(stream.writableLength).toBeLessThan(10);
    expect(client.packets.length).toBeLessThan(10);
    client.socket.resume();
    await done;
    expect(client.packets).toHaveLength(65);
  });
});

describe('console', () => {
  test('carries bytes both ways and ends when the guest does', async () => {
    const { stream } = await openStream(rpc, 'domainOpenConsole', { dom, devName: null, flags: 0 });
    client.onPacket = (packet) => {
      if (packet instanceof Uint8Array) client.sendStream(Buffer.from(`echo ${Buffer.from(packet)}`));
      if (packet === 'finish') client.confirmStream();
    };
    stream.write('ls\n');
    expect(String((await once(stream, 'data'))[0])).toBe('echo ls\n');
    const closed = once(stream, 'close');
    client.sendStream(NOTHING);
    await closed;
    expect(client.packets.at(-1)).toBe('finish');
  });

  test('that is left says goodbye', async () => {
    const { stream } = await openStream(rpc, 'domainOpenConsole', { dom, devName: null, flags: 0 });
    confirmFinish();
    stream.resume().end();
    await once(stream, 'close');
    expect(client.packets).toEqual(['finish']);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sparse-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (items: StreamItem[], limit: bigint) => {
    const file = await open(join(folder, 'out'), 'w');
    try {
      return await writeSparse(
        (async function* () {
          yield* items;
        })(),
        file,
        { limit },
      );
    } finally {
      await file.close();
    }
  };

  test('keep holes as holes', async () => {
    const size = await write(
      [Buffer.from('one'), { hole: 1n << 30n }, Buffer.from('two'), { hole: 1n << 30n }],
      1n << 40n,
    );
    const { size: length, blocks } = await stat(join(folder, 'out'));
    expect(size).toBe(2n ** 31n + 6n);
    expect(length).toBe(2 ** 31 + 6);
    expect(blocks * 512).toBeLessThan(1 << 20);
  });

  test('end at the limit, whatever a host claims', async () => {
    await expect(write([{ hole: 2n ** 62n }], 1n << 40n)).rejects.toMatchObject({ reason: 'invalid' });
  });

  test('come back the same through holes', async () => {
    const original = Buffer.concat([
      Buffer.alloc(200_000),
      Buffer.from('middle'),
      Buffer.alloc(300_000),
      Buffer.from('x'),
      Buffer.alloc(70_000),
    ]);
    const path = join(folder, 'in');
    const file = await open(path, 'w+');
    await file.write(original);
    const items: StreamItem[] = [];
    for await (const item of readSparse(file)) items.push(item);
    await file.close();
    expect(items.some(isHole)).toBe(true);
    await write(items, 1n << 30n);
    expect((await readFile(join(folder, 'out'))).equals(original)).toBe(true);
  });
});
