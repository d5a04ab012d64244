import { describe, expect, it } from 'vitest';
import { isTimezone, nextTime, parseCron } from './cron.ts';

const at = (text: string) => Date.parse(text);
const next = (schedule: string, after: string, timezone = 'UTC') => {
  const cron = parseCron(schedule);
  const time = cron === undefined ? undefined : nextTime(cron, timezone, at(after));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

describe('the next time', () => {
  it.each([
    ['0 8 * * *', '2026-12-01T07:59:59Z', '2026-12-01T08:00'],
    ['0 8 * * *', '2026-12-01T08:00:00Z', '2026-12-02T08:00'],
    ['*/15 * * * *', '2026-12-01T08:50:00Z', '2026-12-01T09:00'],
    ['30 7 * * MON-FRI', '2026-12-04T08:00:00Z', '2026-12-07T07:30'],
    ['0 0 1 jan,jul *', '2026-02-01T00:00:00Z', '2026-07-01T00:00'],
    ['0 12 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T12:00'],
    // Both days have to fit: the next 13th that is a Friday.
    ['0 0 13 * 5', '2026-12-01T00:00:00Z', '2027-08-13T00:00'],
    ['0 0 * * 7', '2026-12-01T00:00:00Z', '2026-12-06T00:00'],
  ])('of %s after %s is %s', (schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  it('is the zone’s own time, in summer and in winter', () => {
    expect(next('0 8 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-07-01T06:00');
    expect(next('0 8 * * *', '2026-12-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-12-01T07:00');
    expect(next('0 8 * * *', '2026-12-01T00:00:00Z', 'Asia/Shanghai')).toBe('2026-12-02T00:00');
  });

  it('leaves out what a change of the clocks leaves out, and comes once where it repeats an hour', () => {
    // 2027-03-28 02:30 does not exist in Berlin.
    expect(next('30 2 * * *', '2027-03-27T12:00:00Z', 'Europe/Berlin')).toBe('2027-03-29T00:30');
    // 2026-10-25 02:30 is there twice: at 00:30 and 01:30 UTC.
    expect(next('30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30');
    expect(next('30 2 * * *', '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30');
  });

  it('is none where no such day comes', () => {
    expect(next('0 0 31 2 *', '2026-12-01T00:00:00Z')).toBeUndefined();
  });
});

it.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '5-1 * * * *',
  '*/0 * * * *',
  'a * * * *',
  '1;2 * * * *',
])('no schedule: %j', (schedule) => {
  expect(parseCron(schedule)).toBeUndefined();
});

it('zones are those of the time zone database', () => {
  expect(isTimezone('Europe/Berlin')).toBe(true);
  expect(isTimezone('Mars/Olympus')).toBe(false);
});
