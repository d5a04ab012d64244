import type { Ctx } from '../context.ts';
import { driverOf, hostsOfPool, hostTarget, poolSpec } from '../resources/common.ts';
import type { Reconciler } from './reconciler.ts';
import { periodOf } from './statistics.ts';

/** Compares the recorded size and use of pools with what a host of each pool sees. */
export const storageStats: Reconciler = {
  name: 'storage-stats',
  period: (ctx) => periodOf(ctx.settings.number('storage.stats.interval')),
  async run(ctx: Ctx) {
    if (ctx.settings.number('storage.stats.interval') === 0) return;
    for (const pool of ctx.store.where('storagePools', "removed IS NULL AND state = 'Up'")) {
      const host = hostsOfPool(ctx, pool).find((each) => each.state === 'Up');
      if (host === undefined) continue;
      const stats = await driverOf(ctx, host)
        .poolStats(hostTarget(host), poolSpec(pool))
        .catch(() => undefined);
      if (stats !== undefined && (stats.total !== pool.total || stats.used !== pool.used))
        ctx.store.update('storagePools', pool.id, { total: stats.total, used: stats.used });
    }
  },
};
