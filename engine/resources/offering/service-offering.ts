import { checkOwner } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import type { Parsed } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { planners, sizeBounds } from '../../contract/service-offering.ts';
import type { ServiceOfferingView } from '../../contract/views.ts';
import type { OfferingLimits, ServiceOfferingRow } from '../../store/offering-rows.ts';
import { pageOf } from '../../store/page.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { tidyTags } from '../tags.ts';
import { checkImageUse } from '../template/permissions.ts';
import { addOfferingEvent, changeState, offeringFilters, offeringView } from './disk-offering.ts';
import { checkImplicitMode } from './implicit.ts';
import { offeringScope, placeChange, placeOf } from './reach.ts';
import { limitsOf } from './sizes.ts';
import { ratesIn } from './speed.ts';

const gibibyte = 1024 ** 3;

/** CloudStack's clients find the limits of a custom offering among its details. */
function detailsView(row: ServiceOfferingRow): Record<string, string> | undefined {
  const limits = limitsOf(row);
  const shown = {
    ...row.details,
    ...(row.isCustomized && {
      mincpunumber: String(limits.minCpuNumber),
      maxcpunumber: String(limits.maxCpuNumber),
      minmemory: String(limits.minMemory),
      maxmemory: String(limits.maxMemory),
    }),
  };
  return Object.keys(shown).length === 0 ? undefined : shown;
}

function serviceOfferingView(
  ctx: Ctx,
  row: ServiceOfferingRow,
  annotated = annotatedViews(ctx, [row]),
): ServiceOfferingView {
  const size = (value: number) => (row.isCustomized && value === 0 ? undefined : value);
  return {
    ...offeringView(ctx, row, annotated),
    cpunumber: size(row.cpuNumber),
    cpuspeed: size(row.cpuSpeed),
    memory: size(row.memory),
    offerha: row.offerHa,
    limitcpuuse: row.limitCpuUse,
    isvolatile: false,
    issystem: false,
    defaultuse: false,
    hosttags: row.hostTags,
    storagetags: row.storageTags,
    deploymentplanner: row.deploymentPlanner,
    rootdisksize: row.rootDiskSize === undefined ? undefined : Math.round(row.rootDiskSize / gibibyte),
    diskofferingid: row.diskOfferingId,
    diskofferingname: row.diskOfferingName,
    diskofferingdisplaytext: row.diskOfferingText,
    diskofferingstrictness: row.diskSizeStrictness,
    dynamicscalingenabled: row.dynamicScalingEnabled,
    leaseduration: row.leaseDuration,
    leaseexpiryaction: row.leaseDuration === undefined ? undefined : (row.leaseExpiryAction ?? 'STOP'),
    serviceofferingdetails: detailsView(row),
  };
}

type Creation = Parsed<'createServiceOffering'>;

/** The limits of a custom offering: both ends, each within what any instance may have. */
function limitsIn(input: Creation): OfferingLimits {
  const limits = {
    minCpuNumber: input.mincpunumber ?? sizeBounds.cpuNumber[0],
    maxCpuNumber: input.maxcpunumber ?? sizeBounds.cpuNumber[1],
    minMemory: input.minmemory ?? sizeBounds.memory[0],
    maxMemory: input.maxmemory ?? sizeBounds.memory[1],
  };
  if (limits.minCpuNumber > limits.maxCpuNumber)
    throw fail('parameter', say`maxcpunumber is less than mincpunumber.`, { field: 'maxcpunumber' });
  if (limits.minMemory > limits.maxMemory)
    throw fail('parameter', say`maxmemory is less than minmemory.`, { field: 'maxmemory' });
  return limits;
}

function sizesOf(input: Creation): Pick<ServiceOfferingRow, 'cpuNumber' | 'cpuSpeed' | 'memory' | 'isCustomized'> & {
  limits?: OfferingLimits;
} {
  const limiting = (['mincpunumber', 'maxcpunumber', 'minmemory', 'maxmemory'] as const).find(
    (field) => input[field] !== undefined,
  );
  if (input.customized === true) {
    const fixed = (['cpunumber', 'memory'] as const).find((field) => input[field] !== undefined);
    if (fixed !== undefined)
      throw fail('parameter', say`${fixed} is chosen with each instance of a custom offering.`, {
        field: fixed,
        hint: say`Give limits instead: mincpunumber, maxcpunumber, minmemory, maxmemory.`,
      });
    return { isCustomized: true, cpuNumber: 0, memory: 0, cpuSpeed: input.cpuspeed ?? 0, limits: limitsIn(input) };
  }
  if (limiting !== undefined)
    throw fail('parameter', say`${limiting} is for custom offerings.`, {
      field: limiting,
      hint: say`Set customized=true, or leave the limits out.`,
    });
  const { cpunumber, memory } = input;
  const missing = (field: string) =>
    fail(
      'parameter',
      say`Unable to execute API command ${'createServiceOffering'} due to missing parameter ${field}.`,
      {
        field,
      },
    );
  if (cpunumber === undefined) throw missing('cpunumber');
  if (memory === undefined) throw missing('memory');
  return { isCustomized: false, cpuNumber: cpunumber, memory, cpuSpeed: input.cpuspeed ?? 1000 };
}

