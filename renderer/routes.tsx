import type { ComponentType } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { type Needs, useMay } from './api/permissions.ts';
import { homeOf } from './components/frame/navigation-items.ts';
import { NotAllowedPage } from './components/NotAllowed.tsx';
import { paths } from './paths.ts';
import { ErrorBoundary } from './ui/ErrorBoundary.tsx';
import { later } from './ui/Later.tsx';
import { SkeletonRows } from './ui/SkeletonRows.tsx';

type Page = ComponentType<{ id: string }>;

/** A page, by the name of its export: fetched when it is first opened. It reads the id of its thing from its properties. */
function page<N extends string>(load: () => Promise<{ [K in N]: Page | ComponentType }>, name: N) {
  return later<{ id: string }, N>(load as () => Promise<{ [K in N]: Page }>, name, <SkeletonRows />);
}

const ConsolePage = later(() => import('./console/ConsolePage.tsx'), 'ConsolePage', null);

/**
 * First match wins: fixed paths stand before those with an id. Each with the command that it cannot do without: who may not call that is told so, and
 * nothing is asked.
 */
const routes: readonly [path: string, needs: Needs, page: ReturnType<typeof page>][] = [
  [paths.dashboard, 'listCapacity', page(() => import('./pages/dashboard/DashboardPage.tsx'), 'DashboardPage')],
  [paths.search, 'listVirtualMachines', page(() => import('./pages/search/SearchPage.tsx'), 'SearchPage')],
  [
    paths.instances,
    'listVirtualMachines',
    page(() => import('./pages/instances/InstanceListPage.tsx'), 'InstanceListPage'),
  ],
  [
    paths.deployInstance,
    'deployVirtualMachine',
    page(() => import('./pages/instances/DeployInstance.tsx'), 'DeployInstance'),
  ],
  [
    route(paths.instance),
    'listVirtualMachines',
    page(() => import('./pages/instances/InstancePage.tsx'), 'InstancePage'),
  ],
  [
    paths.sshKeyPairs,
    'listSSHKeyPairs',
    page(() => import('./pages/guest-data/KeyPairListPage.tsx'), 'KeyPairListPage'),
  ],
  [paths.userData, 'listUserData', page(() => import('./pages/guest-data/UserDataListPage.tsx'), 'UserDataListPage')],
  [paths.volumes, 'listVolumes', page(() => import('./pages/volumes/VolumeListPage.tsx'), 'VolumeListPage')],
  [route(paths.volume), 'listVolumes', page(() => import('./pages/volumes/VolumePage.tsx'), 'VolumePage')],
  [paths.networks, 'listNetworks', page(() => import('./pages/networks/NetworkListPage.tsx'), 'NetworkListPage')],
  [route(paths.network), 'listNetworks', page(() => import('./pages/networks/NetworkPage.tsx'), 'NetworkPage')],
  [paths.templates, 'listTemplates', page(() => import('./pages/templates/TemplateListPage.tsx'), 'TemplateListPage')],
  [route(paths.template), 'listTemplates', page(() => import('./pages/templates/TemplatePage.tsx'), 'TemplatePage')],
  [paths.isos, 'listIsos', page(() => import('./pages/isos/IsoListPage.tsx'), 'IsoListPage')],
  [route(paths.iso), 'listIsos', page(() => import('./pages/isos/IsoPage.tsx'), 'IsoPage')],
  [paths.events, 'listEvents', page(() => import('./pages/events/EventListPage.tsx'), 'EventListPage')],
  [paths.alerts, 'listAlerts', page(() => import('./pages/alerts/AlertListPage.tsx'), 'AlertListPage')],
  [paths.usage, 'listUsageRecords', page(() => import('./pages/usage/UsagePage.tsx'), 'UsagePage')],
  [paths.jobs, 'listAsyncJobs', page(() => import('./pages/jobs/JobListPage.tsx'), 'JobListPage')],
  [route(paths.job), 'listAsyncJobs', page(() => import('./pages/jobs/JobPage.tsx'), 'JobPage')],
  [
    paths.infrastructure,
    'listInfrastructure',
    page(() => import('./pages/infrastructure/InfrastructureSummary.tsx'), 'InfrastructureSummary'),
  ],
  [paths.newZone, 'createZone', page(() => import('./pages/zone-setup/ZoneWizard.tsx'), 'ZoneWizard')],
  [route(paths.zoneSetup), 'updateZone', page(() => import('./pages/zone-setup/ZoneSetup.tsx'), 'ZoneSetup')],
  [
    paths.networkServices,
    'listRouters',
    page(() => import('./pages/networks/NetworkServiceListPage.tsx'), 'NetworkServiceListPage'),
  ],
  [
    route(paths.physicalNetwork),
    'listPhysicalNetworks',
    page(() => import('./pages/physical-networks/PhysicalNetworkPage.tsx'), 'PhysicalNetworkPage'),
  ],
  [paths.zones, 'listZones', page(() => import('./pages/zones/ZoneListPage.tsx'), 'ZoneListPage')],
  [route(paths.zone), 'listZones', page(() => import('./pages/zones/ZonePage.tsx'), 'ZonePage')],
  [paths.pods, 'listPods', page(() => import('./pages/pods/PodListPage.tsx'), 'PodListPage')],
  [route(paths.pod), 'listPods', page(() => import('./pages/pods/PodPage.tsx'), 'PodPage')],
  [paths.clusters, 'listClusters', page(() => import('./pages/clusters/ClusterListPage.tsx'), 'ClusterListPage')],
  [route(paths.cluster), 'listClusters', page(() => import('./pages/clusters/ClusterPage.tsx'), 'ClusterPage')],
  [paths.hosts, 'listHosts', page(() => import('./pages/hosts/HostListPage.tsx'), 'HostListPage')],
  [
    paths.prepareMachines,
    'listHostPreparations',
    page(() => import('./pages/host-preparation/PrepareMachines.tsx'), 'PrepareMachines'),
  ],
  [
    paths.prepareHost,
    'listHostPreparations',
    page(() => import('./pages/host-preparation/PrepareHost.tsx'), 'PrepareHost'),
  ],
  [
    route(paths.hostPreparation),
    'listHostPreparations',
    page(() => import('./pages/host-preparation/HostPreparationPage.tsx'), 'HostPreparationPage'),
  ],
  [route(paths.host), 'listHosts', page(() => import('./pages/hosts/HostPage.tsx'), 'HostPage')],
  [
    paths.primaryStorage,
    'listStoragePools',
    page(() => import('./pages/primary-storage/StoragePoolListPage.tsx'), 'StoragePoolListPage'),
  ],
  [
    route(paths.storagePool),
    'listStoragePools',
    page(() => import('./pages/primary-storage/StoragePoolPage.tsx'), 'StoragePoolPage'),
  ],
  [
    paths.secondaryStorage,
    'listImageStores',
    page(() => import('./pages/secondary-storage/ImageStoreListPage.tsx'), 'ImageStoreListPage'),
  ],
  [
    route(paths.imageStore),
    'listImageStores',
    page(() => import('./pages/secondary-storage/ImageStorePage.tsx'), 'ImageStorePage'),
  ],
  [
    paths.computeOfferings,
    'listServiceOfferings',
    page(() => import('./pages/offerings/ComputeOfferingListPage.tsx'), 'ComputeOfferingListPage'),
  ],
  [
    route(paths.computeOffering),
    'listServiceOfferings',
    page(() => import('./pages/offerings/ComputeOfferingPage.tsx'), 'ComputeOfferingPage'),
  ],
  [
    paths.diskOfferings,
    'listDiskOfferings',
    page(() => import('./pages/offerings/DiskOfferingListPage.tsx'), 'DiskOfferingListPage'),
  ],
  [
    route(paths.diskOffering),
    'listDiskOfferings',
    page(() => import('./pages/offerings/DiskOfferingPage.tsx'), 'DiskOfferingPage'),
  ],
  [
    paths.affinityGroups,
    'listAffinityGroups',
    page(() => import('./pages/groups/AffinityGroupListPage.tsx'), 'AffinityGroupListPage'),
  ],
  [
    route(paths.affinityGroup),
    'listAffinityGroups',
    page(() => import('./pages/groups/AffinityGroupPage.tsx'), 'AffinityGroupPage'),
  ],
  [
    paths.instanceGroups,
    'listInstanceGroups',
    page(() => import('./pages/groups/InstanceGroupListPage.tsx'), 'InstanceGroupListPage'),
  ],
  [
    route(paths.instanceGroup),
    'listInstanceGroups',
    page(() => import('./pages/groups/InstanceGroupPage.tsx'), 'InstanceGroupPage'),
  ],
  [paths.domains, 'listDomains', page(() => import('./pages/accounts/DomainListPage.tsx'), 'DomainListPage')],
  [route(paths.domain), 'listDomains', page(() => import('./pages/accounts/DomainPage.tsx'), 'DomainPage')],
  [paths.accounts, 'listAccounts', page(() => import('./pages/accounts/AccountListPage.tsx'), 'AccountListPage')],
  [route(paths.account), 'listAccounts', page(() => import('./pages/accounts/AccountPage.tsx'), 'AccountPage')],
  [paths.projects, 'listProjects', page(() => import('./pages/projects/ProjectListPage.tsx'), 'ProjectListPage')],
  [route(paths.project), 'listProjects', page(() => import('./pages/projects/ProjectPage.tsx'), 'ProjectPage')],
  [paths.users, 'listUsers', page(() => import('./pages/accounts/UserListPage.tsx'), 'UserListPage')],
  [route(paths.user), 'listUsers', page(() => import('./pages/accounts/UserPage.tsx'), 'UserPage')],
  [paths.roles, 'listRoles', page(() => import('./pages/accounts/RoleListPage.tsx'), 'RoleListPage')],
  [route(paths.role), 'listRoles', page(() => import('./pages/accounts/RolePage.tsx'), 'RolePage')],
  [paths.api, 'getUserKeys', page(() => import('./pages/api-explorer/ApiExplorerPage.tsx'), 'ApiExplorerPage')],
  [
    route(paths.apiCommand),
    'getUserKeys',
    page(() => import('./pages/api-explorer/ApiExplorerPage.tsx'), 'ApiExplorerPage'),
  ],
  [paths.guestOs, 'addGuestOs', page(() => import('./pages/guest-os/GuestOsListPage.tsx'), 'GuestOsListPage')],
  [
    paths.guestOsMappings,
    'listGuestOsMapping',
    page(() => import('./pages/guest-os/GuestOsMappingListPage.tsx'), 'GuestOsMappingListPage'),
  ],
  [paths.settings, 'listConfigurations', page(() => import('./pages/settings/SettingsPage.tsx'), 'SettingsPage')],
];

