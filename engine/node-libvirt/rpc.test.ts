import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ErrorCode, LibvirtError, XdrError } from './errors.ts';
import type { FakeClient } from './fake/server.ts';
import { FakeFailure, FakeLibvirtd } from './fake/server.ts';
import { FrameStatus, FrameType, packFrame } from './frame.ts';
import type { LibvirtEvent } from './protocol/events.ts';
import { Program } from './protocol/procedure.ts';
import { procedures } from './protocol/procedures.ts';
import type { RpcOptions } from './rpc.ts';
import { RpcConnection } from './rpc.ts';
import { ManualTimers, settled } from './testing/manual-timers.ts';

const dom = { name: 'guest', uuid: '00112233-4455-6677-8899-aabbccddeeff', id: 3 };

let server: FakeLibvirtd;
let timers: ManualTimers;
let rpc: RpcConnection;
let client: FakeClient;

async function connect(options: RpcOptions = {}): Promise<void> {
  rpc = new RpcConnection(await server.dial(), { timers, keepalive: null, ...options });
  client = [...server.clients].at(-1)!;
}

beforeEach(async () => {
  server = new FakeLibvirtd();
  server.handlers.connectGetHostname = () => ({ hostname: 'kvm1' });
  timers = new ManualTimers();
  await connect();
});

afterEach(() => rpc.close());

/** A procedure that does not answer until it is told to. */
function hang(): { release: () => void } {
  const gate = Promise.withResolvers<void>();
  server.handlers.domainGetInfo = async () => {
    await gate.promise;
    return { state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 1n };
  };
  return { release: gate.resolve };
}

