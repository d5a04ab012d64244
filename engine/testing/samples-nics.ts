import type { TestEngine } from './lab.ts';
import { good, network, ok, vm } from './sample.ts';
import { secondNetwork } from './scenarios-nics.ts';

// NICs of one of the class, in a second network that is made for it.
const cards = async (lab: TestEngine) =>
  (await lab.call('listNics', { virtualmachineid: await vm(lab, 'class-2') })).nic;
const card = async (lab: TestEngine, networkname: string) =>
  (await cards(lab)).find((nic) => nic.networkname === networkname)?.id ?? '';

let made = false;
/** The second network, made when it is first asked for. */
async function storage(lab: TestEngine): Promise<string> {
  if (!made) await secondNetwork(lab);
  made = true;
  return await network(lab, 'storage');
}

good(
  'addNicToVirtualMachine',
  async (lab) => ({
    virtualmachineid: await vm(lab, 'class-2'),
    networkid: await storage(lab),
    ipaddress: '10.2.0.105',
    macaddress: '1e:00:00:ab:cd:ef',
  }),
  (after) => after.nic.length === 2 && after.nic[1]?.ipaddress === '10.2.0.105' && after.nic[1].deviceid === '1',
);
good(
  'addIpToNic',
  async (lab) => ({ nicid: await card(lab, 'storage'), ipaddress: '10.2.0.106', description: 'web' }),
  (made) => made.ipaddress === '10.2.0.106' && made.description === 'web',
);
good('removeIpFromNic', async (lab) => ({ id: (await cards(lab)).flatMap((nic) => nic.secondaryip)[0]?.id ?? '' }), ok);
good(
  'updateVmNicIp',
  async (lab) => ({ nicid: await card(lab, 'storage'), ipaddress: '10.2.0.107' }),
  (after) => after.nic[1]?.ipaddress === '10.2.0.107',
);
good(
  'updateDefaultNicForVirtualMachine',
  async (lab) => ({ virtualmachineid: await vm(lab, 'class-2'), nicid: await card(lab, 'storage') }),
  (after) => after.ipaddress === '10.2.0.107' && after.nic[1]?.isdefault === true && after.nic[0]?.isdefault === false,
);
good(
  'removeNicFromVirtualMachine',
  async (lab) => ({ virtualmachineid: await vm(lab, 'class-2'), nicid: await card(lab, 'guests') }),
  (after) => after.nic.length === 1,
);
