import * as v from 'valibot';
import { annotatedFields } from './annotation.ts';
import { access, command, count, date, ipv4, job, name, optional, positive, query, uuid } from './command.ts';
import { details } from './disk-offering.ts';
import { affinityEntries, groupEntry, groupFields } from './groups.ts';
import { guestPassword, keyPairEntries, userDataEntries, userDataPolicies } from './guest-data.ts';
import { instanceLeaseEntries, instanceLeaseFields } from './instance-lease.ts';
import { hardwareEntries } from './instance-setting.ts';
import { nic } from './network.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { phrase } from './phrase.ts';
import { placement } from './placement.ts';
import { planners } from './service-offering.ts';
import { instanceFigures } from './statistics.ts';
import { tagEntries, tagFields } from './tag.ts';

export const virtualMachine = v.object({
  ...tagFields,
  ...annotatedFields,
  /** What was chosen of its hardware, as far as the caller may see it; those of the second list users do not change. */
  details: v.record(v.string(), v.string()),
  readonlydetails: v.string(),
  id: v.string(),
  name: v.string(),
  displayname: v.string(),
  instancename: v.string(),
  ...ownerFields,
  /** Who deployed it; gone with the user. */
  userid: optional(v.string()),
  username: optional(v.string()),
  created: date,
  /** Since when it is in its state. */
  lastupdated: date,
  state: v.string(),
  /** Observation, apart from the intent in `state`. */
  powerstate: v.string(),
  powerstatetime: optional(date),
  /** Ours: age of the observation in seconds when the answer was made. */
  powerstateage: optional(count),
  zoneid: v.string(),
  zonename: v.string(),
  hostid: optional(v.string()),
  hostname: optional(v.string()),
  /** What its host is ready to do. */
  hostcontrolstate: optional(v.picklist(['Enabled', 'Disabled', 'Offline'])),
  clusterid: optional(v.string()),
  templateid: optional(v.string()),
  templatename: optional(v.string()),
  templatedisplaytext: optional(v.string()),
  templatetype: v.literal('USER'),
  /** ISO where it was installed from one. */
  templateformat: optional(v.string()),
  /** What is in the CD drive. */
  isoid: optional(v.string()),
  isoname: optional(v.string()),
  isodisplaytext: optional(v.string()),
  /** The same as a list, and how many it may hold: there is one drive. */
  isos: v.array(
    v.object({ id: v.string(), name: v.string(), displaytext: optional(v.string()), bootable: v.boolean() }),
  ),
  isomaxcount: v.literal(1),
  /** Ours: what the next start tries first. */
  bootorder: v.picklist(['disk', 'cdrom']),
  serviceofferingid: v.string(),
  serviceofferingname: v.string(),
  ostypeid: v.string(),
  guestosid: v.string(),
  osdisplayname: v.string(),
  cpunumber: count,
  cpuspeed: count,
  memory: count,
  hypervisor: v.picklist(['KVM', 'Simulator']),
  /** Ours: `qemu` when the host runs it by software emulation. */
  virtualization: optional(v.string()),
  ipaddress: optional(v.string()),
  macaddress: optional(v.string()),
  nic: v.array(nic),
  ...groupFields,
  haenable: v.boolean(),
  isdynamicallyscalable: v.boolean(),
  /** Names of the SSH keys that it was given, separated by commas. */
  keypairs: optional(v.string()),
  /** Registered user data that it was given. The text is shown by getVirtualMachineUserData alone. */
  userdataid: optional(v.string()),
  userdataname: optional(v.string()),
  /** What its template’s or ISO’s user data does with its own. */
  userdatapolicy: optional(v.picklist(userDataPolicies)),
  /** Whether its guest takes a password from outside. */
  passwordenabled: v.boolean(),
  /** A password that was set by a job, in that job's answer alone, and once. */
  password: optional(v.string()),
  rootdevicetype: v.literal('ROOT'),
  rootdeviceid: optional(count),
  /** Of the primary storage of its root disk. */
  pooltype: optional(v.string()),
  /** Of its first data disk. */
  diskofferingid: optional(v.string()),
  diskofferingname: optional(v.string()),
  vmtype: v.literal('UserVM'),
  arch: v.literal('x86_64'),
  displayvm: v.literal(true),
  /** Ours: the running job, if any, and why the last one failed. */
  jobid: optional(v.string()),
  error: optional(v.string()),
  errorphrase: optional(phrase),
  deleteprotection: v.boolean(),
  ...instanceLeaseFields,
  ...instanceFigures,
});