const NotFound = page(() => import('./pages/NotFoundPage.tsx'), 'NotFoundPage');

/** The router's pattern of a path that takes an id. */
function route(path: (id: string) => string): string {
  return path('~').replace('~', ':id');
}

/** Begins to load the page of a path, so that it is there when it is known whether it may be shown. */
export function loadPage(path: string): void {
  const parts = path.split('/');
  const found = routes.find(([pattern]) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === parts.length && wanted.every((part, index) => part.startsWith(':') || part === parts[index])
    );
  });
  // Whether it could be loaded is told where it is shown.
  found?.[2].load().catch(() => undefined);
}

export function isConsolePath(path: string): boolean {
  return path.startsWith('/console/');
}

/** A console in its own window. */
export function ConsoleRoute() {
  return <Route path={route(paths.console)}>{(params: { id?: string }) => <ConsolePage id={params.id ?? ''} />}</Route>;
}

export function AppRoutes() {
  const may = useMay();
  const [path] = useLocation();
  return (
    <ErrorBoundary of={path}>
      <Switch>
        {routes.map(([path, needs, Page]) => (
          <Route key={path} path={path}>
            {(params: { id?: string }) =>
              may(needs) ? (
                <Page key={params.id ?? ''} id={params.id ?? ''} />
              ) : path === paths.dashboard ? (
                <Redirect to={homeOf(may)} replace />
              ) : (
                <NotAllowedPage />
              )
            }
          </Route>
        ))}
        <Route>
          <NotFound id="" />
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}
