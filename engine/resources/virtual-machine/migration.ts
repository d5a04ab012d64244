import { checkOwner } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say, textOf } from '../../contract/phrase.ts';
import { pageOf } from '../../store/page.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { hostLoads } from '../host/capacity.ts';
import { hostView } from '../host/host.ts';
import { refuseState, startOn } from './begin.ts';
import { explainAll, planPlacement, type Wish } from './planning.ts';
import { hostOf, volumesOf } from './steps.ts';
import { askedBy } from './wish.ts';

const mebibyte = 1024 ** 2;

/** What a running instance asks of the host that it is to go on at: nothing that it has may be missed there. */
export function moveWish(ctx: Ctx, vm: VirtualMachineRow, hostId?: string): Wish {
  const source = hostOf(ctx, vm.hostId ?? '');
  const store = vm.isoId === undefined ? undefined : ctx.store.get('isos', vm.isoId)?.imageStoreId;
  const discHostId = store === undefined ? undefined : ctx.store.get('imageStores', store)?.hostId;
  const pools = volumesOf(ctx, vm.id).map((volume) => volume.poolId);
  return {
    zoneId: vm.zoneId,
    hypervisor: vm.hypervisor,
    cpuNumber: vm.cpuNumber,
    cpuSpeed: vm.cpuSpeed,
    memory: vm.memory * mebibyte,
    disk: 0,
    storageType: 'shared',
    ...askedBy(ctx, vm, hostId),
    hostId,
    clusterId: ctx.settings.boolean('migrate.vm.across.clusters', { zoneId: vm.zoneId }) ? undefined : source.clusterId,
    poolIds: [...new Set(pools.filter((id): id is string => id !== undefined))],
    leaving: {
      hostId: source.id,
      virtualization: source.virtualization,
      cpuModel: source.cpuModel ?? '',
      discHostId,
    },
    isStart: true,
  };
}

/** The rules that are about room; CloudStack’s clients are told of them apart. */
const ofCapacity: readonly string[] = ['CPU', 'memory', 'cluster CPU threshold', 'cluster memory threshold'];

export const migrationHandlers = {
  findHostsForMigration(ctx, caller, input) {
    const vm = ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    checkOwner(ctx, caller, vm);
    refuseState(vm, 'migrate', say`moved`);
    const loads = hostLoads(ctx);
    const rows = new Map(
      ctx.store.where('hosts', 'removed IS NULL AND zone_id = ?', vm.zoneId).map((host) => [host.id, host]),
    );
    const found = explainAll(ctx, moveWish(ctx, vm)).hosts.flatMap((each) => {
      const row = rows.get(each.id);
      // Where it runs is no place to move to.
      if (row === undefined || row.id === vm.hostId) return [];
      const broken = each.checks.filter((check) => check.refusal !== undefined);
      const reason = broken[0]?.refusal;
      return {
        ...hostView(ctx, row, loads.get(row.id)),
        suitableformigration: broken.length === 0,
        requiresStorageMotion: broken.some((check) => check.rule === 'storage'),
        hasenoughcapacity: !broken.some((check) => ofCapacity.includes(check.rule)),
        ...(reason !== undefined && { reason: textOf(reason), reasonphrase: reason }),
      };
    });
    const page = pageOf(found, input, {
      keyword: (host) => `${host.name} ${host.ipaddress} ${host.clustername}`,
      sortable: ['name', 'clustername', 'ipaddress', 'memoryallocated', 'virtualmachines'],
    });
    return { count: page.count, host: page.rows };
  },

  migrateVirtualMachine(ctx, caller, input) {
    const vm = ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    checkOwner(ctx, caller, vm);
    refuseState(vm, 'migrate', say`moved`);
    if (input.hostid === undefined && input.autoselect === false)
      throw fail('parameter', say`A host is needed where none is to be chosen.`, { field: 'hostid' });
    if (input.hostid !== undefined) {
      const host = ctx.store.need('hosts', input.hostid, 'hostid');
      const { refusals } = planPlacement(ctx, moveWish(ctx, vm, host.id));
      const refusal = refusals.find((each) => each.hostId === host.id);
      if (refusal !== undefined)
        throw fail('conflict', say`${vm.displayName} cannot move to ${host.name}: ${refusal.said}`, {
          field: 'hostid',
          hint: say`Choose another host: findHostsForMigration says which are suitable.`,
        });
    }
    return startOn(ctx, caller, vm.id, 'migrateVirtualMachine', 'migrate', {
      sourceId: vm.hostId,
      hostId: input.hostid,
    });
  },
} satisfies Partial<Handlers>;
