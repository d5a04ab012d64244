/** A proposal for one subnet: addresses kept for Benchtop's own use in the pod, and addresses for instances. */
export interface AddressPlan {
  podstart: string;
  podend: string;
  gueststart: string;
  guestend: string;
}

function toNumber(address: string): number | undefined {
  const parts = address.trim().split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** Shares of a subnet of 256 addresses or more that are proposed: .10–.49 for the pod, .100–.199 for instances. */
const roomy = { pod: [10, 49], guest: [100, 199] } as const;

/**
 * Two ranges of the gateway's subnet, apart from each other, from the gateway and from the subnet's ends. Nothing for an address or
 * netmask that is none, and for subnets below eight addresses, where there is nothing to divide. Only a proposal: the engine judges.
 */
export function proposeRanges(gateway: string, netmask: string): AddressPlan | undefined {
  const address = toNumber(gateway);
  const mask = toNumber(netmask);
  if (address === undefined || mask === undefined) return undefined;
  const size = 2 ** 32 - mask;
  if (!Number.isInteger(Math.log2(size)) || size < 8 || size > 2 ** 24) return undefined;
  const first = address - (address % size);
  let pod: readonly [number, number];
  let guest: readonly [number, number];
  if (size >= 256) {
    pod = roomy.pod;
    guest = roomy.guest;
  } else {
    // A quarter for the pod, the upper half for instances.
    pod = [Math.max(2, size / 4), size / 2 - 1];
    guest = [size / 2, size - 2];
  }
  const own = address - first;
  const [podstart, podend] = without(pod, own);
  const [gueststart, guestend] = without(guest, own);
  return {
    podstart: toAddress(first + podstart),
    podend: toAddress(first + podend),
    gueststart: toAddress(first + gueststart),
    guestend: toAddress(first + guestend),
  };
}

/** The larger part of a range beside one address of it. */
function without([start, end]: readonly [number, number], taken: number): readonly [number, number] {
  if (taken < start || taken > end) return [start, end];
  return taken - start > end - taken ? [start, taken - 1] : [taken + 1, end];
}
