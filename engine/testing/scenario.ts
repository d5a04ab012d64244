import type { TestEngine } from './lab.ts';

/** One job kind set going from a small whole cloud: what is there before, and the call. */
export interface Scenario {
  kind: string;
  arrange?(lab: TestEngine): Promise<void>;
  /** Calls the command; resolves with the job's id. */
  act(lab: TestEngine): Promise<string>;
}
