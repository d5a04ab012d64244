/**
 * The two errors that leave this package. Whatever a server sends, and whatever a caller passes, nothing else is thrown or rejected.
 */

/** Bytes or values that do not fit the protocol: a malformed message from the server, or an argument that cannot be encoded. */
export class XdrError extends Error {
  override name = 'XdrError';
}

/**
 * Why a call or stream failed.
 * - `remote`: libvirt refused it; `code` and `domain` say why.
 * - `deadline`: no answer in time; see `sent`.
 * - `disconnected`: the connection is gone, was never made, or stopped answering keepalive.
 * - `aborted`: our side gave the stream up.
 * - `invalid`: refused here, before anything was sent.
 */
export type FailureReason = 'remote' | 'deadline' | 'disconnected' | 'aborted' | 'invalid';

/** What libvirt puts in an error, and what this side knows about the failure. */
export type LibvirtErrorDetails = {
  readonly reason: FailureReason;
  readonly message: string;
  /** virErrorNumber; 0 when the failure did not come from libvirt. */
  readonly code?: number;
  /** virErrorDomain: which part of libvirt spoke; 0 when the failure did not come from libvirt. */
  readonly domain?: number;
  readonly level?: number;
  readonly strings?: readonly (string | null)[];
  /** Name of the procedure in the protocol table. */
  readonly procedure?: string;
  readonly sent?: boolean;
  readonly cause?: unknown;
};

/** A failed call. Branch on `reason`, `code` and `domain`; `message` is the server's text and untrusted. */
export class LibvirtError extends Error {
  override name = 'LibvirtError';
  readonly reason: FailureReason;
  readonly code: number;
  readonly domain: number;
  readonly level: number;
  /** str1..str3 of the error: operands of the message, for example a path. */
  readonly strings: readonly (string | null)[];
  readonly procedure: string | undefined;
  /**
   * Whether the request may have reached the server. With reason `deadline` or `disconnected` and `sent` true the outcome of a
   * write is unknown and must be read back; with `sent` false nothing happened.
   */
  readonly sent: boolean;

  constructor(details: LibvirtErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.reason = details.reason;
    this.code = details.code ?? 0;
    this.domain = details.domain ?? 0;
    this.level = details.level ?? 0;
    this.strings = details.strings ?? [];
    this.procedure = details.procedure;
    this.sent = details.sent ?? details.reason === 'remote';
  }
}

/** virErrorNumber values that callers branch on (libvirt's virterror.h; numbers are only ever appended). */
export const ErrorCode = {
  internal: 1,
  noSupport: 3,
  invalidArgument: 8,
  operationFailed: 9,
  xml: 27,
  domainExists: 28,
  operationDenied: 29,
  system: 38,
  rpc: 39,
  noDomain: 42,
  noNetwork: 43,
  authenticationFailed: 45,
  noStoragePool: 49,
  noStorageVolume: 50,
  noNodeDevice: 53,
  operationInvalid: 55,
  noNwfilter: 62,
  noSecret: 66,
  configUnsupported: 67,
  operationTimeout: 68,
  noDomainSnapshot: 72,
  argumentUnsupported: 74,
  operationAborted: 78,
  noDomainMetadata: 80,
  migrateUnsafe: 81,
  operationUnsupported: 84,
  agentUnresponsive: 86,
  resourceBusy: 87,
  accessDenied: 88,
  storageVolumeExists: 90,
  cpuIncompatible: 91,
  authenticationUnavailable: 94,
  agentUnsynced: 97,
  deviceMissing: 99,
  noDomainCheckpoint: 103,
} as const;

/** A failure in words for a person: what happened and, where something can be done, what. Neither is text from the server. */
export type Explanation = { readonly message: string; readonly hint?: string };

