import {
  Activity,
  ArrowRightLeft,
  Box,
  Boxes,
  Braces,
  Building2,
  ChartColumn,
  Cpu,
  Database,
  Disc,
  Disc3,
  FileCode,
  FolderKanban,
  FolderTree,
  Gauge,
  Group,
  HardDrive,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  Magnet,
  MonitorCog,
  MonitorPlay,
  Network,
  Package,
  Router,
  Search,
  Server,
  Settings,
  ShieldCheck,
  TriangleAlert,
  User,
  Users,
} from 'lucide-react';
import type { CommandName } from '../../../engine/contract/contract.ts';
import type { May } from '../../api/permissions.ts';
import { paths } from '../../paths.ts';

/** The icon of each noun, the same in navigation, lists and title rows. */
export const icons = {
  dashboard: LayoutDashboard,
  instance: MonitorPlay,
  sshKeyPair: KeyRound,
  userData: FileCode,
  volume: HardDrive,
  network: Network,
  router: Router,
  template: Disc3,
  iso: Disc,
  event: Activity,
  alert: TriangleAlert,
  usage: ChartColumn,
  job: ListChecks,
  infrastructure: Gauge,
  zone: Building2,
  pod: Box,
  cluster: Boxes,
  host: Server,
  storagePool: Database,
  imageStore: Package,
  computeOffering: Cpu,
  diskOffering: Layers,
  affinityGroup: Magnet,
  instanceGroup: Group,
  domain: FolderTree,
  account: Users,
  project: FolderKanban,
  user: User,
  role: ShieldCheck,
  setting: Settings,
  api: Braces,
  guestOs: MonitorCog,
  guestOsMapping: ArrowRightLeft,
  search: Search,
} as const satisfies Record<string, LucideIcon>;

export interface NavigationItem {
  /** Key under `nav` of its label. */
  key: NavigationKey;
  /** The command that its page cannot do without. */
  needs: CommandName;
  path: string;
  icon: LucideIcon;
}

export interface NavigationGroup {
  key:
    | 'compute'
    | 'storage'
    | 'network'
    | 'images'
    | 'infrastructureGroup'
    | 'offerings'
    | 'accountsGroup'
    | 'configuration'
    | undefined;
  items: readonly NavigationItem[];
}

export type NavigationKey =
  | 'dashboard'
  | 'instances'
  | 'sshKeyPairs'
  | 'userData'
  | 'volumes'
  | 'networks'
  | 'networkServices'
  | 'templates'
  | 'isos'
  | 'events'
  | 'alerts'
  | 'usage'
  | 'jobs'
  | 'infrastructure'
  | 'zones'
  | 'pods'
  | 'clusters'
  | 'hosts'
  | 'primaryStorage'
  | 'secondaryStorage'
  | 'computeOfferings'
  | 'diskOfferings'
  | 'affinityGroups'
  | 'instanceGroups'
  | 'domains'
  | 'accounts'
  | 'projects'
  | 'users'
  | 'roles'
  | 'settings'
  | 'apiExplorer'
  | 'guestOs'
  | 'guestOsMappings';

