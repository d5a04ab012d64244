import { define } from './setting-values.ts';

const share = { minimum: 0, maximum: 1 } as const;
const raised =
  'Above it an alert is raised, once, and closed when it is no longer so; rounds are capacity.check.period apart.';
const metrics = 'Metrics lists say so, too.';

/** When somebody is told that a cluster or a zone becomes full. */
export const capacitySettings = [
  define(
    'capacity.check.period',
    'Alert',
    'number',
    '300000',
    'Milliseconds between two looks at how full clusters and zones are.',
    'Alerts about capacity are raised and closed then; a change counts from the next round.',
    { unit: 'milliseconds', whole: true, minimum: 1000, maximum: 86_400_000 },
  ),
  define(
    'cluster.cpu.allocated.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a cluster’s CPU, allocated, above which an alert is raised.',
    `${raised} ${metrics}`,
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.memory.allocated.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a cluster’s memory, allocated, above which an alert is raised.',
    `${raised} ${metrics}`,
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.storage.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a cluster’s shared primary storage, used, above which an alert is raised.',
    `${raised} ${metrics}`,
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.storage.allocated.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a cluster’s shared primary storage, allocated, above which an alert is raised.',
    `${raised} ${metrics}`,
    { scope: 'Cluster', ...share },
  ),
  define(
    'cluster.localStorage.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a cluster’s local storage, allocated, above which an alert is raised.',
    raised,
    { scope: 'Cluster', ...share },
  ),
  define(
    'zone.secstorage.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a zone’s secondary storage, used, above which an alert is raised.',
    raised,
    { scope: 'Zone', ...share },
  ),
  define(
    'zone.directnetwork.publicip.capacity.notificationthreshold',
    'Alert',
    'number',
    '0.75',
    'Share of a zone’s addresses for instances, in use, above which an alert is raised.',
    raised,
    { scope: 'Zone', ...share },
  ),
];
