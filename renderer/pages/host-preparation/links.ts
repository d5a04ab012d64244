import { paths } from '../../paths.ts';

/** The cluster that a machine is prepared for, and the way of its zone's set-up, travel in the address: the way back survives a reload. */
export interface ForCluster {
  clusterId: string;
  quick: boolean;
}

export function forCluster(search: string): ForCluster | undefined {
  const parameters = new URLSearchParams(search);
  const clusterId = parameters.get('cluster');
  return clusterId === null ? undefined : { clusterId, quick: parameters.get('way') === 'quick' };
}

const query = (target: ForCluster | undefined) =>
  target === undefined ? '' : `?cluster=${target.clusterId}${target.quick ? '&way=quick' : ''}`;

/** To the page that prepares a machine, from a cluster's set-up or from nowhere in particular. */
export const prepareLink = (target?: ForCluster) => `${paths.prepareHost}${query(target)}`;

export const preparationLink = (id: string, target?: ForCluster) => `${paths.hostPreparation(id)}${query(target)}`;

/** To a step of a zone's set-up. */
export const setupLink = (zoneId: string, step: string, quick: boolean) =>
  `${paths.zoneSetup(zoneId)}?step=${step}${quick ? '&way=quick' : ''}`;
