import { good } from './sample.ts';
import { domain } from './samples-accounts.ts';

// Limits and counts of accounts and domains.

good(
  'createDomain',
  () => ({ name: 'limited' }),
  (made) => made.vmlimit === '40' && made.vmavailable === '40' && made.vmtotal === 0,
);
good(
  'updateResourceLimit',
  async (lab) => ({
    domainid: await domain(lab, 'limited'),
    resourcetype: 0 as const,
    max: 3,
  }),
  (limit) => limit.max === 3 && limit.resourcetypename === 'user_vm' && limit.domainpath === 'ROOT/limited',
);
good(
  'listResourceLimits',
  () => ({ resourcetype: 8 as const }),
  (page) => page.count === 1 && page.resourcelimit[0]?.resourcetypename === 'cpu' && page.resourcelimit[0].max === -1,
);
good(
  'updateResourceCount',
  async (lab) => ({ domainid: await domain(lab, 'ROOT') }),
  (counted) => counted.resourcecount.some((each) => each.resourcetypename === 'user_vm' && each.resourcecount > 0),
);