/** A guest's host name, CloudStack's rule: letters, digits and hyphens, not starting or ending with a hyphen, at most 63. */
export const hostName = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(63, 'at most 63 characters'),
  v.regex(/^[a-zA-Z]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/, 'letters, digits and hyphens, beginning with a letter'),
);

/** A card’s address; the lowest bit of its first byte is of groups of cards. */
export const macAddress = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/i, 'the MAC address of a card, such as 1e:00:00:12:34:56'),
);

/** A small picture of an instance’s screen as it was a moment ago. */
export const thumbnail = v.object({
  virtualmachineid: v.string(),
  width: count,
  height: count,
  /** A PNG as a data URL. */
  image: v.string(),
});

const one = { id: uuid };

/** Where an instance is to run, and by which planner’s order hosts are tried: Root Admin’s to say. */
const placeEntries = {
  hostid: optional(uuid),
  podid: optional(uuid),
  clusterid: optional(uuid),
  deploymentplanner: optional(v.picklist(planners)),
};

/** What one instance and many alike are deployed by. */
export const deploymentEntries = {
  zoneid: uuid,
  serviceofferingid: uuid,
  /** A template’s or an ISO’s id, as in CloudStack. */
  templateid: uuid,
  networkids: optional(v.pipe(v.array(uuid), v.maxLength(8))),
  /** A data disk; with an ISO, the root disk. */
  diskofferingid: optional(uuid),
  /** GiB, for a customised disk offering. */
  size: optional(v.pipe(positive, v.maxValue(1048576))),
  /** GiB; larger than the template's virtual size. */
  rootdisksize: optional(v.pipe(positive, v.maxValue(1048576))),
  ...placeEntries,
  ...forOwnerEntries,
  startvm: optional(v.boolean()),
  ...instanceLeaseEntries,
  ...keyPairEntries,
  ...userDataEntries,
  /** For a template that is password-enabled, in place of one that is made. */
  password: optional(guestPassword),
  /** CloudStack's map of what is chosen with each instance: `cpuNumber`, `cpuSpeed` and `memory` of a custom offering. */
  details: optional(details),
  ...affinityEntries,
  ...groupEntry,
  /** Whether it may grow while it runs, where offering, template and zone allow it. */
  dynamicscalingenabled: optional(v.boolean()),
};

