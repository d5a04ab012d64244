import type { Ctx } from '../../../context.ts';
import { fail } from '../../../contract/errors.ts';
import { type Phrase, say } from '../../../contract/phrase.ts';
import type { ForeignDomain, Hardware } from '../../../drivers/looks.ts';
import type { HostRow, NetworkRow, StoragePoolRow } from '../../../store/rows.ts';
import { driverOf, hostTarget, poolSpec } from '../../common.ts';
import { bridgeOf } from '../../network/physical-network.ts';

/** A virtual machine that is no instance, with the host that it was found on. */
export interface Found {
  host: HostRow;
  domain: ForeignDomain;
}

const machines: readonly string[] = ['pc', 'q35'] satisfies Hardware['machine'][];
const buses: readonly string[] = ['virtio', 'scsi', 'ide', 'sata'] satisfies Hardware['diskBus'][];
const models: readonly string[] = ['virtio', 'e1000', 'e1000e', 'rtl8139'] satisfies Hardware['nicModel'][];

/** What an instance has not and would lose at its next start, in words. */
const beyondWords: Readonly<Record<string, Phrase>> = {
  hostdev: say`It has a device of the host.`,
  filesystem: say`It has a folder of the host.`,
  tpm: say`It has a TPM.`,
  shmem: say`It shares memory with others.`,
  memory: say`It has memory modules of its own.`,
  transient: say`It has a disk that forgets what is written.`,
  shareable: say`It has a disk that several may write to.`,
  encryption: say`It has an encrypted disk.`,
  scsi: say`It has a SCSI controller other than virtio’s.`,
  type: say`It is no fully virtualised machine.`,
  qemu: say`Its definition hands words of its own to QEMU.`,
  snapshot: say`It has snapshots, which would be lost.`,
  managedsave: say`Its memory lies saved on the host: start it there first.`,
};

/** What an adopted one goes on with; `obstaclesTo` says where that cannot be. */
export const hardwareOf = (domain: ForeignDomain): Hardware =>
  ({
    machine: domain.machine,
    diskBus: domain.disks[0]?.bus ?? 'virtio',
    nicModel: domain.nics[0]?.model ?? 'virtio',
  }) as Hardware;

function hardwareObstacles(domain: ForeignDomain): Phrase[] {
  const hardware = hardwareOf(domain);
  const unlike = [...domain.disks.filter((disk) => disk.bus !== hardware.diskBus || !buses.includes(disk.bus))].map(
    (disk) => say`Its disk ${disk.device} is on the bus ${disk.bus || '?'}; all have to be on one that instances have.`,
  );
  const cards = domain.nics
    .filter((nic) => nic.model !== hardware.nicModel || !models.includes(nic.model))
    .map(
      (nic) => say`Its card ${nic.mac} is of the model ${nic.model || '?'}; all have to be of one that instances have.`,
    );
  return [
    ...(domain.firmware === 'BIOS' ? [] : [say`It starts by UEFI; instances start by BIOS.`]),
    ...(machines.includes(domain.machine) ? [] : [say`It is a machine of the type ${domain.machine || '?'}.`]),
    ...unlike,
    ...cards,
  ];
}

/** Why a virtual machine cannot become an instance as it is. Pure. `bridges` are those that carry guest networks of its zone. */
export function obstaclesTo(domain: ForeignDomain, bridges: readonly string[]): Phrase[] {
  const disks = domain.disks.flatMap((disk) => {
    if (!disk.file) return [say`Its disk ${disk.device} is no file, but ${disk.source || '?'}.`];
    if (disk.poolId === undefined) return [say`Its disk ${disk.source} lies on no primary storage of this host.`];
    return disk.format === 'qcow2' || disk.format === 'raw'
      ? []
      : [say`Its disk ${disk.device} is of the format ${disk.format}.`];
  });
  const nics = domain.nics.flatMap((nic) => {
    if (nic.bridge === '') return [say`Its card ${nic.mac} is on a network of libvirt’s own.`];
    if (nic.vlan !== undefined)
      return [say`Its card ${nic.mac} is in the VLAN ${nic.vlan}; guest networks are in none.`];
    return bridges.includes(nic.bridge)
      ? []
      : [say`Its card ${nic.mac} is on ${nic.bridge}, which carries no guest network.`];
  });
  return [
    ...(domain.persistent ? [] : [say`It is gone when it is switched off: make it persistent with "virsh define".`]),
    ...(/^[\w.-]{1,80}$/.test(domain.name)
      ? []
      : [say`Its name has other characters than letters, digits, dots and hyphens.`]),
    ...(domain.cpuNumber === 0 || domain.memory < 1024 ** 2 ? [say`Its processors or its memory cannot be told.`] : []),
    ...(domain.disks.length === 0 ? [say`It has no disk.`] : disks),
    ...nics,
    ...hardwareObstacles(domain),
    ...domain.beyond.flatMap((name) => beyondWords[name] ?? []),
  ];
}

