import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatRelative, parseDate } from './format.ts';

describe('what people read', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [10 * 1024 ** 3, '10 GiB'],
    [1.25 * 1024 ** 4, '1.25 TiB'],
  ])('%d bytes → %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("reads CloudStack's dates, and nothing from nonsense", () => {
    expect(parseDate('2026-11-21T02:42:19+0000')?.toISOString()).toBe('2026-11-21T02:42:19.000Z');
    expect(parseDate('2026-11-21T02:42:19+0530')?.toISOString()).toBe('2026-11-20T21:12:19.000Z');
    expect(parseDate('soon')).toBeUndefined();
  });

  it('says how long ago in both languages', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(formatRelative(new Date(now - 3 * 60_000), now, 'en')).toBe('3 min. ago');
    expect(formatRelative(new Date(now - 3 * 60_000), now, 'zh-CN')).toBe('3分钟前');
    expect(formatRelative(new Date(now - 2000), now, 'en')).toBe('now');
  });

  it('counts hours only when there are any', () => {
    expect([formatDuration(7), formatDuration(750), formatDuration(3723)]).toEqual(['0:07', '12:30', '1:02:03']);
  });
});
