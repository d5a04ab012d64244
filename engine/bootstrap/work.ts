import type { Phrase } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import type { HostPlan, HostProbe, PlanItem } from './types.ts';

/** How a step reports and is stopped. */
export interface WorkOptions {
  /** A sentence of ours, or one line of output, cleaned of control characters, at most 1,000 characters. */
  log(line: string | Phrase): void;
  /** 0–100 and what is being done. */
  progress(percent: number | undefined, said: Phrase): void;
  signal?: AbortSignal;
  /** Begins the names of transient units on the host: letters, digits and hyphens, the same on every call of one job. */
  unitPrefix: string;
  /**
   * Opens a new connection to the same host, never a pooled one that is open already: what proves after a change of the network that the
   * host can still be reached. The caller keeps it; the old connection is closed by us. After an apply or undo that touched the network,
   * `connection` of the outcome is the living one.
   */
  reconnect(): Promise<SshConnection>;
  /** Seconds after which the host goes back to its former network unless the new one was confirmed; default 90. */
  rollbackSeconds?: number;
}

export interface ApplyOutcome {
  /** The plan's items, each `ok`, `warning`, `done` or `failed`. */
  items: PlanItem[];
  /** What the undo journal on the host holds, one sentence each, in the order of the changes. */
  undo: string[];
  connection: SshConnection;
}

export interface VerifyOutcome {
  /** A new probe's plan for the same choices. */
  plan: HostPlan;
  probe: HostProbe;
  /** True when nothing is left to change and nothing is blocked. */
  verified: boolean;
}

export interface UndoOutcome {
  /** What was undone, in order; `failed` items say in `hint` what is left to do by hand. */
  items: PlanItem[];
  /** Nothing of ours is left on the host. */
  clean: boolean;
  connection: SshConnection;
}
