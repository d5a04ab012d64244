import type { CommandName, Input } from '../../contract/contract.ts';

/**
 * The practice cloud of the first run, as the very commands an admin would give: replayed through the dispatcher, so that it is made
 * by the product itself. Steps are in order; a step may name what earlier ones made.
 */
export interface SampleStep {
  /** Under which later steps (and a resumed replay) find what this one made. */
  ref: string;
  command: CommandName;
  input(references: SampleReferences): Input<CommandName>;
}

export interface SampleReferences {
  /** The id of what an earlier step made. */
  id(ref: string): string;
  /** The id of the first of these names that the list has: an offering's name, an OS type's description. */
  named(list: 'listNetworkOfferings' | 'listOsTypes', names: string[]): string;
}

function step<K extends CommandName>(
  ref: string,
  command: K,
  input: (references: SampleReferences) => Input<K>,
): SampleStep {
  return { ref, command, input: input as SampleStep['input'] };
}

const gibibyte = 1024 ** 3;

const hosts = [
  { address: 'sim-host-01', cluster: 'cluster-a', cpunumber: 16, memory: 64 },
  { address: 'sim-host-02', cluster: 'cluster-a', cpunumber: 16, memory: 64 },
  { address: 'sim-host-03', cluster: 'cluster-a', cpunumber: 16, memory: 64 },
  { address: 'sim-host-04', cluster: 'cluster-b', cpunumber: 32, memory: 128 },
  { address: 'sim-host-05', cluster: 'cluster-b', cpunumber: 32, memory: 128 },
  { address: 'sim-host-06', cluster: 'cluster-b', cpunumber: 24, memory: 96 },
] as const;

/** OS type names are tried in order: the precise one first, then what every installation has. */
const templates = [
  {
    ref: 'centos',
    name: 'CentOS Stream 9',
    file: 'centos-stream-9.qcow2',
    os: ['CentOS Stream 9', 'CentOS Stream 9 (64-bit)'],
  },
  { ref: 'rocky', name: 'Rocky Linux 9', file: 'rocky-9.qcow2', os: ['Rocky Linux 9', 'Rocky Linux 9 (64-bit)'] },
  {
    ref: 'debian',
    name: 'Debian 12',
    file: 'debian-12.qcow2',
    os: ['Debian GNU/Linux 12 (64-bit)', 'Debian GNU/Linux 12'],
  },
  {
    ref: 'ubuntu',
    name: 'Ubuntu 24.04 LTS',
    file: 'ubuntu-24.04.qcow2',
    os: ['Ubuntu 24.04 LTS', 'Ubuntu 24.04 (64-bit)'],
  },
  { ref: 'alpine', name: 'Alpine Linux 3.20', file: 'alpine-3.20.qcow2', os: ['Alpine Linux 3.20', 'Alpine Linux'] },
  {
    ref: 'windows',
    name: 'Windows Server 2022',
    file: 'windows-server-2022.qcow2',
    os: ['Windows Server 2022 (64-bit)', 'Windows Server 2022'],
  },
] as const;

type TemplateRef = (typeof templates)[number]['ref'];

const otherSystems = ['Other Linux (64-bit)', 'Other (64-bit)', 'Other PV (64-bit)', 'Other'];

const serviceOfferings = [
  { ref: 'tiny', name: 'Practice tiny', displaytext: '1 vCPU, 512 MiB', cpunumber: 1, cpuspeed: 500, memory: 512 },
  {
    ref: 'standard',
    name: 'Practice standard',
    displaytext: '2 vCPU, 2 GiB',
    cpunumber: 2,
    cpuspeed: 1000,
    memory: 2048,
  },
  { ref: 'large', name: 'Practice large', displaytext: '4 vCPU, 8 GiB', cpunumber: 4, cpuspeed: 2000, memory: 8192 },
] as const;

type OfferingRef = (typeof serviceOfferings)[number]['ref'];

interface SampleInstance {
  name: string;
  displayname: string;
  template: TemplateRef;
  offering: OfferingRef;
  /** Index into `hosts`. */
  host: number;
  /** Gets a second disk. */
  data?: boolean;
  /** What becomes of it; running otherwise. */
  fate?: 'neverStarted' | 'stopped' | 'destroyed';
}