/** Refuses an offering that is larger, or could be chosen larger, than a setting allows. Error: parameter at the field. */
function refuseBeyond(
  ctx: Ctx,
  setting: 'vm.serviceoffering.cpu.cores.max' | 'vm.serviceoffering.ram.size.max',
  input: Creation,
  size: 'cpunumber' | 'memory',
): void {
  const most = ctx.settings.number(setting);
  const field = input.customized === true ? (`max${size}` as const) : size;
  if (most > 0 && (input[field] ?? Number.POSITIVE_INFINITY) > most)
    throw fail('parameter', say`It may be ${most} at most.`, {
      field,
      hint: say`The setting ${setting} sets the limit.`,
    });
}

/** Root disks: of a disk offering, or of what the offering itself says. Errors: parameter for both at once. */
function rootDiskOf(ctx: Ctx, input: Creation) {
  const rates = ratesIn(input);
  if (input.diskofferingid === undefined)
    return {
      storageType: input.storagetype ?? ('shared' as const),
      storageTags: tidyTags(input.tags),
      rootDiskSize: input.rootdisksize === undefined ? undefined : input.rootdisksize * gibibyte,
      diskSizeStrictness: input.diskofferingstrictness ?? false,
      rates,
      cacheMode: input.cachemode,
    };
  const own = (['rootdisksize', 'tags', 'cachemode', 'storagetype'] as const).find(
    (field) => input[field] !== undefined,
  );
  if (own !== undefined || rates !== undefined)
    throw fail(
      'parameter',
      say`The disk offering says what root disks are; ${own ?? 'the rates'} cannot be said beside it.`,
      {
        field: own ?? 'diskofferingid',
        hint: say`Leave one of them out.`,
      },
    );
  const disk = ctx.store.need('diskOfferings', input.diskofferingid, 'diskofferingid');
  return {
    storageType: disk.storageType,
    storageTags: disk.storageTags,
    rootDiskSize: disk.isCustomized ? undefined : disk.diskSize,
    diskSizeStrictness: input.diskofferingstrictness ?? disk.diskSizeStrictness,
    diskOfferingId: disk.id,
  };
}

/** The lease that its instances get. Errors: parameter while leases are switched off, and for an end without a time. */
function leaseIn(ctx: Ctx, { leaseduration, leaseexpiryaction }: Creation) {
  if (leaseduration === undefined && leaseexpiryaction === undefined) return {};
  const field = leaseduration === undefined ? 'leaseexpiryaction' : 'leaseduration';
  if (!ctx.settings.boolean('instance.lease.enabled'))
    throw fail('parameter', say`Leases of instances are switched off.`, {
      field,
      hint: say`The setting instance.lease.enabled switches them on.`,
    });
  if (leaseduration === undefined)
    throw fail('parameter', say`Without a lease nothing expires.`, {
      field,
      hint: say`Give a number of days as well.`,
    });
  return { leaseDuration: leaseduration, leaseExpiryAction: leaseexpiryaction ?? ('STOP' as const) };
}

