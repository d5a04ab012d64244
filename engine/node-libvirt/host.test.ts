import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from './errors.ts';
import { FakeFailure, FakeLibvirtd } from './fake/server.ts';
import type { HostOptions } from './host.ts';
import { DEFAULT_EVENTS, LibvirtHost } from './host.ts';
import { StatsFlag } from './protocol/flags.ts';
import { ManualTimers, settled } from './testing/manual-timers.ts';

const guest = (digit: number) => ({
  name: `guest${digit}`,
  uuid: `00000000-0000-0000-0000-00000000000${digit}`,
  id: digit,
});
const one = guest(1);
const two = guest(2);

let server: FakeLibvirtd;
let timers: ManualTimers;
let host: LibvirtHost;
let log: string[];

function create(options: Partial<HostOptions> = {}): void {
  host = new LibvirtHost({ dial: server.dial, timers, random: () => 1, events: ['domainLifecycle'], ...options });
  host.on('up', () => log.push('up'));
  host.on('down', ({ cause, retryIn }) => log.push(`down ${retryIn}: ${cause.message}`));
  host.on('event', ({ name }) => log.push(name));
}

async function up(): Promise<void> {
  host.start();
  await once(host, 'up');
  await settled();
}

/** Makes changes of domains hang until released; starting and stopping notes who waits. */
function hangingWork() {
  const waiting = new Map<string, () => void>();
  server.handlers.domainSuspend = async ({ dom }) => {
    await new Promise<void>((resolve) => waiting.set(dom.name, resolve));
    return {};
  };
  return waiting;
}

beforeEach(() => {
  server = new FakeLibvirtd();
  server.handlers.connectGetHostname = () => ({ hostname: 'kvm1' });
  server.handlers.domainDestroyFlags = () => ({});
  server.handlers.domainResume = () => ({});
  timers = new ManualTimers();
  log = [];
  create();
});

afterEach(() => host.stop());

describe('coming up', () => {
  test('logs in, registers for events and says that everything has to be listed', async () => {
    await up();
    expect(log).toEqual(['up']);
    expect(host.state).toBe('up');
    server.emit({ name: 'domainLifecycle', callbackID: 0, dom: one, event: 5, detail: 1 });
    await settled();
    expect(log).toEqual(['up', 'domainLifecycle']);
  });

  test('asks for all kinds of events that the daemon has', async () => {
    server.handlers.connectStoragePoolEventRegisterAny = () => {
      throw new FakeFailure(ErrorCode.noSupport, 'no storage driver');
    };
    create({ events: DEFAULT_EVENTS });
    await up();
    expect(host.state).toBe('up');
  });

  test('uses polkit where the host wants it', async () => {
    server.handlers.authList = () => ({ types: [2] });
    server.handlers.authPolkit = () => ({ complete: 1 });
    await up();
    expect(server.seen.map(({ name }) => name).slice(0, 3)).toEqual(['authList', 'authPolkit', 'connectOpen']);
  });

  test('fails with the reason of the login', async () => {
    server.handlers.authList = () => ({ types: [2] });
    server.handlers.authPolkit = () => {
      throw new FakeFailure(ErrorCode.authenticationUnavailable, 'no polkit agent');
    };
    host.start();
    const [{ cause }] = await once(host, 'down');
    expect(cause).toMatchObject({ code: 94, procedure: 'authPolkit' });
  });

  test('has a connection ready for forced stops before one is needed', async () => {
    await up();
    expect(server.clients.size).toBe(3);
  });
});

