import * as v from 'valibot';
import { access, command, count, date, job, list, name, optional, success, text, uuid } from './command.ts';
import { ownedList, ownerFields } from './ownership.ts';
import { phrase } from './phrase.ts';

// What has happened (events), and what somebody should look at (alerts).

const states = ['Created', 'Scheduled', 'Started', 'Completed'] as const;
const levels = ['INFO', 'WARN', 'ERROR'] as const;

export const event = v.object({
  id: v.string(),
  type: v.string(),
  level: v.picklist(levels),
  state: v.picklist(states),
  description: v.string(),
  /** Ours: the description as data, for windows in other languages. */
  phrase: optional(phrase),
  ...ownerFields,
  username: v.string(),
  resourceid: optional(v.string()),
  resourcetype: optional(v.string()),
  resourcename: optional(v.string()),
  /** The first event of the same job. */
  parentid: optional(v.string()),
  archived: v.boolean(),
  created: date,
});

export const alert = v.object({
  id: v.string(),
  type: count,
  name: v.string(),
  description: v.string(),
  phrase: optional(phrase),
  resourceid: optional(v.string()),
  resourcetype: optional(v.string()),
  /** Ours: set when the condition has passed. */
  resolved: optional(date),
  sent: date,
});

const word = v.pipe(v.string(), v.maxLength(255));
/** Which of them: by their ids, or all of a type and time. */
const chosen = {
  ids: optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(1000))),
  type: optional(word),
  startdate: optional(v.string()),
  enddate: optional(v.string()),
};

export const eventCommands = {
  listEvents: ownedList({
    object: 'event',
    description: { en: 'Lists events, newest first.', zh: '列出事件，最新在前。' },
    input: {
      id: optional(uuid),
      type: optional(word),
      level: optional(v.picklist(levels, 'INFO, WARN or ERROR')),
      state: optional(v.picklist(states, 'Created, Scheduled, Started or Completed')),
      /** Ours. */
      username: optional(word),
      resourceid: optional(word),
      resourcetype: optional(word),
      startid: optional(uuid),
      startdate: optional(v.string()),
      enddate: optional(v.string()),
      entrytime: optional(count),
      duration: optional(count),
      archived: optional(v.boolean()),
    },
    row: event,
  }),
  listEventTypes: list({
    object: 'eventtype',
    description: { en: 'Lists the types that events have.', zh: '列出事件的类型。' },
    input: {},
    row: v.object({ name: v.string() }),
  }),
  archiveEvents: command({
    object: 'event',
    roles: access.everyone,
    description: {
      en: 'Takes events out of the list without deleting them.',
      zh: '将事件移出列表，但不删除。',
    },
    input: chosen,
    output: success,
  }),
  deleteEvents: command({
    object: 'event',
    roles: access.everyone,
    description: { en: 'Deletes events for good.', zh: '永久删除事件。' },
    input: chosen,
    output: success,
  }),
  listAlerts: list({
    object: 'alert',
    roles: access.admin,
    description: { en: 'Lists alerts, newest first.', zh: '列出警报，最新在前。' },
    input: { id: optional(uuid), type: optional(word), name: optional(word) },
    row: alert,
  }),
  listAlertTypes: list({
    object: 'alerttype',
    roles: access.admin,
    description: { en: 'Lists the types that alerts have.', zh: '列出警报的类型。' },
    input: {},
    row: v.object({ alerttypeid: count, type: count, name: v.string() }),
  }),
  generateAlert: job({
    object: 'alert',
    description: { en: 'Raises an alert by hand.', zh: '手动发出警报。' },
    input: {
      type: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(32767)),
      name,
      description: v.pipe(text, v.trim(), v.minLength(1, 'must not be empty')),
      zoneid: optional(uuid),
      podid: optional(uuid),
    },
    output: success,
  }),
  archiveAlerts: command({
    object: 'alert',
    description: {
      en: 'Takes alerts out of the list without deleting them.',
      zh: '将警报移出列表，但不删除。',
    },
    input: chosen,
    output: success,
  }),
  deleteAlerts: command({
    object: 'alert',
    description: { en: 'Deletes alerts for good.', zh: '永久删除警报。' },
    input: chosen,
    output: success,
  }),
};
