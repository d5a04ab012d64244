import * as v from 'valibot';
import { optional } from './command.ts';

/** What becomes of an instance whose time is over. */
export const leaseExpiryActions = ['STOP', 'DESTROY'] as const;

/** How long an instance may be there: the lease of an instance, which is another thing than the lease of an address. */
export const instanceLeaseEntries = {
  /** Days from now; -1 takes the lease away. */
  leaseduration: optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(36500))),
  leaseexpiryaction: optional(v.picklist(leaseExpiryActions)),
};

export const instanceLeaseFields = {
  /** Whole days that are left; 0 on the last one. */
  leaseduration: optional(v.number()),
  leaseexpirydate: optional(v.string()),
  leaseexpiryaction: optional(v.picklist(leaseExpiryActions)),
};