describe('lanes', () => {
  test('changes of one domain go one after the other, those of others meanwhile', async () => {
    await up();
    const waiting = hangingWork();
    const first = host.work(one.uuid, 'domainSuspend', { dom: one });
    const second = host.work(one.uuid, 'domainResume', { dom: one });
    const other = host.work(two.uuid, 'domainResume', { dom: two });
    await other;
    expect(server.names).toEqual(['domainSuspend', 'domainResume']);
    waiting.get(one.name)?.();
    await Promise.all([first, second]);
    expect(server.names).toEqual(['domainSuspend', 'domainResume', 'domainResume']);
  });

  test('a change that fails lets the next one go', async () => {
    await up();
    server.handlers.domainSuspend = () => {
      throw new FakeFailure(ErrorCode.operationInvalid, 'domain is not running');
    };
    const first = host.work(one.uuid, 'domainSuspend', { dom: one });
    const second = host.work(one.uuid, 'domainResume', { dom: one });
    await expect(first).rejects.toMatchObject({ code: 55 });
    await second;
  });

  test('reads and forced stops answer while every change hangs', async () => {
    await up();
    const waiting = hangingWork();
    const stuck = [1, 2, 3, 4].map((digit) => host.work(guest(digit).uuid, 'domainSuspend', { dom: guest(digit) }));
    await settled();
    expect(waiting.size).toBe(4);
    expect(await host.query('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
    await host.force('domainDestroyFlags', { dom: one, flags: 0 });
    for (const release of waiting.values()) release();
    await Promise.all(stuck);
  });

  test('a domain that never answers takes one slot, and its later changes are given up unsent', async () => {
    await up();
    const waiting = hangingWork();
    const first = expect(host.work(one.uuid, 'domainSuspend', { dom: one }, { timeout: 100 })).rejects.toMatchObject({
      sent: true,
    });
    await timers.advance(100);
    await first;
    const second = expect(host.work(one.uuid, 'domainResume', { dom: one }, { timeout: 100 })).rejects.toMatchObject({
      reason: 'deadline',
      sent: false,
    });
    await timers.advance(100);
    await second;
    expect(server.names).toEqual(['domainSuspend']);
    waiting.get(one.name)?.();
    await settled();
    await host.work(one.uuid, 'domainResume', { dom: one });
  });

  test('a lane whose every call hangs past its deadline gets a new connection, and the host stays up', async () => {
    await up();
    hangingWork();
    const stuck = [1, 2, 3, 4].map((digit) =>
      host.work(guest(digit).uuid, 'domainSuspend', { dom: guest(digit) }, { timeout: 100 }),
    );
    const outcomes = Promise.allSettled(stuck);
    await timers.advance(100);
    await outcomes;
    await settled();
    await host.work(one.uuid, 'domainResume', { dom: one });
    expect(log).toEqual(['up']);
    // Nothing was sent a second time.
    expect(server.names.filter((name) => name === 'domainSuspend')).toHaveLength(4);
  });

  test('the same holds for reads: events go on, and nothing is reported as down', async () => {
    await up();
    server.handlers.domainGetXmlDesc = () => new Promise(() => {});
    const stuck = [1, 2, 3, 4].map((digit) =>
      host.query('domainGetXmlDesc', { dom: guest(digit), flags: 0 }, { timeout: 100 }),
    );
    const outcomes = Promise.allSettled(stuck);
    await timers.advance(100);
    await outcomes;
    await settled();
    expect(await host.query('connectGetHostname', {})).toEqual({ hostname: 'kvm1' });
    server.emit({ name: 'domainLifecycle', callbackID: 0, dom: one, event: 5, detail: 1 });
    await settled();
    expect(log).toEqual(['up', 'domainLifecycle']);
  });

  test('statistics are asked for without waiting for hung domains', async () => {
    await up();
    let flags = 0;
    server.handlers.connectGetAllDomainStats = (args) => {
      flags = args.flags;
      return { retStats: [{ dom: one, params: [{ field: 'state.state', type: 'int', value: 1 }] }] };
    };
    expect(await host.domainStats()).toEqual([{ dom: one, stats: { state: { state: 1 } } }]);
    await host.query('connectGetAllDomainStats', { doms: [], stats: 0, flags: StatsFlag.running });
    expect(flags).toBe(StatsFlag.running | StatsFlag.noWait);
  });

  test('a transfer has a connection of its own, without pings that a slow reader would miss', async () => {
    await up();
    const before = server.clients.size;
    const connection = await host.transfer();
    expect(server.clients.size).toBe(before + 1);
    const mine = [...server.clients].at(-1);
    const asked = server.seen.filter(({ name, client }) => name === 'connectSupportsFeature' && client === mine);
    expect(asked).toEqual([]);
    connection.close();
    await settled();
    expect(server.clients.size).toBe(before);
  });
});

describe('a host that goes away', () => {
  test('is reported with the cause, and again when it is back', async () => {
    await up();
    server.cut();
    await settled();
    expect(log).toEqual(['up', expect.stringMatching(/^down 1000: /)]);
    await timers.advance(1_000);
    expect(log.at(-1)).toBe('up');
    server.emit({ name: 'domainLifecycle', callbackID: 0, dom: one, event: 5, detail: 1 });
    await settled();
    expect(log.at(-1)).toBe('domainLifecycle');
    await host.work(one.uuid, 'domainResume', { dom: one });
  });

  test('is asked less and less often, with a share of chance', async () => {
    server.refusal = new Error('connect ECONNREFUSED');
    create({ backoff: { initial: 1_000, maximum: 5_000 } });
    host.start();
    await settled();
    for (const wait of [1_000, 2_000, 4_000, 5_000]) await timers.advance(wait);
    expect(log.map((line) => line.split(':')[0])).toEqual([
      'down 1000',
      'down 2000',
      'down 4000',
      'down 5000',
      'down 5000',
    ]);
    expect(log[0]).toMatch(/ECONNREFUSED/);
    host.stop();
    create({ backoff: { initial: 1_000, maximum: 5_000 }, random: () => 0 });
    host.start();
    await settled();
    expect(log.at(-1)).toMatch(/^down 500:/);
  });

  test('fails calls at once instead of keeping them', async () => {
    await up();
    server.refusal = new Error('no route to host');
    server.cut();
    await settled();
    await expect(host.query('connectGetHostname', {})).rejects.toMatchObject({ reason: 'disconnected', sent: false });
    await expect(host.work(null, 'domainResume', { dom: one })).rejects.toMatchObject({ sent: false });
    await expect(host.force('domainDestroyFlags', { dom: one, flags: 0 })).rejects.toMatchObject({ sent: false });
    await expect(host.transfer()).rejects.toMatchObject({ sent: false });
  });

  test('never gets a change twice', async () => {
    await up();
    hangingWork();
    const change = host.work(one.uuid, 'domainSuspend', { dom: one });
    await settled();
    const failed = expect(change).rejects.toMatchObject({ reason: 'disconnected', sent: true });
    server.cut();
    await failed;
    await timers.advance(60_000);
    expect(host.state).toBe('up');
    expect(server.names.filter((name) => name === 'domainSuspend')).toHaveLength(1);
  });

  test('without a word is noticed by keepalive', async () => {
    await up();
    for (const client of server.clients) client.deaf = true;
    await timers.advance(30_000);
    expect(log[1]).toMatch(/stopped answering/);
  });

  test('that accepts connections and says nothing is given up after the connect timeout', async () => {
    server.handlers.authList = () => new Promise(() => {});
    create({ connectTimeout: 7_000 });
    host.start();
    await settled();
    await timers.advance(7_000);
    expect(log[0]).toMatch(/did not answer in time/);
    await settled();
    expect(server.clients.size).toBe(0);
  });
});

test('a connection that is made after it was given up is closed again', async () => {
  const gate = Promise.withResolvers<void>();
  const dial = async () => {
    await gate.promise;
    return server.dial();
  };
  create({ dial, connectTimeout: 7_000 });
  host.start();
  await settled();
  await timers.advance(7_000);
  gate.resolve();
  await settled();
  expect(server.dials).toBe(1);
  expect(server.clients.size).toBe(0);
  expect(server.seen).toEqual([]);
});

describe('stopping', () => {
  test('closes every connection, breaks transfers off and tries nothing again', async () => {
    await up();
    const transfer = await host.transfer();
    hangingWork();
    const change = expect(host.work(one.uuid, 'domainSuspend', { dom: one })).rejects.toMatchObject({
      reason: 'disconnected',
    });
    await settled();
    host.stop();
    await change;
    await settled();
    expect(transfer.failure).toBeDefined();
    expect(server.clients.size).toBe(0);
    const dials = server.dials;
    await timers.advance(600_000);
    expect(server.dials).toBe(dials);
    expect(log).toEqual(['up']);
    await expect(host.query('connectGetHostname', {})).rejects.toMatchObject({ sent: false });
  });
});

describe('uploads', () => {
  const vol = { pool: 'images', name: 'a.raw', key: 'a' };

  test('beyond the end of a volume are refused here, since libvirt would not', async () => {
    await up();
    server.handlers.storageVolGetInfoFlags = () => ({ type: 0, capacity: 1_000n, allocation: 0n });
    await expect(host.upload(vol, { offset: 900n, length: 101n })).rejects.toMatchObject({ reason: 'invalid' });
    await settled();
    expect(server.names).not.toContain('storageVolUpload');
    expect(server.clients.size).toBe(3);
  });

  test('close their connection when they end', async () => {
    await up();
    server.handlers.storageVolUpload = () => ({});
    const stream = await host.upload(vol);
    stream.destroy();
    await once(stream, 'close');
    await settled();
    expect(server.clients.size).toBe(3);
  });
});
