import { idOf, type TestEngine } from './lab.ts';
import { good, ok } from './sample.ts';

// Guest OS types of one's own, and by which rules they are run.

const own = (lab: TestEngine, name: string) => idOf(lab, 'listOsTypes', 'ostype', name);
const mapping = async (lab: TestEngine) => (await lab.call('listGuestOsMapping', {})).guestosmapping[0]?.id ?? '';

good(
  'addGuestOs',
  async (lab) => ({
    oscategoryid: await idOf(lab, 'listOsCategories', 'oscategory', 'Other'),
    osdisplayname: 'Appliance',
  }),
  (made) => made.isuserdefined && made.description === 'Appliance' && made.oscategoryname === 'Other',
);
good(
  'updateGuestOs',
  async (lab) => ({ id: await own(lab, 'Appliance'), osdisplayname: 'Appliance 2' }),
  (changed) => changed.name === 'Appliance 2',
);
good(
  'addGuestOsMapping',
  async (lab) => ({
    ostypeid: await own(lab, 'Appliance 2'),
    hypervisor: 'Simulator' as const,
    hypervisorversion: 'default' as const,
    osnameforhypervisor: 'Windows Server 2022 (64-bit)',
  }),
  (made) => made.osdisplayname === 'Appliance 2' && made.osnameforhypervisor === 'Windows Server 2022 (64-bit)',
);
good(
  'updateGuestOsMapping',
  async (lab) => ({ id: await mapping(lab), osnameforhypervisor: 'Debian GNU/Linux 12 (64-bit)' }),
  (changed) => changed.osnameforhypervisor === 'Debian GNU/Linux 12 (64-bit)',
);
good(
  'listGuestOsMapping',
  () => ({ hypervisor: 'Simulator', hypervisorversion: 'default' }),
  (page) => page.count === 1,
);
good('removeGuestOsMapping', async (lab) => ({ id: await mapping(lab) }), ok);
good('removeGuestOs', async (lab) => ({ id: await own(lab, 'Appliance 2') }), ok);
