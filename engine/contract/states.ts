/**
 * One state table per noun: state × action → next. `store.transition()` is the only writer of a state column and the GUI
 * derives from the same tables what is allowed now and, if not, why. State names are CloudStack's.
 */
export interface StateTable<S extends string = string, A extends string = string> {
  noun: string;
  initial: S;
  states: { readonly [K in S]: { readonly [B in A]?: S } };
}

function table<const T extends { [state: string]: { [action: string]: string } }>(
  noun: string,
  initial: keyof T & string,
  states: T,
) {
  return { noun, initial, states } as { noun: string; initial: keyof T & string; states: T };
}

/** CloudStack's VirtualMachine.State machine; `follow…` are what an observed power change does. */
export const virtualMachineStates = table('virtualmachine', 'Stopped', {
  Starting: { started: 'Running', failed: 'Stopped', failedToError: 'Error', followPowerOn: 'Running' },
  Running: { stop: 'Stopping', reboot: 'Running', migrate: 'Migrating', followPowerOff: 'Stopped' },
  /** `restored` is a reset to the template: off and on again in one job. */
  Stopping: { stopped: 'Stopped', restored: 'Running', failed: 'Running', followPowerOff: 'Stopped' },
  Stopped: {
    start: 'Starting',
    destroy: 'Destroyed',
    expunge: 'Expunging',
    failedToError: 'Error',
    followPowerOn: 'Running',
  },
  Migrating: { migrated: 'Running', failed: 'Running', followPowerOff: 'Stopped' },
  Destroyed: { recover: 'Stopped', expunge: 'Expunging' },
  Expunging: { expunge: 'Expunging', failed: 'Destroyed' },
  Error: { destroy: 'Destroyed', expunge: 'Expunging' },
});

export const volumeStates = table('volume', 'Allocated', {
  Allocated: { create: 'Creating', destroy: 'Destroy' },
  Creating: { created: 'Ready', failed: 'Allocated', destroy: 'Destroy' },
  Ready: { destroy: 'Destroy', create: 'Ready' },
  Destroy: { recover: 'Ready', expunge: 'Expunging' },
  Expunging: { expunged: 'Expunged', failed: 'Destroy' },
  Expunged: {},
});

export const hostStates = table('host', 'Connecting', {
  Creating: { connect: 'Connecting' },
  Connecting: { ready: 'Up', lost: 'Alert', disconnect: 'Disconnected' },
  Up: { lost: 'Alert', disconnect: 'Disconnected', hostDown: 'Down', ready: 'Up' },
  Alert: { ready: 'Up', connect: 'Connecting', disconnect: 'Disconnected', hostDown: 'Down', lost: 'Alert' },
  Disconnected: { ready: 'Up', connect: 'Connecting', lost: 'Alert' },
  Down: { ready: 'Up', connect: 'Connecting' },
});

export const hostResourceStates = table('hostresource', 'Enabled', {
  Enabled: { disable: 'Disabled' },
  Disabled: { enable: 'Enabled' },
});

export const physicalNetworkStates = table('physicalnetwork', 'Disabled', {
  Enabled: { disable: 'Disabled' },
  Disabled: { enable: 'Enabled' },
});

export const networkProviderStates = table('networkserviceprovider', 'Disabled', {
  Enabled: { disable: 'Disabled' },
  Disabled: { enable: 'Enabled' },
});

export const storagePoolStates = table('storagepool', 'Initial', {
  Initial: { attach: 'Attaching' },
  Attaching: { attached: 'Up', failed: 'Initial' },
  Up: { remove: 'Removing' },
  Removing: { removed: 'Removed', failed: 'Up' },
  Removed: {},
});

export const templateStates = table('template', 'NotDownloaded', {
  NotDownloaded: { download: 'Downloading', create: 'Creating', remove: 'Removing' },
  /** Made of a volume. */
  Creating: { created: 'Ready', failed: 'Failed' },
  Downloading: { downloaded: 'Ready', failed: 'Failed', remove: 'Removing' },
  /** Sent by a page of this computer: first it is waited for. */
  NotUploaded: { upload: 'UploadInProgress', failedUpload: 'UploadError' },
  UploadInProgress: { uploaded: 'Ready', failedUpload: 'UploadError' },
  /** It did not arrive whole, or is not what it should be. */
  UploadError: { abandon: 'UploadAbandoned', remove: 'Removing' },
  /** It was called off. */
  UploadAbandoned: { remove: 'Removing' },
  Ready: { remove: 'Removing', failed: 'Failed', failedUpload: 'UploadError' },
  Failed: { download: 'Downloading', remove: 'Removing' },
  Removing: { removed: 'Removed', failed: 'Ready', failedAsBefore: 'Failed', failedUpload: 'UploadError' },
  Removed: {},
});

export const networkStates = table('network', 'Allocated', {
  Allocated: { implement: 'Implementing', destroy: 'Destroy' },
  Implementing: { implemented: 'Implemented', failed: 'Allocated' },
  Implemented: { implement: 'Implemented', shutdown: 'Shutdown', destroy: 'Destroy' },
  Shutdown: { allocate: 'Allocated', implement: 'Implementing', destroy: 'Destroy' },
  Destroy: {},
});

