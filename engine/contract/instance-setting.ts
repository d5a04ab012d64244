import * as v from 'valibot';
import { optional, query } from './command.ts';

// What may be said of the hardware of an instance by `details`: CloudStack's names, and for each the values that are made true. Nothing
// else is taken, so that no detail is text that reaches a hypervisor as it is.

const numbers = (...each: number[]): readonly string[] => each.map(String);
const yesNo = ['true', 'false'] as const;
const controllers = ['osdefault', 'ide', 'sata', 'scsi', 'virtio', 'virtio-blk'] as const;

/** Models that QEMU names the same on every host. */
const processors = [
  'qemu64',
  'kvm64',
  'Nehalem',
  'Westmere',
  'SandyBridge',
  'IvyBridge',
  'Haswell-noTSX',
  'Broadwell-noTSX',
  'Skylake-Client-noTSX-IBRS',
  'Skylake-Server-noTSX-IBRS',
  'Cascadelake-Server-noTSX',
  'Icelake-Server-noTSX',
  'Opteron_G5',
  'EPYC',
  'EPYC-Rome',
  'EPYC-Milan',
] as const;

/** Every detail with its values. */
export const instanceSettings = {
  rootDiskController: controllers,
  dataDiskController: controllers,
  nicAdapter: ['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3', 'ne2k_pci'],
  keyboard: ['us', 'uk', 'de', 'de-ch', 'es', 'fi', 'fr', 'fr-be', 'fr-ch', 'is', 'it', 'jp', 'no', 'pt'],
  UEFI: ['LEGACY', 'SECURE'],
  'kvm.guest.os.machine.type': ['pc', 'q35'],
  'guest.cpu.mode': ['host-passthrough', 'host-model', 'custom'],
  'guest.cpu.model': processors,
  'cpu.corespersocket': numbers(1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64),
  'cpu.threadspercore': numbers(1, 2),
  nestedVirtualizationEnabled: yesNo,
  'video.hardware': ['vga', 'cirrus', 'qxl', 'virtio'],
  'video.ram': numbers(4096, 8192, 16384, 32768, 65536, 131072),
  iothreads: ['enabled'],
  'io.policy': ['threads', 'native', 'io_uring'],
  'nic.multiqueue.number': numbers(1, 2, 3, 4, 5, 6, 7, 8),
  'nic.packed.virtqueues.enabled': yesNo,
} as const satisfies Record<string, readonly string[]>;

export type InstanceSetting = keyof typeof instanceSettings;
/** Details of one instance. */
export type InstanceSettings = { [K in InstanceSetting]?: (typeof instanceSettings)[K][number] };

/** Those that Root Admin alone sees and changes: they are about the host's processor, not the guest's hardware. */
export const adminSettings: readonly InstanceSetting[] = [
  'guest.cpu.mode',
  'guest.cpu.model',
  'kvm.guest.os.machine.type',
  'nestedVirtualizationEnabled',
];

/** The detail of this name in any case. */
export const settingNamed = (name: string): InstanceSetting | undefined =>
  (Object.keys(instanceSettings) as InstanceSetting[]).find((each) => each.toLowerCase() === name.toLowerCase());

/** What has such details. */
export const settingTypes = ['UserVm', 'Template'] as const;

const word = optional(v.pipe(v.string(), v.trim(), v.maxLength(32)));

/** What CloudStack's clients say of the hardware at a deployment, beside details. */
export const hardwareEntries = {
  boottype: optional(v.pipe(v.string(), v.trim(), v.toUpperCase(), v.picklist(['BIOS', 'UEFI']))),
  bootmode: optional(v.pipe(v.string(), v.trim(), v.toUpperCase(), v.picklist(['LEGACY', 'SECURE']))),
  keyboard: word,
  iodriverpolicy: word,
  iothreadsenabled: optional(v.boolean()),
  nicmultiqueuenumber: optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
  nicpackedvirtqueuesenabled: optional(v.boolean()),
};

export const instanceSettingCommands = {
  listDetailOptions: query({
    object: 'detailoptions',
    description: {
      en: 'Lists the details that instances and templates may have, with the values of each.',
      zh: '列出实例和模板可设置的详细参数及其取值。',
    },
    input: {
      resourcetype: v.pipe(v.string(), v.maxLength(64)),
      resourceid: optional(v.pipe(v.string(), v.maxLength(64))),
    },
    output: v.object({ details: v.record(v.string(), v.array(v.string())) }),
  }),
};