export const serviceOfferingHandlers = {
  createServiceOffering(ctx, caller, input) {
    const sizes = sizesOf(input);
    refuseBeyond(ctx, 'vm.serviceoffering.cpu.cores.max', input, 'cpunumber');
    refuseBeyond(ctx, 'vm.serviceoffering.ram.size.max', input, 'memory');
    checkImplicitMode(input.serviceofferingdetails);
    const rootDisk = rootDiskOf(ctx, input);
    const place = placeOf(ctx, input);
    return ctx.store.write(() => {
      const { id, name } = ctx.store.insert('serviceOfferings', {
        id: ctx.ids(),
        name: input.name,
        displayText: input.displaytext ?? input.name,
        state: 'Active',
        ...sizes,
        ...rootDisk,
        ...place,
        offerHa: input.offerha ?? false,
        limitCpuUse: input.limitcpuuse ?? false,
        hostTags: tidyTags(input.hosttags),
        deploymentPlanner: input.deploymentplanner,
        dynamicScalingEnabled: input.dynamicscalingenabled ?? true,
        ...leaseIn(ctx, input),
        details: input.serviceofferingdetails,
        sortKey: 0,
        created: ctx.clock(),
      } as ServiceOfferingRow);
      addOfferingEvent(ctx, caller, 'SERVICE', 'CREATE', { id, name }, say`Created the compute offering ${name}`);
      return serviceOfferingView(ctx, ctx.store.need('serviceOfferings', id));
    });
  },

  updateServiceOffering(ctx, caller, input) {
    const row = ctx.store.need('serviceOfferings', input.id);
    if (input.storagetags !== undefined && row.diskOfferingId !== undefined)
      throw fail('parameter', say`Its root disks have the tags of the disk offering ${row.diskOfferingName ?? ''}.`, {
        field: 'storagetags',
        hint: say`Change that disk offering instead.`,
      });
    const place = placeChange(ctx, input);
    return ctx.store.write(() => {
      ctx.store.update('serviceOfferings', row.id, {
        name: input.name ?? row.name,
        displayText: input.displaytext ?? row.displayText,
        sortKey: input.sortkey ?? row.sortKey,
        ...(input.hosttags !== undefined && { hostTags: tidyTags(input.hosttags) }),
        ...(input.storagetags !== undefined && { storageTags: tidyTags(input.storagetags) }),
        ...place,
      } as Partial<ServiceOfferingRow>);
      if (input.state !== undefined) changeState(ctx, 'serviceOfferings', row.id, input.state);
      addOfferingEvent(ctx, caller, 'SERVICE', 'EDIT', row, say`Changed the compute offering ${row.name}`);
      return serviceOfferingView(ctx, ctx.store.need('serviceOfferings', row.id));
    });
  },

  deleteServiceOffering(ctx, caller, input) {
    const row = ctx.store.need('serviceOfferings', input.id);
    return ctx.store.write(() => {
      ctx.store.remove('serviceOfferings', row.id);
      addOfferingEvent(ctx, caller, 'SERVICE', 'DELETE', row, say`Deleted the compute offering ${row.name}`);
      return { success: true };
    });
  },

  listServiceOfferings(ctx, caller, input) {
    const own = offeringScope(caller);
    const vm =
      input.virtualmachineid === undefined
        ? undefined
        : ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    if (vm !== undefined) checkOwner(ctx, caller, vm);
    const template =
      input.templateid === undefined ? undefined : ctx.store.need('templates', input.templateid, 'templateid');
    if (template !== undefined) checkImageUse(ctx, caller, template);
    const page = ctx.store.list('serviceOfferings', input, {
      filters: [
        ...offeringFilters({ ...input, zoneid: input.zoneid ?? vm?.zoneId ?? template?.zoneId }),
        // What an instance could be changed to: another one, on storage of the same kind.
        ['id <> ?', vm?.serviceOfferingId],
        ['storage_type = (SELECT storage_type FROM service_offering AS its WHERE its.id = ?)', vm?.serviceOfferingId],
        // What a custom offering allows is found, too.
        [sized('cpu_number', 'CpuNumber'), input.cpunumber],
        ['cpu_speed IN (0, ?)', input.cpuspeed],
        [sized('memory', 'Memory'), input.memory],
        // There are no system instances, and so no offerings for them.
        ['0', input.issystem === true ? 1 : undefined],
      ],
      ...(own !== undefined && { scope: own }),
      sortable: { name: 'name', cpunumber: 'cpuNumber', cpuspeed: 'cpuSpeed', memory: 'memory', created: 'created' },
      defaultSort: ['sort_key', 'memory', 'cpu_number'],
    });
    const annotated = annotatedViews(ctx, page.rows, caller);
    return { count: page.count, serviceoffering: page.rows.map((row) => serviceOfferingView(ctx, row, annotated)) };
  },

  listDeploymentPlanners(_ctx, _caller, input) {
    const rows = planners.map((name) => ({ name }));
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['name'] });
    return { count: page.count, deploymentPlanner: page.rows };
  },
} satisfies Partial<Handlers>;

const sized = (column: string, limit: string): string =>
  `(SELECT CASE WHEN is_customized THEN wish BETWEEN json_extract(limits, '$.min${limit}') AND json_extract(limits, '$.max${limit}')
    ELSE ${column} = wish END FROM (SELECT ? AS wish))`;