/** Preparation of a host before it is added (ours). */
export const hostPreparationStates = table('hostpreparation', 'New', {
  New: { probe: 'Probing' },
  /** A look changes nothing: a prepared host is still prepared after it, and one that could not be looked at is what it was. */
  Probing: {
    probed: 'Planned',
    probedApplied: 'Applied',
    failed: 'New',
    failedPlanned: 'Planned',
    failedApplied: 'Applied',
    failedFailed: 'Failed',
    failedUndone: 'Undone',
  },
  Planned: { probe: 'Probing', apply: 'Applying', remove: 'Removed' },
  /** A repair that fails takes nothing back: what was prepared before still is. */
  Applying: { applied: 'Applied', failed: 'Failed', failedApplied: 'Applied' },
  Applied: { probe: 'Probing', apply: 'Applying', undo: 'Undoing' },
  Failed: { probe: 'Probing', apply: 'Applying', undo: 'Undoing', remove: 'Removed' },
  Undoing: { undone: 'Undone', failed: 'Failed' },
  Undone: { probe: 'Probing', remove: 'Removed' },
  Removed: {},
});

/** Locked: the users are refused, the instances go on. Disabled: the instances are stopped too. */
export const accountStates = table('account', 'enabled', {
  enabled: { lock: 'locked', disable: 'disabled' },
  locked: { enable: 'enabled', disable: 'disabled' },
  disabled: { enable: 'enabled', lock: 'locked' },
});

/** A user is disabled by an admin, or by too many wrong passwords. */
export const userStates = table('user', 'enabled', {
  enabled: { lock: 'locked', disable: 'disabled' },
  locked: { enable: 'enabled', disable: 'disabled' },
  disabled: { enable: 'enabled', lock: 'locked' },
});

export const domainStates = table('domain', 'Active', {
  Active: { remove: 'Inactive' },
  Inactive: { failed: 'Active' },
});

/** Suspended: members look and change nothing. Disabled: it is being deleted. */
export const projectStates = table('project', 'Active', {
  Active: { suspend: 'Suspended', remove: 'Disabled' },
  Suspended: { activate: 'Active', remove: 'Disabled' },
  Disabled: { failed: 'Active', failedSuspended: 'Suspended' },
});

export const allStateTables = [
  virtualMachineStates,
  volumeStates,
  hostStates,
  hostResourceStates,
  physicalNetworkStates,
  networkProviderStates,
  storagePoolStates,
  templateStates,
  networkStates,
  hostPreparationStates,
  accountStates,
  userStates,
  domainStates,
  projectStates,
] as const;

export type VirtualMachineState = keyof typeof virtualMachineStates.states;
export type VolumeState = keyof typeof volumeStates.states;
export type HostState = keyof typeof hostStates.states;
export type HostResourceState = keyof typeof hostResourceStates.states;
export type StoragePoolState = keyof typeof storagePoolStates.states;
export type TemplateState = keyof typeof templateStates.states;
export type NetworkState = keyof typeof networkStates.states;
export type HostPreparationState = keyof typeof hostPreparationStates.states;
export type AccountState = keyof typeof accountStates.states;
export type UserState = keyof typeof userStates.states;
export type ProjectState = keyof typeof projectStates.states;
export type DomainState = keyof typeof domainStates.states;

export type PowerState = 'PowerOn' | 'PowerOff' | 'PowerUnknown' | 'PowerReportMissing';

/** What a state table says of one action: allowed with the next state, or refused with the states that would allow it. */
export function allowed(
  states: StateTable,
  state: string,
  action: string,
): { ok: true; next: string } | { ok: false; from: string[] } {
  const next = (states.states as Record<string, Record<string, string>>)[state]?.[action];
  if (next !== undefined) return { ok: true, next };
  const from = Object.entries(states.states as Record<string, Record<string, string>>)
    .filter(([, actions]) => action in actions)
    .map(([name]) => name);
  return { ok: false, from };
}

/** Of compute and disk offerings: what is Inactive is chosen for nothing new. */
export const offeringStates = table('offering', 'Active', {
  Active: { deactivate: 'Inactive' },
  Inactive: { activate: 'Active' },
});

/** The dot and word a VM's badge shows: a pure function of intent (state) and observation (power state and its age). */
export interface Badge {
  tone: 'ok' | 'off' | 'busy' | 'warning' | 'error';
  /** The word shown: a state name, or `Unknown`. */
  word: string;
  /** Set when the observation is missing or too old: since when, CloudStack's date form. */
  since?: string;
}

/** An observation older than this many seconds no longer supports the word "Running" (2.5 × ping.interval of 60 s). */
export const observationMaximumAge = 150;

export function virtualMachineBadge(vm: {
  state: string;
  powerstate?: string | undefined;
  powerstateage?: number | undefined;
  powerstatetime?: string | undefined;
}): Badge {
  const since = vm.powerstatetime === undefined ? {} : { since: vm.powerstatetime };
  switch (vm.state) {
    case 'Starting':
    case 'Stopping':
    case 'Migrating':
    case 'Expunging':
      return { tone: 'busy', word: vm.state };
    case 'Running':
      if (vm.powerstate === 'PowerUnknown' || vm.powerstate === 'PowerReportMissing')
        return { tone: 'warning', word: 'Unknown', ...since };
      if (vm.powerstateage !== undefined && vm.powerstateage > observationMaximumAge)
        return { tone: 'warning', word: 'Unknown', ...since };
      return { tone: 'ok', word: 'Running' };
    case 'Stopped':
    case 'Destroyed':
      return { tone: 'off', word: vm.state };
    case 'Error':
      return { tone: 'error', word: 'Error' };
    default:
      return { tone: 'warning', word: vm.state, ...since };
  }
}
