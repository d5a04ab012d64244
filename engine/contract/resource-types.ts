/** CloudStack's name of a kind of thing, in events, alerts and annotations, by the noun that our changes and jobs have for it. */
const byNoun: Readonly<Record<string, string>> = {
  account: 'Account',
  cluster: 'Cluster',
  configuration: 'Configuration',
  diskoffering: 'DiskOffering',
  domain: 'Domain',
  host: 'Host',
  hostpreparation: 'HostPreparation',
  imagestore: 'ImageStore',
  iso: 'Iso',
  network: 'Network',
  networkserviceprovider: 'NetworkServiceProvider',
  networkoffering: 'NetworkOffering',
  physicalnetwork: 'PhysicalNetwork',
  pod: 'Pod',
  project: 'Project',
  role: 'Role',
  serviceoffering: 'ServiceOffering',
  storagenetworkiprange: 'StorageNetworkIpRange',
  storagepool: 'StoragePool',
  template: 'Template',
  user: 'User',
  virtualmachine: 'VirtualMachine',
  vlan: 'Vlan',
  volume: 'Volume',
  zone: 'Zone',
};

/** The resource type of a noun; a noun without a name of its own is its own type. */
export const resourceTypeOf = (noun: string): string => byNoun[noun] ?? noun;
