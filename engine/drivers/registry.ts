import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { Driver } from './driver.ts';

/** The drivers by the cluster's hypervisor type. */
export interface DriverRegistry {
  /** Throws `parameter` for a type that no driver serves. */
  get(hypervisor: string): Driver;
  all(): Driver[];
}

export function createRegistry(drivers: Driver[]): DriverRegistry {
  const byType = new Map(drivers.map((driver) => [driver.hypervisor as string, driver]));
  return {
    get(hypervisor) {
      const driver = byType.get(hypervisor);
      if (driver === undefined)
        throw fail('parameter', say`No driver serves the hypervisor type ${hypervisor}.`, {
          hint: say`Use KVM or Simulator.`,
        });
      return driver;
    },
    all: () => [...byType.values()],
  };
}
