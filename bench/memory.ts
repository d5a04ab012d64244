// What the engine's process holds with 50,000 instances in its store: after reading pages of them in every order, and after a garbage
// collection. The whole process is counted, with Node itself. It is a process of its own, as after a start: the one that makes the store
// still holds what making it took.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { TableName } from '../engine/store/tables.ts';
import { startTestEngine, type TestEngine } from '../engine/testing/lab.ts';
import { buildLargeCloud } from './cloud.ts';
import { report } from './report.ts';

const instances = Number(process.env.BENCH_INSTANCES ?? 50_000);
const mebibyte = 1024 ** 2;

/** A copy of a row of a table, without the columns that its view adds. */
function copy(lab: TestEngine, table: TableName, id: string, more: object): void {
  const { store, ids } = lab.engine.internals.ctx;
  store.insert(table, {
    ...(store.tables[table] as { stored(id: string): object }).stored(id),
    id: ids(),
    ...more,
  } as never);
}

/** Proportional share of memory in bytes, which counts pages shared with other processes by their part. */
function proportionalShare(): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'));
  return Number(found?.[1] ?? Number.NaN) * 1024;
}

if (process.platform !== 'linux') {
  console.log('memory: left out, because shares of memory are told by Linux only.');
  process.exit(0);
}

async function make(lab: TestEngine): Promise<void> {
  const input = await buildLargeCloud(lab);
  const { resourceId: model = '' } = await lab.run('deployVirtualMachine', { ...input, name: 'model' });
  const { store, ids } = lab.engine.internals.ctx;
  const nic = store.first('nics', 'virtual_machine_id = ?', model)?.id ?? '';
  const volume = store.first('volumes', 'virtual_machine_id = ?', model)?.id ?? '';
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  for (let from = 0; from < instances; from += 1000)
    store.write(() => {
      for (let index = from; index < from + 1000; index += 1) {
        const id = ids();
        const macAddress = `1e:02:00:${hex(index >> 16)}:${hex((index >> 8) & 255)}:${hex(index & 255)}`;
        const place = { macAddress, ipAddress: `10.9.${(index >> 8) & 255}.${index & 255}` };
        const names = {
          name: `student-${index}`,
          displayName: `Lesson ${index}`,
          instanceName: `i-2-${index + 1000}-VM`,
        };
        copy(lab, 'virtualMachines', model, { id, ...names, ...place });
        copy(lab, 'nics', nic, { virtualMachineId: id, ...place });
        copy(lab, 'volumes', volume, { virtualMachineId: id, name: `ROOT-${index}` });
      }
    });
}

async function measure(lab: TestEngine): Promise<void> {
  const caller = lab.engine.desktopCaller();
  for (const sortby of ['name', 'state', 'created'])
    for (const page of [1, 50, 500])
      await lab.engine.call(caller, 'listVirtualMachines', { page, pagesize: 100, sortby });
  await lab.engine.call(caller, 'listVirtualMachines', { keyword: 'Lesson 4711', pagesize: 100 });
  await lab.engine.call(caller, 'listCapacity', {});
  globalThis.gc?.();
  const used = proportionalShare();
  report({
    what: `the engine's process with ${instances} instances (MiB)`,
    ours: `${(used / mebibyte).toFixed(0)} MiB`,
    against: '200 MiB',
    figure: used / mebibyte,
    wanted: { atMost: 200 },
  });
}

const directory = process.argv[2];
const lab = await startTestEngine(directory === undefined ? {} : { directory, keep: true });
try {
  if (directory !== undefined) await measure(lab);
  else {
    await make(lab);
    await lab.engine.close();
    const measured = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, lab.directory], {
      stdio: 'inherit',
    });
    process.exitCode = measured.status ?? 1;
  }
} finally {
  await lab.close();
}
