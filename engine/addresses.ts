import ipaddr from 'ipaddr.js';
import { fail } from './contract/errors.ts';
import { say } from './contract/phrase.ts';

/** IPv4 arithmetic on plain numbers: pure, no I/O. */
export function toNumber(address: string): number {
  return ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Prefix length of a netmask. Error: parameter for a mask with holes. */
export function prefixLength(netmask: string, field = 'netmask'): number {
  const length = ipaddr.IPv4.parse(netmask).prefixLengthFromSubnetMask();
  if (length === null || length < 8 || length > 30)
    throw fail('parameter', say`${netmask} is not a netmask between 255.0.0.0 and 255.255.255.252.`, { field });
  return length;
}

export interface Range {
  start: number;
  end: number;
}

export function overlap(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/**
 * Checks a gateway, netmask and range against each other: the range runs upward, lies in the gateway's subnet, and contains neither the
 * gateway nor the subnet's first and last address. Errors: parameter, at the field that is wrong.
 */
export function checkSubnetRange(input: { gateway: string; netmask: string; startip: string; endip: string }): Range {
  const bits = prefixLength(input.netmask);
  const size = 2 ** (32 - bits);
  const gateway = toNumber(input.gateway);
  const first = gateway - (gateway % size);
  const last = first + size - 1;
  const start = toNumber(input.startip);
  const end = toNumber(input.endip);
  const subnet = `${toAddress(first)}/${bits}`;
  const inside = (value: number, field: string, text: string) => {
    if (value <= first || value >= last)
      throw fail('parameter', say`${text} ${toAddress(value)} is not a host address of the subnet ${subnet}.`, {
        field,
        hint: say`Use an address from ${toAddress(first + 1)} to ${toAddress(last - 1)}, or change gateway and netmask.`,
      });
  };
  inside(gateway, 'gateway', 'The gateway');
  inside(start, 'startip', 'The start address');
  inside(end, 'endip', 'The end address');
  if (start > end)
    throw fail('parameter', say`The range ends (${input.endip}) before it starts (${input.startip}).`, {
      field: 'endip',
    });
  if (gateway >= start && gateway <= end)
    throw fail('parameter', say`The range contains the gateway ${input.gateway}.`, {
      field: 'startip',
      hint: say`Leave the gateway outside the range.`,
    });
  return { start, end };
}

/** `10.1.1.0/24` of a gateway and netmask. */
export function cidrOf(gateway: string, netmask: string): string {
  const bits = prefixLength(netmask);
  const number = toNumber(gateway);
  return `${toAddress(number - (number % 2 ** (32 - bits)))}/${bits}`;
}

/** Private, loopback, link-local, multicast and other addresses that no public site has. */
export function isInternal(address: string): boolean {
  try {
    const parsed = ipaddr.process(address);
    return parsed.range() !== 'unicast';
  } catch {
    return true;
  }
}

/** The CIDR that holds an address alone: `/32` of IPv4, `/128` of IPv6. */
export const aloneCidr = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** True when an address lies in one of the CIDRs; entries that are no CIDR are passed over. */
export function inNetworks(address: string, cidrs: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return cidrs.some((cidr) => {
    try {
      const [network, bits] = ipaddr.parseCIDR(cidr.includes('/') ? cidr : aloneCidr(cidr));
      return parsed.kind() === network.kind() && parsed.match(network, bits);
    } catch {
      return false;
    }
  });
}
