import type { Input } from '../../../engine/contract/contract.ts';
import type {
  ClusterView,
  NetworkView,
  PhysicalNetworkView,
  PodView,
  ZoneView,
} from '../../../engine/contract/views.ts';
import { ApiError, call, runJob } from '../../api/client.ts';

/**
 * Makes the parts of a zone so that a repeated attempt goes on where the last one stopped: each function looks what there is
 * before it makes anything. That is what saves a person from "already exists" after a failed step.
 */

export async function ensureZone(input: Input<'createZone'>, id: string | undefined): Promise<ZoneView> {
  if (id === undefined) return await call('createZone', input);
  const { networktype: _fixed, ...changes } = input;
  return await call('updateZone', { id, ...changes });
}

/** The first pod of the zone, made or changed to what is asked for. */
export async function ensurePod(input: Input<'createPod'>): Promise<PodView> {
  const existing = (await call('listPods', { zoneid: input.zoneid, pagesize: 1 })).pod[0];
  if (existing === undefined) return await call('createPod', input);
  const { zoneid: _fixed, ...changes } = input;
  return await call('updatePod', { id: existing.id, ...changes });
}

/** The first cluster of the zone; one of another hypervisor, which an earlier attempt left empty, gives way. */
export async function ensureCluster(input: Input<'addCluster'>): Promise<ClusterView> {
  const existing = (await call('listClusters', { zoneid: input.zoneid, pagesize: 1 })).cluster[0];
  if (existing?.hypervisortype === input.hypervisor) return existing;
  if (existing !== undefined) await call('deleteCluster', { id: existing.id });
  return await call('addCluster', input);
}

/** A physical network that is enabled and carries guests over the bridge; more traffic types over bridges of their own. */
export async function ensurePhysicalNetwork(
  zoneid: string,
  name: string,
  labels: { Guest: string; Management?: string | undefined },
): Promise<PhysicalNetworkView> {
  const find = async () => {
    const { physicalnetwork } = await call('listPhysicalNetworks', { zoneid, pagesize: 100 });
    return physicalnetwork.find((each) => each.name === name) ?? physicalnetwork[0];
  };
  if ((await find()) === undefined) await runJob('createPhysicalNetwork', { zoneid, name });
  let network = await find();
  if (network === undefined) throw new ApiError({ code: 'internal', message: 'The physical network is gone again.' });
  for (const traffictype of ['Guest', 'Management'] as const) {
    const kvmnetworklabel = labels[traffictype];
    const carried = network.traffictypes.some((type) => type.traffictype === traffictype);
    if (kvmnetworklabel === undefined || carried) continue;
    await runJob('addTrafficType', { physicalnetworkid: network.id, traffictype, kvmnetworklabel });
  }
  if (network.state !== 'Enabled') await runJob('updatePhysicalNetwork', { id: network.id, state: 'Enabled' });
  network = (await find()) ?? network;
  return network;
}

export async function ensureGuestNetwork(
  input: Omit<Input<'createNetwork'>, 'networkofferingid'>,
): Promise<NetworkView> {
  const { network } = await call('listNetworks', { zoneid: input.zoneid, pagesize: 100 });
  const existing = network.find((each) => each.name === input.name);
  if (existing !== undefined) return existing;
  const { networkoffering } = await call('listNetworkOfferings', { guestiptype: 'Shared', pagesize: 100 });
  const offering = networkoffering.find((each) => each.isdefault) ?? networkoffering[0];
  if (offering === undefined)
    throw new ApiError({ code: 'internal', message: 'There is no offering for a shared guest network.' });
  return await call('createNetwork', { ...input, networkofferingid: offering.id });
}
