import type { Ctx } from '../../context.ts';
import { commandWords } from '../../contract/command-words.ts';
import { errorData, fail } from '../../contract/errors.ts';
import { type Phrase, say, textOf } from '../../contract/phrase.ts';
import { virtualMachineStates, volumeStates } from '../../contract/states.ts';
import type { CdromSpec, DomainSpec } from '../../drivers/driver.ts';
import type { HostRow, VirtualMachineRow, VolumeRow } from '../../store/rows.ts';
import { addEvent, driverOf, hostsOfPool, hostTarget, imageStoreSpec, poolSpec } from '../common.ts';
import { nameForHypervisor } from '../guest-os/guest-os.ts';
import { bridgeOf } from '../network/physical-network.ts';
import { addCard, removeCard } from '../network/service.ts';
import { diskSpeed } from '../offering/speed.ts';
import { settingsOf } from '../resource-detail/settings.ts';
import { growthLimit } from './dynamic-scaling.ts';
import { configDriveOf } from './guest-drive.ts';
import { bookNic, type Card, unbookNic } from './nic-rows.ts';
import { choose } from './planning.ts';
import { askedBy, demandsOf, disksAsked, type PlaceWish } from './wish.ts';

const mebibyte = 1024 ** 2;

/** What the sagas of an instance share: each function does one thing, idempotently. */

export const vmOf = (ctx: Ctx, id: string): VirtualMachineRow => ctx.store.need('virtualMachines', id);

export const volumesOf = (ctx: Ctx, vmId: string): VolumeRow[] =>
  ctx.store.where('volumes', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', vmId);

export function hostOf(ctx: Ctx, id: string): HostRow {
  const host = ctx.store.get('hosts', id);
  if (host === undefined || host.removed !== undefined)
    throw fail('resourceUnavailable', say`The host of the instance is no longer part of the cloud.`);
  return host;
}

/**
 * Chooses a host and pool and books them in one commit: an instance that is Starting with a host counts against its capacity, so two
 * deployments can never be given the same last place.
 */
export function bookPlacement(
  ctx: Ctx,
  id: string,
  wish: PlaceWish & { isStart: boolean },
): { hostId: string; poolId: string } {
  return ctx.store.write(() => {
    const vm = vmOf(ctx, id);
    const volumes = volumesOf(ctx, id);
    const pinned = volumes.map((volume) => volume.poolId).filter((poolId): poolId is string => poolId !== undefined);
    if (vm.hostId !== undefined && pinned.length === volumes.length && volumes.length > 0)
      return { hostId: vm.hostId, poolId: pinned[0] as string };
    const unplaced = volumes.filter((volume) => volume.poolId === undefined);
    const chosen = choose(ctx, {
      zoneId: vm.zoneId,
      hypervisor: vm.hypervisor,
      cpuNumber: vm.cpuNumber,
      cpuSpeed: vm.cpuSpeed,
      memory: vm.memory * mebibyte,
      ...disksAsked(demandsOf(ctx, vm, unplaced)),
      ...askedBy(ctx, vm, wish.hostId),
      ...(wish.planner !== undefined && { planner: wish.planner }),
      hostId: wish.hostId,
      podId: wish.podId,
      clusterId: wish.clusterId,
      poolIds: pinned.length > 0 ? [...new Set(pinned)] : undefined,
      lastHostId: vm.lastHostId,
      isStart: wish.isStart,
    });
    const host = hostOf(ctx, chosen.hostId);
    ctx.store.update('virtualMachines', id, { hostId: host.id, clusterId: host.clusterId });
    for (const [index, volume] of unplaced.entries())
      ctx.store.update('volumes', volume.id, { poolId: chosen.poolIds[index] ?? chosen.poolId });
    return { hostId: chosen.hostId, poolId: chosen.poolId };
  });
}

/** Gives a placement back; volumes that were never made lose their pool with it. */
export function releasePlacement(ctx: Ctx, id: string): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm === undefined || vm.removed !== undefined) return;
  ctx.store.write(() => {
    ctx.store.update('virtualMachines', id, { hostId: undefined } as Partial<VirtualMachineRow>);
    for (const volume of volumesOf(ctx, id))
      if (volume.state === 'Allocated')
        ctx.store.update('volumes', volume.id, { poolId: undefined } as Partial<VolumeRow>);
  });
}

/** One NIC per network; the first is the default one. */
export function bookNics(ctx: Ctx, id: string, cards: readonly Card[]): void {
  ctx.store.write(() => {
    for (const [deviceId, card] of cards.entries()) {
      const { networkId } = card;
      if (
        ctx.store.first('nics', 'removed IS NULL AND virtual_machine_id = ? AND network_id = ?', id, networkId) ===
        undefined
      )
        bookNic(ctx, id, ctx.ids(), card, deviceId, deviceId === 0);
    }
  });
}

