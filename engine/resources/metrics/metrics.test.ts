import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandName, contract } from '../../contract/contract.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { measuring, runningInstance } from '../../testing/measured.ts';

// The metrics lists: the rows of the lists that they are about, with figures for people and thresholds.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  await runningInstance(lab, 'vm');
  const time = await measuring(lab);
  await time.round();
  await lab.engine.internals.reconcilers.runOnce('host-heartbeat');
  await lab.engine.internals.reconcilers.runOnce('storage-stats');
});
afterAll(() => lab.close());

const pairs = [
  ['listVirtualMachinesMetrics', 'listVirtualMachines'],
  ['listHostsMetrics', 'listHosts'],
  ['listClustersMetrics', 'listClusters'],
  ['listZonesMetrics', 'listZones'],
  ['listStoragePoolsMetrics', 'listStoragePools'],
  ['listVolumesMetrics', 'listVolumes'],
] as const satisfies readonly (readonly [CommandName, CommandName])[];
type Row = Record<string, unknown>;

/** A value of each kind for a parameter: what fits the one thing that there is, taken from its row, and what fits nothing. */
function valuesOf(name: string, row: Row): unknown[] {
  const nobody = '11111111-2222-4333-8444-555555555555';
  if (name === 'ids') return [[row.id], [nobody]];
  if (name === 'tags') return [{ room: '12' }];
  if (name === 'page' || name === 'pagesize' || name === 'afterid') return [];
  const own = row[name] ?? (name === 'storageid' ? undefined : row[name.replace(/^name$/, 'displayname')]);
  if (typeof own === 'boolean') return [own, !own];
  if (typeof own === 'string') return /^[0-9a-f]{8}-/.test(own) ? [own, nobody] : [own, 'Nothing'];
  return [true, nobody, 'Nothing', 'asc', 'Enabled', '-1', 'name'];
}

describe.each(pairs)('%s', (metrics, plain) => {
  const object = contract[plain].object;
  const rows = async (name: CommandName, input: object) =>
    ((await lab.call(name, input as never)) as unknown as Record<string, Row[]>)[object] ?? [];

  it(`has the rows of ${plain}, and more of each`, async () => {
    const [more, less] = [await rows(metrics, {}), await rows(plain, {})];
    expect(more.length).toBeGreaterThan(0);
    expect(more).toMatchObject(less);
    expect(Object.keys(more[0] ?? {}).length).toBeGreaterThan(Object.keys(less[0] ?? {}).length + 1);
  });

  it('takes each of its parameters, to the same effect', async () => {
    const [row] = await rows(plain, {});
    const taken: string[] = [];
    for (const name of Object.keys(contract[metrics].input.entries))
      for (const value of valuesOf(name, row ?? {})) {
        const input = { [name]: value };
        const there = await rows(plain, input).catch(() => undefined);
        if (there === undefined) continue;
        taken.push(name);
        expect(
          (await rows(metrics, input)).map(({ id }) => id),
          `${name}=${JSON.stringify(value)}`,
        ).toEqual(there.map(({ id }) => id));
      }
    const left = Object.keys(contract[metrics].input.entries).filter((name) => !taken.includes(name));
    expect(left.sort()).toEqual(['afterid', 'page', 'pagesize']);
    expect(await rows(metrics, { page: 1, pagesize: 1 })).toHaveLength(1);
    expect(await rows(metrics, { pagesize: 1, afterid: (await rows(plain, {})).at(-1)?.id })).toEqual([]);
  });
});

it('an instance is told of in units for people', async () => {
  const [vm] = (await lab.call('listVirtualMachinesMetrics', { name: 'vm' })).virtualmachine;
  expect(vm).toMatchObject({ cputotal: '0.5 Ghz', memorytotal: '0.25 GiB' });
  expect(vm?.diskiopstotal).toBe((vm?.diskioread ?? 0) + (vm?.diskiowrite ?? 0));
  expect(vm?.networkread).toBe(`${((vm?.networkkbsread ?? 0) / 1024).toFixed(2)} MiB`);
  expect(vm?.networkwrite).toBe(`${((vm?.networkkbswrite ?? 0) / 1024).toFixed(2)} MiB`);
  expect(vm?.diskread).toBe(`${((vm?.diskkbsread ?? 0) / 1024).toFixed(2)} MiB`);
  expect(vm?.diskwrite).toBe(`${((vm?.diskkbswrite ?? 0) / 1024).toFixed(2)} MiB`);
  const [volume] = (await lab.call('listVolumesMetrics', { virtualmachineid: vm?.id })).volume;
  expect(volume?.sizegb).toBe(`${((volume?.size ?? 0) / 1024 ** 3).toFixed(2)} GiB`);
  expect(volume?.diskiopstotal).toBe((volume?.diskioread ?? 0) + (volume?.diskiowrite ?? 0));
});

