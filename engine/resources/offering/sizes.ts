import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { sizeBounds } from '../../contract/service-offering.ts';
import type { OfferingLimits, ServiceOfferingRow } from '../../store/offering-rows.ts';

/** What an instance is to be as large as: MHz and MiB, as CloudStack counts. */
export interface InstanceSize {
  cpuNumber: number;
  cpuSpeed: number;
  memory: number;
}

/** The keys of `details` by which an instance of a custom offering chooses its size. */
export const sizeKeys = ['cpuNumber', 'cpuSpeed', 'memory'] as const;
type SizeKey = (typeof sizeKeys)[number];

const unlimited: OfferingLimits = {
  minCpuNumber: sizeBounds.cpuNumber[0],
  maxCpuNumber: sizeBounds.cpuNumber[1],
  minMemory: sizeBounds.memory[0],
  maxMemory: sizeBounds.memory[1],
};

/** Between what an instance of an offering may choose. */
export const limitsOf = (offering: ServiceOfferingRow): OfferingLimits => offering.limits ?? unlimited;

function between(wish: number | undefined, key: SizeKey, least: number, most: number, field: string): number {
  if (wish === undefined)
    throw fail('parameter', say`A custom offering needs ${key} from each instance.`, {
      field,
      hint: say`Give it between ${least} and ${most}.`,
    });
  if (wish < least || wish > most)
    throw fail('parameter', say`${key} must be between ${least} and ${most} with this offering.`, { field });
  return wish;
}

/**
 * The size of an instance of an offering: the offering's own, or what was chosen within its limits.
 * Errors: parameter for a choice beyond them, one that is missing, and one where the offering leaves none.
 */
export function sizeOf(
  offering: ServiceOfferingRow,
  wish: { readonly [K in SizeKey]?: number | undefined },
  field = 'details',
): InstanceSize {
  if (!offering.isCustomized) {
    const chosen = sizeKeys.find((key) => wish[key] !== undefined && wish[key] !== offering[key]);
    if (chosen !== undefined)
      throw fail('parameter', say`The offering ${offering.name} has a fixed size: ${chosen} is not chosen.`, {
        field,
        hint: say`Leave it out, or choose a custom offering.`,
      });
    return { cpuNumber: offering.cpuNumber, cpuSpeed: offering.cpuSpeed, memory: offering.memory };
  }
  const limits = limitsOf(offering);
  const [slowest, fastest] = sizeBounds.cpuSpeed;
  return {
    cpuNumber: between(wish.cpuNumber, 'cpuNumber', limits.minCpuNumber, limits.maxCpuNumber, field),
    // An offering that says a speed leaves none to choose.
    cpuSpeed:
      offering.cpuSpeed > 0
        ? between(wish.cpuSpeed ?? offering.cpuSpeed, 'cpuSpeed', offering.cpuSpeed, offering.cpuSpeed, field)
        : between(wish.cpuSpeed, 'cpuSpeed', slowest, fastest, field),
    memory: between(wish.memory, 'memory', limits.minMemory, limits.maxMemory, field),
  };
}

/** The sizes in a map of details, whose values are texts. Error: parameter for what is no whole number. */
export function sizesIn(details: Readonly<Record<string, string>>): { [K in SizeKey]?: number } {
  const sizes: { [K in SizeKey]?: number } = {};
  for (const [name, value] of Object.entries(details)) {
    const key = sizeKeys.find((each) => each.toLowerCase() === name.toLowerCase());
    if (key === undefined) continue;
    if (!/^\d{1,9}$/.test(value.trim()))
      throw fail('parameter', say`details: ${key} is a whole number.`, { field: 'details' });
    sizes[key] = Number(value);
  }
  return sizes;
}
