import type { TestEngine } from './lab.ts';
import { good, ok, vm as vmNamed } from './sample.ts';

// Details of resources.

/** It is stopped. */
const vm = (lab: TestEngine) => vmNamed(lab, 'keyed');

good(
  'listDetailOptions',
  () => ({ resourcetype: 'UserVm' }),
  (options) => options.details.nicAdapter?.includes('e1000') === true,
);
good(
  'addResourceDetail',
  async (lab) => ({ resourceid: await vm(lab), resourcetype: 'UserVm', details: { keyboard: 'fr' } }),
  ok,
);
good(
  'listResourceDetails',
  async (lab) => ({ resourceid: await vm(lab), resourcetype: 'UserVm' }),
  (page) => page.count === 1 && page.resourcedetail[0]?.value === 'fr',
);
good(
  'removeResourceDetail',
  async (lab) => ({ resourceid: await vm(lab), resourcetype: 'UserVm', key: 'keyboard' }),
  ok,
);
