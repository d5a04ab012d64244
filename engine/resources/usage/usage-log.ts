import type { Ctx } from '../../context.ts';
import type { UsageType } from '../../contract/usage.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import type { VirtualMachineRow, VolumeRow } from '../../store/rows.ts';
import type { UsageFacts, UsageSpanRow } from '../../store/usage-rows.ts';

// The log of usage is written by the store itself, in the commit of each change, whoever makes it: nothing that uses anything is forgotten.

/** What a thing uses in its present state: facts while it does, `as before` where the state is on its way to another. */
type Wanted = UsageFacts | 'as before' | undefined;

interface Watched<R> {
  type: UsageType;
  wanted(row: R): Wanted;
}

const virtualMachineFacts = (vm: VirtualMachineRow): UsageFacts => ({
  accountId: vm.accountId,
  domainId: vm.domainId,
  zoneId: vm.zoneId,
  name: vm.displayName,
  hypervisor: vm.hypervisor,
  offeringId: vm.serviceOfferingId,
  templateId: vm.templateId,
  virtualMachineId: vm.id,
  osTypeId: vm.osTypeId,
  cpuNumber: vm.cpuNumber,
  cpuSpeed: vm.cpuSpeed,
  memory: vm.memory,
});

const running: Watched<VirtualMachineRow> = {
  type: 1,
  wanted(vm) {
    if (vm.removed !== undefined) return undefined;
    if (vm.state === 'Running') return virtualMachineFacts(vm);
    return vm.state === 'Stopping' || vm.state === 'Migrating' ? 'as before' : undefined;
  },
};

const allocated: Watched<VirtualMachineRow> = {
  type: 2,
  wanted: (vm) =>
    vm.removed !== undefined || ['Destroyed', 'Expunging', 'Error'].includes(vm.state)
      ? undefined
      : virtualMachineFacts(vm),
};

const volume: Watched<VolumeRow> = {
  type: 6,
  wanted: (row) =>
    row.removed !== undefined || ['Destroy', 'Expunging', 'Expunged'].includes(row.state)
      ? undefined
      : {
          accountId: row.accountId,
          domainId: row.domainId,
          zoneId: row.zoneId,
          name: row.name,
          ...(row.diskOfferingId !== undefined && { offeringId: row.diskOfferingId }),
          ...(row.templateId !== undefined && { templateId: row.templateId }),
          size: row.size,
        },
};

const image = (type: 7 | 8): Watched<TemplateRow> => ({
  type,
  wanted(row) {
    if (row.removed !== undefined) return undefined;
    // One that could not be removed is Ready again.
    if (row.state !== 'Ready') return row.state === 'Removing' ? 'as before' : undefined;
    return {
      accountId: row.accountId,
      domainId: row.domainId,
      zoneId: row.zoneId,
      name: row.name,
      osTypeId: row.osTypeId,
      size: row.physicalSize,
      virtualSize: row.size,
    };
  },
});

const factsOf = ({ id, usageType, resourceId, started, ended, ...facts }: UsageSpanRow): UsageFacts => facts;
const text = (facts: object): string => JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Ends the span that is open and begins another, where what is used has changed. */
function keep(ctx: Ctx, type: UsageType, resourceId: string, wanted: UsageFacts | undefined): void {
  const open = ctx.store.first('usageSpans', 'resource_id = ? AND usage_type = ? AND ended IS NULL', resourceId, type);
  if (open !== undefined && wanted !== undefined && text(factsOf(open)) === text(wanted)) return;
  const now = ctx.clock();
  if (open !== undefined) ctx.store.update('usageSpans', open.id, { ended: now });
  if (wanted !== undefined)
    ctx.store.insert('usageSpans', { id: ctx.ids(), usageType: type, resourceId, ...wanted, started: now });
}

function watch<R extends { id: string }>(ctx: Ctx, each: Watched<R>): (before: R | undefined, after: R) => void {
  return (before, after) => {
    const wanted = each.wanted(after);
    if (wanted === 'as before') return;
    // Most changes of a row (its job, its address, its percent) change nothing of what it uses.
    const was = before === undefined ? undefined : each.wanted(before);
    if (was !== 'as before' && was !== undefined && wanted !== undefined && text(was) === text(wanted)) return;
    if (was === undefined && wanted === undefined) return;
    keep(ctx, each.type, after.id, wanted);
  };
}

const once = 'usage.log';

/** Keeps the log from now on; what was there before the log was is taken into it once. */
export function keepUsageLog(ctx: Ctx): void {
  const { store } = ctx;
  store.watch('virtualMachines', watch(ctx, running));
  store.watch('virtualMachines', watch(ctx, allocated));
  store.watch('volumes', watch(ctx, volume));
  store.watch('templates', watch(ctx, image(7)));
  store.watch('isos', watch(ctx, image(8)));
  if (store.meta(once) !== undefined) return;
  store.write(() => {
    const begin = <R extends { id: string }>(each: Watched<R>, rows: readonly R[]) => {
      for (const row of rows) {
        const wanted = each.wanted(row);
        if (typeof wanted === 'object') keep(ctx, each.type, row.id, wanted);
      }
    };
    const there = store.where('virtualMachines', 'removed IS NULL');
    begin(running, there);
    begin(allocated, there);
    begin(volume, store.where('volumes', 'removed IS NULL'));
    begin(image(7), store.where('templates', "removed IS NULL AND format <> 'ISO'"));
    begin(image(8), store.where('isos', "removed IS NULL AND format = 'ISO'"));
    store.setMeta(once, String(ctx.clock()));
  });
}
