import { define } from './setting-values.ts';

/** What the settings say of how instances live on: where they may move. */
export const instanceSettings = [
  define(
    'migrate.vm.across.clusters',
    'Advanced',
    'boolean',
    'false',
    'Whether a running instance may move to another cluster of its zone.',
    'Read when hosts for a move are looked for; the storage of the instance has to reach into that cluster, too.',
    { scope: 'Zone' },
  ),
  define(
    'instance.lease.enabled',
    'Advanced',
    'boolean',
    'false',
    'Whether instances may be given a lease: a day on which they are stopped or destroyed.',
    'While it is false leases are refused, and those that are there end nothing.',
  ),
  define(
    'instance.lease.scheduler.interval',
    'Advanced',
    'number',
    '3600',
    'Seconds between two looks for instances whose lease is over.',
    'How often leases are looked at; a change counts from the next round.',
    { unit: 'seconds', whole: true, minimum: 1, maximum: 31536000 },
  ),
  define(
    'instance.lease.eventscheduler.interval',
    'Advanced',
    'number',
    '86400',
    'Seconds between two warnings that the lease of an instance will be over.',
    'A warning is an event and an alert; the next one comes after this time.',
    { unit: 'seconds', whole: true, minimum: 1, maximum: 31536000 },
  ),
  define(
    'instance.lease.expiryevent.daysbefore',
    'Advanced',
    'number',
    '7',
    'Days before the end of a lease from which on warnings come.',
    'Read in each round that looks at leases.',
    { unit: 'days', whole: true, minimum: 0, maximum: 3650 },
  ),
  define(
    'vmscheduler.jobs.expire.interval',
    'Advanced',
    'number',
    '30',
    'Days that it is kept which times of instances’ schedules were dealt with.',
    'Older ones are forgotten whenever schedules are looked at.',
    { unit: 'days', whole: true, minimum: 1, maximum: 3650 },
  ),
];
