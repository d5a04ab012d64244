import * as v from 'valibot';
import { access, command, count, date, list, optional, query, success, uuid } from './command.ts';
import { ownedList } from './ownership.ts';
import { phrase } from './phrase.ts';

/** CloudStack's async job, and what we add: kind, step, percent, whether it can be cancelled. */
export const asyncJob = v.object({
  jobid: v.string(),
  /** The command that made it. */
  cmd: v.string(),
  /** The one that there is: this Benchtop. */
  managementserverid: v.string(),
  managementservername: v.string(),
  accountid: v.string(),
  userid: v.string(),
  /** Of whoever asked for it, which is never a project. */
  account: optional(v.string()),
  domain: v.string(),
  domainid: v.string(),
  domainpath: v.string(),
  /** 0 in progress, 1 succeeded, 2 failed, 3 cancelled. */
  jobstatus: v.picklist([0, 1, 2, 3]),
  /** Ours: pending, running, undoing, locked, stuck, succeeded, failed, cancelled. */
  state: v.string(),
  jobprocstatus: count,
  jobresultcode: v.number(),
  jobresulttype: optional(v.string()),
  jobresult: optional(v.unknown()),
  jobinstancetype: optional(v.string()),
  jobinstanceid: optional(v.string()),
  jobinstancename: optional(v.string()),
  step: optional(v.string()),
  stepindex: optional(count),
  steps: optional(count),
  percent: optional(v.number()),
  progresstext: optional(v.string()),
  /** Ours: the same as data, for windows in other languages. */
  progressphrase: optional(phrase),
  cancellable: v.boolean(),
  created: date,
  completed: optional(date),
});

export const jobLogLine = v.object({
  index: count,
  time: date,
  level: v.picklist(['debug', 'info', 'warn', 'error']),
  step: optional(v.string()),
  hostid: optional(v.string()),
  text: v.string(),
  /** Ours: the same as data, for windows in other languages; what a host printed has none. */
  phrase: optional(phrase),
});

export const capacity = v.object({
  /** CloudStack's capacity ids: 0 memory, 1 CPU, 2 storage used, 3 storage allocated, 5 management addresses, 6 secondary storage, 8 guest addresses, 9 local storage. */
  type: count,
  name: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  /** Where one pod or cluster was asked for. */
  podid: optional(v.string()),
  podname: optional(v.string()),
  clusterid: optional(v.string()),
  clustername: optional(v.string()),
  capacityused: count,
  capacityallocated: optional(count),
  capacitytotal: count,
  percentused: v.string(),
});

export const operationCommands = {
  queryAsyncJobResult: query({
    object: 'asyncjobresult',
    description: { en: 'Reads the state and result of a job.', zh: '读取任务的状态和结果。' },
    input: { jobid: uuid },
    output: asyncJob,
  }),
  listAsyncJobs: ownedList({
    object: 'asyncjobs',
    description: { en: 'Lists jobs, newest first.', zh: '列出任务，最新在前。' },
    input: {
      /** Ours: only jobs that have not ended. */
      pending: optional(v.boolean()),
      state: optional(v.string()),
      resourceid: optional(uuid),
      resourcetype: optional(v.string()),
      startdate: optional(v.string()),
      managementserverid: optional(uuid),
    },
    row: asyncJob,
  }),
  listJobLogs: list({
    object: 'joblog',
    description: {
      en: 'Reads the log of a job, or all log lines of a host.',
      zh: '读取任务日志，或某主机的全部日志。',
    },
    input: {
      jobid: optional(uuid),
      hostid: optional(uuid),
      /** Only lines after this index. */ after: optional(count),
    },
    row: jobLogLine,
  }),
  cancelAsyncJob: command({
    object: 'asyncjob',
    roles: access.everyone,
    description: {
      en: 'Cancels a job: the step in hand is stopped and what was done is undone.',
      zh: '取消任务：停止当前步骤并撤销已做的更改。',
    },
    input: { jobid: uuid },
    output: success,
  }),
  repairAsyncJob: command({
    object: 'asyncjob',
    description: { en: 'Tries again to undo or finish a job that is stuck.', zh: '重试撤销或完成卡住的任务。' },
    input: { jobid: uuid },
    output: success,
  }),
  listCapacity: list({
    object: 'capacity',
    roles: access.admin,
    description: { en: 'Lists used and total capacity by kind and zone.', zh: '按类型和区域列出已用与总容量。' },
    input: {
      zoneid: optional(uuid),
      podid: optional(uuid),
      clusterid: optional(uuid),
      type: optional(count),
      fetchlatest: optional(v.boolean()),
    },
    row: capacity,
  }),
};
