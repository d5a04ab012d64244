import { expect, test } from 'vitest';
import { eventKindByNumber, eventKinds } from './events.ts';
import { procedureName, procedures } from './procedures.ts';

test('the table has the 145 procedures of the remote program and the 2 of QEMU’s, each found by its number', () => {
  const entries = Object.entries(procedures);
  expect(entries).toHaveLength(147);
  for (const [name, { program, number }] of entries) expect(procedureName(program, number)).toBe(name);
});

test('the table has the 20 event messages, each found by its number', () => {
  const entries = Object.entries(eventKinds);
  expect(entries).toHaveLength(20);
  for (const [name, { number }] of entries) expect(eventKindByNumber(number)?.[0]).toBe(name);
});

test('no two events of a family are registered with the same id', () => {
  const ids = Object.values(eventKinds).map(({ family, eventID }) => `${family} ${eventID}`);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what libvirt appended later than 9.0 is unknown, not an error', () => {
  expect(procedureName(0x2000_8086, 453)).toBeUndefined();
  expect(eventKindByNumber(453)).toBeUndefined();
});
