import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Domain, LibvirtEvent, StoragePool } from './index.ts';
import {
  ConsoleFlag,
  DomainState,
  LibvirtConnection,
  LibvirtHost,
  LifecycleEvent,
  readSparse,
  schedulerFields,
  typedParams,
  writeSparse,
} from './index.ts';
import { guestXml, missingForLibvirtd, PrivateLibvirtd } from './testing/private-libvirtd.ts';

const missing = missingForLibvirtd();
if (missing !== undefined) console.log(`skipped: real libvirtd (${missing})`);

const SCREEN_AND_CONSOLE = `<serial type='pty'/><graphics type='vnc' port='-1'/><video><model type='vga' vram='16384'/></video>`;
const IMAGES = '/var/lib/libvirt/images';

describe.skipIf(missing !== undefined)('real libvirtd', () => {
  let daemon: PrivateLibvirtd;
  let host: LibvirtHost;
  let events: LibvirtEvent[];

  beforeAll(async () => {
    daemon = await PrivateLibvirtd.start();
  });

  afterAll(async () => {
    await daemon?.stop();
  });

  beforeEach(async () => {
    events = [];
    host = new LibvirtHost({ dial: daemon.dial, backoff: { initial: 50, maximum: 50 } });
    host.on('event', (event) => events.push(event));
    host.start();
    await once(host, 'up');
  });

  afterEach(() => host.stop());

  /** Waits until an event fits, be it one that has come already. */
  async function event(fits: (event: LibvirtEvent) => boolean): Promise<LibvirtEvent> {
    for (;;) {
      const found = events.find(fits);
      if (found !== undefined) return found;
      await once(host, 'event');
    }
  }

  const define = async (name: string, devices = ''): Promise<Domain> =>
    (await host.work(null, 'domainDefineXmlFlags', { xml: guestXml(name, devices), flags: 0 })).dom;

  const start = async (dom: Domain): Promise<Domain> =>
    (await host.work(dom.uuid, 'domainCreateWithFlags', { dom, flags: 0 }, { timeout: 60_000 })).dom;

  async function remove(dom: Domain): Promise<void> {
    await host.force('domainDestroyFlags', { dom, flags: 0 }).catch(() => {});
    await host.work(dom.uuid, 'domainUndefineFlags', { dom, flags: 0 });
  }

  test('defines, starts, stops and undefines a domain', async () => {
    const dom = await define('life');
    expect(dom.id).toBe(-1);
    const running = await start(dom);
    expect(running.id).toBeGreaterThan(0);
    expect(await host.query('domainGetState', { dom: running, flags: 0 })).toMatchObject({
      state: DomainState.running,
    });
    const stats = await host.domainStats();
    expect(stats.find(({ dom: { name } }) => name === 'life')?.stats.balloon).toMatchObject({ maximum: 65_536n });
    await host.force('domainDestroyFlags', { dom: running, flags: 0 });
    expect(await host.query('domainGetState', { dom, flags: 0 })).toMatchObject({ state: DomainState.shutOff });
    await host.work(dom.uuid, 'domainUndefineFlags', { dom, flags: 0 });
    await expect(host.query('domainLookupByName', { name: 'life' })).rejects.toMatchObject({
      reason: 'remote',
      code: 42,
    });
  });

  test('a change made outside is announced', async () => {
    const dom = await start(await define('outside'));
    await daemon.virsh('destroy', 'outside');
    const stopped = await event(
      (seen) => seen.name === 'domainLifecycle' && seen.event === LifecycleEvent.stopped && seen.dom.uuid === dom.uuid,
    );
    expect(stopped).toMatchObject({ detail: 1 });
    await remove(dom);
  });

  test('typed parameters have the types that libvirt expects', async () => {
    const dom = await define('tuned');
    const params = typedParams(schedulerFields, { cpu_shares: 512n, vcpu_quota: -1n });
    await host.work(dom.uuid, 'domainSetSchedulerParametersFlags', { dom, params, flags: 2 });
    expect((await host.query('domainGetXmlDesc', { dom, flags: 0 })).xml).toContain('<shares>512</shares>');
    await remove(dom);
  });

  test('the host’s own statistics can be read', async () => {
    const connection = await host.transfer();
    expect((await connection.nodeCpuStats()).get('idle')).toBeGreaterThan(0n);
    expect((await connection.nodeMemoryStats()).get('total')).toBeGreaterThan(0n);
    connection.close();
  });

  test('a QEMU that hangs delays no read and no forced stop', async () => {
    const dom = await start(await define('hung'));
    await daemon.signalQemu('hung', 'STOP');
    let stuck = true;
    const monitor = host
      .work(dom.uuid, 'qemuDomainMonitorCommand', { dom, cmd: '{"execute":"query-status"}', flags: 0 })
      .finally(() => {
        stuck = false;
      });
    const outcome = Promise.allSettled([monitor]);
    await host.query('connectGetHostname', {});
    const stats = await host.domainStats();
    expect(stats.map(({ dom: { name } }) => name)).toContain('hung');
    await host.query('domainGetXmlDesc', { dom, flags: 0 });
    // All of that was answered while the call to QEMU was not.
    expect(stuck).toBe(true);
    await host.force('domainDestroyFlags', { dom, flags: 0 });
    expect((await outcome)[0]).toMatchObject({ status: 'rejected' });
    await remove(dom);
  });

  test('libvirtd answers pings, also on a connection that asked for none of its own', async () => {
    const keepalive = { interval: 20, misses: 2 };
    const connection = await LibvirtConnection.open(await daemon.dial(), { keepalive, serverKeepalive: false });
    const dom = await start(await define('pinged'));
    await daemon.virsh('destroy', 'pinged');
    await event(
      (seen) => seen.name === 'domainLifecycle' && seen.event === LifecycleEvent.stopped && seen.dom.uuid === dom.uuid,
    );
    // Starting a domain takes many of those intervals.
    expect(connection.failure).toBeUndefined();
    expect(await connection.call('connectGetType', {})).toEqual({ type: 'QEMU' });
    connection.close();
    await remove(dom);
  });

  test('more calls than libvirtd takes per connection are all answered', async () => {
    const names = await Promise.all(Array.from({ length: 40 }, () => host.query('connectGetHostname', {})));
    expect(new Set(names.map(({ hostname }) => hostname))).toEqual(new Set(['kvm-host']));
  });

  test('libvirtd killed: down with the cause, guests go on, up again, events again', async () => {
    const dom = await start(await define('survivor'));
    const down = once(host, 'down');
    await daemon.killDaemon();
    expect((await down)[0].cause).toMatchObject({ reason: 'disconnected' });
    const up = once(host, 'up');
    await daemon.startDaemon();
    await up;
    expect(await host.query('domainGetState', { dom, flags: 0 })).toMatchObject({ state: DomainState.running });
    await daemon.virsh('suspend', 'survivor');
    await event(
      (seen) =>
        seen.name === 'domainLifecycle' && seen.event === LifecycleEvent.suspended && seen.dom.uuid === dom.uuid,
    );
    await remove(dom);
  });

  test('a screenshot is a picture', async () => {
    const dom = await start(await define('screen', SCREEN_AND_CONSOLE));
    const { mime, bytes } = await host.screenshot(dom);
    // QEMU before 7.1 knows only PPM.
    const signature = { 'image/png': '\x89PNG', 'image/x-portable-pixmap': 'P6' }[mime ?? ''];
    expect(signature).toBeDefined();
    expect(bytes.toString('latin1').startsWith(signature ?? '')).toBe(true);
    await remove(dom);
  });

  test('a serial console opens, shuts out a second one and ends with the guest', async () => {
    const dom = await start(await define('console', SCREEN_AND_CONSOLE));
    const console = await host.openConsole(dom, { flags: ConsoleFlag.safe });
    await expect(host.openConsole(dom, { flags: ConsoleFlag.safe })).rejects.toMatchObject({ reason: 'remote' });
    console.resume().write('\n');
    const ended = once(console, 'close');
    await host.force('domainDestroyFlags', { dom, flags: 0 });
    await ended;
    await remove(dom);
  });

  test('a socket that is not libvirt’s is refused', async () => {
    const dom = await start(await define('vnc', SCREEN_AND_CONSOLE));
    const port = /type='vnc' port='(\d+)'/.exec((await host.query('domainGetXmlDesc', { dom, flags: 0 })).xml)?.[1];
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    await expect(LibvirtConnection.open(socket)).rejects.toMatchObject({ reason: 'disconnected' });
    await remove(dom);
  });

  describe('volumes', () => {
    let pool: StoragePool;

    beforeEach(async () => {
      const xml = `<pool type='dir'><name>images</name><target><path>${IMAGES}</path></target></pool>`;
      pool = (await host.work(null, 'storagePoolCreateXml', { xml, flags: 0 })).pool;
    });

    afterEach(() => host.work(null, 'storagePoolDestroy', { pool }));

    const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const create = async (name: string, size: number) => {
      const xml = `<volume><name>${name}</name><capacity>${size}</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>`;
      return (await host.work(null, 'storageVolCreateXml', { pool, xml, flags: 0 })).vol;
    };

    test('go up and down with their holes', async () => {
      const size = 64 << 20;
      const original = Buffer.alloc(size);
      randomBytes(300_000).copy(original, 1 << 20);
      randomBytes(500_000).copy(original, 40 << 20);
      const vol = await create('sparse.raw', size);
      const source = await open(join(daemon.folder, 'source'), 'w+');
      await source.write(original);
      await pipeline(readSparse(source), await host.upload(vol));
      await source.close();

      const { allocation } = await host.query('storageVolGetInfoFlags', { vol, flags: 0 });
      expect(allocation).toBeLessThan(4n << 20n);

      const target = await open(join(daemon.folder, 'target'), 'w');
      const stream = await host.download(vol);
      expect(await writeSparse(stream, target, { limit: BigInt(size) })).toBe(BigInt(size));
      await target.close();
      expect(sha(await readFile(join(daemon.folder, 'target')))).toBe(sha(original));
      expect((await stat(join(daemon.folder, 'target'))).blocks * 512).toBeLessThan(4 << 20);
      await host.work(null, 'storageVolDelete', { vol, flags: 0 });
    });

    test('a download that is given up leaves nothing open on the host', async () => {
      const vol = await create('large.raw', 64 << 20);
      await pipeline([randomBytes(32 << 20)], await host.upload(vol, { sparse: false }));
      const stream = await host.download(vol, { sparse: false });
      await once(stream, 'readable');
      stream.destroy();
      await once(stream, 'close');
      await host.work(null, 'storageVolDelete', { vol, flags: 0 });
    });

    test('an upload that libvirt cannot store fails with its reason', async () => {
      const vol = await create('gone.raw', 1 << 20);
      await daemon.inside('rm', `${IMAGES}/gone.raw`);
      await expect(host.upload(vol)).rejects.toMatchObject({ reason: 'remote' });
    });
  });
});
