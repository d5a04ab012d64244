import { idOf, type TestEngine } from './lab.ts';
import { deployed, jobOf, type Scenario, vm } from './scenario.ts';

/** A second guest network in the cloud, on the same bridge. */
export async function secondNetwork(lab: TestEngine): Promise<string> {
  const { id } = await lab.call('createNetwork', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name: 'storage',
    networkofferingid: (await lab.call('listNetworkOfferings', {})).networkoffering[0]?.id ?? '',
    gateway: '10.2.0.1',
    netmask: '255.255.255.0',
    startip: '10.2.0.100',
    endip: '10.2.0.109',
  });
  return id;
}

/** The instance with a NIC in each of two networks. */
async function withTwo(lab: TestEngine): Promise<void> {
  await deployed(lab);
  await lab.run('addNicToVirtualMachine', { virtualmachineid: await vm(lab), networkid: await secondNetwork(lab) });
}
const nic = async (lab: TestEngine, networkname: string) => {
  const page = await lab.call('listNics', { virtualmachineid: await vm(lab) });
  return page.nic.find((each) => each.networkname === networkname);
};
const nicId = async (lab: TestEngine, networkname: string) => (await nic(lab, networkname))?.id ?? '';

export const nicScenarios: Scenario[] = [
  {
    kind: 'addNicToVirtualMachine',
    async arrange(lab) {
      await deployed(lab);
      await secondNetwork(lab);
    },
    act: async (lab) =>
      jobOf(
        await lab.call('addNicToVirtualMachine', {
          virtualmachineid: await vm(lab),
          networkid: await idOf(lab, 'listNetworks', 'network', 'storage'),
        }),
      ),
  },
  {
    kind: 'removeNicFromVirtualMachine',
    arrange: withTwo,
    act: async (lab) =>
      jobOf(
        await lab.call('removeNicFromVirtualMachine', {
          virtualmachineid: await vm(lab),
          nicid: await nicId(lab, 'storage'),
        }),
      ),
  },
  {
    kind: 'updateDefaultNicForVirtualMachine',
    arrange: withTwo,
    act: async (lab) =>
      jobOf(
        await lab.call('updateDefaultNicForVirtualMachine', {
          virtualmachineid: await vm(lab),
          nicid: await nicId(lab, 'storage'),
        }),
      ),
  },
  {
    kind: 'updateVmNicIp',
    arrange: deployed,
    act: async (lab) =>
      jobOf(await lab.call('updateVmNicIp', { nicid: await nicId(lab, 'guests'), ipaddress: '10.1.0.109' })),
  },
  {
    kind: 'addIpToNic',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('addIpToNic', { nicid: await nicId(lab, 'guests') })),
  },
  {
    kind: 'removeIpFromNic',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('addIpToNic', { nicid: await nicId(lab, 'guests') });
    },
    act: async (lab) =>
      jobOf(await lab.call('removeIpFromNic', { id: (await nic(lab, 'guests'))?.secondaryip[0]?.id ?? '' })),
  },
];
