import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const chosen: Readonly<Record<'ids' | 'type' | 'startdate' | 'enddate', Text>> = {
  ids: { en: 'Which ones, by their ids.', zh: '按 ID 指定。' },
  type: { en: 'All of this type.', zh: '该类型的全部。' },
  startdate: { en: 'All from this day or moment on, in UTC.', zh: '从该日期或时刻（UTC）起的全部。' },
  enddate: { en: 'All up to this day or moment, in UTC.', zh: '到该日期或时刻（UTC）为止的全部。' },
};

/** What the parameters of events and alerts mean. */
export const eventTexts: Texts = {
  commands: {
    archiveEvents: chosen,
    deleteEvents: chosen,
    archiveAlerts: chosen,
    deleteAlerts: chosen,
    generateAlert: {
      type: { en: 'A number that listAlertTypes has.', zh: 'listAlertTypes 中的编号。' },
      name: { en: 'What the alert is called.', zh: '警报的名称。' },
      description: { en: 'What somebody should look at, in a sentence.', zh: '用一句话说明需要关注什么。' },
      zoneid: { en: 'The zone that it is about.', zh: '所涉及的区域。' },
      podid: { en: 'The pod that it is about.', zh: '所涉及的提供点。' },
    },
  },
  fields: {
    archived: 'Whether it was taken out of the list.',
    entrytime: 'Only what was begun within so many seconds and has not ended.',
    duration: 'Only what was begun at least so many seconds ago and has not ended.',
    startid: 'Only the event with this id and those that name it as their first.',
    parentid: 'Id of the first event of the same job.',
    alerttypeid: 'Number of the alert type.',
    sent: 'When it was raised.',
  },
};
