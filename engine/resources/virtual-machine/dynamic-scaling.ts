import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import type { ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { HostRow, VirtualMachineRow } from '../../store/rows.ts';
import { hostCapacity, hostLoads } from '../host/capacity.ts';
import type { InstanceSize } from '../offering/sizes.ts';
import { comingLoads } from './planning.ts';

// Instances that grow while they run: which may, up to where, and whether their host has room for more.

const mebibyte = 1024 ** 2;
/** MiB: a guest's kernel takes memory in pieces of this size. */
const memoryStep = 128;
/** The machine type of our domains has no more processors. */
const mostProcessors = 240;

/** What of an instance lets it grow while it runs. */
interface Grown {
  zoneId: string;
  offering: Pick<ServiceOfferingRow, 'name' | 'dynamicScalingEnabled'> | undefined;
  template: Pick<TemplateRow, 'name' | 'dynamicallyScalable'> | undefined;
}

/** Why such an instance does not grow while it runs; undefined where it does. */
export function refusesGrowth(ctx: Ctx, { zoneId, offering, template }: Grown): Phrase | undefined {
  if (!ctx.settings.boolean('enable.dynamic.scale.vm', { zoneId }))
    return say`The setting enable.dynamic.scale.vm is off in its zone.`;
  if (offering?.dynamicScalingEnabled !== true)
    return say`The offering ${offering?.name ?? ''} does not allow dynamic scaling.`;
  if (template?.dynamicallyScalable !== true)
    return say`Its template ${template?.name ?? ''} is not marked as dynamically scalable.`;
  return undefined;
}

/** The same for an instance that is there. */
export const refusesToGrow = (ctx: Ctx, vm: VirtualMachineRow): Phrase | undefined =>
  refusesGrowth(ctx, {
    zoneId: vm.zoneId,
    offering: ctx.store.get('serviceOfferings', vm.serviceOfferingId),
    template: ctx.store.get('templates', vm.templateId),
  });

/**
 * Up to where an instance may grow on a host, memory in MiB: to the limits of its offering, else to what offerings may have at most by the
 * settings, else to what the host has. Undefined where it does not grow while it runs.
 */
export function growthLimit(
  ctx: Ctx,
  vm: VirtualMachineRow,
  host: Pick<HostRow, 'cpuNumber' | 'memoryTotal'>,
): { cpuNumber: number; memory: number } | undefined {
  if (vm.dynamicallyScalable !== true || refusesToGrow(ctx, vm) !== undefined) return undefined;
  const limits = ctx.store.get('serviceOfferings', vm.serviceOfferingId)?.limits;
  const cores = limits?.maxCpuNumber ?? ctx.settings.number('vm.serviceoffering.cpu.cores.max');
  const memory = limits?.maxMemory ?? ctx.settings.number('vm.serviceoffering.ram.size.max');
  const ofHost = Math.floor(host.memoryTotal / mebibyte);
  return {
    cpuNumber: Math.max(vm.cpuNumber, Math.min(cores > 0 ? cores : host.cpuNumber, host.cpuNumber, mostProcessors)),
    memory: Math.max(vm.memory, Math.min(memory > 0 ? memory : ofHost, ofHost)),
  };
}

/** Refuses a change of whether an instance grows that cannot be made true. Errors: conflict, parameter. */
export function checkGrowing(ctx: Ctx, vm: VirtualMachineRow, wish: boolean | undefined): void {
  if (wish === undefined || wish === (vm.dynamicallyScalable ?? false)) return;
  const field = 'isdynamicallyscalable';
  if (vm.state !== 'Stopped')
    throw fail('conflict', say`Whether ${vm.displayName} may grow while it runs is decided at its start.`, {
      field,
      hint: say`Stop it first.`,
    });
  const why = wish ? refusesToGrow(ctx, vm) : undefined;
  if (why !== undefined) throw fail('parameter', say`${vm.displayName} cannot grow while it runs: ${why}`, { field });
}

const stopFirst = say`Stop the instance first; it can then be given any size.`;

/** Refuses another size for a running instance that it cannot take as it is. Errors: conflict, parameter. */
export function refuseGrowth(
  ctx: Ctx,
  vm: VirtualMachineRow,
  host: HostRow,
  offering: ServiceOfferingRow,
  size: InstanceSize,
): void {
  const field = 'serviceofferingid';
  const why = vm.dynamicallyScalable === true ? refusesToGrow(ctx, vm) : say`It is not marked as dynamically scalable.`;
  if (why !== undefined)
    throw fail('conflict', say`${vm.displayName} is Running and cannot be scaled: ${why}`, { hint: stopFirst });
  if (!offering.dynamicScalingEnabled)
    throw fail('conflict', say`The offering ${offering.name} does not allow dynamic scaling.`, {
      field,
      hint: stopFirst,
    });
  if (size.cpuNumber < vm.cpuNumber || size.memory < vm.memory || size.cpuSpeed < vm.cpuSpeed)
    throw fail(
      'conflict',
      say`A running instance only grows: ${offering.name} has less than ${vm.displayName} has now.`,
      {
        field,
        hint: stopFirst,
      },
    );
  const most = growthLimit(ctx, vm, host);
  if (most === undefined || size.cpuNumber > most.cpuNumber || size.memory > most.memory)
    throw fail(
      'conflict',
      say`${vm.displayName} can grow to ${most?.cpuNumber ?? vm.cpuNumber} cores and ${most?.memory ?? vm.memory} MiB while it runs, and no further.`,
      { field, hint: stopFirst },
    );
  if ((size.memory - vm.memory) % memoryStep !== 0)
    throw fail('conflict', say`A running instance takes memory in steps of ${memoryStep} MiB.`, {
      field,
      hint: stopFirst,
    });
  if (size.cpuSpeed > host.cpuSpeed)
    throw fail('conflict', say`The offering asks for ${size.cpuSpeed} MHz, a core has ${host.cpuSpeed} MHz.`, {
      field,
      hint: stopFirst,
    });
  const tags = (host.tags ?? '').split(',');
  const missing = (offering.hostTags ?? '').split(',').filter((tag) => tag !== '' && !tags.includes(tag));
  if (missing.length > 0)
    throw fail(
      'conflict',
      say`The offering asks for hosts with the tags ${missing.join(', ')}, which ${host.name} lacks.`,
      { field, hint: stopFirst },
    );
}

/** Refuses what the host of a running instance has no room for. Call in the commit that books it. Error: insufficientCapacity. */
export function refuseWithoutRoom(ctx: Ctx, vm: VirtualMachineRow, host: HostRow, size: InstanceSize): void {
  const capacity = hostCapacity(ctx, host);
  const load = hostLoads(ctx, host.id).get(host.id);
  const coming = comingLoads(ctx).get(host.id);
  const cpu = size.cpuNumber * size.cpuSpeed - vm.cpuNumber * vm.cpuSpeed;
  const memory = (size.memory - vm.memory) * mebibyte;
  const freeCpu = Math.max(0, capacity.cpuTotal - (load?.cpu ?? 0) - (coming?.cpu ?? 0));
  const freeMemory = Math.max(0, capacity.memoryTotal - (load?.memory ?? 0) - (coming?.memory ?? 0));
  if (cpu <= freeCpu && memory <= freeMemory) return;
  throw fail(
    'insufficientCapacity',
    cpu > freeCpu
      ? say`${host.name} has ${Math.floor(freeCpu)} MHz free, and ${vm.displayName} would take ${cpu} MHz more.`
      : say`${host.name} has ${Math.floor(freeMemory / mebibyte)} MiB of memory free, and ${vm.displayName} would take ${memory / mebibyte} MiB more.`,
    { hint: say`Move it to a host with more room first, or stop it: its next start looks for one.` },
  );
}
