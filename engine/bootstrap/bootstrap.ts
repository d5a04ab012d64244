import type { SshConnection } from '../ssh/ssh.ts';
import { settleBridge } from './actions/bridge.ts';
import type { ActionContext } from './actions/context.ts';
import { settleInstallation } from './actions/packages.ts';
import { apply } from './apply.ts';
import { makeStore, removeStore } from './disks/disk-store.ts';
import { lookAtDisks } from './disks/look.ts';
import { readStores } from './disks/records.ts';
import { Journal } from './journal.ts';
import { withoutSecrets } from './package-sources.ts';
import { plan } from './plan.ts';
import { probe } from './probe.ts';
import type {
  DiskStore,
  DiskStoreWish,
  HostChoices,
  HostDisk,
  HostPlan,
  HostProbe,
  ProbeOptions,
  UndoPreview,
} from './types.ts';
import { undo } from './undo.ts';
import { preview } from './undo-preview.ts';
import type { ApplyOutcome, UndoOutcome, VerifyOutcome, WorkOptions } from './work.ts';

/**
 * Host preparation as data: probe → plan → apply → verify → undo. Every function may be called again at any time: what is done already
 * is recognised, long work that still runs on the host is attached to. Errors are `BenchtopError`s with a sentence for the admin.
 */

/** Looks at a host and changes nothing. Throws hostUnreachable when the connection is lost or the host's answer makes no sense. */
export function probeHost(connection: SshConnection, options: ProbeOptions = {}): Promise<HostProbe> {
  return probe(connection, options);
}

/**
 * Brings to its end what an earlier, broken off apply of the same `unitPrefix` left going on the host: the installation of packages, the
 * change of the network. To be called before the probe that the apply is planned from again, which would see neither one thing nor the
 * other. Resolves with the living connection. Throws resourceUnavailable after the host went back to its former network.
 */
export async function settleHost(connection: SshConnection, options: WorkOptions): Promise<SshConnection> {
  const context = { connection, options } as ActionContext;
  context.journal = await Journal.open(() => context.connection);
  if (context.journal.entries.length === 0) return connection;
  try {
    await settleInstallation(context, { stop: false });
    await settleBridge(context);
    return context.connection;
  } catch (error) {
    if (context.connection !== connection) context.connection.close();
    throw error;
  }
}

/** What would turn the host into a hypervisor. Pure: the same probe and choices give the same plan. Never throws. */
export function planHost(hostProbe: HostProbe, choices: HostChoices = {}): HostPlan {
  return plan(hostProbe, choices);
}

/**
 * Carries out the steps of status `change`, each idempotent, each journalled on the host before it happens. Stops at the first step that
 * fails, by throwing; what was done stays in the journal for `undoPlan`, and a repeated call goes on. Refuses a plan with blocked items.
 */
export function applyPlan(
  connection: SshConnection,
  hostProbe: HostProbe,
  hostPlan: HostPlan,
  options: WorkOptions,
): Promise<ApplyOutcome> {
  return apply(connection, hostProbe, hostPlan, options);
}

/** Probes again and plans for the same choices: a prepared host has nothing left to change. */
export async function verifyHost(
  connection: SshConnection,
  choices: HostChoices,
  options: ProbeOptions = {},
): Promise<VerifyOutcome> {
  const { packageSources } = choices;
  const hostProbe = await probe(connection, { ...(packageSources !== undefined && { packageSources }), ...options });
  const hostPlan = plan(hostProbe, choices);
  return { plan: hostPlan, probe: hostProbe, verified: hostPlan.canApply && hostPlan.complete };
}

/**
 * Returns the host to what it was, by the journal on it, newest change first. Refuses (inUse) while domains are defined there. A host
 * without a journal is clean already. A step that fails does not stop the others; it is reported and stays in the journal.
 */
export function undoPlan(connection: SshConnection, options: WorkOptions): Promise<UndoOutcome> {
  return undo(connection, options);
}

/** What an undo would restore, remove and leave, with the difference of each file, by the journal on the host. Changes nothing there. */
export function previewUndo(connection: SshConnection, signal?: AbortSignal): Promise<UndoPreview> {
  return preview(connection, signal);
}

/** The disks of a host with what is on each, and those that are NFS stores by our own notes on it. Changes nothing. */
export async function listDisks(
  connection: SshConnection,
  signal?: AbortSignal,
): Promise<{ disks: HostDisk[]; stores: DiskStore[] }> {
  const { disks } = await lookAtDisks(connection, signal);
  return { disks, stores: await readStores(connection) };
}

/**
 * Makes an empty disk of a prepared host an NFS store: the server's packages, a file system, a mount that outlives a reboot, the exports,
 * and their ports in a firewall that is known. Looks once more right before the file system is made, and refuses (conflict) a disk that
 * anything is on. May be called again; what is needed to take it back lies on the host before the first change.
 */
export function makeDiskStore(
  connection: SshConnection,
  hostProbe: HostProbe,
  wish: DiskStoreWish,
  options: WorkOptions,
): Promise<DiskStore> {
  return makeStore(connection, hostProbe, wish, options);
}

/** Takes a store back: no export, no mount, an empty disk; with the last one the NFS server goes too. Done already for an unknown id. */
export function removeDiskStore(
  connection: SshConnection,
  hostProbe: HostProbe,
  id: string,
  options: WorkOptions,
): Promise<void> {
  return removeStore(connection, hostProbe, id, options);
}

/** Probe and plan as they may be stored or handed out: without the files that may hold a proxy's password. */
export function storable(hostProbe: HostProbe, hostPlan: HostPlan): { probe: HostProbe; plan: HostPlan } {
  return withoutSecrets(hostProbe, hostPlan);
}
