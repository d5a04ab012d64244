import { cluster, good, host, vm, zone } from './sample.ts';

// What instances, hosts and volumes use.

good(
  'listVirtualMachinesUsageHistory',
  async (lab) => ({ id: await vm(lab, 'class-1') }),
  (page) => page.count === 1 && page.virtualmachine[0]?.displayname === 'class-1',
  ['id'],
);
good(
  'listHostsUsageHistory',
  async (lab) => ({ id: await host(lab) }),
  (page) => page.count === 1 && page.host[0]?.name === 'sim-a',
  ['id'],
);
good(
  'listVolumesUsageHistory',
  () => ({ name: 'nobody' }),
  (page) => page.count === 0,
);
good(
  'listVirtualMachinesMetrics',
  async (lab) => ({ id: await vm(lab, 'class-1') }),
  (page) => page.virtualmachine[0]?.memorytotal === '0.25 GiB',
  ['id'],
);
good(
  'listHostsMetrics',
  async (lab) => ({ id: await host(lab) }),
  (page) => page.host[0]?.memorytotalgb === '16.00 GB',
  ['id'],
);
good(
  'listClustersMetrics',
  async (lab) => ({ id: await cluster(lab) }),
  (page) => page.cluster[0]?.hosts === '2 / 2',
  ['id'],
);
good(
  'listZonesMetrics',
  async (lab) => ({ id: await zone(lab) }),
  (page) => page.zone[0]?.clusters === '1 / 1',
  ['id'],
);
good(
  'listStoragePoolsMetrics',
  () => ({ name: 'pool' }),
  (page) => page.storagepool[0]?.storageusagethreshold === false,
);
good(
  'listVolumesMetrics',
  () => ({ type: 'ROOT' }),
  (page) => (page.volume[0]?.sizegb.length ?? 0) > 0,
);
