import type { CommandName } from '../../../engine/contract/contract.ts';
import type { ZoneResources } from './use-zone-resources.ts';

/** One deletion of a wipe: the command, and the thing it takes away. */
export interface Deletion {
  command: Extract<
    CommandName,
    | 'deleteTemplate'
    | 'deleteIso'
    | 'deleteImageStore'
    | 'deleteStoragePool'
    | 'deleteNetwork'
    | 'deleteHost'
    | 'deletePhysicalNetwork'
    | 'deleteCluster'
    | 'deletePod'
    | 'deleteZone'
  >;
  id: string;
  name: string;
}

type Named = readonly { id: string; name: string }[];

/** Preparations are machines, not things of the zone: they stay. */
type Wiped = { [K in Exclude<keyof ZoneResources, 'preparations'>]: K extends 'zone' ? Named[number] : Named };

/**
 * What takes a zone away, in the order in which nothing is deleted that something else still needs. Storage and networks come
 * before the hosts, because it is the hosts that unmount and close them.
 */
export function wipePlan(resources: Wiped): Deletion[] {
  const all = (command: Deletion['command'], things: Named) => things.map(({ id, name }) => ({ command, id, name }));
  return [
    ...all('deleteTemplate', resources.templates),
    ...all('deleteIso', resources.isos),
    ...all('deleteImageStore', resources.stores),
    ...all('deleteStoragePool', resources.pools),
    ...all('deleteNetwork', resources.networks),
    ...all('deleteHost', resources.hosts),
    ...all('deletePhysicalNetwork', resources.physicalNetworks),
    ...all('deleteCluster', resources.clusters),
    ...all('deletePod', resources.pods),
    ...all('deleteZone', [resources.zone]),
  ];
}