describe('calls', () => {
  test('carry arguments there and the answer back', async () => {
    server.handlers.domainLookupByName = ({ name }) => ({ dom: { ...dom, name } });
    expect(await rpc.call('domainLookupByName', { name: 'guest' })).toEqual({ dom });
  });

  test('fail with libvirt’s code and domain', async () => {
    server.handlers.domainLookupByName = () => {
      throw new FakeFailure(ErrorCode.noDomain, 'Domain not found');
    };
    const error = await rpc.call('domainLookupByName', { name: 'x' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LibvirtError);
    expect(error).toMatchObject({
      reason: 'remote',
      code: 42,
      domain: 10,
      procedure: 'domainLookupByName',
      sent: true,
    });
  });

  test('fail with text that can neither steer a terminal nor fill a log', async () => {
    server.handlers.domainLookupByName = () => {
      throw new FakeFailure(ErrorCode.noDomain, `\u001b[2J\u202eevil\n${'x'.repeat(1_000_000)}`);
    };
    const error: LibvirtError = await rpc.call('domainLookupByName', { name: 'x' }).catch((reason) => reason);
    expect(error.message.slice(0, 10)).toBe('\ufffd[2J\ufffdevil\n');
    expect(error.message.length).toBeLessThan(5_000);
  });

  test('with arguments that do not fit are refused before anything is sent', async () => {
    await expect(rpc.call('domainSuspend', { dom: { ...dom, uuid: 'x' } })).rejects.toThrow(/dom: uuid: /);
    await settled();
    expect(server.seen).toEqual([]);
  });

  test('get their own answers whatever the order', async () => {
    const { release } = hang();
    const slow = rpc.call('domainGetInfo', { dom });
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
    release();
    expect(await slow).toMatchObject({ state: 1 });
  });

  test('beyond the cap wait, so that the server never stops reading', async () => {
    const { release } = hang();
    const calls = Array.from({ length: 6 }, () => rpc.call('domainGetInfo', { dom }));
    await settled();
    expect(server.seen).toHaveLength(4);
    release();
    await Promise.all(calls);
    expect(server.seen).toHaveLength(6);
  });

  test('use serials that wrap after 2^32 calls, leaving out 0, which is keepalive’s', async () => {
    await connect({ lastSerial: 0xffff_fffe });
    const write = vi.spyOn(client.socket, 'emit');
    await rpc.call('connectGetHostname', {});
    await rpc.call('connectGetHostname', {});
    const frames = write.mock.calls.filter(([event]) => event === 'data').map(([, frame]) => frame as Buffer);
    expect(frames.map((frame) => frame.readUInt32BE(20))).toEqual([0xffff_ffff, 1]);
  });
});

describe('deadlines', () => {
  test('of a sent call leave its outcome unknown and its slot taken until the late answer', async () => {
    const { release } = hang();
    const { reply, settled: done } = rpc.submit('domainGetInfo', { dom }, { timeout: 100 });
    const failed = expect(reply).rejects.toMatchObject({ reason: 'deadline', sent: true });
    await timers.advance(100);
    await failed;
    let over = false;
    void done.then(() => {
      over = true;
    });
    await settled();
    expect(over).toBe(false);
    release();
    await done;
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
  });

  test('of a waiting call mean that it was never sent', async () => {
    const { release } = hang();
    const held = Array.from({ length: 4 }, () => rpc.call('domainGetInfo', { dom }));
    const waiting = rpc.call('connectGetHostname', {}, { timeout: 100 });
    const failed = expect(waiting).rejects.toMatchObject({ reason: 'deadline', sent: false });
    await timers.advance(100);
    await failed;
    release();
    await Promise.all(held);
    expect(server.names).not.toContain('connectGetHostname');
  });

  test('that all passed make the connection stuck, until an answer comes', async () => {
    const { release } = hang();
    const calls = Array.from({ length: 4 }, () => rpc.call('domainGetInfo', { dom }, { timeout: 100 }));
    const outcomes = Promise.allSettled(calls);
    await settled();
    expect(rpc.stuck).toBe(false);
    await timers.advance(100);
    await outcomes;
    expect(rpc.stuck).toBe(true);
    release();
    await settled();
    expect(rpc.stuck).toBe(false);
  });

  test('may be left out', async () => {
    const { release } = hang();
    const call = rpc.call('domainGetInfo', { dom }, { timeout: Number.POSITIVE_INFINITY });
    await timers.advance(10 ** 9);
    release();
    expect(await call).toMatchObject({ state: 1 });
  });
});

describe('a connection that ends', () => {
  test('rejects what is under way, telling apart what was sent', async () => {
    hang();
    const outcomes = Promise.allSettled(Array.from({ length: 5 }, () => rpc.call('domainGetInfo', { dom })));
    await settled();
    const closed = once(rpc, 'close');
    server.cut();
    const reasons = (await outcomes).map((outcome) => (outcome as PromiseRejectedResult).reason);
    expect(reasons.map(({ reason, sent }) => [reason, sent])).toEqual([
      ...Array.from({ length: 4 }, () => ['disconnected', true]),
      ['disconnected', false],
    ]);
    await closed;
    await expect(rpc.call('connectGetHostname', {})).rejects.toMatchObject({ reason: 'disconnected', sent: false });
  });

  test('says so at once if its socket was already gone', async () => {
    const socket = await server.dial();
    socket.destroy();
    const late = new RpcConnection(socket);
    await expect(late.call('connectGetHostname', {})).rejects.toMatchObject({ reason: 'disconnected', sent: false });
  });
});

describe('keepalive', () => {
  const keepalive = { interval: 5_000, misses: 2 };

  test('answers the server’s pings', async () => {
    client.ping();
    await settled();
    expect(client.pings).toBe(1);
  });

  test('ends a connection that went silent, and not before', async () => {
    await connect({ keepalive });
    client.deaf = true;
    await timers.advance(10_000);
    expect(client.pings).toBe(2);
    expect(rpc.failure).toBeUndefined();
    await timers.advance(5_000);
    expect(rpc.failure).toMatchObject({ reason: 'disconnected', message: 'the host stopped answering' });
  });

  test('lets a connection live whose server answers', async () => {
    await connect({ keepalive });
    await timers.advance(100_000);
    expect(rpc.failure).toBeUndefined();
  });

  test('pauses while the server reads nothing because it has five of our calls', async () => {
    await connect({ keepalive, maxInFlight: 5 });
    const { release } = hang();
    const calls = Array.from({ length: 5 }, () => rpc.call('domainGetInfo', { dom }, { timeout: 60_000 }));
    await timers.advance(50_000);
    expect(rpc.failure).toBeUndefined();
    release();
    await Promise.all(calls);
  });

  test('does not pause for calls that nobody waits for any more', async () => {
    await connect({ keepalive, maxInFlight: 5 });
    hang();
    const calls = Array.from({ length: 5 }, () => rpc.call('domainGetInfo', { dom }, { timeout: 1_000 }));
    const outcomes = Promise.allSettled(calls);
    await timers.advance(30_000);
    await outcomes;
    expect(rpc.failure).toMatchObject({ message: 'the host stopped answering' });
  });
});

describe('events', () => {
  const event: LibvirtEvent = { name: 'domainLifecycle', callbackID: 0, dom, event: 5, detail: 1 };

  test('arrive as what they are', async () => {
    const arrived = once(rpc, 'event');
    server.emit(event);
    expect(await arrived).toEqual([event]);
  });

  test('that do not decode are reported and harm nothing', async () => {
    const warned = once(rpc, 'warning');
    const header = { program: Program.remote, procedure: 318, type: FrameType.event, serial: 0, status: 0 };
    client.socket.write(packFrame(header, Buffer.from('000000010000', 'hex')));
    expect((await warned)[0]).toBeInstanceOf(XdrError);
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
  });

  test('that a newer libvirt has are ignored', async () => {
    const header = { program: Program.remote, procedure: 9_999, type: FrameType.event, serial: 0, status: 0 };
    client.socket.write(packFrame(header));
    expect(await rpc.call('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
  });
});

describe('a server that breaks the protocol', () => {
  const reply = { program: Program.remote, procedure: procedures.connectGetHostname.number, type: FrameType.reply };

  test('loses the connection for an answer to no call', async () => {
    const closed = once(rpc, 'close');
    client.socket.write(packFrame({ ...reply, serial: 99, status: FrameStatus.ok }));
    expect((await closed)[0].cause).toBeInstanceOf(XdrError);
  });

  test('loses the connection for an answer of another procedure', async () => {
    hang();
    const call = rpc.call('domainGetInfo', { dom });
    client.socket.write(packFrame({ ...reply, serial: 1, status: FrameStatus.ok }));
    await expect(call).rejects.toMatchObject({ reason: 'disconnected', sent: true });
  });

  test.each([
    ['too short', ''],
    ['too long', '000000016100000000000000'],
  ])('fails one call only with a body that is %s', async (_, body) => {
    hang();
    server.handlers.connectGetHostname = () => new Promise(() => {});
    const call = rpc.call('connectGetHostname', {});
    client.socket.write(packFrame({ ...reply, serial: 1, status: FrameStatus.ok }, Buffer.from(body, 'hex')));
    await expect(call).rejects.toBeInstanceOf(XdrError);
    expect(rpc.failure).toBeUndefined();
  });
});