export const virtualMachineCommands = {
  deployVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Creates an instance from a template, or from an ISO on an empty disk of a disk offering, and starts it.',
      zh: '从模板创建并启动实例，或从 ISO 创建（使用磁盘方案大小的空磁盘）。',
    },
    input: {
      ...deploymentEntries,
      name: optional(hostName),
      displayname: optional(name),
      ipaddress: optional(ipv4),
      macaddress: optional(macAddress),
      ...hardwareEntries,
      /** What is wished of each NIC, in their order; instead of networkids. */
      iptonetworklist: optional(
        v.pipe(
          v.array(v.strictObject({ networkid: uuid, ip: optional(ipv4), mac: optional(macAddress) })),
          v.minLength(1),
          v.maxLength(8),
        ),
      ),
    },
    output: virtualMachine,
  }),
  startVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: { en: 'Starts an instance.', zh: '启动实例。' },
    input: { ...one, ...placeEntries },
    output: virtualMachine,
  }),
  stopVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: { en: 'Shuts an instance down; forced: cuts its power.', zh: '关闭实例；强制则直接断电。' },
    input: { ...one, forced: optional(v.boolean()) },
    output: virtualMachine,
  }),
  rebootVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: { en: 'Restarts an instance.', zh: '重启实例。' },
    input: { ...one, forced: optional(v.boolean()) },
    output: virtualMachine,
  }),
  destroyVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Destroys an instance; it can be recovered until it is expunged.',
      zh: '销毁实例；在清除之前可以恢复。',
    },
    input: { ...one, expunge: optional(v.boolean()) },
    /** The instance as it is now; with `expunge` it is no more. */
    output: v.union([virtualMachine, v.strictObject({ success: v.boolean() })]),
  }),
  restoreVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Resets an instance to its template: a fresh root disk in place of the old one. Running, it is switched off and on.',
      zh: '将实例重置为其模板：用全新的根磁盘替换旧磁盘。运行中的实例会断电后重新启动。',
    },
    input: { virtualmachineid: uuid },
    output: virtualMachine,
  }),
  recoverVirtualMachine: command({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Recovers a destroyed instance; it is then stopped.',
      zh: '恢复已销毁的实例，恢复后为停止状态。',
    },
    input: one,
    output: virtualMachine,
  }),
  expungeVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: { en: 'Deletes a destroyed instance and its disks for good.', zh: '彻底删除已销毁的实例及其磁盘。' },
    input: one,
    output: v.object({ success: v.boolean() }),
  }),
  updateVirtualMachine: command({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Changes what an instance is called, its boot order, guest OS type or user data; all but the display name hold from its next start on.',
      zh: '修改实例的名称、启动顺序、操作系统类型或用户数据；除显示名称外均在下次启动时生效。',
    },
    input: {
      ...one,
      /** Its guest has it from its next start on. */
      name: optional(hostName),
      displayname: optional(name),
      haenable: optional(v.boolean()),
      ...groupEntry,
      bootorder: optional(v.picklist(['disk', 'cdrom'])),
      deleteprotection: optional(v.boolean()),
      /** Only while it is stopped: its next start makes the room to grow. */
      isdynamicallyscalable: optional(v.boolean()),
      /** In place of those that it has; also only while it is stopped. */
      details: optional(details),
      cleanupdetails: optional(v.boolean()),
      ...instanceLeaseEntries,
      /** Its devices follow from it at the next start. */
      ostypeid: optional(uuid),
      ...userDataEntries,
    },
    output: virtualMachine,
  }),
  listVirtualMachines: ownedList({
    object: 'virtualmachine',
    description: { en: 'Lists instances.', zh: '列出实例。' },
    input: {
      ...tagEntries,
      id: optional(uuid),
      ids: optional(v.array(uuid)),
      name: optional(v.string()),
      /** Who deployed them. */
      userid: optional(uuid),
      state: optional(v.string()),
      zoneid: optional(uuid),
      podid: optional(uuid),
      clusterid: optional(uuid),
      hostid: optional(uuid),
      templateid: optional(uuid),
      isoid: optional(uuid),
      serviceofferingid: optional(uuid),
      networkid: optional(uuid),
      groupid: optional(uuid),
      affinitygroupid: optional(uuid),
      hypervisor: optional(v.string()),
      leased: optional(v.boolean()),
      keypair: optional(v.string()),
      haenable: optional(v.boolean()),
      storageid: optional(uuid),
      userdataid: optional(uuid),
      /** Whether figures of network and disks are sums of all rounds. */
      accumulate: optional(v.boolean()),
    },
    row: virtualMachine,
  }),
  explainPlacement: query({
    object: 'placement',
    description: {
      en: 'Says for every host why an instance of an offering could or could not be placed there.',
      zh: '说明每台主机能否放置该方案的实例及其原因。',
    },
    roles: access.admin,
    input: {
      zoneid: uuid,
      serviceofferingid: uuid,
      templateid: optional(uuid),
      diskofferingid: optional(uuid),
      /** GiB, as for a deployment. */
      size: optional(v.pipe(positive, v.maxValue(1048576))),
      rootdisksize: optional(v.pipe(positive, v.maxValue(1048576))),
      /** The sizes that an instance of a custom offering chooses. */
      cpunumber: optional(positive),
      cpuspeed: optional(positive),
      memory: optional(positive),
      affinitygroupids: affinityEntries.affinitygroupids,
      /** Also every host against every rule. */
      details: optional(v.boolean()),
    },
    output: placement,
  }),
  getVirtualMachineThumbnail: query({
    object: 'thumbnail',
    description: {
      en: 'Takes a small picture of a running instance’s screen.',
      zh: '获取运行中实例屏幕的缩略图。',
    },
    input: { virtualmachineid: uuid },
    output: thumbnail,
  }),
};
