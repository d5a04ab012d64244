import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

/** What the parameters and fields of compute and disk offerings mean. */
const speed: Readonly<Record<string, Text>> = {
  bytesreadrate: { en: 'Bytes that a disk reads in a second at most.', zh: '磁盘每秒最多读取的字节数。' },
  bytesreadratemax: { en: 'The same in a burst.', zh: '突发时每秒最多读取的字节数。' },
  bytesreadratemaxlength: { en: 'Seconds that such a burst lasts.', zh: '读取突发持续的秒数。' },
  byteswriterate: { en: 'Bytes that a disk writes in a second at most.', zh: '磁盘每秒最多写入的字节数。' },
  byteswriteratemax: { en: 'The same in a burst.', zh: '突发时每秒最多写入的字节数。' },
  byteswriteratemaxlength: { en: 'Seconds that such a burst lasts.', zh: '写入突发持续的秒数。' },
  iopsreadrate: { en: 'Read operations of a disk in a second at most.', zh: '磁盘每秒最多的读操作数。' },
  iopsreadratemax: { en: 'The same in a burst.', zh: '突发时每秒最多的读操作数。' },
  iopsreadratemaxlength: { en: 'Seconds that such a burst lasts.', zh: '读操作突发持续的秒数。' },
  iopswriterate: { en: 'Write operations of a disk in a second at most.', zh: '磁盘每秒最多的写操作数。' },
  iopswriteratemax: { en: 'The same in a burst.', zh: '突发时每秒最多的写操作数。' },
  iopswriteratemaxlength: { en: 'Seconds that such a burst lasts.', zh: '写操作突发持续的秒数。' },
  cachemode: {
    en: 'How the host keeps what a disk writes: none (past its cache), writeback or writethrough. A pool that cannot be opened without the cache has writeback instead of none.',
    zh: '主机如何处理磁盘写入：none（不经缓存）、writeback 或 writethrough。无法绕过缓存打开的存储池以 writeback 代替 none。',
  },
};

const place: Readonly<Record<string, Text>> = {
  domainid: {
    en: 'Only these domains and those below them may choose it. Empty: everybody may.',
    zh: '只有这些域及其下级域可以选择。留空则所有人都可以。',
  },
  zoneid: { en: 'Only in these zones. Empty: in all.', zh: '只在这些区域中可用。留空则在所有区域。' },
};

const placeChange: Readonly<Record<string, Text>> = {
  domainid: {
    en: 'public, or the domains that may choose it from now on, separated by commas.',
    zh: 'public，或今后可以选择它的域，以逗号分隔。',
  },
  zoneid: { en: 'all, or the zones in which it is, separated by commas.', zh: 'all，或它所在的区域，以逗号分隔。' },
};

const change: Readonly<Record<string, Text>> = {
  ...placeChange,
  state: {
    en: 'Inactive: it can be chosen for nothing new; what uses it keeps it.',
    zh: 'Inactive：不能再用于新的资源；已使用的不受影响。',
  },
  sortkey: { en: 'Lists begin with the smallest.', zh: '列表从最小的开始排列。' },
};

const tags: Text = {
  en: 'Words separated by commas. Disks lie only on primary storage that has them all.',
  zh: '以逗号分隔的词。磁盘只放在具有全部这些标签的主存储上。',
};
const hosttags: Text = {
  en: 'Words separated by commas. Instances run only on hosts that have them all.',
  zh: '以逗号分隔的词。实例只在具有全部这些标签的主机上运行。',
};
const provisioningtype: Text = {
  en: 'Disks grow with what is written; there is no other kind.',
  zh: '磁盘随写入而增长；没有其他类型。',
};

