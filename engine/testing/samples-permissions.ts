import { idOf, type TestEngine } from './lab.ts';
import { disc, good, ok, template } from './sample.ts';

// With whom templates and ISOs are shared.

const shared = (lab: TestEngine) => disc(lab, 'shared-disc');

good('updateTemplatePermissions', async (lab) => ({ id: await template(lab), isextractable: true }), ok);
good(
  'listTemplatePermissions',
  async (lab) => ({ id: await template(lab) }),
  (found) => found.ispublic && found.account.length === 0,
);
good(
  'registerIso',
  async (lab) => ({
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name: 'shared-disc',
    url: 'http://images.test/shared.iso',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
  }),
  (made) => made.isready,
);
good('updateIsoPermissions', async (lab) => ({ id: await shared(lab), ispublic: false }), ok);
good(
  'listIsoPermissions',
  async (lab) => ({ id: await shared(lab) }),
  (found) => !found.ispublic,
);