it('a host, its cluster and its zone are told of by what they have, use and have promised', async () => {
  const { hostname = '' } = (await lab.call('listVirtualMachines', { name: 'vm' })).virtualmachine[0] ?? {};
  const [host] = (await lab.call('listHostsMetrics', { name: hostname })).host;
  expect(host).toMatchObject({
    instances: '1 / 1',
    cputotalghz: '20.80 Ghz',
    cpuallocatedghz: '0.50 Ghz',
    memorytotalgb: '16.00 GB',
    memoryallocatedgb: '0.25 GB',
    networkread: '0.00 GB',
    networkwrite: '0.00 GB',
  });
  expect(host?.cpuusedghz).toMatch(/^\d\.\d\d Ghz$/);
  expect(host?.memoryusedgb).toMatch(/^1\.\d\d GB$/);
  const [cluster] = (await lab.call('listClustersMetrics', {})).cluster;
  const [zone] = (await lab.call('listZonesMetrics', {})).zone;
  expect([cluster?.hosts, zone?.clusters]).toEqual(['2 / 2', '1 / 1']);
  for (const all of [cluster, zone]) {
    expect(all).toMatchObject({ state: 'Enabled', cputotal: '41.60 Ghz', cpuallocated: '1.20%' });
    for (const field of ['cpuused', 'cpumaxdeviation', 'memoryused', 'memoryallocated', 'memorymaxdeviation'] as const)
      expect(all?.[field], field).toMatch(/^\d+\.\d\d%$/);
    expect(all?.memorytotal).toBe('30.00 GB');
  }
});

it('thresholds are passed where more is in use or promised than their settings say', async () => {
  const id = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  const names = [
    'cluster.cpu.allocated.capacity.notificationthreshold',
    'cluster.cpu.allocated.capacity.disablethreshold',
    'cluster.memory.allocated.capacity.notificationthreshold',
    'cluster.memory.allocated.capacity.disablethreshold',
    'cluster.storage.capacity.notificationthreshold',
    'cluster.storage.allocated.capacity.notificationthreshold',
    'pool.storage.capacity.disablethreshold',
    'pool.storage.allocated.capacity.disablethreshold',
  ];
  const told = async () => {
    const [host] = (await lab.call('listHostsMetrics', {})).host.filter((each) => each.virtualmachines > 0);
    const rows: (Row | undefined)[] = [
      host,
      (await lab.call('listClustersMetrics', { id })).cluster[0],
      (await lab.call('listZonesMetrics', {})).zone[0],
      (await lab.call('listStoragePoolsMetrics', {})).storagepool[0],
    ];
    return rows.map((row) =>
      Object.entries(row ?? {})
        .filter(([name]) => name.endsWith('threshold'))
        .map(([, passed]) => passed),
    );
  };
  expect(await told()).toEqual([
    Array(8).fill(false),
    Array(8).fill(false),
    Array(8).fill(false),
    Array(4).fill(false),
  ]);
  for (const name of names) await lab.call('updateConfiguration', { name, value: '0' });
  expect(await told()).toEqual([Array(8).fill(true), Array(8).fill(true), Array(8).fill(true), Array(4).fill(true)]);
});

it('a pool is told of by its sizes', async () => {
  const [pool] = (await lab.call('listStoragePoolsMetrics', {})).storagepool;
  expect(pool?.disksizetotalgb).toMatch(/^\d+\.\d\d GB \(x2\)$/);
  const gib = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(2)} GB`;
  const { disksizetotal = 0, disksizeused = 0, disksizeallocated = 0 } = pool ?? {};
  expect([pool?.disksizeusedgb, pool?.disksizeallocatedgb, pool?.disksizeunallocatedgb]).toEqual(
    [disksizeused, disksizeallocated, 2 * disksizetotal - disksizeallocated].map(gib),
  );
});
