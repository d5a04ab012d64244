import { useMemo, useSyncExternalStore } from 'react';
import type { CommandName, Input, ListName, Output, Row } from '../../engine/contract/contract.ts';
import { contract } from '../../engine/contract/contract.ts';
import type { Change } from '../../engine/contract/transport.ts';
import type { ApiError } from './client.ts';
import { liveQuery, type Relevance, type Snapshot } from './live-query.ts';
import { useMay } from './permissions.ts';

/** Nouns whose changes alter what a list says of another noun (counts, capacity, names). */
const alsoFollows: Partial<Record<CommandName, readonly string[]>> = {
  // Figures of instances and hosts come in rounds, and their rows do not change with them.
  listVirtualMachines: ['statistic'],
  listVirtualMachinesUsageHistory: ['statistic'],
  listHostsUsageHistory: ['statistic'],
  listHosts: ['virtualmachine', 'statistic'],
  listStoragePools: ['volume'],
  listImageStores: ['template', 'iso'],
  listNetworks: ['virtualmachine', 'nic'],
  listVolumes: ['virtualmachine'],
  listVlanIpRanges: ['network'],
  listTrafficTypes: ['physicalnetwork'],
  listRouters: ['network', 'host'],
  listVirtualRouterElements: ['networkserviceprovider'],
  listInternalLoadBalancerElements: ['networkserviceprovider'],
  listOvsElements: ['networkserviceprovider'],
  listCapacity: ['host', 'virtualmachine', 'volume', 'storagepool', 'imagestore', 'network', 'zone', 'pod', 'template'],
  listInfrastructure: [
    'zone',
    'pod',
    'cluster',
    'host',
    'storagepool',
    'imagestore',
    'network',
    'virtualmachine',
    'hostpreparation',
  ],
  explainLease: ['virtualmachine', 'network', 'host'],
  findHostsForMigration: ['virtualmachine', 'storagepool', 'cluster'],
  listNics: ['virtualmachine'],
  listAffinityGroups: ['virtualmachine'],
  explainPlacement: [
    'dedicatedzone',
    'dedicatedpod',
    'dedicatedcluster',
    'dedicatedhost',
    'host',
    'virtualmachine',
    'volume',
    'storagepool',
    'cluster',
    'serviceoffering',
  ],
  queryAsyncJobResult: ['asyncjobs', 'asyncjob'],
  listVirtualMachineDeployments: ['asyncjobs', 'virtualmachine'],
  listDomains: ['account'],
  listAccounts: ['user', 'role', 'virtualmachine'],
  listProjects: ['projectaccount', 'virtualmachine'],
  listProjectAccounts: ['project'],
  listProjectRoles: ['project'],
  listProjectRolePermissions: ['projectrole'],
  listUsers: ['account'],
  listRoles: ['account'],
  getSession: ['account', 'user', 'role', 'rolepermission', 'userkeys', 'apiserver'],
  getBranding: ['configuration'],
  getApiServer: ['configuration', 'userkeys'],
};

function relevanceOf(name: CommandName): Relevance {
  const object = contract[name].object;
  const also = alsoFollows[name] ?? [];
  return (change: Change, data: unknown) => {
    if (also.includes(change.noun)) return 'visible';
    if (change.noun !== object) return 'no';
    if (change.change !== 'updated') return 'visible';
    const rows = (data as Record<string, unknown> | undefined)?.[object];
    if (!Array.isArray(rows)) return 'visible';
    // An update of a row that is not shown can still move it into the page or out of a filter: soon is soon enough.
    return rows.some((row: { id?: string; jobid?: string }) => (row.id ?? row.jobid) === change.id)
      ? 'visible'
      : 'maybe';
  };
}

const nothing: Snapshot<unknown> = { data: undefined, error: undefined, loading: false };
const noSubscription = () => () => {};

export interface QueryResult<T> extends Snapshot<T> {
  refetch: () => void;
}

/** Reads a query and keeps it right by changes. `undefined` input means: not yet. */
export function useQuery<K extends CommandName>(name: K, input: Input<K> | undefined): QueryResult<Output<K>> {
  const may = useMay();
  // What may not be asked is not asked: whoever shows it does without.
  const key = input === undefined || !may(name) ? undefined : JSON.stringify(input);
  // The serialised input stands for the input: callers may pass a new object on every render.
  const query = useMemo(
    () => (key === undefined || input === undefined ? undefined : liveQuery(name, input, relevanceOf(name))),
    [name, key],
  );
  const snapshot = useSyncExternalStore(query?.subscribe ?? noSubscription, () => query?.snapshot ?? nothing);
  return { ...(snapshot as Snapshot<Output<K>>), refetch: query?.refetch ?? (() => {}) };
}

export interface ListResult<R> {
  rows: readonly R[];
  /** All that match, beyond this page. */
  count: number;
  /** True until the first answer. */
  loading: boolean;
  error: ApiError | undefined;
  refetch: () => void;
}

const noRows: readonly never[] = [];

/** One page of a list, kept right by changes. */
export function useList<K extends ListName>(name: K, params: Input<K> | undefined): ListResult<Row<K>> {
  const { data, error, loading, refetch } = useQuery(name, params);
  const envelope = data as Record<string, unknown> | undefined;
  return {
    rows: (envelope?.[contract[name].object] as Row<K>[] | undefined) ?? noRows,
    count: (envelope?.count as number | undefined) ?? 0,
    loading,
    error,
    refetch,
  };
}

export interface OneResult<R> {
  row: R | undefined;
  loading: boolean;
  /** True when the engine answered that there is no such thing (any more). */
  missing: boolean;
  error: ApiError | undefined;
  refetch: () => void;
}

/** One thing by its id, read through its list command. `more` holds parameters that the list demands. */
export function useOne<K extends ListName>(
  name: K,
  id: string | undefined,
  more?: Partial<Input<K>>,
): OneResult<Row<K>> {
  const params = id === undefined ? undefined : ({ ...more, id, pagesize: 1 } as Input<K>);
  const { rows, loading, error, refetch } = useList(name, params);
  const row = rows[0];
  return { row, loading, error, missing: !loading && error === undefined && row === undefined, refetch };
}