export const offeringTexts: Texts = {
  commands: {
    createServiceOffering: {
      ...speed,
      ...place,
      cpunumber: { en: 'Virtual CPUs of each instance.', zh: '每个实例的虚拟 CPU 数。' },
      cpuspeed: {
        en: 'MHz that each virtual CPU is promised when hosts are filled. With the CPU cap it is also the most.',
        zh: '分配主机时为每个虚拟 CPU 保证的 MHz。启用 CPU 上限时也是最大值。',
      },
      memory: {
        en: 'MiB that the guest sees, taken from the host while it runs.',
        zh: '来宾可见的内存（MiB），运行时占用主机内存。',
      },
      customized: {
        en: 'Whether each instance chooses its CPUs and memory itself, between the limits.',
        zh: '是否由每个实例在限制范围内自行选择 CPU 和内存。',
      },
      mincpunumber: { en: 'The fewest virtual CPUs that may be chosen.', zh: '可选择的最少虚拟 CPU 数。' },
      maxcpunumber: { en: 'The most virtual CPUs that may be chosen.', zh: '可选择的最多虚拟 CPU 数。' },
      minmemory: { en: 'The least memory that may be chosen, in MiB.', zh: '可选择的最小内存（MiB）。' },
      maxmemory: { en: 'The most memory that may be chosen, in MiB.', zh: '可选择的最大内存（MiB）。' },
      offerha: {
        en: 'For instances that are to be started elsewhere when their host fails. Kept; nothing acts on it yet.',
        zh: '用于主机故障时在其他位置启动的实例。此项会保存，目前不起作用。',
      },
      limitcpuuse: {
        en: 'Caps the instance at its promised MHz, also on an idle host.',
        zh: '将实例限制在保证的 MHz 内，即使主机空闲。',
      },
      hosttags,
      tags,
      provisioningtype,
      deploymentplanner: {
        en: 'The way in which hosts are put in order for its instances. Empty: as the setting vm.deployment.planner says.',
        zh: '为其实例排列主机顺序的方式。留空则按设置 vm.deployment.planner。',
      },
      rootdisksize: {
        en: 'GiB of root disks, where a deployment asks for no other size. Empty: as large as the template.',
        zh: '部署时未指定大小的根磁盘大小（GiB）。留空则与模板相同。',
      },
      diskofferingid: {
        en: 'The disk offering whose size, tags and rates root disks have.',
        zh: '根磁盘采用其大小、标签和速率的磁盘方案。',
      },
      diskofferingstrictness: {
        en: 'Whether root disks have the size that is said here and no other.',
        zh: '根磁盘是否只能采用此处规定的大小。',
      },
      dynamicscalingenabled: {
        en: 'Whether running instances of it may be made larger.',
        zh: '其运行中的实例是否可以扩容。',
      },
      serviceofferingdetails: {
        en: 'Names and texts that are kept with it for clients; nothing here acts on them.',
        zh: '随方案为客户端保存的名称和文本；此处不据此执行任何操作。',
      },
    },
    updateServiceOffering: { ...change, hosttags, storagetags: tags },
    createDiskOffering: {
      ...speed,
      ...place,
      disksize: { en: 'GiB of each disk.', zh: '每块磁盘的大小（GiB）。' },
      customized: {
        en: 'Whether the size is chosen with each disk instead.',
        zh: '是否改为在每块磁盘创建时选择大小。',
      },
      tags,
      provisioningtype,
      disksizestrictness: {
        en: 'Whether a disk keeps this size for good.',
        zh: '磁盘是否始终保持此大小。',
      },
      displayoffering: { en: 'Whether users see it in lists.', zh: '用户是否能在列表中看到它。' },
      details: {
        en: 'Names and texts that are kept with it for clients; nothing here acts on them.',
        zh: '随方案为客户端保存的名称和文本；此处不据此执行任何操作。',
      },
    },
    updateDiskOffering: {
      ...speed,
      ...change,
      tags,
      displayoffering: { en: 'Whether users see it in lists.', zh: '用户是否能在列表中看到它。' },
    },
  },
  fields: {
    provisioningtype: 'thin: disks grow with what is written.',
    iscustomized: 'Whether its size is chosen with each use.',
    iscustomizediops: 'Always false: operations a second are not chosen with each disk.',
    zone: 'Names of the zones in which it is, separated by commas; absent for all.',
    cacheMode: 'How the host keeps what a disk writes.',
    diskBytesReadRate: 'Bytes read in a second at most.',
    diskBytesReadRateMax: 'Bytes read in a second in a burst.',
    diskBytesReadRateMaxLength: 'Seconds that a burst of reading lasts.',
    diskBytesWriteRate: 'Bytes written in a second at most.',
    diskBytesWriteRateMax: 'Bytes written in a second in a burst.',
    diskBytesWriteRateMaxLength: 'Seconds that a burst of writing lasts.',
    diskIopsReadRate: 'Read operations in a second at most.',
    diskIopsReadRateMax: 'Read operations in a second in a burst.',
    diskIopsReadRateMaxLength: 'Seconds that a burst of reads lasts.',
    diskIopsWriteRate: 'Write operations in a second at most.',
    diskIopsWriteRateMax: 'Write operations in a second in a burst.',
    diskIopsWriteRateMaxLength: 'Seconds that a burst of writes lasts.',
    disksizestrictness: 'Whether a disk keeps its size for good.',
    displayoffering: 'Whether users see it in lists.',
    isvolatile: 'Always false: root disks outlive a restart.',
    issystem: 'Always false: there are no system instances.',
    defaultuse: 'Always false: no system instance uses it.',
    hosttags: 'Tags that a host must have.',
    storagetags: 'Tags that primary storage must have.',
    deploymentplanner: 'The way in which hosts are put in order for its instances.',
    rootdisksize: 'GiB of root disks.',
    diskofferingdisplaytext: 'Text of the disk offering.',
    diskofferingstrictness: 'Whether root disks have the size of the offering and no other.',
    dynamicscalingenabled: 'Whether running instances of it may be made larger.',
    serviceofferingdetails: 'Its details; of a custom offering also its limits.',
    storageid: 'Only offerings that this primary storage serves.',
    volumeid: 'Only offerings that this volume could have instead.',
  },
};
