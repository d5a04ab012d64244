import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { NicRow } from '../../store/rows.ts';
import { refuseWhileRemoved } from '../common.ts';
import { allocateAddress, newMac, releaseAddresses } from '../network/allocation.ts';

/** One NIC as it is wished for. */
export interface Card {
  networkId: string;
  ipAddress?: string | undefined;
  macAddress?: string | undefined;
}

/** Refuses a MAC address that another NIC has. */
export function checkMac(ctx: Ctx, macAddress: string): void {
  const taken = ctx.store.first('nics', 'mac_address = ? AND removed IS NULL', macAddress.toLowerCase());
  if (taken !== undefined)
    throw fail('parameter', say`${macAddress} is another NIC’s already.`, {
      field: 'macaddress',
      hint: say`Choose another, or leave it empty.`,
    });
}

/**
 * Writes a NIC's row with a MAC and an address of its own; call inside `store.write`. The network's own address for DHCP and DNS is taken in the
 * same commit: booked later, instances that arrive together would leave none for it, and all of them would fail where one could have lived.
 */
export function bookNic(ctx: Ctx, vmId: string, nicId: string, card: Card, deviceId: number, isDefault: boolean): void {
  const network = ctx.store.need('networks', card.networkId);
  refuseWhileRemoved(ctx, network.id, network.name, 'networkids');
  const wished = card.ipAddress;
  if (wished === undefined) allocateAddress(ctx, network, network.id, 'service');
  const ipAddress = allocateAddress(ctx, network, nicId, 'nic', wished);
  if (wished !== undefined) allocateAddress(ctx, network, network.id, 'service');
  if (card.macAddress !== undefined) checkMac(ctx, card.macAddress);
  const macAddress = card.macAddress?.toLowerCase() ?? newMac(ctx);
  ctx.store.insert('nics', {
    id: nicId,
    virtualMachineId: vmId,
    networkId: network.id,
    macAddress,
    ipAddress,
    deviceId,
    isDefault,
    created: ctx.clock(),
  });
  if (isDefault) ctx.store.update('virtualMachines', vmId, { ipAddress, macAddress });
}

/** Takes a NIC's row and all its addresses away; call inside `store.write`. */
export function unbookNic(ctx: Ctx, nic: NicRow): void {
  if (nic.removed !== undefined) return;
  for (const secondary of ctx.store.where('nicSecondaryIps', 'nic_id = ?', nic.id)) {
    releaseAddresses(ctx, secondary.id);
    ctx.store.purge('nicSecondaryIps', 'id = ?', secondary.id);
  }
  releaseAddresses(ctx, nic.id);
  ctx.store.remove('nics', nic.id);
}
