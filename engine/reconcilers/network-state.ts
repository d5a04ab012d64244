import type { Ctx } from '../context.ts';
import { forgetLeftovers, syncNetwork } from '../resources/network/service.ts';
import type { Reconciler } from './reconciler.ts';

/**
 * Compares what answers DHCP and DNS on the hosts with the networks' reservations, and brings the hosts to it. Also what hosts still hold
 * of services that moved elsewhere while they were away.
 */
export const networkState: Reconciler = {
  name: 'network-state',
  period: () => 600_000,
  async run(ctx: Ctx) {
    const networks = ctx.store.where(
      'networks',
      "removed IS NULL AND state = 'Implemented' AND service_host_id IN (SELECT id FROM host WHERE removed IS NULL AND state = 'Up')",
    );
    const warn = (hostId: string | undefined, what: string) => (error: unknown) =>
      ctx.log.add({
        hostId,
        level: 'warn',
        text: `${what}: ${error instanceof Error ? error.message : String(error)}`,
      });
    await forgetLeftovers(ctx).catch(warn(undefined, 'Services left behind'));
    for (const network of networks) await syncNetwork(ctx, network.id).catch(warn(network.serviceHostId, network.name));
  },
};
