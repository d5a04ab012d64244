// Every list of the contract in the practice cloud with 50,000 instances: its first page, a late one, by each field that it can be sorted by,
// both ways, and searched by a rare word, by a common one and by a single letter. What a page waits for is the engine's answer, so the
// slowest of them is held against the tenth of a second under which a list appears at once.
import { type CommandName, contract } from '../engine/contract/contract.ts';
import { errorData } from '../engine/contract/errors.ts';
import { startTestEngine } from '../engine/testing/lab.ts';
import { multiplyInstances } from '../engine/testing/many-instances.ts';
import { median, milliseconds, report } from './report.ts';

const instances = Number(process.env.BENCH_INSTANCES ?? 50_000);
const rounds = 5;
const limit = 100;
const pagesize = 100;

const first = await startTestEngine({ keep: true });
await first.run('chooseMode', { mode: 'practice' });
await first.engine.close();
multiplyInstances(first.directory, instances);

const lab = await startTestEngine({ directory: first.directory });
const caller = lab.engine.desktopCaller();
const lists = (Object.keys(contract) as CommandName[]).filter(
  (name) => contract[name].output.type === 'object' && 'row' in contract[name],
);

/** The fields by which a list can be sorted, as its own refusal of another one names them. */
async function sortable(name: CommandName): Promise<string[]> {
  try {
    await lab.engine.call(caller, name, { sortby: 'nothing' });
  } catch (error) {
    return (/Use one of (.*)\./.exec(errorData(error).hint ?? '')?.[1] ?? '').split(', ').filter(Boolean);
  }
  return [];
}

const taken: { what: string; time: number }[] = [];
async function timed(name: CommandName, input: object): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    try {
      await lab.engine.call(caller, name, { pagesize, ...input });
    } catch (error) {
      // What cannot be asked without naming something is no page of its own.
      if (errorData(error).code === 'parameter') return;
      throw error;
    }
    times.push(performance.now() - begun);
  }
  taken.push({ what: `${name} ${JSON.stringify(input)}`, time: median(times) });
}

try {
  for (const name of lists) {
    for (const input of [{}, { page: 400 }, { keyword: 'pupil-31415' }, { keyword: 'pupil' }, { keyword: 'e' }])
      await timed(name, input);
    for (const sortby of await sortable(name))
      for (const sortorder of ['asc', 'desc']) await timed(name, { sortby, sortorder });
  }
  await timed('listVirtualMachines', { state: 'Stopped' });
  await timed('listVirtualMachines', { state: 'Stopped', keyword: 'pupil', sortby: 'hostname' });
  taken.sort((a, b) => b.time - a.time);
  console.log(`lists: ${lists.length} lists, ${taken.length} ways to ask them; the slowest:`);
  for (const { what, time } of taken.slice(0, 10)) console.log(`  ${milliseconds(time)}  ${what}`);
  const slowest = taken[0]?.time ?? Number.NaN;
  report({
    what: `the slowest of ${taken.length} lists with ${instances} instances (ms)`,
    ours: milliseconds(slowest),
    against: `${limit} ms`,
    figure: slowest,
    wanted: { atMost: limit },
  });
} finally {
  await lab.close();
}
process.exit(0);
