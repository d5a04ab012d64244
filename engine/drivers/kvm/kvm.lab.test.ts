import { randomUUID } from 'node:crypto';
import { test } from 'vitest';
import type { Lab } from '../../../e2e/lab/lab.ts';
import type { PoolSpec } from '../driver.ts';
import { driverContract } from '../driver-contract.ts';
import { createConsoleOpener } from './console-opener.ts';
import { createKvmDriver } from './kvm.ts';
import { describeHostStory, type StoryFixture } from './testing/host-story.ts';
import {
  bridge,
  credentials,
  impossible,
  type Login,
  lab,
  localPool,
  localStore,
  nfsPool,
  onHost,
  prepareHost,
  target,
  world,
} from './testing/lab-host.ts';

async function fixture(login: Login, pool: PoolSpec): Promise<StoryFixture> {
  await prepareHost();
  const { nfs, http } = (lab as Lab).description;
  const driver = createKvmDriver({ credentials: async () => credentials(login) });
  const local = pool.type === 'Filesystem';
  return {
    driver,
    host: target(login),
    bridge,
    pool,
    store: local
      ? localStore
      : { id: 'a0000000-0000-4000-8000-000000000003', provider: 'NFS', server: nfs.server, path: nfs.secondary },
    image: { url: `${http.url}/tiny.qcow2`, format: 'QCOW2', virtualSize: 48 * 1024 ** 2 },
    addresses: [],
    badImages: local
      ? [
          { name: 'missing', url: `${http.url}/not-there.qcow2`, says: /answered 404/ },
          { name: 'backing file', url: `${http.url}/backing-file.qcow2`, says: /backing file/ },
          { name: 'data file', url: `${http.url}/data-file.qcow2`, says: /data in another file/ },
          { name: 'huge', url: `${http.url}/huge.qcow2`, says: /at most 50 GiB|can be counted/ },
          { name: 'wrong format', url: `${http.url}/tiny.iso`, says: /not a QCOW2 image/ },
          { name: 'compressed', url: `${http.url}/tiny.qcow2.gz`, says: /not a QCOW2 image/ },
          { name: 'empty', url: `${http.url}/empty.qcow2`, says: /not a QCOW2 image|damaged/ },
          { name: 'not http', url: 'file:///etc/shadow', says: /not file/ },
          { name: 'nothing listening', url: 'http://10.77.0.1:9/x', says: /nothing answers there/ },
        ]
      : [{ name: 'missing', url: `${http.url}/not-there.qcow2`, says: /answered 404/ }],
    badPools: local
      ? [
          {
            name: 'a folder under a file',
            pool: { ...localPool, path: '/etc/hostname/x' },
            says: /cannot|Not a directory/i,
            hint: /./,
          },
          {
            name: 'not mounted',
            pool: { ...localPool, type: 'SharedMountPoint', path: '/srv' },
            says: /nothing is mounted there/,
            hint: /Mount the shared file system/,
          },
        ]
      : [
          { name: 'denied', pool: nfsPool(nfs.denied), says: /access denied/, hint: /insecure\).*|exportfs -rv/ },
          {
            name: 'missing',
            pool: nfsPool('/export/nothing'),
            says: /no such export|access denied/,
            hint: /showmount|exportfs/,
          },
          { name: 'refused', pool: { ...nfsPool(), server: target('root').address }, says: /cannot mount/, hint: /./ },
        ],
    guestOs: 'Debian GNU/Linux 12 (64-bit)',
    memory: 128 * 1024 ** 2,
    world,
    close: () => driver.close(),
  };
}

describeHostStory('a KVM host as root, with local storage', () => fixture('root', localPool), impossible);
describeHostStory('a KVM host by sudo with a password, with NFS', () => fixture('ops', nfsPool()), impossible);

if (impossible !== undefined)
  test.skip(`driver contract: KVM, sudo without password (skipped: ${impossible})`, () => {});
else
  driverContract('KVM, sudo without password', async () => {
    await prepareHost();
    const { http } = (lab as Lab).description;
    const driver = createKvmDriver({ credentials: async () => credentials('opsnp') });
    const opener = createConsoleOpener(() => credentials('opsnp'));
    return {
      driver,
      opener,
      host: target('opsnp'),
      pool: localPool,
      imageStore: localStore,
      template: {
        id: randomUUID(),
        url: `${http.url}/tiny.qcow2`,
        addresses: [],
        format: 'QCOW2',
        maximumSize: 1024 ** 3,
      },
      iso: { id: randomUUID(), url: `${http.url}/tiny.iso`, addresses: [], format: 'ISO', maximumSize: 1024 ** 3 },
      noIso: `${http.url}/tiny.qcow2`,
      bridge,
      network: {
        serviceAddress: '10.92.0.2',
        prefixLength: 24,
        gateway: '10.92.0.1',
        netmask: '255.255.255.0',
        guestAddresses: ['10.92.0.101', '10.92.0.102'],
      },
      guestOs: 'Debian GNU/Linux 12 (64-bit)',
      memory: 128 * 1024 ** 2,
      // It does, but not in the moment after its start, when the shared suite asks it to; the stories above wait.
      guestShutsDown: false,
      outside: {
        startDomain: async (domain) => void (await onHost('virsh', 'start', domain.id)),
        destroyDomain: async (domain) => void (await onHost('virsh', 'destroy', domain.id)),
      },
      async tearDown() {
        await opener.close();
        await driver.close();
        await onHost('rm', '-rf', '/srv/contract/pool', '/srv/contract/store');
      },
    };
  });
