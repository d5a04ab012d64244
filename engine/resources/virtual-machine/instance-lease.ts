import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { VirtualMachineView } from '../../contract/views.ts';
import type { ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { date } from '../common.ts';
import { protectedVolumes, refuseProtectedVolumes } from '../volume/protection.ts';

const day = 86_400_000;

interface LeaseWish {
  leaseduration?: number | undefined;
  leaseexpiryaction?: 'STOP' | 'DESTROY' | undefined;
}

/** Refuses leases while they are switched off. Errors: parameter at the field. */
export function checkLease(ctx: Ctx, wish: LeaseWish, has = false): void {
  const field = wish.leaseduration === undefined ? 'leaseexpiryaction' : 'leaseduration';
  if (wish.leaseduration === undefined && wish.leaseexpiryaction === undefined) return;
  if (!ctx.settings.boolean('instance.lease.enabled') && wish.leaseduration !== -1)
    throw fail('parameter', say`Leases of instances are switched off.`, {
      field,
      hint: say`The setting instance.lease.enabled switches them on.`,
    });
  if (wish.leaseduration === 0)
    throw fail('parameter', say`A lease lasts a day or more.`, { field, hint: say`-1 takes the lease away.` });
  if (wish.leaseduration === undefined && !has)
    throw fail('parameter', say`Without a lease nothing expires.`, {
      field,
      hint: say`Give a number of days as well.`,
    });
}

/** The columns of a lease of so many days from now; nothing where none is wished for. */
export function leasePatch(ctx: Ctx, wish: LeaseWish): Partial<VirtualMachineRow> {
  const { leaseduration: days, leaseexpiryaction: action } = wish;
  if (days === undefined) return action === undefined ? {} : { leaseExpiryAction: action };
  // A new end is warned of anew.
  const leaseWarned = undefined as never;
  if (days === -1) return { leaseExpiry: undefined as never, leaseExpiryAction: undefined as never, leaseWarned };
  return {
    leaseExpiry: ctx.clock() + days * day,
    leaseWarned,
    ...(action !== undefined && { leaseExpiryAction: action }),
  };
}

/** What a deployment gets: what it says itself, and else what its offering says, while leases are switched on. */
export function leaseOf(ctx: Ctx, wish: LeaseWish, offering: ServiceOfferingRow): LeaseWish {
  if (offering.leaseDuration === undefined || !ctx.settings.boolean('instance.lease.enabled')) return wish;
  return {
    leaseduration: wish.leaseduration ?? offering.leaseDuration,
    leaseexpiryaction: wish.leaseexpiryaction ?? offering.leaseExpiryAction,
  };
}

type LeaseView = Pick<VirtualMachineView, 'leaseduration' | 'leaseexpirydate' | 'leaseexpiryaction'>;

export function leaseView(ctx: Ctx, row: VirtualMachineRow): LeaseView {
  if (row.leaseExpiry === undefined) return {};
  return {
    leaseduration: Math.max(0, Math.floor((row.leaseExpiry - ctx.clock()) / day)),
    leaseexpirydate: date(row.leaseExpiry),
    leaseexpiryaction: row.leaseExpiryAction ?? 'STOP',
  };
}

/** Refuses to delete what is protected from it, or has a volume that is. Error: conflict. */
export function refuseProtected(ctx: Ctx, vm: VirtualMachineRow): void {
  if (vm.deleteProtection === true)
    throw fail('conflict', say`${vm.displayName} is protected from being deleted.`, {
      hint: say`Take the protection away first: its menu, or updateVirtualMachine with deleteprotection=false.`,
    });
  refuseProtectedVolumes(protectedVolumes(ctx, vm.id));
}
