import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { NetworkRow } from '../../store/rows.ts';
import { checkWish } from '../network/allocation.ts';
import { type Card, checkMac } from './nic-rows.ts';

/** What a deployment says of its networks. */
interface NetworkWish {
  networkids?: readonly string[] | undefined;
  iptonetworklist?: readonly { networkid: string; ip?: string | undefined; mac?: string | undefined }[] | undefined;
  ipaddress?: string | undefined;
  macaddress?: string | undefined;
}

/** Networks by either of CloudStack’s two ways to name them. Error: parameter where both are used. */
export function networkIdsOf(input: NetworkWish): readonly string[] | undefined {
  if (input.iptonetworklist === undefined) return input.networkids;
  if (input.networkids !== undefined)
    throw fail('parameter', say`Networks are named by networkids or by iptonetworklist, not by both.`, {
      field: 'iptonetworklist',
    });
  return input.iptonetworklist.map((each) => each.networkid);
}

/** What is wished of each NIC: `ipaddress` and `macaddress` are the default one’s. Errors: parameter at the field. */
export function cardsOf(ctx: Ctx, networks: readonly NetworkRow[], input: NetworkWish): Card[] {
  const macs = new Set<string>();
  return networks.map((network, index) => {
    const wish = input.iptonetworklist?.[index];
    const ipAddress = wish?.ip ?? (index === 0 ? input.ipaddress : undefined);
    const macAddress = (wish?.mac ?? (index === 0 ? input.macaddress : undefined))?.toLowerCase();
    if (ipAddress !== undefined) checkWish(ctx, network, ipAddress);
    if (macAddress !== undefined) {
      checkMac(ctx, macAddress);
      if (macs.has(macAddress))
        throw fail('parameter', say`Two NICs cannot have the same MAC address.`, { field: 'iptonetworklist' });
      macs.add(macAddress);
    }
    return { networkId: network.id, ipAddress, macAddress };
  });
}
