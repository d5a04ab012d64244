import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SimulatorControl } from '../../drivers/simulator/simulator.ts';
import type { TestEngine } from '../../testing/lab.ts';

/** What others do on the simulated hosts: the engine's own driver object, by its second face. */
export const control = (lab: TestEngine): SimulatorControl =>
  lab.engine.internals.ctx.drivers.get('Simulator') as unknown as SimulatorControl;

/** Puts the engine's clock ahead; answers with a function that puts it further. */
export function clockAhead(lab: TestEngine): (seconds: number) => void {
  const { ctx } = lab.engine.internals;
  const real = ctx.clock;
  let ahead = 0;
  ctx.clock = () => real() + ahead * 1000;
  return (seconds) => {
    ahead += seconds;
  };
}

/** Reads or changes the world as a hand on the host would, past the driver. */
export function onTheHost<T>(lab: TestEngine, work: (world: Database.Database) => T): T {
  const world = new Database(join(lab.directory, 'simulator.db'));
  try {
    return work(world);
  } finally {
    world.close();
  }
}
