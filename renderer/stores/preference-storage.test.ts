import { describe, expect, it } from 'vitest';
import { cookieValue, readCookie } from './preference-storage.ts';

describe('preferences in a cookie', () => {
  const stored = JSON.stringify({
    state: { theme: 'dark', language: 'zh-CN', columns: { hosts: ['name; x', 'state'] }, zoneId: 'z' },
    version: 1,
  });

  it('carry language and theme to the next port, and nothing large', () => {
    const cookies = `benchtop-41233=secret; benchtop-preferences=${cookieValue(stored)}; other=1`;
    expect(JSON.parse(readCookie(cookies) ?? '')).toEqual({ state: { theme: 'dark', language: 'zh-CN' }, version: 1 });
    expect(cookieValue(stored)).not.toMatch(/[;, ]/);
  });

  it.each(['', 'other=1', 'benchtop-preferences=%', 'benchtop-preferences=notjson'])('are absent in %o', (cookies) => {
    expect(readCookie(cookies)).toBeNull();
  });
});