const sentences: ReadonlyMap<number, Explanation> = new Map([
  [
    ErrorCode.noSupport,
    { message: 'This host’s libvirt does not support the operation.', hint: 'A newer libvirt on the host may.' },
  ],
  [ErrorCode.invalidArgument, { message: 'libvirt refused one of the values.' }],
  [ErrorCode.operationFailed, { message: 'libvirt tried the operation and it failed.' }],
  [ErrorCode.domainExists, { message: 'A virtual machine of that name or UUID is already defined on the host.' }],
  [ErrorCode.xml, { message: 'libvirt could not accept the XML description.' }],
  [
    ErrorCode.operationDenied,
    {
      message: 'The connection to libvirt is read-only.',
      hint: 'Connect to libvirt-sock or virtqemud-sock, not to the socket that ends in “-ro”.',
    },
  ],
  [ErrorCode.system, { message: 'The host’s operating system refused the operation.' }],
  [ErrorCode.noDomain, { message: 'The virtual machine is not defined on this host.' }],
  [ErrorCode.noNetwork, { message: 'The network is not defined on this host.' }],
  [ErrorCode.noStoragePool, { message: 'The storage pool is not defined on this host.' }],
  [ErrorCode.noStorageVolume, { message: 'The volume does not exist in the storage pool.' }],
  [ErrorCode.noNodeDevice, { message: 'The host has no such device.' }],
  [ErrorCode.noNwfilter, { message: 'The network filter is not defined on this host.' }],
  [ErrorCode.noSecret, { message: 'The secret is not defined on this host.' }],
  [ErrorCode.noDomainSnapshot, { message: 'The virtual machine has no such snapshot.' }],
  [ErrorCode.operationInvalid, { message: 'The object is not in a state that allows the operation.' }],
  [ErrorCode.configUnsupported, { message: 'The host cannot provide the requested configuration.' }],
  [
    ErrorCode.operationTimeout,
    {
      message: 'Another operation holds the virtual machine and did not finish in time.',
      hint: 'Its QEMU process may hang; a forced stop does not wait for it.',
    },
  ],
  [ErrorCode.operationAborted, { message: 'The operation was cancelled.' }],
  [ErrorCode.argumentUnsupported, { message: 'This host’s libvirt does not support one of the options.' }],
  [ErrorCode.operationUnsupported, { message: 'The operation is not possible with this virtual machine or host.' }],
  [ErrorCode.noDomainMetadata, { message: 'The virtual machine has no such metadata.' }],
  [
    ErrorCode.migrateUnsafe,
    {
      message: 'libvirt holds the migration for unsafe: a disk may be cached on the source host.',
      hint: 'Use cache mode “none” on storage that both hosts share.',
    },
  ],
  [ErrorCode.resourceBusy, { message: 'Something else on the host uses the resource.' }],
  [ErrorCode.cpuIncompatible, { message: 'The host’s CPU lacks features that the virtual machine requires.' }],
  [ErrorCode.deviceMissing, { message: 'The virtual machine has no such device.' }],
  [ErrorCode.noDomainCheckpoint, { message: 'The virtual machine has no such checkpoint.' }],
  [
    ErrorCode.agentUnresponsive,
    {
      message: 'The guest agent does not answer.',
      hint: 'Check that qemu-guest-agent is installed and running in the guest.',
    },
  ],
  [
    ErrorCode.agentUnsynced,
    {
      message: 'The guest agent does not answer.',
      hint: 'Check that qemu-guest-agent is installed and running in the guest.',
    },
  ],
  [ErrorCode.storageVolumeExists, { message: 'A volume of that name already exists in the storage pool.' }],
  [
    ErrorCode.accessDenied,
    { message: 'The host’s access rules forbid the operation.', hint: 'Check polkit’s rules for this user.' },
  ],
]);

// Codes 45 and 94 come only from the login. Code 1 there means that polkit cannot be asked at all: dbus is not running.
const login: Explanation = {
  message: 'The user may not manage virtual machines on this host.',
  hint: 'Add the user to the group “libvirt”, or connect as root.',
};
const loginWithoutBus: Explanation = {
  message: 'libvirt could not check the user’s permission, because dbus or polkit is not running on the host.',
  hint: 'Start dbus and polkit on the host, or connect as root.',
};

/** A sentence and a hint for a failure of this package; chosen by reason, code and procedure, never by the server's text. */
export function explainFailure(error: LibvirtError | XdrError): Explanation {
  if (error instanceof XdrError)
    return {
      message: 'The host’s libvirt sent something this version does not understand.',
      hint: 'Check that the socket really belongs to libvirt, and look for an update.',
    };
  switch (error.reason) {
    case 'deadline':
      return error.sent
        ? { message: 'libvirt did not answer in time; whether the operation took place is unknown.' }
        : { message: 'The host was too busy: the operation was not started.', hint: 'Try again.' };
    case 'disconnected':
      return error.sent
        ? { message: 'The connection to libvirt broke; whether the operation took place is unknown.' }
        : { message: 'There is no connection to the host’s libvirt: the operation was not started.' };
    case 'aborted':
      return { message: 'The transfer was cancelled.' };
    case 'invalid':
      return { message: error.message };
    case 'remote':
      if (error.code === ErrorCode.authenticationFailed || error.code === ErrorCode.authenticationUnavailable)
        return login;
      if (error.code === ErrorCode.internal && error.procedure === 'authPolkit') return loginWithoutBus;
      return sentences.get(error.code) ?? { message: `libvirt reported error ${error.code}.` };
  }
}
