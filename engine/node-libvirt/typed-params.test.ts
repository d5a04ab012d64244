import { describe, expect, test } from 'vitest';
import { XdrError } from './errors.ts';
import type { TypedParam } from './typed-param.ts';
import {
  blockIoTuneFields,
  migrationFields,
  paramMap,
  schedulerFields,
  statsTree,
  typedParams,
} from './typed-params.ts';

describe('building parameters', () => {
  test('takes each field’s type from the table', () => {
    expect(typedParams(schedulerFields, { cpu_shares: 512n, vcpu_quota: -1n })).toEqual([
      { field: 'cpu_shares', type: 'ullong', value: 512n },
      { field: 'vcpu_quota', type: 'llong', value: -1n },
    ]);
  });

  test('leaves out what is undefined and repeats a field that has a list', () => {
    expect(typedParams(migrationFields, { bandwidth: undefined, migrate_disks: ['vda', 'vdb'] })).toEqual([
      { field: 'migrate_disks', type: 'string', value: 'vda' },
      { field: 'migrate_disks', type: 'string', value: 'vdb' },
    ]);
  });

  test.each(['total_bytes', 'toString', '__proto__'])('refuses the unknown field %s', (field) => {
    const values = Object.fromEntries([[field, 1n]]) as Record<string, bigint>;
    expect(() => typedParams(blockIoTuneFields, values)).toThrow(XdrError);
  });
});

describe('a statistics record as a tree', () => {
  const param = (field: string, value: bigint): TypedParam => ({ field, type: 'ullong', value });

  test('nests by dots', () => {
    const tree = statsTree([param('block.count', 1n), param('block.0.rd.bytes', 5n), param('block.0.rd.reqs', 2n)]);
    expect(tree).toEqual({ block: { count: 1n, 0: { rd: { bytes: 5n, reqs: 2n } } } });
  });

  test('keeps a value whose name begins other names, in whatever order they come', () => {
    const params = [param('vcpu.0.halted.sum', 3n), param('vcpu.0.halted', 1n)];
    expect(statsTree(params)).toEqual({ vcpu: { 0: { halted: 1n, 'halted.sum': 3n } } });
    expect(statsTree(params.toReversed())).toEqual(statsTree(params));
  });

  test('cannot reach a prototype and has a bounded depth', () => {
    const tree = statsTree([
      param('__proto__.polluted', 1n),
      param('constructor.prototype.polluted', 1n),
      param('a.'.repeat(5_000), 1n),
    ]);
    expect(Object.getPrototypeOf(tree)).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(tree).sort()).toEqual(['__proto__', 'constructor']);
  });

  test('is also available flat', () => {
    expect(paramMap([param('a.b', 1n), param('a.b', 2n)])).toEqual(new Map([['a.b', 2n]]));
  });
});
