import { good, host, vm } from './sample.ts';

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
