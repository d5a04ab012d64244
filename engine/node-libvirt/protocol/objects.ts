/**
 * How libvirt names its objects on the wire. Field names here and in the tables are those of libvirt's remote_protocol.x in
 * camelCase, so that a layout can be found in the source by its name.
 *
 * Limits are the newest libvirt's. They were raised over the years, so an older daemon never exceeds them.
 */
import type { Of } from '../xdr.ts';
import { hyper, int, optional, string, struct, uint, uuid } from '../xdr.ts';

/** Most objects that one listing may hold (REMOTE_DOMAIN_LIST_MAX and its kin). */
export const LIST_LIMIT = 16_384;

/** A virtual machine. `id` is -1 while it is off; libvirt wants back the id that it gave. */
export const domain = struct({ name: string, uuid, id: int });
export type Domain = Of<typeof domain>;

export const network = struct({ name: string, uuid });
export type Network = Of<typeof network>;

export const nwfilter = struct({ name: string, uuid });
export type Nwfilter = Of<typeof nwfilter>;

export const storagePool = struct({ name: string, uuid });
export type StoragePool = Of<typeof storagePool>;

/** A volume: the name of its pool, its own name, and a key that is unique on the host (a path for directory pools). */
export const storageVolume = struct({ pool: string, name: string, key: string });
export type StorageVolume = Of<typeof storageVolume>;

export const nodeDevice = struct({ name: string });
export type NodeDevice = Of<typeof nodeDevice>;

export const secret = struct({ uuid, usageType: int, usageID: string });
export type Secret = Of<typeof secret>;

export const snapshot = struct({ name: string, dom: domain });
export type Snapshot = Of<typeof snapshot>;

export const checkpoint = struct({ name: string, dom: domain });
export type Checkpoint = Of<typeof checkpoint>;

/** The body of an error reply. `domain` is the part of libvirt that failed, `dom` the virtual machine concerned. */
export const remoteError = struct({
  code: int,
  domain: int,
  message: optional(string),
  level: int,
  dom: optional(domain),
  str1: optional(string),
  str2: optional(string),
  str3: optional(string),
  int1: int,
  int2: int,
  net: optional(network),
});

/** A hole in a sparse stream: `length` bytes that read as zeros. `flags` is always 0. */
export const streamHole = struct({ length: hyper, flags: uint });
