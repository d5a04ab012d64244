import type { ConsoleService } from './console/console.ts';
import type { ApiStatus } from './contract/api-access.ts';
import type { JobAnswer, Role } from './contract/command.ts';
import type { CommandName, JobCommandName, Output, Parsed } from './contract/contract.ts';
import type { simulatorFaultNames } from './contract/practice.ts';
import type { HostCredentials } from './drivers/driver.ts';
import type { DriverRegistry } from './drivers/registry.ts';
import type { JobLog } from './jobs/job-log.ts';
import type { JobRunner } from './jobs/runner.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import type { SshConnection, SshTarget, ThisComputer } from './ssh/ssh.ts';
import type { Store } from './store/store.ts';

/** Who calls; always from the transport's session, never from the payload. */
export interface Caller {
  accountId: string;
  account: string;
  userId: string;
  username: string;
  domainId: string;
  role: Role;
  /** Of a window that was signed in to: which of its sign-ins, so that what was opened in it ends with it. No secret. */
  session?: string;
  /** The accounts of the projects that he is in; looked up at each call. */
  projects?: readonly string[];
  /** The command that he calls. */
  command?: CommandName;
}

/** A way onto hosts that are not (yet) part of a cluster: for preparing them. */
export interface HostAccess {
  /** The computer that Benchtop runs on, seen as a host. */
  thisComputer(): ThisComputer;
  /** The key that an address presents now, without logging in. */
  hostKey(address: string, port: number): Promise<{ keyType: string; fingerprint: string }>;
  /** A new connection, never a pooled one. The caller closes it. */
  open(target: SshTarget, credentials: HostCredentials): Promise<SshConnection>;
}

export interface SimulatorFault {
  id: string;
  name: (typeof simulatorFaultNames)[number];
  hostId: string;
  hostName?: string;
  detail?: string;
}

/** What the practice cloud offers beside the Driver interface: its sample lab, faults and clock. */
export interface Practice {
  sampleLab(): {
    ref: string;
    command: CommandName;
    input(references: {
      id(ref: string): string;
      named(list: 'listNetworkOfferings' | 'listOsTypes', names: string[]): string;
    }): unknown;
  }[];
  /** Puts a simulated machine of a size on the rack, or resizes the one at that address. */
  addHost(host: { address: string; cpuNumber?: number; memoryTotal?: number }): void;
  listFaults(hostId?: string): SimulatorFault[];
  injectFault(fault: { hostId: string; name: SimulatorFault['name']; detail?: string }): SimulatorFault;
  clearFault(id: string): void;
  setClock(change: { mode?: 'automatic' | 'manual'; advance?: number }): { mode: string; now: number };
}

/** Everything a handler, a saga step or a reconciler may use. Plain data and functions; time and ids are injected. */
export interface Ctx {
  store: Store;
  jobs: JobRunner<Ctx>;
  drivers: DriverRegistry;
  access: HostAccess;
  practice: Practice;
  /** Runs a command as the dispatcher does; for the few jobs that are made of commands. */
  call(caller: Caller, name: CommandName, input: unknown): Promise<unknown>;
  console: ConsoleService;
  /** Where the API listens, and where the port that asks for no keys. */
  api: { status(): ApiStatus; integration(): ApiStatus };
  settings: Settings;
  secrets: Secrets;
  /** Asks the shell's key store once more for the data key, with a passphrase that was typed. Rejects with the reason when it stays locked. */
  unlock(passphrase?: string): Promise<void>;
  log: JobLog;
  clock: () => number;
  ids: () => string;
  /** Resolves a host name to addresses; injected so that the internal-site rule can be tried without a name server. */
  resolve(hostName: string): Promise<string[]>;
  /** Wakes a reconciler before its period. */
  poke(reconciler: string): void;
  installation: { version: string; shell: string; keyStore: string };
}

export type Handler<K extends CommandName> = (
  ctx: Ctx,
  caller: Caller,
  input: Parsed<K>,
) => K extends JobCommandName ? JobAnswer | Promise<JobAnswer> : Output<K> | Promise<Output<K>>;

export type Handlers = { [K in CommandName]: Handler<K> };
