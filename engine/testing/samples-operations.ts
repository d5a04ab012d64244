import type { TestEngine } from './lab.ts';
import { good, network, ok } from './sample.ts';
import { user } from './samples-accounts.ts';

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

const comment = async (lab: TestEngine) => (await lab.call('listAnnotations', {})).annotation[0]?.id ?? '';
good(
  'addAnnotation',
  async (lab) => ({
    annotation: 'Its switch is behind the door.',
    entitytype: 'NETWORK' as const,
    entityid: await network(lab),
  }),
  (made) => made.username === 'admin' && made.entityname === 'guests' && !made.adminsonly,
);
good(
  'listAnnotations',
  async (lab) => ({ entitytype: 'NETWORK' as const, entityid: await network(lab) }),
  (page) => page.count === 1,
);
good(
  'updateAnnotationVisibility',
  async (lab) => ({ id: await comment(lab), adminsonly: true }),
  (changed) => changed.adminsonly,
);
good(
  'removeAnnotation',
  async (lab) => ({ id: await comment(lab) }),
  (removed) => removed.removed !== undefined,
);
good(
  'updateRegion',
  () => ({ id: 1, name: 'Classroom' }),
  (changed) => changed.name === 'Classroom' && changed.id === 1,
);
good(
  'createSupportBundle',
  () => ({}),
  (made) => made.name.startsWith('benchtop-support-') && 'listHosts' in JSON.parse(made.content),
);
good(
  'listRegions',
  () => ({ id: 1 }),
  (page) => page.region[0]?.name === 'Classroom',
);
good(
  'listManagementServers',
  () => ({}),
  (page) => page.count === 1 && page.managementserver[0]?.state === 'Up',
);
good(
  'registerUserKeys',
  async (lab) => ({ id: await user(lab, 'admin') }),
  ({ secretkey }) => secretkey !== '',
);
good(
  'getCloudIdentifier',
  async (lab) => ({ userid: await user(lab, 'admin') }),
  (answer) => answer.cloudidentifier.length === 36 && answer.signature.length === 28,
);

good(
  'listUsageTypes',
  () => ({}),
  (page) => page.usagetype.some(({ id, name }) => id === 1 && name === 'RUNNING_VM'),
);
good('generateUsageRecords', () => ({ startdate: '2020-01-01', enddate: '2020-02-01' }), ok);
good(
  'listUsageRecords',
  () => ({ startdate: '2020-01-01', enddate: '2020-02-01' }),
  (page) => page.count === 0,
);
good(
  'listUsageTotals',
  () => ({ startdate: '2020-01-01', enddate: '2020-02-01' }),
  (page) => page.count === 0,
);
