import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Domain } from './index.ts';
import { DomainState, LibvirtConnection, MigrateFlag, migrateDomain } from './index.ts';
import { guestXml, missingForLibvirtd, PrivateLibvirtd } from './testing/private-libvirtd.ts';

const missing = missingForLibvirtd();
if (missing !== undefined) console.log(`skipped: real migration (${missing})`);

describe.skipIf(missing !== undefined)('real migration', () => {
  let here: PrivateLibvirtd;
  let there: PrivateLibvirtd;
  let source: LibvirtConnection;
  let destination: LibvirtConnection;
  const options = { callTimeout: Number.POSITIVE_INFINITY };

  beforeAll(async () => {
    here = await PrivateLibvirtd.start('here');
    there = await PrivateLibvirtd.start('there');
    source = await LibvirtConnection.open(await here.dial(), options);
    destination = await LibvirtConnection.open(await there.dial(), options);
  });

  afterAll(async () => {
    await here?.stop();
    await there?.stop();
  });

  const running = async (connection: LibvirtConnection, dom: Domain): Promise<boolean> => {
    const { domains } = await connection.call('connectListAllDomains', { needResults: 1, flags: 0 });
    const found = domains.find(({ uuid }) => uuid === dom.uuid);
    if (found === undefined) return false;
    return (await connection.call('domainGetState', { dom: found, flags: 0 })).state === DomainState.running;
  };

  const boot = async (name: string): Promise<Domain> => {
    const { dom } = await source.call('domainDefineXmlFlags', { xml: guestXml(name), flags: 0 });
    return (await source.call('domainCreateWithFlags', { dom, flags: 0 })).dom;
  };

  const flags = MigrateFlag.live | MigrateFlag.persistDestination | MigrateFlag.undefineSource;

  test('a running domain moves between hosts that do not know each other', async () => {
    const dom = await boot('roaming');
    const params = { migrate_uri: 'tcp://127.0.0.1' };
    const moved = await migrateDomain({ source, destination, dom, flags, params });
    expect(moved.uuid).toBe(dom.uuid);
    expect([await running(source, dom), await running(destination, dom)]).toEqual([false, true]);
    await destination.call('domainDestroyFlags', { dom: moved, flags: 0 });
    await destination.call('domainUndefineFlags', { dom: moved, flags: 0 });
  });

  test('a destination that QEMU cannot reach leaves the domain running where it was, and nothing behind', async () => {
    const dom = await boot('staying');
    // Listens on one address and is sought on another.
    const params = { migrate_uri: 'tcp://127.0.0.2:49300', listen_address: '127.0.0.1' };
    await expect(migrateDomain({ source, destination, dom, flags, params })).rejects.toMatchObject({
      reason: 'remote',
    });
    expect([await running(source, dom), await running(destination, dom)]).toEqual([true, false]);
    await expect(destination.call('domainLookupByUuid', { uuid: dom.uuid })).rejects.toMatchObject({ code: 42 });
    // The source gave its protection up: the domain can be changed again.
    await source.call('domainSuspend', { dom });
    await source.call('domainDestroyFlags', { dom, flags: 0 });
    await source.call('domainUndefineFlags', { dom, flags: 0 });
  });
});
