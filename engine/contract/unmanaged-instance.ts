import * as v from 'valibot';
import { access, count, ipv4, job, list, name, optional, uuid } from './command.ts';
import { details } from './disk-offering.ts';
import { forOwnerEntries } from './ownership.ts';
import { phrase } from './phrase.ts';
import { hostName, virtualMachine } from './virtual-machine.ts';

/** A virtual machine on a host that Benchtop did not make, or has let go of. Every text in it is the host's. */
export const unmanagedInstance = v.object({
  /** Ours: libvirt’s id, which is the instance’s once it was imported. */
  id: v.string(),
  name: v.string(),
  clusterid: v.string(),
  clustername: v.string(),
  hostid: v.string(),
  hostname: v.string(),
  hypervisor: v.picklist(['KVM', 'Simulator']),
  hypervisorversion: optional(v.string()),
  powerstate: v.picklist(['PowerOn', 'PowerOff', 'PowerUnknown']),
  cpunumber: count,
  cpucorepersocket: count,
  /** MiB. */
  memory: count,
  boottype: v.picklist(['BIOS', 'UEFI']),
  bootmode: v.picklist(['LEGACY', 'SECURE']),
  osid: optional(v.string()),
  osdisplayname: optional(v.string()),
  disk: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      /** Bytes; 0 where the host does not say. */
      capacity: count,
      controller: v.string(),
      controllerunit: count,
      position: count,
      imagepath: v.string(),
      datastorename: optional(v.string()),
      datastorehost: optional(v.string()),
      datastorepath: optional(v.string()),
      datastoretype: optional(v.string()),
    }),
  ),
  nic: v.array(
    v.object({
      id: v.string(),
      macaddress: v.string(),
      adaptertype: v.string(),
      /** Ours: what it is plugged into on the host; empty for a network of libvirt’s own. */
      bridge: v.string(),
      vlanid: optional(count),
    }),
  ),
  /** Ours: why it cannot be imported as it is; empty for one that can. */
  obstacle: v.array(phrase),
});

const shortText = v.pipe(v.string(), v.maxLength(60));
const most = 64;

export const unmanagedInstanceCommands = {
  listUnmanagedInstances: list({
    object: 'unmanagedinstance',
    roles: access.admin,
    description: {
      en: 'Looks which virtual machines on a cluster’s hosts are not instances, and what is in the way of importing each. Changes nothing.',
      zh: '查看集群主机上哪些虚拟机不是实例，以及妨碍导入的原因。不做任何更改。',
    },
    input: {
      clusterid: uuid,
      name: optional(v.pipe(v.string(), v.maxLength(255))),
      /** Ours: of one host alone. */
      hostid: optional(uuid),
    },
    row: unmanagedInstance,
  }),
  importUnmanagedInstance: job({
    object: 'virtualmachine',
    roles: access.admin,
    description: {
      en: 'Makes an instance of a virtual machine that somebody else made on a host. It keeps its disks and addresses of its cards, and goes on running.',
      zh: '将他人在主机上创建的虚拟机变为实例。其磁盘与网卡 MAC 地址不变，并继续运行。',
    },
    input: {
      clusterid: uuid,
      name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
      /** Ours: where hosts of the cluster have several of that name. */
      hostid: optional(uuid),
      serviceofferingid: uuid,
      templateid: optional(uuid),
      displayname: optional(name),
      hostname: optional(hostName),
      ...forOwnerEntries,
      details: optional(details),
      nicnetworklist: optional(v.pipe(v.array(v.strictObject({ nic: shortText, network: uuid })), v.maxLength(most))),
      nicipaddresslist: optional(
        v.pipe(
          v.array(v.strictObject({ nic: shortText, ip4address: v.union([v.literal('auto'), ipv4]) })),
          v.maxLength(most),
        ),
      ),
      datadiskofferinglist: optional(
        v.pipe(v.array(v.strictObject({ disk: shortText, diskoffering: uuid })), v.maxLength(most)),
      ),
    },
    output: virtualMachine,
  }),
  unmanageVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.admin,
    description: {
      en: 'Lets an instance go: Benchtop forgets it and its volumes, and leaves the virtual machine and its disks on the host as they are.',
      zh: '放弃管理实例：Benchtop 不再记录该实例及其卷，虚拟机与磁盘原样保留在主机上。',
    },
    input: {
      id: uuid,
      /** Where a stopped one is defined; the host that it ran on last, unless given. */
      hostid: optional(uuid),
      /** Also one with a drive of its own data, which Benchtop no longer writes then. */
      forced: optional(v.boolean()),
    },
    output: v.object({ success: v.boolean(), hostid: v.string() }),
  }),
};
