/** CloudStack's `2026-11-21T02:42:19+0000` (an offset without colon, which not every parser takes) as a Date. */
export function parseDate(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const date = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

export const mebibyte = 1024 ** 2;
export const gibibyte = 1024 ** 3;

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes with a binary unit and three significant digits: 0 B, 512 MiB, 1.25 TiB. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1024 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${byteUnits[unit]}`;
}

const steps: readonly [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 30, 86_400, 'day'],
  [86_400 * 365, 86_400 * 30, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365, 'year'],
];

/** Making a format takes a browser a good part of a millisecond, and a list wants a hundred: one of each kind per language is kept. */
function kept<T>(make: (language: string) => T): (language: string) => T {
  const formats = new Map<string, T>();
  return (language) => {
    let format = formats.get(language);
    if (format === undefined) {
      format = make(language);
      formats.set(language, format);
    }
    return format;
  };
}
const relativeFormat = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));
const momentFormat = kept(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }),
);

/** "3 minutes ago" in the language; under ten seconds it is "now". */
export function formatRelative(date: Date, now: number, language: string): string {
  const seconds = (date.getTime() - now) / 1000;
  const format = relativeFormat(language);
  if (Math.abs(seconds) < 10) return format.format(0, 'second');
  for (const [limit, size, unit] of steps) {
    if (Math.abs(seconds) < limit) return format.format(Math.trunc(seconds / size), unit);
  }
  return date.toISOString();
}

export function formatAbsolute(date: Date, language: string): string {
  return momentFormat(language).format(date);
}

/** Seconds as 0:07, 12:30 or 1:02:03. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const clockFormat = kept(
  (language) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }),
);
const dayFormat = kept(
  (language) =>
    new Intl.DateTimeFormat(language, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    }),
);

/** A moment of a chart: its time of day, with the day where the chart is longer than one. */
export function formatClock(at: number, span: number, language: string): string {
  return (span > 86_400_000 ? dayFormat : clockFormat)(language).format(at);
}
