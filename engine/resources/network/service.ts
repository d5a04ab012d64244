import type { Ctx } from '../../context.ts';
import { networkStates } from '../../contract/states.ts';
import { OneAtATime } from '../../jobs/one-at-a-time.ts';
import { Turns } from '../../jobs/turns.ts';
import type { HostRow, NicRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { allocateAddress, releaseAddresses } from './allocation.ts';
import { guestNetworkSpec, reservationOf } from './network.ts';
import { needServices } from './provider-rows.ts';

/** Those that want the same of a network share a run; of all that changes its service, one thing happens at a time. */
const changes = new OneAtATime();
const turns = new Turns();

/**
 * Makes a network answer with the reservations that the store holds now: chooses the host that serves it (kept as long as that host
 * is part of the zone) and its service address. Idempotent. A network without NICs is shut down and leaves nothing on the host.
 *
 * A host that is away keeps its networks, which are brought right when it is back, until an instance elsewhere needs one of them: then the
 * service moves to `preferred`, under another address. The old address stays taken: a silent host is not dead, and may still answer there.
 */
export function syncNetwork(ctx: Ctx, networkId: string, preferred?: HostRow): Promise<void> {
  return changes.run(networkId, () => turns.run(networkId, () => sync(ctx, networkId, preferred)));
}

async function sync(ctx: Ctx, networkId: string, preferred: HostRow | undefined): Promise<void> {
  const row = ctx.store.get('networks', networkId);
  if (row === undefined || row.removed !== undefined) return;
  const current = row.serviceHostId === undefined ? undefined : ctx.store.get('hosts', row.serviceHostId);
  const kept = current !== undefined && current.removed === undefined ? current : undefined;
  const wanted = hasCards(ctx, networkId);
  // A host that is just being reconnected is not away; nothing moves for that moment.
  const away =
    kept !== undefined &&
    kept.state !== 'Up' &&
    ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', kept.id) === undefined;
  if (away && (!wanted || preferred === undefined || preferred.id === kept.id)) return;
  if (!wanted) {
    if (kept !== undefined) await driverOf(ctx, kept).removeGuestNetwork(hostTarget(kept), networkId);
    ctx.store.write(() => {
      releaseAddresses(ctx, networkId);
      if (row.state === 'Implementing') ctx.store.transition('networks', networkStates, networkId, 'failed');
      if (row.state === 'Implemented') ctx.store.transition('networks', networkStates, networkId, 'shutdown');
      if (ctx.store.get('networks', networkId)?.state === 'Shutdown')
        ctx.store.transition('networks', networkStates, networkId, 'allocate');
      ctx.store.update('networks', networkId, { serviceHostId: undefined, serviceIp: undefined } as never);
    });
    return;
  }
  const host = away ? preferred : (kept ?? preferred);
  if (host === undefined) return;
  // What answers already goes on; nothing new begins that has been turned off.
  const offering = ctx.store.get('networkOfferings', row.networkOfferingId);
  if (row.state !== 'Implemented') needServices(ctx, row, offering?.services ?? []);
  ctx.store.write(() => {
    if (away) leaveBehind(ctx, row.id, kept.id);
    const serviceIp = allocateAddress(ctx, row, row.id, 'service');
    if (row.state !== 'Implemented') ctx.store.transition('networks', networkStates, row.id, 'implement');
    if (row.serviceHostId !== host.id || row.serviceIp !== serviceIp)
      ctx.store.update('networks', row.id, { serviceHostId: host.id, serviceIp });
  });
  const network = ctx.store.need('networks', networkId);
  await driverOf(ctx, host).ensureGuestNetwork(hostTarget(host), guestNetworkSpec(ctx, network));
  if (ctx.store.get('networks', networkId)?.state === 'Implementing')
    ctx.store.transition('networks', networkStates, networkId, 'implemented');
}

const hasCards = (ctx: Ctx, networkId: string): boolean =>
  ctx.store.prepare('SELECT 1 FROM nic WHERE removed IS NULL AND network_id = ? LIMIT 1').get(networkId) !== undefined;

/** The host that answers for a network and can be told of one card: what else there is to decide is `syncNetwork`'s. */
function serving(ctx: Ctx, networkId: string): HostRow | undefined {
  const network = ctx.store.get('networks', networkId);
  if (network === undefined || network.removed !== undefined || network.state !== 'Implemented') return undefined;
  const host = network.serviceHostId === undefined ? undefined : ctx.store.get('hosts', network.serviceHostId);
  return host !== undefined && host.removed === undefined && host.state === 'Up' ? host : undefined;
}

/** NICs that wait for their network's turn: the next one tells its host of all of them at once, since each telling makes dnsmasq read again. */
const coming = new Map<string, NicRow[]>();
const going = new Map<string, NicRow[]>();

/** Resolves when a turn that began after this call has taken the NIC along. */
function together(
  waiting: Map<string, NicRow[]>,
  kind: string,
  nic: NicRow,
  tell: (nics: readonly NicRow[]) => Promise<void>,
): Promise<void> {
  const { networkId } = nic;
  waiting.set(networkId, [...(waiting.get(networkId) ?? []), nic]);
  return changes.run(`${kind} ${networkId}`, () =>
    turns.run(networkId, async () => {
      const nics = waiting.get(networkId) ?? [];
      waiting.delete(networkId);
      await tell(nics);
    }),
  );
}

/** Tells a NIC's network of it: by that NIC alone wherever the network answers already. */
export function addCard(ctx: Ctx, nic: NicRow, preferred: HostRow): Promise<void> {
  return together(coming, 'coming', nic, async (nics) => {
    const host = serving(ctx, nic.networkId);
    const cards = nics.map((each) => reservationOf(ctx, each));
    if (host !== undefined && (await driverOf(ctx, host).ensureReservations(hostTarget(host), nic.networkId, cards)))
      return;
    await sync(ctx, nic.networkId, preferred);
  });
}

/** The same for a NIC that is gone; with the last one the network's service goes, too. */
export function removeCard(ctx: Ctx, nic: NicRow): Promise<void> {
  return together(going, 'going', nic, async (nics) => {
    const host = hasCards(ctx, nic.networkId) ? serving(ctx, nic.networkId) : undefined;
    if (host === undefined) return await sync(ctx, nic.networkId, undefined);
    const cards = nics.map((each) => reservationOf(ctx, each));
    await driverOf(ctx, host).removeReservations(hostTarget(host), nic.networkId, cards);
  });
}

/** From now on the service address belongs to the host that may still hold it; `forgetLeftovers` gives it back. */
function leaveBehind(ctx: Ctx, networkId: string, hostId: string): void {
  ctx.store.sqlite
    .prepare("UPDATE address SET purpose = 'leftover', owner_id = ? WHERE network_id = ? AND owner_id = ?")
    .run(hostId, networkId, networkId);
}

/** Takes services that moved away off the hosts that have come back (or have left the cloud), and gives their addresses back. */
export async function forgetLeftovers(ctx: Ctx): Promise<void> {
  const rows = ctx.store.sqlite
    .prepare("SELECT network_id AS networkId, number, owner_id AS hostId FROM address WHERE purpose = 'leftover'")
    .all() as { networkId: string; number: number; hostId: string }[];
  for (const { networkId, number, hostId } of rows) {
    const host = ctx.store.get('hosts', hostId);
    const gone = host === undefined || host.removed !== undefined;
    if (!gone && host.state !== 'Up') continue;
    // Where the service has returned to the host, what is there is not left over.
    if (!gone && ctx.store.get('networks', networkId)?.serviceHostId !== host.id)
      await driverOf(ctx, host).removeGuestNetwork(hostTarget(host), networkId);
    ctx.store.write(() =>
      ctx.store.sqlite.prepare('DELETE FROM address WHERE network_id = ? AND number = ?').run(networkId, number),
    );
  }
}
