/**
 * The lab for tests: real hosts (systemd, sshd, packages, libvirt) on this machine, in network namespaces. Thin typed cover of the
 * `lab` command; README.md says what the hosts are and what they are not.
 *
 * A process reaches the hosts only from inside the lab's network: start it with `runInLab`, or run the whole test runner there
 * (`e2e/lab/lab run -- vitest run …` after `lab up`).
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './manifest.ts';

const here = import.meta.dirname;
const tool = join(here, 'lab');
/** Labs of different names run side by side; the name is the `lab` command's too. */
const netns = `/run/netns/${process.env.BENCHTOP_LAB_NAME ?? 'lab'}`;

export type HostSystem = 'debian' | 'centos';

/** A fault of one host, or of the NFS server (`stop-nfs`, `cont-nfs`); see README.md for what each does. */
export type HostFault =
  | 'kill'
  | 'start'
  | 'off'
  | 'freeze'
  | 'thaw'
  | 'cut'
  | 'join'
  | 'cut-public'
  | 'join-public'
  | 'requiretty'
  | 'no-requiretty';
export type LabFault = HostFault | 'stop-nfs' | 'cont-nfs';

export type LabHost = {
  name: string;
  /** `centos` is a stand-in made of Debian's binaries under CentOS's names. */
  os: HostSystem;
  address: string;
  port: number;
  nics: number;
  /** Pid of the host's init as this machine sees it, null while it is off. */
  init: number | null;
  /** `ssh-ed25519 AAAA…`, the key sshd must present. */
  hostKey: string;
  privateKeyPath: string;
  consoleLog: string;
  user: 'root';
  password: string;
  /** Needs its password for sudo. */
  sudo: { user: string; password: string };
  sudoWithoutPassword: { user: string; password: string };
  /** Its management controller: IPMI 2.0 over LAN. */
  bmc: { address: string; port: number; user: string; password: string };
};

/** The fingerprint of the host's key as `ssh-keygen -l` prints it. */
export function fingerprintOf(host: LabHost): string {
  const key = Buffer.from(host.hostKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

export type LabDescription = {
  hosts: LabHost[];
  /** Path of the network namespace in which everything is reachable. */
  netns: string;
  management: { cidr: string; gateway: string; free: string };
  public: { cidr: string };
  nfs: { server: string; export: string; secondary: string; denied: string; readOnly: string };
  http: { url: string };
  features: { kernel: string; found: string[]; missing: string[] };
};

export type LabOptions = {
  /** 1 to 4, default 1. */
  hosts?: number;
  /** The i-th host gets the i-th system, cyclically; default Debian. */
  os?: HostSystem[];
  /** 1: only the management card; 2: an unconfigured second card on the public bridge. Default 1. */
  nics?: 1 | 2;
  /** Hosts that have the virtualization packages installed already. */
  prepared?: boolean;
};

export type Outcome = { status: number | null; stdout: string; stderr: string };

/** Runs a program and waits for it; never throws for a status. `input` is written to its standard input. */
function finish(program: string, argv: string[], input = '', timeoutMs?: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, { stdio: 'pipe', ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }) });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that ends without reading its input is no error of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

async function lab(...argv: string[]): Promise<string> {
  const outcome = await finish(tool, argv);
  if (outcome.status !== 0)
    throw new Error(`lab ${argv.join(' ')}: status ${outcome.status}: ${outcome.stderr.trim()}`);
  return outcome.stdout;
}

/** Whether this machine can run the lab at all; installs what is missing. `reason` is one sentence for the skip line. */
export async function labAvailable(): Promise<{ available: boolean; reason: string }> {
  const outcome = await finish(join(here, 'setup'), []);
  const lines = outcome.stdout.trim().split('\n');
  const reason = lines.at(-1) || outcome.stderr.trim() || 'e2e/lab/setup said nothing';
  return { available: outcome.status === 0, reason };
}

/** The argument list that runs `argv` inside the lab's network; for callers that spawn by themselves (Playwright, vitest). */
export function inLabArgv(argv: string[]): string[] {
  // nsenter and not `ip netns exec`, which would give the program a private mount namespace.
  return ['nsenter', `--net=${netns}`, '--', ...argv];
}

/** Starts a program inside the lab's network, with inherited output unless said otherwise; the lab must be up. */
export function runInLab(
  argv: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; stdio?: StdioOptions } = {},
): ChildProcess {
  if (!existsSync(netns)) throw new Error('the lab is not up: start it with startLab() or e2e/lab/lab up');
  const [program, ...words] = inLabArgv(argv);
  return spawn(program!, words, { stdio: 'inherit', ...options });
}

/** A running lab. One per name and machine: starting clears away whatever an earlier run of that name left. */
export class Lab {
  readonly description: LabDescription;

  constructor(description: LabDescription) {
    this.description = description;
  }

  get hosts(): LabHost[] {
    return this.description.hosts;
  }

  host(name: string): LabHost {
    const found = this.hosts.find((host) => host.name === name);
    if (!found) throw new Error(`the lab has no host ${name}`);
    return found;
  }

  /** Causes a fault and returns when it has happened (`start`: when sshd answers). */
  async fault(name: LabFault, host?: string): Promise<void> {
    await lab('fault', name, ...(host === undefined ? [] : [host]));
  }

  /** Runs a command as root inside the host, without its network or sshd, so it works whatever the product did to them. */
  exec(host: string, argv: string[], options: { input?: string; timeoutMs?: number } = {}): Promise<Outcome> {
    return finish(tool, ['exec', host, '--', ...argv], options.input, options.timeoutMs);
  }

  /** Runs a program on this machine inside the lab's network and waits for it. */
  run(argv: string[], options: { input?: string; timeoutMs?: number } = {}): Promise<Outcome> {
    const [program, ...words] = inLabArgv(argv);
    return finish(program!, words, options.input, options.timeoutMs);
  }

  /** The host as seen from outside; two of them are compared by `compareManifests` of manifest.ts. The host must be on. */
  async manifest(host: string): Promise<Manifest> {
    return JSON.parse(await lab('manifest', host)) as Manifest;
  }

  async down(): Promise<void> {
    await lab('down');
  }
}

/** Builds what is missing (minutes the first time), starts the lab and returns when every host's sshd answers. Not from inside the lab. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const argv = ['--hosts', String(options.hosts ?? 1), '--os', (options.os ?? ['debian']).join(',')];
  argv.push('--nics', String(options.nics ?? 1), ...(options.prepared ? ['--prepared'] : []));
  return new Lab(JSON.parse(await lab('up', ...argv)) as LabDescription);
}

/** The lab that is already up, for test files run by `lab run`. */
export async function attachLab(): Promise<Lab> {
  return new Lab(JSON.parse(await lab('info')) as LabDescription);
}

/** The lab that this process is inside of, with at least these systems; else one sentence that says why not, for the skip. */
export async function labOrReason(systems: readonly HostSystem[] = []): Promise<Lab | string> {
  try {
    const inode = /\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0];
    if (String(statSync(netns).ino) !== inode) return 'not inside the lab’s network; see the file’s head';
    const lab = await attachLab();
    const missing = systems.filter((os) => !lab.hosts.some((host) => host.os === os));
    return missing.length === 0 ? lab : `the lab has no ${missing.join(' and no ')} host; see the file’s head`;
  } catch {
    return 'no lab is up; see the file’s head';
  }
}