/**
 * Takes an instance's NICs and addresses back and tells the networks. A host that is away cannot be told: the reservation it still holds is
 * for a MAC that is no more, and network-state takes it out when the host is back, so no job is stuck for it.
 */
export async function releaseNics(ctx: Ctx, id: string): Promise<void> {
  // A crash between the commit and the tell leaves networks to tell: those of the NICs that went before.
  const nics = ctx.store.where('nics', 'virtual_machine_id = ?', id);
  ctx.store.write(() => {
    for (const nic of nics) unbookNic(ctx, nic);
  });
  for (const nic of nics)
    await removeCard(ctx, nic).catch((error: unknown) => {
      if (errorData(error).code !== 'hostUnreachable') throw error;
      const hostId = ctx.store.get('networks', nic.networkId)?.serviceHostId;
      ctx.log.add({ hostId, level: 'warn', text: `Not told of a released address: ${errorData(error).message}` });
    });
}

/** Side by side. What fails is thrown when all have ended, so that its undo meets nothing that is still under way. */
async function together(...work: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Brings the networks of an instance up, with its reservations, and checks its bridges on the host. */
export async function readyNetworks(ctx: Ctx, id: string, host: HostRow): Promise<void> {
  for (const nic of ctx.store.where('nics', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', id)) {
    const network = ctx.store.need('networks', nic.networkId);
    await together(
      driverOf(ctx, host).ensureBridge(hostTarget(host), bridgeOf(ctx, network.physicalNetworkId)),
      addCard(ctx, nic, host),
    );
  }
}

export async function makeVolumes(ctx: Ctx, id: string, host: HostRow): Promise<void> {
  const vm = vmOf(ctx, id);
  const template = ctx.store.get('templates', vm.templateId);
  for (const volume of volumesOf(ctx, id)) {
    const pool = ctx.store.need('storagePools', volume.poolId ?? '');
    if (volume.state === 'Allocated') ctx.store.transition('volumes', volumeStates, volume.id, 'create');
    const facts = await driverOf(ctx, host).ensureVolume(hostTarget(host), poolSpec(pool), {
      id: volume.id,
      size: volume.size,
      ...(volume.type === 'ROOT' &&
        template !== undefined &&
        template.format !== 'ISO' && { templateId: template.id, templateFormat: template.format }),
    });
    ctx.store.transition('volumes', volumeStates, volume.id, 'created', {
      path: facts.path,
      physicalSize: facts.physicalSize,
      size: facts.size,
    });
  }
}

/** Deletes the disks of an instance, through any host that reaches each pool, and their rows. */
export async function deleteVolumes(ctx: Ctx, id: string): Promise<void> {
  for (const volume of volumesOf(ctx, id)) {
    const pool = volume.poolId === undefined ? undefined : ctx.store.get('storagePools', volume.poolId);
    if (pool !== undefined && pool.removed === undefined) {
      const host = hostsOfPool(ctx, pool).find((each) => each.state === 'Up');
      if (host === undefined)
        throw fail(
          'resourceUnavailable',
          say`No host that reaches ${pool.name} is Up, so the disk ${volume.name} cannot be deleted.`,
          { hint: say`Bring a host of that pool back, then repair the job.` },
        );
      await driverOf(ctx, host).removeVolume(hostTarget(host), poolSpec(pool), volume.id, volume.file);
    }
    ctx.store.write(() => {
      ctx.store.transition('volumes', volumeStates, volume.id, 'destroy');
      ctx.store.transition('volumes', volumeStates, volume.id, 'expunge');
      ctx.store.transition('volumes', volumeStates, volume.id, 'expunged');
      ctx.store.remove('volumes', volume.id);
    });
  }
}

/** Takes the files of an instance's disks back without losing their rows: they are Allocated again. */
export async function unmakeVolumes(ctx: Ctx, id: string, host: HostRow): Promise<void> {
  for (const volume of volumesOf(ctx, id)) {
    const pool = volume.poolId === undefined ? undefined : ctx.store.get('storagePools', volume.poolId);
    if (pool !== undefined) await driverOf(ctx, host).removeVolume(hostTarget(host), poolSpec(pool), volume.id);
  }
}

/** What a driver needs to put an ISO into the drive of an instance on a host. Error: resourceUnavailable where the host cannot read it. */
export function cdromSpec(ctx: Ctx, isoId: string | undefined, hostId: string | undefined): CdromSpec | undefined {
  if (isoId === undefined) return undefined;
  const iso = ctx.store.need('isos', isoId);
  const store = ctx.store.need('imageStores', iso.imageStoreId);
  if (store.hostId !== undefined && store.hostId !== hostId)
    throw fail('resourceUnavailable', say`The ISO ${iso.name} lies on another host’s directory.`, {
      hint: say`Use NFS as secondary storage, run the instance on the host that holds the directory, or detach the ISO.`,
    });
  return { isoId, store: imageStoreSpec(store) };
}

/** The domain of an instance as plain data, from the store's rows. */
export function domainSpec(ctx: Ctx, id: string): DomainSpec {
  const vm = vmOf(ctx, id);
  const offering = ctx.store.get('serviceOfferings', vm.serviceOfferingId);
  const cdrom = cdromSpec(ctx, vm.isoId, vm.hostId);
  /** A disk's own offering, or for a root disk without one what the compute offering says. */
  const speedOf = (volume: VolumeRow) =>
    diskSpeed(
      volume.diskOfferingId !== undefined
        ? ctx.store.get('diskOfferings', volume.diskOfferingId)
        : volume.type === 'ROOT'
          ? offering
          : undefined,
    );
  const configDrive = configDriveOf(ctx, vm);
  const settings = settingsOf(ctx, id);
  const most = vm.hostId === undefined ? undefined : growthLimit(ctx, vm, hostOf(ctx, vm.hostId));
  return {
    id: vm.id,
    instanceName: vm.instanceName,
    displayName: vm.displayName,
    cpuNumber: vm.cpuNumber,
    cpuSpeed: vm.cpuSpeed,
    limitCpuUse: offering?.limitCpuUse ?? false,
    memory: vm.memory * mebibyte,
    ...(most !== undefined && { maximum: { cpuNumber: most.cpuNumber, memory: most.memory * mebibyte } }),
    ...(Object.keys(settings).length > 0 && { settings }),
    guestOs: nameForHypervisor(ctx, vm, vm.hypervisor),
    disks: volumesOf(ctx, id).map((volume) => {
      const speed = speedOf(volume);
      return {
        volumeId: volume.id,
        pool: poolSpec(ctx.store.need('storagePools', volume.poolId ?? '')),
        deviceId: volume.deviceId ?? 0,
        type: volume.type,
        format: volume.format ?? 'qcow2',
        size: volume.size,
        ...(speed !== undefined && { speed }),
        ...(volume.file !== undefined && { file: volume.file }),
      };
    }),
    nics: ctx.store.where('nics', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', id).map((nic) => ({
      id: nic.id,
      mac: nic.macAddress,
      bridge: bridgeOf(ctx, ctx.store.need('networks', nic.networkId).physicalNetworkId),
      deviceId: nic.deviceId,
    })),
    bootOrder: vm.bootOrder ?? 'disk',
    ...(vm.hardware !== undefined && { hardware: vm.hardware }),
    ...(cdrom !== undefined && { cdrom }),
    ...(configDrive !== undefined && { configDrive }),
  };
}

