import type { ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
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

/** First match wins: fixed paths stand before those with an id. */
const routes: readonly [path: string, page: ReturnType<typeof page>][] = [
  [paths.dashboard, page(() => import('./pages/dashboard/DashboardPage.tsx'), 'DashboardPage')],
  [paths.search, page(() => import('./pages/search/SearchPage.tsx'), 'SearchPage')],
  [paths.instances, page(() => import('./pages/instances/InstanceListPage.tsx'), 'InstanceListPage')],
  [paths.deployInstance, page(() => import('./pages/instances/DeployInstance.tsx'), 'DeployInstance')],
  [route(paths.instance), page(() => import('./pages/instances/InstancePage.tsx'), 'InstancePage')],
  [paths.volumes, page(() => import('./pages/volumes/VolumeListPage.tsx'), 'VolumeListPage')],
  [route(paths.volume), page(() => import('./pages/volumes/VolumePage.tsx'), 'VolumePage')],
  [paths.networks, page(() => import('./pages/networks/NetworkListPage.tsx'), 'NetworkListPage')],
  [route(paths.network), page(() => import('./pages/networks/NetworkPage.tsx'), 'NetworkPage')],
  [paths.templates, page(() => import('./pages/templates/TemplateListPage.tsx'), 'TemplateListPage')],
  [route(paths.template), page(() => import('./pages/templates/TemplatePage.tsx'), 'TemplatePage')],
  [paths.isos, page(() => import('./pages/isos/IsoListPage.tsx'), 'IsoListPage')],
  [route(paths.iso), page(() => import('./pages/isos/IsoPage.tsx'), 'IsoPage')],
  [paths.events, page(() => import('./pages/events/EventListPage.tsx'), 'EventListPage')],
  [paths.jobs, page(() => import('./pages/jobs/JobListPage.tsx'), 'JobListPage')],
  [route(paths.job), page(() => import('./pages/jobs/JobPage.tsx'), 'JobPage')],
  [
    paths.infrastructure,
    page(() => import('./pages/infrastructure/InfrastructureSummary.tsx'), 'InfrastructureSummary'),
  ],
  [paths.newZone, page(() => import('./pages/zone-setup/ZoneWizard.tsx'), 'ZoneWizard')],
  [route(paths.zoneSetup), page(() => import('./pages/zone-setup/ZoneSetup.tsx'), 'ZoneSetup')],
  [paths.zones, page(() => import('./pages/zones/ZoneListPage.tsx'), 'ZoneListPage')],
  [route(paths.zone), page(() => import('./pages/zones/ZonePage.tsx'), 'ZonePage')],
  [paths.pods, page(() => import('./pages/pods/PodListPage.tsx'), 'PodListPage')],
  [route(paths.pod), page(() => import('./pages/pods/PodPage.tsx'), 'PodPage')],
  [paths.clusters, page(() => import('./pages/clusters/ClusterListPage.tsx'), 'ClusterListPage')],
  [route(paths.cluster), page(() => import('./pages/clusters/ClusterPage.tsx'), 'ClusterPage')],
  [paths.hosts, page(() => import('./pages/hosts/HostListPage.tsx'), 'HostListPage')],
  [paths.prepareMachines, page(() => import('./pages/host-preparation/PrepareMachines.tsx'), 'PrepareMachines')],
  [paths.prepareHost, page(() => import('./pages/host-preparation/PrepareHost.tsx'), 'PrepareHost')],
  [
    route(paths.hostPreparation),
    page(() => import('./pages/host-preparation/HostPreparationPage.tsx'), 'HostPreparationPage'),
  ],
  [route(paths.host), page(() => import('./pages/hosts/HostPage.tsx'), 'HostPage')],
  [paths.primaryStorage, page(() => import('./pages/primary-storage/StoragePoolListPage.tsx'), 'StoragePoolListPage')],
  [route(paths.storagePool), page(() => import('./pages/primary-storage/StoragePoolPage.tsx'), 'StoragePoolPage')],
  [
    paths.secondaryStorage,
    page(() => import('./pages/secondary-storage/ImageStoreListPage.tsx'), 'ImageStoreListPage'),
  ],
  [route(paths.imageStore), page(() => import('./pages/secondary-storage/ImageStorePage.tsx'), 'ImageStorePage')],
  [
    paths.computeOfferings,
    page(() => import('./pages/offerings/ComputeOfferingListPage.tsx'), 'ComputeOfferingListPage'),
  ],
  [
    route(paths.computeOffering),
    page(() => import('./pages/offerings/ComputeOfferingPage.tsx'), 'ComputeOfferingPage'),
  ],
  [paths.diskOfferings, page(() => import('./pages/offerings/DiskOfferingListPage.tsx'), 'DiskOfferingListPage')],
  [route(paths.diskOffering), page(() => import('./pages/offerings/DiskOfferingPage.tsx'), 'DiskOfferingPage')],
  [paths.domains, page(() => import('./pages/accounts/DomainListPage.tsx'), 'DomainListPage')],
  [route(paths.domain), page(() => import('./pages/accounts/DomainPage.tsx'), 'DomainPage')],
  [paths.accounts, page(() => import('./pages/accounts/AccountListPage.tsx'), 'AccountListPage')],
  [route(paths.account), page(() => import('./pages/accounts/AccountPage.tsx'), 'AccountPage')],
  [paths.users, page(() => import('./pages/accounts/UserListPage.tsx'), 'UserListPage')],
  [route(paths.user), page(() => import('./pages/accounts/UserPage.tsx'), 'UserPage')],
  [paths.roles, page(() => import('./pages/accounts/RoleListPage.tsx'), 'RoleListPage')],
  [route(paths.role), page(() => import('./pages/accounts/RolePage.tsx'), 'RolePage')],
  [paths.settings, page(() => import('./pages/settings/SettingsPage.tsx'), 'SettingsPage')],
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
  found?.[1].load().catch(() => undefined);
}

export function isConsolePath(path: string): boolean {
  return path.startsWith('/console/');
}

/** A console in its own window. */
export function ConsoleRoute() {
  return <Route path={route(paths.console)}>{(params: { id?: string }) => <ConsolePage id={params.id ?? ''} />}</Route>;
}

export function AppRoutes() {
  const [path] = useLocation();
  return (
    <ErrorBoundary of={path}>
      <Switch>
        {routes.map(([path, Page]) => (
          <Route key={path} path={path}>
            {(params: { id?: string }) => <Page key={params.id ?? ''} id={params.id ?? ''} />}
          </Route>
        ))}
        <Route>
          <NotFound id="" />
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}
