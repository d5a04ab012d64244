import { define } from './setting-values.ts';

const days = { unit: 'days', whole: true, minimum: 0, maximum: 3650 } as const;
const interval = { unit: 'seconds', whole: true, minimum: 1, maximum: 31536000 } as const;

/** How long what has happened is remembered. */
export const historySettings = [
  define(
    'event.purge.delay',
    'Advanced',
    'number',
    '15',
    'Days that events are kept; 0 keeps them for ever.',
    'Older events, archived ones too, are deleted in rounds of event.purge.interval.',
    days,
  ),
  define(
    'event.purge.interval',
    'Advanced',
    'number',
    '86400',
    'Seconds between two rounds of deleting old events.',
    'A change counts from the next round.',
    interval,
  ),
  define(
    'alert.purge.delay',
    'Advanced',
    'number',
    '0',
    'Days that alerts are kept; 0 keeps them for ever.',
    'Older alerts, archived ones too, are deleted in rounds of alert.purge.interval.',
    days,
  ),
  define(
    'alert.purge.interval',
    'Advanced',
    'number',
    '86400',
    'Seconds between two rounds of deleting old alerts.',
    'A change counts from the next round.',
    interval,
  ),
];