/** The end of every job of an instance: its job id is cleared, the reason of a failure kept, the event written. */
export function ended(
  ctx: Ctx,
  id: string,
  event: string,
  done: (name: string) => Phrase,
  outcome: string,
  why: Phrase | undefined,
): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm === undefined) return;
  const what = commandWords(ctx.jobs.ending?.job.kind ?? event);
  ctx.store.update('virtualMachines', id, {
    jobId: undefined,
    error: outcome === 'succeeded' || why === undefined ? undefined : textOf(why),
    errorPhrase: outcome === 'succeeded' ? undefined : why,
  } as Partial<VirtualMachineRow>);
  addEvent(ctx, vm, {
    type: event,
    level: outcome === 'succeeded' ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR',
    description:
      outcome === 'succeeded'
        ? done(vm.displayName)
        : outcome === 'cancelled'
          ? say`${say`Cancelled: ${what}`} · ${vm.displayName}`
          : say`${say`${say`Failed: ${what}`} · ${vm.displayName}`}: ${why ?? ''}`,
    resourceId: id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });
}

/** Records what is known of an instance's power right after we changed it ourselves. */
export function observed(ctx: Ctx, powerState: 'PowerOn' | 'PowerOff') {
  return { powerState, powerStateTime: ctx.clock(), missingSince: undefined } as Partial<VirtualMachineRow>;
}

/** A failed or cancelled job returns the instance to a stable state. */
export function fallBack(ctx: Ctx, id: string, from: readonly string[], action: string): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm !== undefined && vm.removed === undefined && from.includes(vm.state))
    ctx.store.transition('virtualMachines', virtualMachineStates, id, action);
}
