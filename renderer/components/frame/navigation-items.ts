import {
  Activity,
  Box,
  Boxes,
  Building2,
  Cpu,
  Database,
  Disc,
  Disc3,
  FolderTree,
  Gauge,
  HardDrive,
  Layers,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  MonitorPlay,
  Network,
  Package,
  Search,
  Server,
  Settings,
  ShieldCheck,
  User,
  Users,
} from 'lucide-react';
import { paths } from '../../paths.ts';

/** The icon of each noun, the same in navigation, lists and title rows. */
export const icons = {
  dashboard: LayoutDashboard,
  instance: MonitorPlay,
  volume: HardDrive,
  network: Network,
  template: Disc3,
  iso: Disc,
  event: Activity,
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
  domain: FolderTree,
  account: Users,
  user: User,
  role: ShieldCheck,
  setting: Settings,
  search: Search,
} as const satisfies Record<string, LucideIcon>;

export interface NavigationItem {
  /** Key under `nav` of its label. */
  key: NavigationKey;
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
  | 'volumes'
  | 'networks'
  | 'templates'
  | 'isos'
  | 'events'
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
  | 'domains'
  | 'accounts'
  | 'users'
  | 'roles'
  | 'settings';

/** The navigation, grouped and ordered as CloudStack's. */
export const navigation: readonly NavigationGroup[] = [
  { key: undefined, items: [{ key: 'dashboard', path: paths.dashboard, icon: icons.dashboard }] },
  { key: 'compute', items: [{ key: 'instances', path: paths.instances, icon: icons.instance }] },
  { key: 'storage', items: [{ key: 'volumes', path: paths.volumes, icon: icons.volume }] },
  { key: 'network', items: [{ key: 'networks', path: paths.networks, icon: icons.network }] },
  {
    key: 'images',
    items: [
      { key: 'templates', path: paths.templates, icon: icons.template },
      { key: 'isos', path: paths.isos, icon: icons.iso },
    ],
  },
  {
    key: undefined,
    items: [
      { key: 'events', path: paths.events, icon: icons.event },
      { key: 'jobs', path: paths.jobs, icon: icons.job },
    ],
  },
  {
    key: 'infrastructureGroup',
    items: [
      { key: 'infrastructure', path: paths.infrastructure, icon: icons.infrastructure },
      { key: 'zones', path: paths.zones, icon: icons.zone },
      { key: 'pods', path: paths.pods, icon: icons.pod },
      { key: 'clusters', path: paths.clusters, icon: icons.cluster },
      { key: 'hosts', path: paths.hosts, icon: icons.host },
      { key: 'primaryStorage', path: paths.primaryStorage, icon: icons.storagePool },
      { key: 'secondaryStorage', path: paths.secondaryStorage, icon: icons.imageStore },
    ],
  },
  {
    key: 'offerings',
    items: [
      { key: 'computeOfferings', path: paths.computeOfferings, icon: icons.computeOffering },
      { key: 'diskOfferings', path: paths.diskOfferings, icon: icons.diskOffering },
    ],
  },
  {
    key: 'accountsGroup',
    items: [
      { key: 'domains', path: paths.domains, icon: icons.domain },
      { key: 'accounts', path: paths.accounts, icon: icons.account },
      { key: 'users', path: paths.users, icon: icons.user },
      { key: 'roles', path: paths.roles, icon: icons.role },
    ],
  },
  { key: 'configuration', items: [{ key: 'settings', path: paths.settings, icon: icons.setting }] },
];

/** The entry that a path belongs to: the longest one it begins with. */
export function navigationItemOf(path: string): NavigationItem | undefined {
  let best: NavigationItem | undefined;
  for (const item of navigation.flatMap((group) => group.items)) {
    const fits = item.path === '/' ? path === '/' : path === item.path || path.startsWith(`${item.path}/`);
    if (fits && (best === undefined || item.path.length > best.path.length)) best = item;
  }
  return best;
}
