import { paths } from '../../renderer/paths.ts';

/** Every page that the navigation leads to, under the name of its picture. */
export const listPages: Readonly<Record<string, string>> = {
  dashboard: paths.dashboard,
  instances: paths.instances,
  'deploy-instance': paths.deployInstance,
  'ssh-key-pairs': paths.sshKeyPairs,
  'user-data': paths.userData,
  volumes: paths.volumes,
  networks: paths.networks,
  templates: paths.templates,
  isos: paths.isos,
  events: paths.events,
  jobs: paths.jobs,
  infrastructure: paths.infrastructure,
  zones: paths.zones,
  pods: paths.pods,
  clusters: paths.clusters,
  hosts: paths.hosts,
  'primary-storage': paths.primaryStorage,
  'secondary-storage': paths.secondaryStorage,
  'compute-offerings': paths.computeOfferings,
  'disk-offerings': paths.diskOfferings,
  'affinity-groups': paths.affinityGroups,
  'instance-groups': paths.instanceGroups,
  domains: paths.domains,
  accounts: paths.accounts,
  projects: paths.projects,
  users: paths.users,
  roles: paths.roles,
  settings: paths.settings,
  'api-explorer': paths.apiCommand('listVirtualMachines'),
  'guest-os': paths.guestOs,
  'guest-os-mappings': paths.guestOsMappings,
};

/** Pages of one thing: the list that leads there, and the link in it. */
export const detailPages: Readonly<Record<string, { list: string; link: string | RegExp; live?: boolean }>> = {
  instance: { list: paths.instances, link: 'Shop web server 1', live: true },
  volume: { list: paths.volumes, link: 'ROOT-web-01' },
  network: { list: paths.networks, link: 'Practice guests' },
  template: { list: paths.templates, link: 'Debian 12' },
  iso: { list: paths.isos, link: 'Debian 12 installer' },
  zone: { list: paths.zones, link: 'Practice zone' },
  cluster: { list: paths.clusters, link: 'Cluster A' },
  host: { list: paths.hosts, link: 'sim-host-01' },
  domain: { list: paths.domains, link: 'ROOT' },
  account: { list: paths.accounts, link: 'admin' },
  // Its name is the program's own, so that it is said in the window's language.
  role: { list: paths.roles, link: /^(Support|支持人员)$/ },
  'storage-pool': { list: paths.primaryStorage, link: 'Cluster A primary' },
};
