import type { TestEngine } from './lab.ts';
import { disc, good, template, zone } from './sample.ts';

// Templates and ISOs in another zone, and on primary storage ahead.

/** Another zone that takes images: its own host and secondary storage. */
export async function secondZone(lab: TestEngine): Promise<string> {
  const known = (await lab.call('listZones', { name: 'copies' })).zone[0]?.id;
  if (known !== undefined) return known;
  const { id: zoneid } = await lab.call('createZone', {
    name: 'copies',
    networktype: 'Basic',
    dns1: '192.0.2.1',
    internaldns1: '192.0.2.1',
  });
  const { id: podid } = await lab.call('createPod', {
    zoneid,
    name: 'copies-pod',
    gateway: '10.9.0.1',
    netmask: '255.255.255.0',
    startip: '10.9.0.10',
    endip: '10.9.0.19',
  });
  const hypervisor = 'Simulator' as const;
  const { id: clusterid } = await lab.call('addCluster', { zoneid, podid, clustername: 'copies-cluster', hypervisor });
  await lab.run('addHost', { zoneid, podid, clusterid, hypervisor, url: 'http://sim-copies' });
  const url = 'nfs://nfs.test/copies';
  await lab.run('addImageStore', { zoneid, name: 'copies-images', provider: 'Simulator', url });
  return zoneid;
}

good(
  'copyTemplate',
  async (lab) => ({ id: await template(lab), destzoneid: await secondZone(lab) }),
  (copy) => copy.zonename === 'copies' && copy.isready,
);
good(
  'copyIso',
  async (lab) => ({ id: await disc(lab, 'shared-disc'), destzoneid: await secondZone(lab) }),
  (copy) => copy.zonename === 'copies' && copy.isready,
);
good(
  'prepareTemplate',
  async (lab) => {
    const zoneid = await zone(lab);
    const { template: found } = await lab.call('listTemplates', { templatefilter: 'all', zoneid, name: 'template' });
    return { templateid: found[0]?.id ?? '', zoneid };
  },
  (prepared) => prepared.isready,
);