const instances: readonly SampleInstance[] = [
  { name: 'web-01', displayname: 'Shop web server 1', template: 'debian', offering: 'standard', host: 0 },
  { name: 'web-02', displayname: 'Shop web server 2', template: 'debian', offering: 'standard', host: 1 },
  { name: 'web-03', displayname: 'Shop web server 3', template: 'debian', offering: 'standard', host: 2 },
  { name: 'shop-db-01', displayname: 'Shop database', template: 'rocky', offering: 'large', host: 0, data: true },
  {
    name: 'shop-db-02',
    displayname: 'Shop database replica',
    template: 'rocky',
    offering: 'large',
    host: 2,
    data: true,
  },
  { name: 'cache-01', displayname: 'Shop cache', template: 'alpine', offering: 'tiny', host: 1 },
  { name: 'dns-01', displayname: 'Name server', template: 'alpine', offering: 'tiny', host: 0 },
  { name: 'dns-02', displayname: 'Name server, second', template: 'alpine', offering: 'tiny', host: 3 },
  { name: 'mail-01', displayname: 'Mail', template: 'debian', offering: 'standard', host: 1, data: true },
  { name: 'directory-01', displayname: 'Directory (AD)', template: 'windows', offering: 'large', host: 3 },
  {
    name: 'desktop-01',
    displayname: 'Windows desktop',
    template: 'windows',
    offering: 'large',
    host: 4,
    fate: 'neverStarted',
  },
  { name: 'git-01', displayname: 'Git and code review', template: 'ubuntu', offering: 'large', host: 3, data: true },
  { name: 'runner-01', displayname: 'Build runner 1', template: 'ubuntu', offering: 'large', host: 4 },
  { name: 'runner-02', displayname: 'Build runner 2', template: 'ubuntu', offering: 'large', host: 5 },
  { name: 'wiki-01', displayname: 'Wiki', template: 'rocky', offering: 'standard', host: 5 },
  { name: 'monitor-01', displayname: 'Monitoring', template: 'centos', offering: 'standard', host: 4 },
  {
    name: 'backup-01',
    displayname: 'Backup target',
    template: 'centos',
    offering: 'standard',
    host: 5,
    fate: 'stopped',
  },
  { name: 'student-01', displayname: 'Student Ana', template: 'centos', offering: 'tiny', host: 2 },
  { name: 'student-02', displayname: 'Student Bo', template: 'centos', offering: 'tiny', host: 4 },
  { name: 'student-03', displayname: 'Student Chen', template: 'centos', offering: 'tiny', host: 5, fate: 'stopped' },
  {
    name: 'old-web-01',
    displayname: 'Old web server',
    template: 'debian',
    offering: 'tiny',
    host: 1,
    fate: 'destroyed',
  },
];

function zoneSteps(): SampleStep[] {
  return [
    step('zone', 'createZone', () => ({
      name: 'Practice zone',
      networktype: 'Basic',
      dns1: '192.0.2.53',
      internaldns1: '10.20.0.1',
      domain: 'practice.test',
      localstorageenabled: true,
    })),
    step('physical-network', 'createPhysicalNetwork', ({ id }) => ({ zoneid: id('zone'), name: 'Physical network 1' })),
    step('guest-traffic', 'addTrafficType', ({ id }) => ({
      physicalnetworkid: id('physical-network'),
      traffictype: 'Guest',
      kvmnetworklabel: 'cloudbr0',
    })),
    step('management-traffic', 'addTrafficType', ({ id }) => ({
      physicalnetworkid: id('physical-network'),
      traffictype: 'Management',
      kvmnetworklabel: 'cloudbr0',
    })),
    step('physical-network-enabled', 'updatePhysicalNetwork', ({ id }) => ({
      id: id('physical-network'),
      state: 'Enabled',
    })),
    step('pod', 'createPod', ({ id }) => ({
      zoneid: id('zone'),
      name: 'Rack 1',
      gateway: '10.20.0.1',
      netmask: '255.255.255.0',
      startip: '10.20.0.11',
      endip: '10.20.0.60',
    })),
    step('network', 'createNetwork', ({ id, named }) => ({
      zoneid: id('zone'),
      name: 'Practice guests',
      displaytext: 'Guest network of the practice zone',
      networkofferingid: named('listNetworkOfferings', [
        'DefaultSharedNetworkOffering',
        'DefaultSharedNetworkOfferingWithSGService',
      ]),
      physicalnetworkid: id('physical-network'),
      gateway: '10.20.0.1',
      netmask: '255.255.255.0',
      startip: '10.20.0.100',
      endip: '10.20.0.220',
      networkdomain: 'practice.test',
    })),
  ];
}

