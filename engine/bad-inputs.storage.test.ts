import { describe, expect, it } from 'vitest';
import { badInputs } from './testing/bad-inputs.ts';
import { takeInventory } from './testing/inventory.ts';

// What people really get wrong in the forms: each has a sentence of its own, a field, mostly a hint, and changes nothing.

const world = badInputs();

describe('storage', () => {
  const pool = (url: string, more: object = {}) => ({
    zoneid: world.ids.zone,
    clusterid: world.ids.cluster,
    name: 'new',
    url,
    ...more,
  });
  it.each([
    'nfs://nfs.test/../etc',
    'nfs://nfs.test/a/../../etc',
    'nfs://nfs.test/with space',
    'nfs://nfs.test/$(reboot)',
    'nfs://nfs.test/`reboot`',
    "nfs://nfs.test/it's",
    'nfs://nfs.test/a;b',
    'nfs://nfs.test/a\nb',
    'nfs://nfs.test//primary',
    'nfs://nfs.test/./primary',
    'nfs:///no-server',
    'nfs://-oProxyCommand/x',
    'nfs://nfs.test',
    'file://',
    'file:///',
    'sharedmountpoint:///',
    'smb://server/share',
    'http://server/path',
    '/just/a/path',
    'javascript:alert(1)',
  ])('%j is no storage', async (url) => {
    const hint = /nfs:\/\/server\/export/;
    const sentence = url.endsWith(':///') ? /^The root directory cannot be a store\.$/ : /in the storage URL\.$/;
    await world.refused('createStoragePool', pool(url), 'url', sentence, hint);
    await world.refused(
      'addImageStore',
      { zoneid: world.ids.zone, name: 'new', provider: 'NFS', url },
      'url',
      sentence,
      hint,
    );
  });

  it.each([
    'nfs://nfs.test/primary',
    'nfs://NFS.test/primary/',
    'nfs://nfs.test/secondary',
    'nfs://nfs.test/real-images',
  ])('one directory for two stores: %s', async (url) => {
    await world.refused(
      'createStoragePool',
      pool(url),
      'url',
      /is in use as the (primary|secondary) storage/,
      /directory of its own/,
    );
    const store = { zoneid: world.ids.zone, name: 'new', provider: 'NFS', url };
    await world.refused(
      'addImageStore',
      store,
      'url',
      /is in use as the (primary|secondary) storage/,
      /directory of its own/,
    );
    const ofHost = { ...pool(url), hostid: world.ids.host, scope: 'HOST' };
    await world.refused('createStoragePool', ofHost, 'url', /is in use as/);
  });

  it('that lacks what belongs to it', async () => {
    await world.refused(
      'createStoragePool',
      pool('file:///srv/pool'),
      'hostid',
      /belongs to one host/,
      /Choose the host/,
    );
    await world.refused('createStoragePool', pool('nfs://nfs.test/x', { scope: 'HOST' }), 'hostid', /needs its host/);
    const { clusterid: _none, ...bare } = pool('nfs://nfs.test/x', { scope: 'CLUSTER' });
    await world.refused('createStoragePool', bare, 'clusterid', /needs its cluster/);
    await world.refused(
      'addImageStore',
      { zoneid: world.ids.zone, name: 'd', provider: 'Directory', url: 'file:///srv' },
      'hostid',
      /needs its host/,
    );
    const shared = { zoneid: world.ids.zone, name: 's', provider: 'Directory', url: 'sharedmountpoint:///srv' };
    await world.refused('addImageStore', shared, 'url', /NFS or a directory/);
  });

  it.each([
    ['nfs://no-route-nfs.test/x', /errno 113/, /firewall/],
    ['nfs://refused-nfs.test/x', /errno 111/, /Start the NFS service/],
    ['nfs://nfs.test/denied/x', /access denied by the server/, /exportfs -rv/],
    ['nfs://nfs.test/missing', /no such export/, /showmount -e/],
    ['nfs://nfs.test/read-only', /read-only/, /rw,sync/],
  ])('that no host can mount: %s', async (url, sentence, hint) => {
    const before = takeInventory(world.lab.directory);
    for (const call of [
      () => world.lab.call('createStoragePool', pool(url)),
      () => world.lab.call('addImageStore', { zoneid: world.ids.zone, name: 'new', provider: 'NFS', url }),
    ]) {
      const job = await world.lab.engine.internals.ctx.jobs.wait((await call()).jobid);
      expect(job).toMatchObject({
        state: 'failed',
        error: { step: 'probe', message: expect.stringMatching(sentence) },
      });
      expect(job.error?.hint).toMatch(hint);
    }
    expect(takeInventory(world.lab.directory)).toEqual(before);
  });
});

describe('settings', () => {
  it.each([
    ['ping.interval', '0'],
    ['ping.interval', '1.5'],
    ['ping.interval', '1e3'],
    ['ping.interval', '0x10'],
    ['ping.interval', ' 5'],
    ['ping.interval', ''],
    ['ping.interval', 'soon'],
    ['ping.interval', '-1'],
    ['default.page.size', '501'],
    ['cpu.overprovisioning.factor', '0'],
    ['cluster.memory.allocated.capacity.disablethreshold', '1.1'],
    ['vm.allocation.algorithm', 'luck'],
    ['cluster.threshold.enabled', 'yes'],
  ])('%s = %j', async (name, value) => {
    await world.refused('updateConfiguration', { name, value }, 'value', /must be/);
    const [row] = (await world.lab.call('listConfigurations', { name })).configuration;
    expect(row?.value).toBe(row?.defaultvalue);
  });
  it('of a name or scope that is not there', async () => {
    await world.refused('updateConfiguration', { name: 'no.such', value: '1' }, 'name', /no setting named no\.such/);
    await world.refused(
      'updateConfiguration',
      { name: 'ping.interval', value: '5', zoneid: world.ids.zone },
      undefined,
      /is a global setting/,
      /without a zone/,
    );
  });
});
