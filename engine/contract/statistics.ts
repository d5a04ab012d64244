import * as v from 'valibot';
import { access, count, date, list, optional, uuid } from './command.ts';

// What instances, hosts and volumes use, as the last round of asking hosts found it, and as it was in earlier ones.

/** KiB and operations of the last round; with `accumulate` of all rounds. */
const diskFigures = {
  diskkbsread: optional(count),
  diskkbswrite: optional(count),
  diskioread: optional(count),
  diskiowrite: optional(count),
};
const networkFigures = { networkkbsread: optional(count), networkkbswrite: optional(count) };

/** Of a running instance, where its host was asked not long ago. */
export const instanceFigures = {
  /** Share of its virtual processors: `12.34%`. */
  cpuused: optional(v.string()),
  ...networkFigures,
  ...diskFigures,
  /** KiB: the most that it may have, what it has, and what its guest says is free. */
  memorykbs: optional(count),
  memorytargetkbs: optional(count),
  memoryintfreekbs: optional(count),
  /** Bytes since it was first measured. */
  receivedbytes: optional(count),
  sentbytes: optional(count),
};

export const hostFigures = {
  cpuused: optional(v.string()),
  /** Of the last minute. */
  cpuloadaverage: optional(v.pipe(v.number(), v.minValue(0))),
  ...networkFigures,
};

export const volumeFigures = {
  ...diskFigures,
  /** Bytes that its guest sees. */
  virtualsize: optional(count),
  /** How much of that it takes on its storage: `12.34%`. */
  utilization: optional(v.string()),
};

const stats = {
  timestamp: date,
  /** Ours: seconds that were counted over. */
  seconds: v.pipe(v.number(), v.minValue(0)),
};
const diskStats = { ...diskFigures, diskiopstotal: optional(count) };
const networkStats = { ...networkFigures, networkread: optional(v.string()), networkwrite: optional(v.string()) };

export const instanceStats = v.object({
  ...stats,
  cpuused: optional(v.string()),
  ...networkStats,
  ...diskStats,
  memorykbs: optional(count),
  memorytargetkbs: optional(count),
  memoryintfreekbs: optional(count),
});

export const hostStats = v.object({
  ...stats,
  cpuused: optional(v.string()),
  cpuloadaverage: optional(v.number()),
  ...networkStats,
  memorykbs: optional(count),
  memoryintfreekbs: optional(count),
});

export const volumeStats = v.object({ ...stats, ...diskStats });

const history = {
  id: optional(uuid),
  ids: optional(v.array(uuid)),
  name: optional(v.string()),
  startdate: optional(v.string()),
  enddate: optional(v.string()),
};

/** The newest first. Of many things at once only the newest are told. */
const row = <S extends v.GenericSchema>(each: S) =>
  v.object({ id: v.string(), name: v.string(), stats: v.array(each) });

export const statisticsCommands = {
  listVirtualMachinesUsageHistory: list({
    object: 'virtualmachine',
    description: {
      en: 'Lists what instances used, round by round, between two moments.',
      zh: '按采集轮次列出实例在两个时刻之间的用量。',
    },
    input: history,
    row: v.object({ ...row(instanceStats).entries, displayname: v.string() }),
  }),
  listHostsUsageHistory: list({
    object: 'host',
    roles: access.admin,
    description: {
      en: 'Lists what hosts used, round by round, between two moments.',
      zh: '按采集轮次列出主机在两个时刻之间的用量。',
    },
    input: history,
    row: row(hostStats),
  }),
  listVolumesUsageHistory: list({
    object: 'volume',
    description: {
      en: 'Lists what volumes of running instances read and wrote, round by round; kept only where vm.disk.stats.retention.enabled is set.',
      zh: '按采集轮次列出运行中实例的卷的读写量；仅在设置 vm.disk.stats.retention.enabled 启用时保留。',
    },
    input: history,
    row: row(volumeStats),
  }),
};
