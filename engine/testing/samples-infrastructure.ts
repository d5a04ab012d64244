import { idOf } from './lab.ts';
import { cluster, disc, good, host, network, ok, osType, physical, pod, template, zone } from './sample.ts';

// Zone, pod, cluster.
good(
  'createZone',
  () => ({ name: 'zone-2', networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1', domain: 'two.example' }),
  (made) => made.name === 'zone-2' && made.allocationstate === 'Disabled' && made.domain === 'two.example',
);
good(
  'updateZone',
  async (lab) => ({ id: await zone(lab, 'zone-2'), dns2: '192.0.2.2' }),
  (changed) => changed.dns2 === '192.0.2.2',
);
good(
  'createPod',
  async (lab) => ({
    zoneid: await zone(lab, 'zone-2'),
    name: 'pod-2',
    gateway: '10.2.0.1',
    netmask: '255.255.255.0',
    startip: '10.2.0.10',
    endip: '10.2.0.19',
  }),
  (made) => made.zonename === 'zone-2' && made.startip === '10.2.0.10',
);
good(
  'updatePod',
  async (lab) => ({ id: await pod(lab, 'pod-2'), endip: '10.2.0.29' }),
  (changed) => changed.endip === '10.2.0.29',
);
good(
  'addCluster',
  async (lab) => ({
    zoneid: await zone(lab, 'zone-2'),
    podid: await pod(lab, 'pod-2'),
    clustername: 'cluster-2',
    hypervisor: 'KVM',
  }),
  (made) => made.podname === 'pod-2' && made.hypervisortype === 'KVM',
);
good(
  'updateCluster',
  async (lab) => ({ id: await cluster(lab, 'cluster-2'), allocationstate: 'Disabled' }),
  (changed) => changed.allocationstate === 'Disabled',
);
good(
  'listZones',
  () => ({ name: 'zone-2' }),
  (page) => page.count === 1 && page.zone[0]?.name === 'zone-2',
);
good(
  'listPods',
  async (lab) => ({ zoneid: await zone(lab, 'zone-2') }),
  (page) => page.pod[0]?.name === 'pod-2',
  ['zoneid'],
);
good(
  'listClusters',
  () => ({ hypervisor: 'KVM' }),
  (page) => page.count === 1,
);
good('deleteCluster', async (lab) => ({ id: await cluster(lab, 'cluster-2') }), ok);
good('deletePod', async (lab) => ({ id: await pod(lab, 'pod-2') }), ok);

// Physical and guest networks.
good(
  'createPhysicalNetwork',
  async (lab) => ({ zoneid: await zone(lab, 'zone-2'), name: 'physical-2' }),
  (made) => made.name === 'physical-2' && made.state === 'Disabled',
);
good(
  'addTrafficType',
  async (lab) => ({
    physicalnetworkid: await physical(lab, 'physical-2'),
    traffictype: 'Guest',
    kvmnetworklabel: 'cloudbr1',
  }),
  (made) => made.kvmnetworklabel === 'cloudbr1',
);
good(
  'updatePhysicalNetwork',
  async (lab) => ({ id: await physical(lab, 'physical-2'), state: 'Enabled' }),
  (changed) => changed.state === 'Enabled',
);
good(
  'listPhysicalNetworks',
  async (lab) => ({ zoneid: await zone(lab, 'zone-2') }),
  (page) => page.count === 1,
  ['zoneid'],
);
good(
  'listTrafficTypes',
  async (lab) => ({ physicalnetworkid: await physical(lab, 'physical-2') }),
  (page) => page.traffictype[0]?.traffictype === 'Guest',
  ['physicalnetworkid'],
);
good(
  'listNetworkOfferings',
  () => ({}),
  (page) => page.networkoffering[0]?.guestiptype === 'Shared',
);
good(
  'createNetwork',
  async (lab) => ({
    zoneid: await zone(lab, 'zone-2'),
    name: 'guests-2',
    networkofferingid: await idOf(lab, 'listNetworkOfferings', 'networkoffering', 'DefaultSharedNetworkOffering'),
    gateway: '10.2.0.1',
    netmask: '255.255.255.0',
    startip: '10.2.0.100',
    endip: '10.2.0.109',
    networkdomain: 'guests.example',
  }),
  (made) => made.cidr === '10.2.0.0/24' && made.iptotal === 10 && made.ipused === 0 && made.state === 'Allocated',
);
good(
  'createVlanIpRange',
  async (lab) => ({ networkid: await network(lab, 'guests-2'), startip: '10.2.0.120', endip: '10.2.0.129' }),
  (made) => made.endip === '10.2.0.129' && made.gateway === '10.2.0.1',
);
good(
  'listVlanIpRanges',
  async (lab) => ({ networkid: await network(lab, 'guests-2') }),
  (page) => page.count === 2,
  ['networkid'],
);
good(
  'updateVlanIpRange',
  async (lab) => {
    const ranges = await lab.call('listVlanIpRanges', { networkid: await network(lab, 'guests-2'), sortby: 'startip' });
    return { id: ranges.vlan[1]?.id ?? '', endip: '10.2.0.125' };
  },
  (changed) => changed.startip === '10.2.0.120' && changed.endip === '10.2.0.125',
);
good(
  'deleteVlanIpRange',
  async (lab) => {
    const ranges = await lab.call('listVlanIpRanges', { networkid: await network(lab, 'guests-2'), sortby: 'startip' });
    return { id: ranges.vlan[1]?.id ?? '' };
  },
  ok,
);
good(
  'listNetworks',
  () => ({ type: 'Shared' }),
  (page) => page.count === 2,
);
good('deleteNetwork', async (lab) => ({ id: await network(lab, 'guests-2') }), ok);
good('deletePhysicalNetwork', async (lab) => ({ id: await physical(lab, 'physical-2') }), ok);
good('deleteZone', async (lab) => ({ id: await zone(lab, 'zone-2') }), ok);
good(
  'listInfrastructure',
  () => ({}),
  (counts) => counts.zones === 1 && counts.hostsup === 2 && counts.systemvms === 0,
);

// Hosts and storage.
good(
  'addHost',
  async (lab) => ({
    zoneid: await zone(lab),
    podid: await pod(lab),
    clusterid: await cluster(lab),
    hypervisor: 'Simulator',
    url: 'http://sim-c',
    cpunumber: 4,
    memorytotal: 8 * 1024 ** 3,
  }),
  (made) => made.state === 'Up' && made.cpunumber === 4 && made.clustername === 'cluster',
);
good(
  'updateHost',
  async (lab) => ({ id: await host(lab, 'sim-c'), allocationstate: 'Disable' }),
  (changed) => changed.resourcestate === 'Disabled',
);
good(
  'reconnectHost',
  async (lab) => ({ id: await host(lab, 'sim-c') }),
  (made) => made.state === 'Up',
);
good(
  'checkHostStorage',
  async (lab) => ({ id: await host(lab, 'sim-c') }),
  (made) => made.check.length > 0 && made.check.every((check) => check.found.includes('can use')),
);
good(
  'createHostShellEndpoint',
  async (lab) => ({ hostid: await host(lab, 'sim-c'), columns: 100, rows: 30 }),
  (answer) => answer.success && answer.url.startsWith('ws://127.0.0.1:') && answer.websocket.token.length > 20,
);
good(
  'listHosts',
  () => ({ resourcestate: 'Disabled' }),
  (page) => page.count === 1 && page.host[0]?.name === 'sim-c',
);
good('deleteHost', async (lab) => ({ id: await host(lab, 'sim-c') }), ok);
good(
  'createStoragePool',
  async (lab) => ({
    zoneid: await zone(lab),
    hostid: await host(lab),
    name: 'local',
    url: 'file:///var/lib/benchtop/pool',
  }),
  (made) => made.state === 'Up' && made.scope === 'HOST' && made.type === 'Filesystem' && made.disksizetotal > 0,
);
good(
  'listStoragePools',
  () => ({ scope: 'HOST' }),
  (page) => page.count === 1 && page.storagepool[0]?.name === 'local',
);
good('deleteStoragePool', async (lab) => ({ id: await idOf(lab, 'listStoragePools', 'storagepool', 'local') }), ok);
good(
  'addImageStore',
  async (lab) => ({ zoneid: await zone(lab), name: 'images-2', provider: 'NFS', url: 'nfs://nfs.test/images-2' }),
  (made) => made.url === 'nfs://nfs.test/images-2' && made.providername === 'NFS',
);
good(
  'listImageStores',
  () => ({ provider: 'NFS' }),
  (page) => page.count === 1,
);
good('deleteImageStore', async (lab) => ({ id: await idOf(lab, 'listImageStores', 'imagestore', 'images-2') }), ok);

// Templates and offerings.
good(
  'listOsCategories',
  () => ({}),
  (page) => page.count > 3,
);
good(
  'listOsTypes',
  () => ({ keyword: 'Debian' }),
  (page) => page.count > 0,
);
good(
  'registerTemplate',
  async (lab) => ({
    zoneid: await zone(lab),
    name: 'template-2',
    url: 'http://images.test/alpine.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await osType(lab),
    checksum: `{SHA-256}${'ab'.repeat(32)}`,
  }),
  (made) => made.isready && made.status === 'Download Complete' && made.size === 200 * 1024 ** 2,
);
good(
  'updateTemplate',
  async (lab) => ({ id: await template(lab, 'template-2'), displaytext: 'second' }),
  (changed) => changed.displaytext === 'second',
);
good(
  'listTemplates',
  () => ({ templatefilter: 'self', isready: true }),
  (page) => page.count === 2,
);
good(
  'registerIso',
  async (lab) => ({
    zoneid: await zone(lab),
    name: 'disc',
    url: 'http://images.test/debian.iso',
    ostypeid: await osType(lab),
  }),
  (iso) => iso.isready && iso.bootable && iso.hypervisor === 'Simulator' && iso.size > 0,
);
// Nobody sends these files: their jobs give up after a while.
good(
  'getUploadParamsForTemplate',
  async (lab) => ({
    zoneid: await zone(lab),
    name: 'sent',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await osType(lab),
    filesize: 262_144,
  }),
  (answer) => answer.success && answer.postURL.startsWith('ws://127.0.0.1:') && answer.jobid !== answer.id,
);
good(
  'getUploadParamsForIso',
  async (lab) => ({
    zoneid: await zone(lab),
    name: 'sent disc',
    format: 'ISO',
    ostypeid: await osType(lab),
    filesize: 65_536,
  }),
  (answer) => answer.url === answer.postURL && answer.websocket.path.startsWith('/console/'),
);
good(
  'updateIso',
  async (lab) => ({ id: await disc(lab), displaytext: 'Debian’s installer' }),
  (changed) => changed.displaytext === 'Debian’s installer' && changed.name === 'disc',
);
good(
  'listIsos',
  () => ({ isofilter: 'executable', bootable: true, name: 'disc' }),
  (page) => page.count === 1,
);
good('deleteTemplate', async (lab) => ({ id: await template(lab, 'template-2') }), ok);
good(
  'getResourceUsers',
  async (lab) => ({ resourcetype: 'zone', id: await zone(lab) }),
  (found) => found.blocked && found.users.some((group) => group.resource.some((user) => user.name === 'guests')),
);
good(
  'registerUserKeys',
  async (lab) => ({ id: (await lab.call('getSession', {})).userid }),
  (made) => made.username === 'admin' && made.secretkey === undefined,
);
good(
  'getUserKeys',
  async (lab) => ({ id: (await lab.call('getSession', {})).userid }),
  (keys) => keys.apikey.length === 86 && keys.secretkey !== keys.apikey,
);
good(
  'getApiServer',
  () => ({}),
  (server) => !server.enabled && !server.listening && server.url === undefined && server.haskeys,
);
good(
  'listApis',
  () => ({ name: 'createZone' }),
  (page) => page.count === 1 && page.api[0]?.params.find((each) => each.name === 'name')?.required === true,
);
good(
  'listCapabilities',
  () => ({}),
  (can) => /^4\.\d+/.test(can.cloudstackversion),
);
