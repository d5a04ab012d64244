import type { Ctx } from '../context.ts';
import { errorData } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { addAlert, addEvent, date, resolveAlerts } from '../resources/common.ts';
import { startOn } from '../resources/virtual-machine/begin.ts';
import { ownerCaller } from '../resources/virtual-machine/owner-caller.ts';
import { protectedVolumes } from '../resources/volume/protection.ts';
import type { VirtualMachineRow } from '../store/rows.ts';
import type { Reconciler } from './reconciler.ts';

const day = 86_400_000;
/** CloudStack's type of alerts about somebody's instance. */
const instanceAlert = 8;

/**
 * Compares the ends of instances' leases with the clock: warns before, and stops or destroys after. An instance that somebody starts again after
 * its end is stopped again. What is protected from deletion is stopped where it would be destroyed.
 */
export const instanceLease: Reconciler = {
  name: 'instance-lease',
  period: (ctx) => Math.min(ctx.settings.number('instance.lease.scheduler.interval') * 1000, 2_000_000_000),
  async run(ctx) {
    if (!ctx.settings.boolean('instance.lease.enabled')) return;
    const now = ctx.clock();
    const before = ctx.settings.number('instance.lease.expiryevent.daysbefore') * day;
    for (const vm of ctx.store.where(
      'virtualMachines',
      "removed IS NULL AND lease_expiry IS NOT NULL AND lease_expiry <= ? AND state IN ('Running', 'Stopped') AND job_id IS NULL",
      now + before,
    ))
      ctx.store.write(() => ((vm.leaseExpiry ?? 0) <= now ? expire(ctx, vm, now) : warn(ctx, vm, now)));
  },
};

function warn(ctx: Ctx, vm: VirtualMachineRow, now: number): void {
  const pause = ctx.settings.number('instance.lease.eventscheduler.interval') * 1000;
  if (vm.leaseWarned !== undefined && now - vm.leaseWarned < pause) return;
  ctx.store.update('virtualMachines', vm.id, { leaseWarned: now });
  const said =
    vm.leaseExpiryAction === 'DESTROY'
      ? say`The lease of ${vm.displayName} ends at ${date(vm.leaseExpiry ?? now)}; it is destroyed then`
      : say`The lease of ${vm.displayName} ends at ${date(vm.leaseExpiry ?? now)}; it is stopped then`;
  tell(ctx, vm, 'VM.LEASE.EXPIRING', said);
  addAlert(ctx, { type: instanceAlert, description: said, resourceId: vm.id, resourceType: 'VirtualMachine' });
}

/** It is protected from being deleted, or a volume of it is. */
const isProtected = (ctx: Ctx, vm: VirtualMachineRow): boolean =>
  vm.deleteProtection === true || protectedVolumes(ctx, vm.id).length > 0;

function expire(ctx: Ctx, vm: VirtualMachineRow, now: number): void {
  const destroys = vm.leaseExpiryAction === 'DESTROY' && !isProtected(ctx, vm);
  if (!destroys && vm.state !== 'Running') return;
  try {
    ctx.store.write(() =>
      destroys
        ? startOn(ctx, ownerCaller(vm), vm.id, 'destroyVirtualMachine', vm.state === 'Running' ? 'stop' : undefined, {
            expunge: false,
          })
        : startOn(ctx, ownerCaller(vm), vm.id, 'stopVirtualMachine', 'stop', { forced: stoppedBefore(vm) }),
    );
  } catch (error) {
    // A job is at work on it: the next round looks again.
    ctx.log.add({ level: 'warn', text: `instance-lease: ${errorData(error).message}` });
    return;
  }
  ctx.store.update('virtualMachines', vm.id, { leaseWarned: now });
  resolveAlerts(ctx, instanceAlert, vm.id);
  tell(
    ctx,
    vm,
    'VM.LEASE.EXPIRED',
    destroys
      ? say`The lease of ${vm.displayName} is over: it is destroyed`
      : say`The lease of ${vm.displayName} is over: it is stopped`,
  );
}

/** It was asked after its end, and still runs: a guest that does not listen has its power cut. */
const stoppedBefore = (vm: VirtualMachineRow): boolean => (vm.leaseWarned ?? 0) >= (vm.leaseExpiry ?? 0);

function tell(ctx: Ctx, vm: VirtualMachineRow, type: string, description: Phrase): void {
  addEvent(ctx, vm, {
    type,
    level: 'WARN',
    description,
    resourceId: vm.id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });
}
