import { define } from './setting-values.ts';

/** When usage is added up, and by what periods. */
export const usageSettings = [
  define(
    'enable.usage.server',
    'Usage',
    'boolean',
    'true',
    'Whether usage is added up into records.',
    'Off: the log goes on, and its records are made when this is on again, or by generateUsageRecords.',
  ),
  define(
    'usage.stats.job.aggregation.range',
    'Usage',
    'number',
    '1440',
    'Minutes of the period that a usage record is for.',
    'Periods end at whole multiples of it in UTC; a change counts from the next period.',
    { unit: 'minutes', whole: true, minimum: 1, maximum: 44640 },
  ),
  define(
    'usage.stats.job.exec.time',
    'Usage',
    'text',
    '00:15',
    'Time of day, in UTC, at which usage is added up.',
    'Where periods are shorter than a day, also once for each of them; a change counts from the next round.',
    { timeOfDay: true },
  ),
];
