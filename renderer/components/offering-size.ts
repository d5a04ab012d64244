import { sizeBounds } from '../../engine/contract/service-offering.ts';
import type { ServiceOfferingView } from '../../engine/contract/views.ts';
import { formatBytes, mebibyte } from '../ui/format.ts';

export type SizeField = 'cpunumber' | 'cpuspeed' | 'memory';
type Range = readonly [least: number, most: number];

/** What an instance of an offering may have of each: both ends alike where the offering says it. */
export function offeringLimits(offering: ServiceOfferingView): Record<SizeField, Range> {
  const details = offering.serviceofferingdetails ?? {};
  const limit = (name: string, otherwise: number) => Number(details[name] ?? otherwise);
  const fixed = (value: number | undefined, range: Range): Range => (value === undefined ? range : [value, value]);
  return {
    cpunumber: fixed(offering.cpunumber, [
      limit('mincpunumber', sizeBounds.cpuNumber[0]),
      limit('maxcpunumber', sizeBounds.cpuNumber[1]),
    ]),
    cpuspeed: fixed(offering.cpuspeed, sizeBounds.cpuSpeed),
    memory: fixed(offering.memory, [
      limit('minmemory', sizeBounds.memory[0]),
      limit('maxmemory', sizeBounds.memory[1]),
    ]),
  };
}

const shown: Record<SizeField, (value: number) => string> = {
  cpunumber: String,
  cpuspeed: (value) => `${value} MHz`,
  memory: (value) => formatBytes(value * mebibyte),
};

/** A size of an offering with its unit, or between what it is chosen. */
export function offeringText(offering: ServiceOfferingView, field: SizeField): string {
  const [least, most] = offeringLimits(offering)[field];
  if (least === most) return shown[field](least);
  // Between nothing and everything says nothing.
  return field === 'cpuspeed' ? '–' : `${shown[field](least)} – ${shown[field](most)}`;
}

/** The first of the chosen sizes that the offering does not allow. */
export function beyondLimits(
  offering: ServiceOfferingView | undefined,
  sizes: { readonly [K in SizeField]?: number | undefined },
): SizeField | undefined {
  if (offering === undefined || !offering.iscustomized) return undefined;
  const limits = offeringLimits(offering);
  return (['cpunumber', 'cpuspeed', 'memory'] as const).find((field) => {
    const [least, most] = limits[field];
    const value = sizes[field];
    return value === undefined || value < least || value > most;
  });
}
