import type { Input } from '../engine/contract/contract.ts';
import { deployInput, idOf, type TestEngine } from '../engine/testing/lab.ts';

/** Hosts, and so much of everything that ten thousand instances find room. */
const hosts = 32;
const cpuNumber = 512;
const memory = 2 * 1024 ** 4;

/** A zone of simulated hosts with room for `deployInput` ten thousand times over; the names are those of the engine's own test cloud. */
export async function buildLargeCloud(lab: TestEngine): Promise<Input<'deployVirtualMachine'>> {
  const zone = await lab.call('createZone', {
    name: 'zone',
    networktype: 'Basic',
    dns1: '192.0.2.53',
    internaldns1: '192.0.2.53',
  });
  const room = { gateway: '10.1.0.1', netmask: '255.255.0.0' };
  const pod = await lab.call('createPod', {
    zoneid: zone.id,
    name: 'pod',
    ...room,
    startip: '10.1.0.10',
    endip: '10.1.0.99',
  });
  const physical = await lab.run('createPhysicalNetwork', { zoneid: zone.id, name: 'physical' });
  await lab.run('addTrafficType', {
    physicalnetworkid: physical.resourceId ?? '',
    traffictype: 'Guest',
    kvmnetworklabel: 'cloudbr0',
  });
  const offerings = await lab.call('listNetworkOfferings', {});
  await lab.call('createNetwork', {
    zoneid: zone.id,
    name: 'guests',
    networkofferingid: offerings.networkoffering[0]?.id ?? '',
    ...room,
    startip: '10.1.1.0',
    endip: '10.1.250.255',
  });
  const cluster = await lab.call('addCluster', {
    zoneid: zone.id,
    podid: pod.id,
    clustername: 'cluster',
    hypervisor: 'Simulator',
  });
  for (let index = 0; index < hosts; index += 1)
    await lab.run('addHost', {
      zoneid: zone.id,
      podid: pod.id,
      clusterid: cluster.id,
      hypervisor: 'Simulator',
      url: `http://rack-${index}`,
      cpunumber: cpuNumber,
      memorytotal: memory,
    });
  await lab.run('createStoragePool', {
    zoneid: zone.id,
    clusterid: cluster.id,
    scope: 'CLUSTER',
    name: 'pool',
    url: 'nfs://nfs.test/primary',
  });
  const storage = { zoneid: zone.id, provider: 'Simulator' as const, name: 'images', url: 'nfs://nfs.test/secondary' };
  await lab.run('addImageStore', storage);
  await lab.run('registerTemplate', {
    zoneid: zone.id,
    name: 'template',
    url: 'http://images.test/debian.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
  });
  await lab.call('createServiceOffering', { name: 'tiny', cpunumber: 1, cpuspeed: 500, memory: 256 });
  await lab.call('updateZone', { id: zone.id, allocationstate: 'Enabled' });
  // The simulator's pools are of a small lab's size, which its driver would tell.
  const { store } = lab.engine.internals.ctx;
  for (const pool of store.where('storagePools', 'removed IS NULL'))
    store.update('storagePools', pool.id, { total: 2 ** 52 });
  const { diskofferingid: _disk, ...input } = await deployInput(lab, 'bench');
  return input;
}
