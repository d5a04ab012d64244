import { describe, expect, it } from 'vitest';
import { closeCodes } from '../../engine/contract/console.ts';
import english from '../i18n/en/instances.json' with { type: 'json' };
import { heals, pauseBefore, troubleOfClose, troubleOfError } from './console-state.ts';

describe('a console that was closed', () => {
  it('has a sentence for every close code', () => {
    // What ends an upload well closes no console.
    const { received: _upload, ...codes } = closeCodes;
    for (const code of Object.values(codes))
      expect(english.console.trouble[troubleOfClose(code)]).toMatch(/^[A-Z].*\.$/);
    expect(new Set(Object.values(codes).map(troubleOfClose)).size).toBe(Object.keys(codes).length);
  });

  it('is tried again when the connection, the host or the ticket was the reason, and not when someone has to act', () => {
    expect([1006, 1011, closeCodes.hostUnreachable, closeCodes.ticket].map(troubleOfClose).every(heals)).toBe(true);
    const { notRunning, refused, tooManyViewers, ended, viewer } = closeCodes;
    expect([notRunning, refused, tooManyViewers, ended, viewer].map(troubleOfClose).some(heals)).toBe(false);
    expect(heals(troubleOfError('conflict'))).toBe(false);
    expect(heals(troubleOfError('hostUnreachable'))).toBe(true);
    expect(heals(troubleOfError('locked'))).toBe(false);
  });

  it('waits longer each time, and never longer than a quarter of a minute', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 100].map(pauseBefore);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[0]).toBe(1);
    expect(pauses.at(-1)).toBe(15);
  });
});