/** Pools whose disks the host can open, as `ensurePool` puts them there. */
export const poolsOf = (ctx: Ctx, host: HostRow): StoragePoolRow[] =>
  ctx.store
    .where('storagePools', "removed IS NULL AND state = 'Up' AND zone_id = ?", host.zoneId)
    .filter(
      (pool) =>
        pool.scope === 'ZONE' ||
        (pool.scope === 'CLUSTER' && pool.clusterId === host.clusterId) ||
        (pool.scope === 'HOST' && pool.hostId === host.id),
    );

/** Guest networks of a zone with the bridges that carry them, the oldest first. */
export const networksOf = (ctx: Ctx, zoneId: string): { network: NetworkRow; bridge: string }[] =>
  ctx.store
    .where('networks', 'removed IS NULL AND zone_id = ? ORDER BY created, id', zoneId)
    .map((network) => ({ network, bridge: bridgeOf(ctx, network.physicalNetworkId) }));

/** What is in the way of importing each that was found in a zone, with what only the store knows: a few queries, however many they are. */
export function obstaclesOf(ctx: Ctx, zoneId: string, all: readonly Found[]): Map<Found, Phrase[]> {
  const bridges = networksOf(ctx, zoneId).map((each) => each.bridge);
  const taken = new Map<string, string>();
  for (const column of ['id', 'instance_name'] as const)
    for (const vm of ctx.store.where(
      'virtualMachines',
      `removed IS NULL AND ${column} IN (SELECT value FROM json_each(?))`,
      JSON.stringify(all.map(({ domain }) => (column === 'id' ? domain.id : domain.name))),
    ))
      taken.set(column === 'id' ? vm.id : vm.instanceName, vm.displayName);
  return new Map(
    all.map((found) => {
      const { domain } = found;
      const name = taken.get(domain.id) ?? taken.get(domain.name);
      const own = name === undefined ? [] : [say`Its name or its id is that of the instance ${name}.`];
      return [found, [...obstaclesTo(domain, bridges), ...own]];
    }),
  );
}

/** How many hosts are asked at once. */
const atOnce = 8;

/**
 * What is on the hosts of a cluster that are Up, or on the one that is named, by name. A host that does not answer hides only what is on it,
 * unless it was asked for by name.
 */
export async function lookAt(ctx: Ctx, where: { clusterid: string; hostid?: string | undefined }): Promise<Found[]> {
  const cluster = ctx.store.need('clusters', where.clusterid, 'clusterid');
  const look = async (host: HostRow): Promise<Found[]> => {
    const pools = poolsOf(ctx, host).map(poolSpec);
    const found = await driverOf(ctx, host).listForeignDomains(hostTarget(host), pools);
    return found.map((domain) => ({ host, domain }));
  };
  const all: Found[] = [];
  if (where.hostid !== undefined) {
    const host = ctx.store.need('hosts', where.hostid, 'hostid');
    if (host.clusterId !== cluster.id)
      throw fail('parameter', say`The host ${host.name} is in another cluster.`, { field: 'hostid' });
    all.push(...(await look(host)));
  } else {
    const hosts = ctx.store.where(
      'hosts',
      "removed IS NULL AND cluster_id = ? AND state = 'Up' ORDER BY created",
      cluster.id,
    );
    for (let from = 0; from < hosts.length; from += atOnce) {
      const answers = await Promise.all(hosts.slice(from, from + atOnce).map((host) => look(host).catch(() => [])));
      all.push(...answers.flat());
    }
  }
  return all.sort((a, b) => (a.domain.name < b.domain.name ? -1 : a.domain.name > b.domain.name ? 1 : 0));
}

/** Whoever looks at the list looks again: nothing in the store tells what is on hosts. */
export const tellOfUnmanaged = (ctx: Ctx, id: string): void =>
  ctx.store.write(() => ctx.store.changed({ noun: 'unmanagedinstance', id, change: 'updated' }));
