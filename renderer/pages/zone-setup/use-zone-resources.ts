import { useState } from 'react';
import type {
  ClusterView,
  HostPreparationView,
  HostView,
  ImageStoreView,
  IsoView,
  NetworkView,
  PhysicalNetworkView,
  PodView,
  StoragePoolView,
  TemplateView,
  ZoneView,
} from '../../../engine/contract/views.ts';
import type { ApiError } from '../../api/client.ts';
import { useList, useOne } from '../../api/live.ts';
import { forgetUnwatched } from '../../api/live-query.ts';

/** Everything that a zone's set-up is about, as it is now. */
export interface ZoneResources {
  zone: ZoneView;
  pods: readonly PodView[];
  physicalNetworks: readonly PhysicalNetworkView[];
  networks: readonly NetworkView[];
  clusters: readonly ClusterView[];
  hosts: readonly HostView[];
  pools: readonly StoragePoolView[];
  stores: readonly ImageStoreView[];
  templates: readonly TemplateView[];
  isos: readonly IsoView[];
  /** Machines that are prepared, or being prepared, and not yet hosts of a cluster. */
  preparations: readonly HostPreparationView[];
}

interface Result {
  resources: ZoneResources | undefined;
  missing: boolean;
  error: ApiError | undefined;
  refetch: () => void;
}

/** The wizard shows this many of each kind; a zone that is being set up has few. */
const pagesize = 100;

const listed = [
  'listZones',
  'listPods',
  'listPhysicalNetworks',
  'listNetworks',
  'listClusters',
  'listHosts',
  'listStoragePools',
  'listImageStores',
  'listTemplates',
  'listIsos',
  'listHostPreparations',
] as const;

/**
 * Reads a zone and all that belongs to it; nothing until every list has answered, so that no step flickers as undone, and so that a set-up is
 * opened at the step that is open now and not at the one that was when it was left.
 */
export function useZoneResources(id: string): Result {
  useState(() => forgetUnwatched(listed));
  const zone = useOne('listZones', id);
  const params = { zoneid: id, pagesize };
  const pods = useList('listPods', params);
  const physicalNetworks = useList('listPhysicalNetworks', params);
  const networks = useList('listNetworks', params);
  const clusters = useList('listClusters', params);
  const hosts = useList('listHosts', params);
  const pools = useList('listStoragePools', params);
  const stores = useList('listImageStores', params);
  const templates = useList('listTemplates', { ...params, templatefilter: 'all' });
  const isos = useList('listIsos', { ...params, isofilter: 'all' });
  const preparations = useList('listHostPreparations', { pagesize });
  const lists = [pods, physicalNetworks, networks, clusters, hosts, pools, stores, templates, isos, preparations];
  const failed = [zone, ...lists].find((list) => list.error !== undefined);
  const ready = zone.row !== undefined && lists.every((list) => !list.loading);
  return {
    resources:
      ready && zone.row !== undefined
        ? {
            zone: zone.row,
            pods: pods.rows,
            physicalNetworks: physicalNetworks.rows,
            networks: networks.rows,
            clusters: clusters.rows,
            hosts: hosts.rows,
            pools: pools.rows,
            stores: stores.rows,
            templates: templates.rows,
            isos: isos.rows,
            preparations: preparations.rows.filter(
              (preparation) => preparation.hostid === undefined && preparation.state !== 'Undone',
            ),
          }
        : undefined,
    missing: zone.missing,
    error: failed?.error,
    refetch: () => {
      for (const list of [zone, ...lists]) list.refetch();
    },
  };
}
