import type { CapacityView } from '../../engine/contract/views.ts';
import { formatBytes } from '../ui/format.ts';

/** CloudStack's capacity ids by unit: bytes, MHz, or a plain count. */
const bytes = new Set([0, 2, 3, 6, 9]);
const megahertz = new Set([1]);

/** An amount of a capacity with its unit. */
export function formatCapacity(type: number, value: number): string {
  if (bytes.has(type)) return formatBytes(value);
  if (megahertz.has(type)) return `${Number((value / 1000).toFixed(value < 10_000 ? 1 : 0))} GHz`;
  return String(value);
}

/** Order in which capacities are shown: what runs out first stands first. */
const order = [0, 1, 90, 3, 2, 9, 6, 8, 5];

/** The same kinds of all zones together. */
export function sumCapacities(rows: readonly CapacityView[]): CapacityView[] {
  const sums = new Map<number, CapacityView>();
  for (const row of rows) {
    const sum = sums.get(row.type);
    if (sum === undefined) {
      sums.set(row.type, { ...row });
      continue;
    }
    sum.capacityused += row.capacityused;
    sum.capacitytotal += row.capacitytotal;
    if (row.capacityallocated !== undefined)
      sum.capacityallocated = (sum.capacityallocated ?? 0) + row.capacityallocated;
  }
  const place = (type: number) => (order.includes(type) ? order.indexOf(type) : order.length);
  return [...sums.values()].filter((row) => row.capacitytotal > 0).sort((a, b) => place(a.type) - place(b.type));
}