function clusterSteps(): SampleStep[] {
  const clusters = [
    { ref: 'cluster-a', clustername: 'Cluster A', server: 'nfs-01.practice.test' },
    { ref: 'cluster-b', clustername: 'Cluster B', server: 'nfs-02.practice.test' },
  ];
  return [
    ...clusters.map(({ ref, clustername }) =>
      step(ref, 'addCluster', ({ id }) => ({
        zoneid: id('zone'),
        podid: id('pod'),
        clustername,
        clustertype: 'CloudManaged',
        hypervisor: 'Simulator',
      })),
    ),
    ...hosts.map((host) =>
      step(host.address, 'addHost', ({ id }) => ({
        zoneid: id('zone'),
        podid: id('pod'),
        clusterid: id(host.cluster),
        hypervisor: 'Simulator',
        url: `http://${host.address}`,
        cpunumber: host.cpunumber,
        memorytotal: host.memory * gibibyte,
      })),
    ),
    ...clusters.map(({ ref, clustername, server }) =>
      step(`${ref}-pool`, 'createStoragePool', ({ id }) => ({
        zoneid: id('zone'),
        podid: id('pod'),
        clusterid: id(ref),
        name: `${clustername} primary`,
        url: `nfs://${server}/export/primary`,
        scope: 'CLUSTER',
      })),
    ),
    step('image-store', 'addImageStore', ({ id }) => ({
      zoneid: id('zone'),
      name: 'Practice images',
      provider: 'Simulator',
      url: 'nfs://nfs-01.practice.test/export/secondary',
    })),
    step('zone-enabled', 'updateZone', ({ id }) => ({ id: id('zone'), allocationstate: 'Enabled' })),
  ];
}

function offeringSteps(): SampleStep[] {
  return [
    ...serviceOfferings.map(({ ref, ...offering }) => step(`offering-${ref}`, 'createServiceOffering', () => offering)),
    step('disk-50', 'createDiskOffering', () => ({
      name: 'Practice data 50 GB',
      displaytext: '50 GiB, thin',
      disksize: 50,
      storagetype: 'shared',
    })),
    ...templates.map((template) =>
      step(`template-${template.ref}`, 'registerTemplate', ({ id, named }) => ({
        zoneid: id('zone'),
        name: template.name,
        displaytext: `${template.name}, simulated`,
        url: `http://images.practice.test/${template.file}`,
        format: 'QCOW2',
        hypervisor: 'Simulator',
        ostypeid: named('listOsTypes', [...template.os, ...otherSystems]),
        ispublic: true,
        isfeatured: true,
      })),
    ),
    step('iso-installer', 'registerIso', ({ id, named }) => ({
      zoneid: id('zone'),
      name: 'Debian 12 installer',
      displaytext: 'Debian 12 installer, simulated',
      url: 'http://images.practice.test/debian-12-netinst.iso',
      ostypeid: named('listOsTypes', ['Debian GNU/Linux 12 (64-bit)', ...otherSystems]),
      hypervisor: 'Simulator',
    })),
  ];
}

function instanceSteps(instance: SampleInstance): SampleStep[] {
  const deploy = step(instance.name, 'deployVirtualMachine', ({ id }) => ({
    zoneid: id('zone'),
    serviceofferingid: id(`offering-${instance.offering}`),
    templateid: id(`template-${instance.template}`),
    name: instance.name,
    displayname: instance.displayname,
    networkids: [id('network')],
    hostid: id(hosts[instance.host]?.address ?? hosts[0].address),
    ...(instance.data ? { diskofferingid: id('disk-50') } : {}),
    ...(instance.fate === 'neverStarted' ? { startvm: false } : {}),
  }));
  if (instance.fate === 'stopped')
    return [deploy, step(`${instance.name}-stopped`, 'stopVirtualMachine', ({ id }) => ({ id: id(instance.name) }))];
  if (instance.fate === 'destroyed')
    return [
      deploy,
      step(`${instance.name}-destroyed`, 'destroyVirtualMachine', ({ id }) => ({ id: id(instance.name) })),
    ];
  return [deploy];
}

/** Everything of the sample lab, in the order in which it is made. */
export function sampleLab(): SampleStep[] {
  return [...zoneSteps(), ...clusterSteps(), ...offeringSteps(), ...instances.flatMap(instanceSteps)];
}
