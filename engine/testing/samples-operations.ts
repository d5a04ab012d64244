import type { TestEngine } from './lab.ts';
import { good, network, ok } from './sample.ts';

// Events, alerts, tags, comments, usage.

const oneEvent = async (lab: TestEngine) => (await lab.call('listEvents', { type: 'ZONE.EDIT' })).event[0]?.id ?? '';
const oneAlert = async (lab: TestEngine, name: string) => (await lab.call('listAlerts', { name })).alert[0]?.id ?? '';

good(
  'listEventTypes',
  () => ({ keyword: 'vm.st' }),
  (page) => page.eventtype.some(({ name }) => name === 'VM.START'),
);
good('archiveEvents', async (lab) => ({ ids: [await oneEvent(lab)] }), ok);
good('deleteEvents', () => ({ type: 'ZONE.EDIT', enddate: '2999-01-01' }), ok);
good(
  'listAlertTypes',
  () => ({ keyword: 'host' }),
  (page) => page.alerttype[0]?.type === 7,
);
good('generateAlert', () => ({ type: 12, name: 'Disk', description: 'The disk of sim-a clicks.' }), ok);
good('generateAlert', () => ({ type: 12, name: 'Fan', description: 'The fan of sim-a stands.' }), ok);
good('archiveAlerts', async (lab) => ({ ids: [await oneAlert(lab, 'Disk')] }), ok);
good('deleteAlerts', () => ({ type: '12', startdate: '2000-01-01 00:00:00' }), ok);

good(
  'createTags',
  async (lab) => ({
    resourceids: [await network(lab)],
    resourcetype: 'Network',
    tags: { course: 'linux', room: '12' },
  }),
  ok,
);
good(
  'listTags',
  () => ({ key: 'course' }),
  (page) => page.count === 1 && page.tag[0]?.value === 'linux' && page.tag[0].resourcetype === 'Network',
);
good('deleteTags', async (lab) => ({ resourceids: [await network(lab)], resourcetype: 'Network' }), ok);
