import { idOf, type TestEngine } from './lab.ts';
import { jobOf, type Scenario } from './scenario.ts';

const category = (lab: TestEngine) => idOf(lab, 'listOsCategories', 'oscategory', 'Other');
const ownType = (lab: TestEngine) => idOf(lab, 'listOsTypes', 'ostype', 'Appliance 1');
const mapping = async (lab: TestEngine) => (await lab.call('listGuestOsMapping', {})).guestosmapping[0]?.id ?? '';
const added = async (lab: TestEngine) =>
  void (await lab.run('addGuestOs', { oscategoryid: await category(lab), osdisplayname: 'Appliance 1' }));
const map = async (lab: TestEngine) => ({
  ostypeid: await ownType(lab),
  hypervisor: 'Simulator' as const,
  hypervisorversion: 'default' as const,
  osnameforhypervisor: 'Windows Server 2022 (64-bit)',
});
const mapped = async (lab: TestEngine) => {
  await added(lab);
  await lab.run('addGuestOsMapping', await map(lab));
};

/** Jobs about guest OS types and their mappings. */
export const guestOsScenarios: readonly Scenario[] = [
  {
    kind: 'addGuestOs',
    act: async (lab) =>
      jobOf(await lab.call('addGuestOs', { oscategoryid: await category(lab), osdisplayname: 'Appliance 1' })),
  },
  {
    kind: 'updateGuestOs',
    arrange: added,
    act: async (lab) =>
      jobOf(await lab.call('updateGuestOs', { id: await ownType(lab), osdisplayname: 'Appliance 2' })),
  },
  {
    kind: 'removeGuestOs',
    arrange: mapped,
    act: async (lab) => jobOf(await lab.call('removeGuestOs', { id: await ownType(lab) })),
  },
  {
    kind: 'addGuestOsMapping',
    arrange: added,
    act: async (lab) => jobOf(await lab.call('addGuestOsMapping', await map(lab))),
  },
  {
    kind: 'updateGuestOsMapping',
    arrange: mapped,
    act: async (lab) =>
      jobOf(
        await lab.call('updateGuestOsMapping', { id: await mapping(lab), osnameforhypervisor: 'FreeBSD 14 (64-bit)' }),
      ),
  },
  {
    kind: 'removeGuestOsMapping',
    arrange: mapped,
    act: async (lab) => jobOf(await lab.call('removeGuestOsMapping', { id: await mapping(lab) })),
  },
];
