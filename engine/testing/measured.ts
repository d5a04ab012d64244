import { clockAhead } from '../reconcilers/testing/simulated-world.ts';
import { deployInput, type TestEngine } from './lab.ts';

/** Time of the engine and of the simulated hosts, which from here on passes only when it is told to. */
export interface MeasuredTime {
  /** Lets so many seconds pass for both, then asks the hosts for their figures. */
  round(seconds?: number): Promise<void>;
  /** Lets time pass and asks nobody. */
  pass(seconds: number): Promise<void>;
}

/** Stops the simulated hosts' clock, and reads their counters for the first time. */
export async function measuring(lab: TestEngine): Promise<MeasuredTime> {
  const { reconcilers } = lab.engine.internals;
  await lab.call('setSimulatorClock', { mode: 'manual' });
  const ahead = clockAhead(lab);
  const pass = async (seconds: number) => {
    await lab.call('setSimulatorClock', { advance: seconds * 1000 });
    ahead(seconds);
  };
  const ask = async () => {
    await reconcilers.runOnce('vm-statistics');
    await reconcilers.runOnce('host-statistics');
  };
  await ask();
  return {
    pass,
    async round(seconds = 60) {
      await pass(seconds);
      await ask();
    },
  };
}

/** An instance that runs in the small cloud. */
export const runningInstance = async (lab: TestEngine, name: string): Promise<string> =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';
