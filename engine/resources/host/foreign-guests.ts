import type { Ctx, Handlers } from '../../context.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { ForeignDomain } from '../../drivers/looks.ts';
import type { HostRow } from '../../store/rows.ts';
import { driverOf, hostTarget, poolSpec } from '../common.ts';
import { bridgeOf } from '../network/physical-network.ts';

/**
 * Why a virtual machine of somebody else cannot become an instance. The last holds for each: an instance's disks and definition are named and
 * written by Benchtop alone, and taking one over would change what its owner made. Pure.
 */
export function obstaclesTo(domain: ForeignDomain, bridges: readonly string[]): Phrase[] {
  const disks = domain.disks.flatMap((disk) => {
    if (!disk.file) return [say`Its disk ${disk.device} is no file, but ${disk.source || '?'}.`];
    return disk.poolId === undefined ? [say`Its disk ${disk.source} lies on no primary storage of this host.`] : [];
  });
  const nics = domain.nics.flatMap((nic) => {
    if (nic.bridge === '') return [say`Its card ${nic.mac} is on a network of libvirt’s own.`];
    return bridges.includes(nic.bridge)
      ? []
      : [say`Its card ${nic.mac} is on ${nic.bridge}, which carries no guest network.`];
  });
  return [
    ...(domain.disks.length === 0 ? [say`It has no disk.`] : disks),
    ...nics,
    say`Its disks are not named as those of instances are, and no guest network has set its address aside: Benchtop would have to change what somebody else made.`,
  ];
}

/** Pools whose disks the host can open, as `ensurePool` puts them there. */
const poolsOf = (ctx: Ctx, host: HostRow) =>
  ctx.store
    .where('storagePools', 'removed IS NULL AND zone_id = ?', host.zoneId)
    .filter(
      (pool) =>
        pool.scope === 'ZONE' ||
        (pool.scope === 'CLUSTER' && pool.clusterId === host.clusterId) ||
        (pool.scope === 'HOST' && pool.hostId === host.id),
    );

export const foreignGuestHandlers = {
  async listForeignGuests(ctx, _caller, input) {
    const host = ctx.store.need('hosts', input.hostid, 'hostid');
    const pools = poolsOf(ctx, host);
    const bridges = ctx.store
      .where('physicalNetworks', 'removed IS NULL AND zone_id = ?', host.zoneId)
      .map((network) => bridgeOf(ctx, network.id));
    const found = await driverOf(ctx, host).listForeignDomains(hostTarget(host), pools.map(poolSpec));
    return {
      foreignguest: found.map((domain) => ({
        id: domain.id,
        name: domain.name,
        powerstate: domain.power,
        cpunumber: domain.cpuNumber,
        memory: domain.memory,
        disk: domain.disks.map(({ device, source, poolId }) => {
          const pool = pools.find((one) => one.id === poolId);
          return { device, source, ...(pool !== undefined && { storagename: pool.name }) };
        }),
        nic: domain.nics.map(({ mac, bridge }) => ({ macaddress: mac, bridge })),
        obstacle: obstaclesTo(domain, bridges),
      })),
    };
  },
} satisfies Partial<Handlers>;
