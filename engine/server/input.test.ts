import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { uuid } from '../contract/command.ts';
import { errorData } from '../contract/errors.ts';
import { typedInput } from './input.ts';

// From the texts of a request to what a command takes.

const entries = {
  id: v.optional(uuid),
  ids: v.optional(v.array(uuid)),
  name: v.string(),
  size: v.optional(v.pipe(v.number(), v.integer())),
  forced: v.optional(v.boolean()),
  numbers: v.optional(v.array(v.number())),
  kind: v.optional(v.picklist([0, 1, 2])),
  details: v.optional(v.record(v.string(), v.string())),
  iptonetworklist: v.optional(v.array(v.object({ networkid: v.optional(uuid), ip: v.optional(v.string()) }))),
};
const typed = (parameters: Record<string, string>) =>
  Object.fromEntries(typedInput(entries as never, new Map(Object.entries(parameters))));

describe('a parameter', () => {
  it.each([
    [
      { SIZE: '12', Forced: 'True', nAme: 'x' },
      { size: 12, forced: true, name: 'x' },
    ],
    [
      { size: '-3', forced: 'FALSE' },
      { size: -3, forced: false },
    ],
    // What is not one is left for the dispatcher to refuse.
    [{ size: '0x10' }, { size: '0x10' }],
    [{ size: '1e3' }, { size: '1e3' }],
    [{ size: ' 1' }, { size: ' 1' }],
    [{ size: 'Infinity' }, { size: 'Infinity' }],
    [{ forced: '1' }, { forced: '1' }],
    // No value; a text may be empty.
    [{ id: '', size: '', forced: '', ids: '', name: '' }, { name: '' }],
    [{ ids: 'a, b,c' }, { ids: ['a', 'b', 'c'] }],
    [{ ids: 'a,,b' }, { ids: ['a', '', 'b'] }],
    [{ numbers: '1,two' }, { numbers: [1, 'two'] }],
    // Of numbers to choose from, one; what is none of them is left as it is.
    [{ kind: '0' }, { kind: 0 }],
    [{ kind: '7' }, { kind: '7' }],
    [
      { unknown: '1', Unknown: '2' },
      { unknown: '1', Unknown: '2' },
    ],
    // Of the request, or of every list, and of no command.
    [{ command: 'x', apiKey: 'x', signature: 'x', response: 'json', expires: 'x', listall: 'true', _: '1' }, {}],
  ])('%j', (given, expected) => {
    expect(typed(given)).toEqual(expected);
  });
});

describe('a map, a list and a list of objects', () => {
  it.each([
    [
      { 'details[0].key': 'cpuNumber', 'details[0].value': '2', 'details[1].key': 'b', 'details[1].value': '' },
      { details: { cpuNumber: '2', b: '' } },
    ],
    [{ 'Details[0].cpuNumber': '2', 'details[0].Memory': '512' }, { details: { cpuNumber: '2', Memory: '512' } }],
    // A key of that name, where it is no pair.
    [{ 'details[0].key': 'x' }, { details: { key: 'x' } }],
    [{ 'ids[1]': 'b', 'ids[0]': 'a' }, { ids: ['a', 'b'] }],
    [
      { 'iptonetworklist[0].ip': '10.0.0.1', 'iptonetworklist[0].networkId': 'n', 'iptonetworklist[1].ip': '10.0.0.2' },
      { iptonetworklist: [{ ip: '10.0.0.1', networkid: 'n' }, { ip: '10.0.0.2' }] },
    ],
    [{ 'nothing[0].x': '1' }, { nothing: '' }],
  ])('%j', (given, expected) => {
    expect(typed(given)).toEqual(expected);
  });

  it('reach no prototype', () => {
    const { details } = typed({ 'details[0].__proto__': 'x', 'details[1].constructor': 'y' }) as {
      details: Record<string, string>;
    };
    expect(Object.entries(details)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('have an index within reason', () => {
    for (const index of ['1000', '999999999']) {
      let refusal: unknown;
      try {
        typed({ [`ids[${index}]`]: 'a' });
      } catch (error) {
        refusal = error;
      }
      expect(errorData(refusal).code).toBe('malformedParameter');
    }
    expect(typed({ 'ids[999]': 'a' })).toEqual({ ids: ['a'] });
  });
});
