import { idOf, type TestEngine } from './lab.ts';
import { good, offering, ok, zone } from './sample.ts';

// Compute and disk offerings.

const disk = (lab: TestEngine, name: string) => idOf(lab, 'listDiskOfferings', 'diskoffering', name);
const domain = (lab: TestEngine) => idOf(lab, 'listDomains', 'domain', 'ROOT');

good(
  'createDiskOffering',
  async (lab) => ({
    name: 'seven',
    disksize: 7,
    tags: 'ssd, ssd,fast',
    zoneid: [await zone(lab)],
    bytesreadrate: 1_000_000,
    details: { colour: 'blue' },
  }),
  (made) =>
    made.disksize === 7 &&
    !made.iscustomized &&
    made.tags === 'ssd,fast' &&
    made.zone === 'zone' &&
    made.diskBytesReadRate === 1_000_000 &&
    made.details?.colour === 'blue',
);
good(
  'updateDiskOffering',
  async (lab) => ({ id: await disk(lab, 'seven'), zoneid: 'all', tags: '', cachemode: 'writeback' as const }),
  (changed) => changed.zoneid === undefined && changed.tags === undefined && changed.cacheMode === 'writeback',
);
good(
  'listDiskOfferings',
  () => ({ name: 'seven', state: 'Active' as const }),
  (page) => page.count === 1 && page.diskoffering[0]?.displayoffering === true,
);
good(
  'createServiceOffering',
  async (lab) => ({
    name: 'from two to eight',
    customized: true,
    mincpunumber: 2,
    maxcpunumber: 8,
    minmemory: 512,
    hosttags: 'gold',
    deploymentplanner: 'UserDispersingPlanner' as const,
    domainid: [await domain(lab)],
    diskofferingid: await disk(lab, 'seven'),
  }),
  (made) =>
    made.iscustomized &&
    made.cpunumber === undefined &&
    made.serviceofferingdetails?.maxcpunumber === '8' &&
    made.domain === 'ROOT' &&
    made.diskofferingname === 'seven' &&
    made.rootdisksize === 7,
);
good(
  'updateServiceOffering',
  async (lab) => ({
    id: await offering(lab, 'from two to eight'),
    domainid: 'public',
    hosttags: '',
    state: 'Inactive',
  }),
  (changed) => changed.domainid === undefined && changed.hosttags === undefined && changed.state === 'Inactive',
);
good(
  'listServiceOfferings',
  () => ({ state: 'all' as const, cpunumber: 4 }),
  (page) => page.serviceoffering.some((each) => each.name === 'from two to eight'),
);
good(
  'listDeploymentPlanners',
  () => ({}),
  (page) => page.deploymentPlanner[0]?.name === 'FirstFitPlanner',
);
good(
  'deleteServiceOffering',
  async (lab) => {
    const page = await lab.call('listServiceOfferings', { name: 'from two to eight', state: 'all' });
    return { id: page.serviceoffering[0]?.id ?? '' };
  },
  ok,
);
good('deleteDiskOffering', async (lab) => ({ id: await disk(lab, 'seven') }), ok);
