import * as v from 'valibot';
import { annotatedInLists } from './annotation.ts';
import { count, date, optional } from './command.ts';
import { phrase } from './phrase.ts';
import { hostFigures } from './statistics.ts';

/** A host as lists show it. */
export const host = v.object({
  ...annotatedInLists,
  /** The last comment on it, and when that was made. */
  annotation: optional(v.string()),
  lastannotated: optional(date),
  id: v.string(),
  name: v.string(),
  type: v.literal('Routing'),
  clustertype: v.literal('CloudManaged'),
  capabilities: v.literal('hvm'),
  /** What may happen to its state now. */
  events: v.string(),
  version: v.string(),
  /** Who Benchtop is there. */
  username: optional(v.string()),
  state: v.string(),
  resourcestate: v.string(),
  ipaddress: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  podid: v.string(),
  podname: v.string(),
  clusterid: v.string(),
  clustername: v.string(),
  hypervisor: v.picklist(['KVM', 'Simulator']),
  hypervisorversion: optional(v.string()),
  /** Ours: libvirt's version and the operating system found. */
  libvirtversion: optional(v.string()),
  operatingsystem: optional(v.string()),
  /** Ours: how domains run there: hardware virtualisation, or software emulation that the admin accepted. */
  virtualization: v.picklist(['kvm', 'qemu', 'simulated']),
  cpunumber: count,
  cpuspeed: count,
  cpumodel: optional(v.string()),
  cpuallocated: v.string(),
  cpuallocatedvalue: count,
  cpuallocatedpercentage: v.string(),
  cpuallocatedwithoverprovisioning: v.string(),
  cpuwithoverprovisioning: v.string(),
  /** Bytes. */
  memorytotal: count,
  memoryallocated: count,
  memoryallocatedbytes: count,
  memoryallocatedpercentage: v.string(),
  memorywithoverprovisioning: v.string(),
  memoryused: optional(count),
  virtualmachines: count,
  hosttags: optional(v.string()),
  /** Whether it is kept free for what is started again elsewhere: none is. */
  hahost: v.literal(false),
  arch: v.literal('x86_64'),
  islocalstorageactive: v.boolean(),
  /** The one that there is: this Benchtop. */
  managementserverid: v.string(),
  managementservername: v.string(),
  created: date,
  lastpinged: optional(date),
  /** Since when it has not answered. */
  disconnected: optional(date),
  /** Ours: the last reason for not being Up, and since when. */
  statereason: optional(v.string()),
  statereasonphrase: optional(phrase),
  hostkeyfingerprint: optional(v.string()),
  hostpreparationid: optional(v.string()),
  ...hostFigures,
});
