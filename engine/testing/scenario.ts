import { deployInput, idOf, type TestEngine } from './lab.ts';

/** One job kind set going from a small whole cloud: what is there before, and the call. */
export interface Scenario {
  kind: string;
  arrange?(lab: TestEngine): Promise<void>;
  /** Calls the command; resolves with the job's id. */
  act(lab: TestEngine): Promise<string>;
}

export const jobOf = (answer: unknown): string => (answer as { jobid: string }).jobid;
export const vm = (lab: TestEngine) => idOf(lab, 'listVirtualMachines', 'virtualmachine', 'vm-1');
export const deployed = async (lab: TestEngine) =>
  void (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1')));
