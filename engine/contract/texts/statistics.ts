import type { Texts } from './texts.ts';

const period = {
  startdate: { en: 'Only rounds from this moment on, in UTC.', zh: '仅此时刻（UTC）及之后的采集轮次。' },
  enddate: { en: 'Only rounds up to this moment, in UTC.', zh: '仅此时刻（UTC）及之前的采集轮次。' },
};

/** What the figures of instances, hosts and volumes mean. */
export const statisticsTexts: Texts = {
  commands: {
    listVirtualMachinesUsageHistory: period,
    listHostsUsageHistory: period,
    listVolumesUsageHistory: period,
    listVirtualMachines: {
      accumulate: {
        en: 'Yes: figures of network and disks are sums since the instance was first measured. No: those of the last round. Left out: as vm.stats.increment.metrics has it.',
        zh: '是：网络和磁盘数值为自首次采集以来的总和。否：仅最近一轮。留空：按 vm.stats.increment.metrics 设置。',
      },
    },
  },
  fields: {
    stats: 'Its rounds, the newest first.',
    timestamp: 'When the round was.',
    seconds: 'Seconds that were counted over.',
    cpuused: 'Share of the processors in use, in the last round.',
    cpuloadaverage: 'Load average of the last minute.',
    networkkbsread: 'KiB received.',
    networkkbswrite: 'KiB sent.',
    networkread: 'Received, in MiB.',
    networkwrite: 'Sent, in MiB.',
    diskkbsread: 'KiB read from disks.',
    diskkbswrite: 'KiB written to disks.',
    diskioread: 'Reads of disks.',
    diskiowrite: 'Writes to disks.',
    diskiopstotal: 'Reads and writes together.',
    memorykbs: 'KiB of memory that there are.',
    memorytargetkbs: 'KiB of memory that it has now.',
    memoryintfreekbs: 'KiB of memory that are free inside.',
    receivedbytes: 'Bytes received since it was first measured.',
    sentbytes: 'Bytes sent since it was first measured.',
    utilization: 'How much of its size a volume takes on its storage.',
    usediops: 'Reads and writes per second of the volumes on it.',
  },
};
