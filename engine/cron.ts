/**
 * Times by cron's five fields (minute, hour, day of the month, month, day of the week) in a time zone. All fields have to fit, the two days too, as
 * in CloudStack. A time that a change of the clocks leaves out is not made up for, and one that it repeats comes once.
 */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const limits = [
  { from: 0, to: 59, names: [] as string[], first: 0 },
  { from: 0, to: 23, names: [] as string[], first: 0 },
  { from: 1, to: 31, names: [] as string[], first: 0 },
  { from: 1, to: 12, names: monthNames, first: 1 },
  { from: 0, to: 7, names: dayNames, first: 0 },
] as const;

function numbers(field: string, { from, to, names, first }: (typeof limits)[number]): number[] | undefined {
  const found = new Set<number>();
  const value = (text: string): number | undefined => {
    const named = names.indexOf(text.toUpperCase());
    if (named >= 0) return named + first;
    const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
    return number >= from && number <= to ? number : undefined;
  };
  for (const part of field.split(',')) {
    const [, range = '', step = '1'] = /^([^/]+?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const [low = '', high] = range === '*' || range === '?' ? [String(from), String(to)] : range.split('-');
    const begin = value(low);
    const end = high === undefined ? (part.includes('/') ? to : begin) : value(high);
    if (begin === undefined || end === undefined || end < begin || Number(step) < 1) return undefined;
    for (let each = begin; each <= end; each += Number(step)) found.add(each);
  }
  return [...found].sort((a, b) => a - b);
}

/** Reads five fields; undefined for what is no schedule. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 || text.length > 200) return undefined;
  const [minutes, hours, days, months, weekdays] = fields.map((field, index) =>
    numbers(field, limits[index] as (typeof limits)[number]),
  );
  if (minutes === undefined || hours === undefined || days === undefined) return undefined;
  if (months === undefined || weekdays === undefined) return undefined;
  return {
    minutes,
    hours,
    days: new Set(days),
    months: new Set(months),
    weekdays: new Set(weekdays.map((day) => day % 7)),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A clock on the wall of a time zone; undefined for a zone that nobody knows. */
function wallClock(timezone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timezone, made);
    return made;
  } catch {
    return undefined;
  }
}

export const isTimezone = (timezone: string): boolean => wallClock(timezone) !== undefined;

/** What the wall clock shows at a time, as if it were a time in UTC. */
function shown(clock: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const of = (type: string) => parts.get(type as never) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
}

/** The first time at which the wall clock shows this; undefined where it never does. */
function timeOf(clock: Intl.DateTimeFormat, wall: number): number | undefined {
  const offsets = [wall - 86_400_000, wall + 86_400_000].map((near) => shown(clock, near) - near);
  const times = [...new Set(offsets)].map((offset) => wall - offset).filter((time) => shown(clock, time) === wall);
  return times.length === 0 ? undefined : Math.min(...times);
}

const day = 86_400_000;
/** A day that comes only in leap years is found within eight years. */
const horizon = 8 * 366;

/** The first time after `after` that fits; undefined where none comes within years. */
export function nextTime(cron: Cron, timezone: string, after: number): number | undefined {
  const clock = wallClock(timezone);
  if (clock === undefined) return undefined;
  const today = Math.floor(shown(clock, after) / day) * day;
  for (let index = 0; index < horizon; index += 1) {
    const date = new Date(today + index * day);
    if (!cron.months.has(date.getUTCMonth() + 1)) continue;
    if (!cron.days.has(date.getUTCDate()) || !cron.weekdays.has(date.getUTCDay())) continue;
    for (const hour of cron.hours)
      for (const minute of cron.minutes) {
        const wall = date.getTime() + (hour * 60 + minute) * 60_000;
        // Days of today that are over need no look at the zone.
        if (wall < shown(clock, after) - day) continue;
        const time = timeOf(clock, wall);
        if (time !== undefined && time > after) return time;
      }
  }
  return undefined;
}
