import * as v from 'valibot';
import { access, command, date, list, optional, success, uuid } from './command.ts';

export const scheduleActions = ['START', 'STOP', 'REBOOT', 'FORCE_STOP', 'FORCE_REBOOT'] as const;

/** When an instance is started, stopped or restarted by itself. */
export const vmSchedule = v.object({
  id: v.string(),
  virtualmachineid: v.string(),
  action: v.picklist(scheduleActions),
  schedule: v.string(),
  timezone: v.string(),
  description: v.string(),
  enabled: v.boolean(),
  startdate: date,
  enddate: optional(date),
  created: date,
  /** Ours: the next times, at most three; none where it is off or over. */
  nextruns: v.array(date),
});

const cronText = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(200));
const zone = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(64));
const words = v.pipe(v.string(), v.maxLength(255));
const when = v.pipe(v.string(), v.maxLength(40));

export const scheduleCommands = {
  createVMSchedule: command({
    object: 'vmschedule',
    roles: access.everyone,
    description: {
      en: 'Has an instance started, stopped or restarted at times of a schedule.',
      zh: '按计划定时启动、停止或重启实例。',
    },
    input: {
      virtualmachineid: uuid,
      action: v.picklist(scheduleActions),
      /** Minute, hour, day of the month, month, day of the week. */
      schedule: cronText,
      timezone: zone,
      description: optional(words),
      enabled: optional(v.boolean()),
      startdate: optional(when),
      enddate: optional(when),
    },
    output: vmSchedule,
  }),
  listVMSchedule: list({
    object: 'vmschedule',
    description: {
      en: 'Lists the schedules of an instance with their next times.',
      zh: '列出实例的计划及其后续时间。',
    },
    input: {
      virtualmachineid: uuid,
      id: optional(uuid),
      action: optional(v.picklist(scheduleActions)),
      enabled: optional(v.boolean()),
    },
    row: vmSchedule,
  }),
  updateVMSchedule: command({
    object: 'vmschedule',
    roles: access.everyone,
    description: {
      en: 'Changes a schedule of an instance, or switches it on or off.',
      zh: '修改、启用或停用实例的计划。',
    },
    input: {
      id: uuid,
      schedule: optional(cronText),
      timezone: optional(zone),
      description: optional(words),
      enabled: optional(v.boolean()),
      startdate: optional(when),
      enddate: optional(when),
    },
    output: vmSchedule,
  }),
  deleteVMSchedule: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Deletes schedules of an instance: one, several, or all of them.',
      zh: '删除实例的计划：一个、多个或全部。',
    },
    input: { virtualmachineid: uuid, id: optional(uuid), ids: optional(v.pipe(v.array(uuid), v.maxLength(100))) },
    output: success,
  }),
};