/** The navigation, grouped and ordered as CloudStack's. */
export const navigation: readonly NavigationGroup[] = [
  {
    key: undefined,
    items: [{ key: 'dashboard', needs: 'listCapacity', path: paths.dashboard, icon: icons.dashboard }],
  },
  {
    key: 'compute',
    items: [
      { key: 'instances', needs: 'listVirtualMachines', path: paths.instances, icon: icons.instance },
      { key: 'sshKeyPairs', needs: 'listSSHKeyPairs', path: paths.sshKeyPairs, icon: icons.sshKeyPair },
      { key: 'userData', needs: 'listUserData', path: paths.userData, icon: icons.userData },
      { key: 'instanceGroups', needs: 'listInstanceGroups', path: paths.instanceGroups, icon: icons.instanceGroup },
      { key: 'affinityGroups', needs: 'listAffinityGroups', path: paths.affinityGroups, icon: icons.affinityGroup },
    ],
  },
  { key: 'storage', items: [{ key: 'volumes', needs: 'listVolumes', path: paths.volumes, icon: icons.volume }] },
  {
    key: 'network',
    items: [
      { key: 'networks', needs: 'listNetworks', path: paths.networks, icon: icons.network },
      { key: 'networkServices', needs: 'listRouters', path: paths.networkServices, icon: icons.router },
    ],
  },
  {
    key: 'images',
    items: [
      { key: 'templates', needs: 'listTemplates', path: paths.templates, icon: icons.template },
      { key: 'isos', needs: 'listIsos', path: paths.isos, icon: icons.iso },
    ],
  },
  {
    key: undefined,
    items: [
      { key: 'events', needs: 'listEvents', path: paths.events, icon: icons.event },
      { key: 'alerts', needs: 'listAlerts', path: paths.alerts, icon: icons.alert },
      { key: 'jobs', needs: 'listAsyncJobs', path: paths.jobs, icon: icons.job },
      { key: 'usage', needs: 'listUsageRecords', path: paths.usage, icon: icons.usage },
    ],
  },
  {
    key: 'infrastructureGroup',
    items: [
      { key: 'infrastructure', needs: 'listInfrastructure', path: paths.infrastructure, icon: icons.infrastructure },
      { key: 'zones', needs: 'listZones', path: paths.zones, icon: icons.zone },
      { key: 'pods', needs: 'listPods', path: paths.pods, icon: icons.pod },
      { key: 'clusters', needs: 'listClusters', path: paths.clusters, icon: icons.cluster },
      { key: 'hosts', needs: 'listHosts', path: paths.hosts, icon: icons.host },
      { key: 'primaryStorage', needs: 'listStoragePools', path: paths.primaryStorage, icon: icons.storagePool },
      { key: 'secondaryStorage', needs: 'listImageStores', path: paths.secondaryStorage, icon: icons.imageStore },
    ],
  },
  {
    key: 'offerings',
    items: [
      {
        key: 'computeOfferings',
        needs: 'listServiceOfferings',
        path: paths.computeOfferings,
        icon: icons.computeOffering,
      },
      { key: 'diskOfferings', needs: 'listDiskOfferings', path: paths.diskOfferings, icon: icons.diskOffering },
    ],
  },
  {
    key: 'accountsGroup',
    items: [
      { key: 'domains', needs: 'listDomains', path: paths.domains, icon: icons.domain },
      { key: 'accounts', needs: 'listAccounts', path: paths.accounts, icon: icons.account },
      { key: 'projects', needs: 'listProjects', path: paths.projects, icon: icons.project },
      { key: 'users', needs: 'listUsers', path: paths.users, icon: icons.user },
      { key: 'roles', needs: 'listRoles', path: paths.roles, icon: icons.role },
    ],
  },
  {
    key: 'configuration',
    items: [
      { key: 'settings', needs: 'listConfigurations', path: paths.settings, icon: icons.setting },
      { key: 'apiExplorer', needs: 'getUserKeys', path: paths.api, icon: icons.api },
      { key: 'guestOs', needs: 'addGuestOs', path: paths.guestOs, icon: icons.guestOs },
      {
        key: 'guestOsMappings',
        needs: 'listGuestOsMapping',
        path: paths.guestOsMappings,
        icon: icons.guestOsMapping,
      },
    ],
  },
];

/** What of the navigation somebody has the commands for; a group of which nothing is left is left out. */
export function navigationFor(may: May): NavigationGroup[] {
  return navigation
    .map((group) => ({ ...group, items: group.items.filter((item) => may(item.needs)) }))
    .filter((group) => group.items.length > 0);
}

/** Where the window begins: the first entry that somebody has. */
export const homeOf = (may: May): string => navigationFor(may)[0]?.items[0]?.path ?? paths.search;

/** The entry that a path belongs to: the longest one it begins with. */
export function navigationItemOf(path: string): NavigationItem | undefined {
  let best: NavigationItem | undefined;
  for (const item of navigation.flatMap((group) => group.items)) {
    const fits = item.path === '/' ? path === '/' : path === item.path || path.startsWith(`${item.path}/`);
    if (fits && (best === undefined || item.path.length > best.path.length)) best = item;
  }
  return best;
}
