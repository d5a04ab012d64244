import { toAddress, toNumber } from '../../addresses.ts';
import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { NetworkRow, VlanIpRangeRow } from '../../store/rows.ts';

const rangesOf = (ctx: Ctx, networkId: string): VlanIpRangeRow[] =>
  ctx.store.where('vlanIpRanges', 'network_id = ? AND removed IS NULL ORDER BY start_number', networkId);

/** Refuses an address that is outside a network's ranges or taken; answers with its number. */
export function checkWish(ctx: Ctx, network: NetworkRow, wish: string): number {
  const number = toNumber(wish);
  if (!rangesOf(ctx, network.id).some((range) => number >= range.startNumber && number <= range.endNumber))
    throw fail('parameter', say`${wish} is outside the ranges of the network ${network.name}.`, { field: 'ipaddress' });
  const taken = ctx.store.prepare('SELECT 1 FROM address WHERE network_id = ? AND number = ?').get(network.id, number);
  if (taken !== undefined)
    throw fail('parameter', say`${wish} is in use in the network ${network.name}.`, {
      field: 'ipaddress',
      hint: say`Choose another, or leave it empty.`,
    });
  return number;
}

/**
 * Takes an address of a network for an owner, or gives back the one it has. The primary key on (network, number) makes a double
 * allocation impossible; the write lock makes the search and the insert one.
 * Errors: insufficientCapacity when the ranges are used up, parameter when a wished-for address is taken or outside.
 */
export function allocateAddress(
  ctx: Ctx,
  network: NetworkRow,
  ownerId: string,
  purpose: 'nic' | 'service',
  wish?: string,
): string {
  return ctx.store.write(() => {
    const mine = ctx.store
      .prepare('SELECT address FROM address WHERE network_id = ? AND owner_id = ?')
      .get(network.id, ownerId) as { address: string } | undefined;
    if (mine !== undefined) return mine.address;
    const take = (number: number): string => {
      const address = toAddress(number);
      ctx.store
        .prepare(
          'INSERT INTO address (network_id, number, address, purpose, owner_id, created) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(network.id, number, address, purpose, ownerId, ctx.clock());
      return address;
    };
    if (wish !== undefined) return take(checkWish(ctx, network, wish));
    // The first free number of each range: nothing below `free_from` is, and from there on it is one indexed query.
    for (const range of rangesOf(ctx, network.id)) {
      const from = Math.max(range.startNumber, range.freeFrom ?? 0);
      if (from > range.endNumber) continue;
      const free = ctx.store
        .prepare(
          `SELECT min(candidate) AS number FROM (
             SELECT ? AS candidate WHERE NOT EXISTS (SELECT 1 FROM address WHERE network_id = ? AND number = ?)
             UNION ALL
             SELECT number + 1 FROM address AS before WHERE network_id = ? AND number >= ? AND number < ?
               AND NOT EXISTS (SELECT 1 FROM address WHERE network_id = ? AND number = before.number + 1))`,
        )
        .get(from, network.id, from, network.id, from, range.endNumber, network.id) as { number: number | null };
      const number = free.number;
      ctx.store
        .prepare('UPDATE vlan_ip_range SET free_from = ? WHERE id = ?')
        .run(number === null ? range.endNumber + 1 : number + 1, range.id);
      if (number !== null) return take(number);
    }
    throw fail('insufficientCapacity', say`The network ${network.name} has no free address left.`, {
      hint: say`Expunge instances that are no longer needed, or add an address range to the network.`,
    });
  });
}

export function releaseAddresses(ctx: Ctx, ownerId: string): void {
  ctx.store.write(() => ctx.store.prepare('DELETE FROM address WHERE owner_id = ?').run(ownerId));
}

/** A MAC address in CloudStack's and QEMU's locally administered style, unique among live NICs. */
export function newMac(ctx: Ctx): string {
  for (let attempt = 0; ; attempt++) {
    const bytes = ctx
      .ids()
      .replaceAll('-', '')
      .slice(-6 - (attempt % 20))
      .slice(0, 6);
    const mac = `1e:00:${attempt === 0 ? '00' : (attempt % 256).toString(16).padStart(2, '0')}:${bytes.match(/../g)?.join(':')}`;
    if (ctx.store.first('nics', 'mac_address = ? AND removed IS NULL', mac) === undefined) return mac;
  }
}
