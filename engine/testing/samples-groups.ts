import { deployInput, idOf, type TestEngine } from './lab.ts';
import { good, host, ok, vm } from './sample.ts';

// Affinity groups, instance groups, and tags of hosts and storage.

const affinity = (lab: TestEngine) => idOf(lab, 'listAffinityGroups', 'affinitygroup', 'apart');
const gathered = (lab: TestEngine) => idOf(lab, 'listInstanceGroups', 'instancegroup', 'web');

good(
  'createAffinityGroup',
  () => ({ name: 'apart', type: 'host anti-affinity' as const, description: 'never together' }),
  (made) => made.type === 'host anti-affinity' && made.virtualmachineIds.length === 0 && made.account === 'admin',
);
good(
  'listAffinityGroupTypes',
  () => ({}),
  (page) => page.count === 5 && page.affinityGroupType[0]?.type === 'host affinity',
);
good(
  'createInstanceGroup',
  () => ({ name: 'web' }),
  (made) => made.name === 'web' && made.domain === 'ROOT',
);
good(
  'deployVirtualMachine',
  async (lab) => ({
    ...(await deployInput(lab, 'grouped')),
    startvm: false,
    group: 'web',
    affinitygroupids: [await affinity(lab)],
  }),
  (made) => made.group === 'web' && made.affinitygroup[0]?.name === 'apart',
);
good(
  'listAffinityGroups',
  async (lab) => ({ virtualmachineid: await vm(lab, 'grouped') }),
  (page) => page.count === 1 && page.affinitygroup[0]?.virtualmachineIds.length === 1,
);
good(
  'updateVMAffinityGroup',
  async (lab) => ({ id: await vm(lab, 'grouped'), affinitygroupids: [] }),
  (changed) => changed.affinitygroup.length === 0,
);
good('deleteAffinityGroup', async (lab) => ({ id: await affinity(lab) }), ok);
good(
  'updateInstanceGroup',
  async (lab) => ({ id: await gathered(lab), name: 'website' }),
  (changed) => changed.name === 'website',
);
good(
  'listInstanceGroups',
  () => ({ name: 'website' }),
  (page) => page.count === 1,
);
good(
  'deleteInstanceGroup',
  async (lab) => ({ id: await idOf(lab, 'listInstanceGroups', 'instancegroup', 'website') }),
  ok,
);
good(
  'updateHost',
  async (lab) => ({ id: await host(lab), hosttags: 'gold, ssd' }),
  (changed) => changed.hosttags === 'gold,ssd',
);
good(
  'listHostTags',
  () => ({}),
  (page) => page.count === 2 && page.hosttag[0]?.name === 'gold',
);
good(
  'listStorageTags',
  () => ({ keyword: 'no such tag' }),
  (page) => page.count === 0,
);
