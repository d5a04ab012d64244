import type { Ctx } from '../../context.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { VirtualMachineRow, VolumeRow } from '../../store/rows.ts';
import { affinityOf } from '../affinity-group/membership.ts';
import { implicitModeOf } from '../offering/implicit.ts';
import type { DiskDemand, ImplicitMode, PlacementRequest } from './placement-data.ts';

/** Where Root Admin wants an instance, and by which planner; the rest is chosen. */
export interface PlaceWish {
  hostId?: string | undefined;
  podId?: string | undefined;
  clusterId?: string | undefined;
  planner?: string | undefined;
}

/** What offerings and groups ask of the place of an instance, whether it is there already or only wished for. */
export interface Asked {
  accountId: string;
  planner: string | undefined;
  implicit: ImplicitMode | undefined;
  hostTags: readonly string[];
  affinity: NonNullable<PlacementRequest['affinity']>;
}

const tagsOf = (tags: string | undefined): string[] => (tags ?? '').split(',').filter((tag) => tag !== '');

/** Where a host is asked for by name, only those tags hold that a setting calls strict: an administrator may know better. */
function hostTags(ctx: Ctx, offering: ServiceOfferingRow | undefined, hostId: string | undefined): string[] {
  const all = tagsOf(offering?.hostTags);
  if (hostId === undefined) return all;
  const strict = ctx.settings.text('vm.strict.host.tags').split(',');
  return all.filter((tag) => strict.some((each) => each.trim() === tag));
}

/** What is asked for an instance of an account with an offering. */
export const askedOf = (
  ctx: Ctx,
  offering: ServiceOfferingRow | undefined,
  of: { accountId: string; hostId?: string | undefined; groupIds: readonly string[]; vmId?: string | undefined },
): Asked => ({
  accountId: of.accountId,
  planner: offering?.deploymentPlanner,
  implicit: implicitModeOf(ctx, offering),
  hostTags: hostTags(ctx, offering, of.hostId),
  affinity: affinityOf(ctx, of.groupIds, of.vmId),
});

/** The same for one that is there. */
export function askedBy(ctx: Ctx, vm: VirtualMachineRow, hostId: string | undefined): Asked {
  const groups = ctx.store
    .prepare('SELECT affinity_group_id AS id FROM affinity_group_member WHERE virtual_machine_id = ?')
    .all(vm.id) as { id: string }[];
  return askedOf(ctx, ctx.store.get('serviceOfferings', vm.serviceOfferingId), {
    accountId: vm.accountId,
    hostId,
    groupIds: groups.map(({ id }) => id),
    vmId: vm.id,
  });
}

/** What a disk of an offering asks of the pool that takes it. */
export const demandOf = (offering: DiskOfferingRow | ServiceOfferingRow | undefined, size: number): DiskDemand => ({
  size,
  storageType: offering?.storageType ?? 'shared',
  tags: tagsOf(offering?.storageTags),
});

/** The same for volumes that are there as rows and not yet as files: a disk's own offering, or a root disk's compute offering. */
export const demandsOf = (ctx: Ctx, vm: VirtualMachineRow, volumes: readonly VolumeRow[]): DiskDemand[] =>
  volumes.map((volume) =>
    demandOf(
      volume.diskOfferingId !== undefined
        ? ctx.store.get('diskOfferings', volume.diskOfferingId)
        : ctx.store.get('serviceOfferings', vm.serviceOfferingId),
      volume.size,
    ),
  );

/** A request's disks: the first is the root disk's. */
export function disksAsked(demands: readonly DiskDemand[]) {
  const [root, ...moreDisks] = demands;
  return {
    disk: root?.size ?? 0,
    storageType: root?.storageType ?? ('shared' as const),
    storageTags: root?.tags ?? [],
    moreDisks,
  };
}
