import type { TestEngine } from './lab.ts';
import { idOf } from './lab.ts';
import { deployed, jobOf, type Scenario, vm } from './scenario.ts';

/** A host with virtual machines that somebody made by hand, and where they are. */
export async function madeByHand(lab: TestEngine): Promise<{ clusterid: string; hostid: string }> {
  const [host] = (await lab.call('listHosts', { sortby: 'name' })).host;
  const hostid = host?.id ?? '';
  await lab.call('injectSimulatorFault', { hostid, name: 'foreign-guests' });
  return { clusterid: host?.clusterid ?? '', hostid };
}

/** How the one with a data disk, which runs, is imported. */
export async function importInput(lab: TestEngine) {
  return {
    clusterid: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
    name: 'file-server',
    serviceofferingid: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'Medium Instance'),
    datadiskofferinglist: [
      { disk: 'vdb', diskoffering: await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Custom') },
    ],
  };
}

export const unmanagedScenarios: Scenario[] = [
  {
    kind: 'importUnmanagedInstance',
    arrange: async (lab) => void (await madeByHand(lab)),
    act: async (lab) => jobOf(await lab.call('importUnmanagedInstance', await importInput(lab))),
  },
  {
    kind: 'unmanageVirtualMachine',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('stopVirtualMachine', { id: await vm(lab), forced: true });
    },
    act: async (lab) => jobOf(await lab.call('unmanageVirtualMachine', { id: await vm(lab) })),
  },
];
