import { good, host, vm } from './sample.ts';

// One of the class that the samples before have made.
good(
  'findHostsForMigration',
  async (lab) => ({ virtualmachineid: await vm(lab, 'class-1') }),
  (page) => page.count === 1 && page.host[0]?.suitableformigration === true && !page.host[0].requiresStorageMotion,
);
good(
  'updateVolume',
  async (lab) => ({
    id: (await lab.call('listVolumes', { virtualmachineid: await vm(lab, 'class-1') })).volume[0]?.id ?? '',
    name: 'renamed',
  }),
  (changed) => changed.name === 'renamed' && !changed.deleteprotection,
);
good(
  'migrateVirtualMachine',
  async (lab) => {
    const id = await vm(lab, 'class-1');
    const { hostname } = (await lab.call('listVirtualMachines', { id })).virtualmachine[0] ?? {};
    return { virtualmachineid: id, hostid: await host(lab, hostname === 'sim-a' ? 'sim-b' : 'sim-a') };
  },
  (moved) => moved.state === 'Running' && moved.powerstate === 'PowerOn',
);
