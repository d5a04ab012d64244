import { paths } from '../paths.ts';

const pathOf: Record<string, (id: string) => string> = {
  virtualmachine: paths.instance,
  volume: paths.volume,
  network: paths.network,
  template: paths.template,
  iso: paths.iso,
  zone: paths.zone,
  physicalnetwork: paths.physicalNetwork,
  pod: paths.pod,
  cluster: paths.cluster,
  host: paths.host,
  hostpreparation: paths.hostPreparation,
  storagepool: paths.storagePool,
  imagestore: paths.imageStore,
  serviceoffering: paths.computeOffering,
  diskoffering: paths.diskOffering,
  affinitygroup: paths.affinityGroup,
  instancegroup: paths.instanceGroup,
  domain: paths.domain,
  account: paths.account,
  project: paths.project,
  user: paths.user,
  role: paths.role,
  asyncjobs: paths.job,
};

/** The page of a thing named by its noun and id (in events, jobs and alerts); nothing where it has none. */
export function resourcePath(noun: string | undefined, id: string | undefined): string | undefined {
  if (noun === undefined || id === undefined) return undefined;
  return pathOf[noun.toLowerCase()]?.(id);
}
