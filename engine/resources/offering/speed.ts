import { type DiskRates, type DiskSpeed, rateNames } from '../../contract/disk-offering.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';

type RateInput = { readonly [K in Lowercase<(typeof rateNames)[number]>]?: number | undefined };

/**
 * The rates in an input, over those that are already there; 0 is no limit. Error: parameter for a burst that is no faster than the rate it
 * bursts from, or that has a length and no height: libvirt would refuse the instance's start.
 */
export function ratesIn(input: RateInput, before: DiskRates = {}): DiskRates | undefined {
  const rates: DiskRates = { ...before };
  for (const key of rateNames) {
    const value = input[key.toLowerCase() as keyof RateInput];
    if (value === 0) delete rates[key];
    else if (value !== undefined) rates[key] = value;
  }
  for (const key of ['bytesReadRate', 'bytesWriteRate', 'iopsReadRate', 'iopsWriteRate'] as const) {
    const [rate, most, length] = [rates[key], rates[`${key}Max`], rates[`${key}MaxLength`]];
    const field = `${key}Max`.toLowerCase();
    if (most !== undefined && (rate === undefined || most <= rate))
      throw fail('parameter', say`${field} must be more than ${key.toLowerCase()}, which it bursts from.`, { field });
    if (length !== undefined && most === undefined)
      throw fail('parameter', say`${`${field}length`} needs ${field} beside it.`, { field: `${field}length` });
  }
  return Object.keys(rates).length === 0 ? undefined : rates;
}

/** How CloudStack's answers name the rates: `diskBytesReadRate` and so on. */
export const ratesView = (rates: DiskRates = {}) =>
  Object.fromEntries(
    rateNames
      .filter((key) => rates[key] !== undefined)
      .map((key) => [`disk${key[0]?.toUpperCase()}${key.slice(1)}`, rates[key]]),
  ) as { [K in (typeof rateNames)[number] as `disk${Capitalize<K>}`]?: number };

/** What a driver is told of a disk's offering; undefined where it limits nothing. */
export function diskSpeed(
  offering: { rates?: DiskRates; cacheMode?: DiskSpeed['cacheMode'] } | undefined,
): DiskSpeed | undefined {
  if (offering === undefined || (offering.rates === undefined && offering.cacheMode === undefined)) return undefined;
  return {
    ...offering.rates,
    ...(offering.cacheMode !== undefined && { cacheMode: offering.cacheMode }),
  };
}
