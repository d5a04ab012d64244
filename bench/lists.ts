// Every list of the contract in the practice cloud with 50,000 instances: its first page, a late one, by each field that it can be sorted by,
// both ways, and searched by a rare word, by a common one and by a single letter. What a page waits for is the engine's answer, so the
// slowest of them is held against the tenth of a second under which a list appears at once. What programs ask for is larger: pages of 500,
// whose slowest answers of all are held against a quarter of a second.
import { type CommandName, contract } from '../engine/contract/contract.ts';
import { errorData } from '../engine/contract/errors.ts';
import { startTestEngine } from '../engine/testing/lab.ts';
import { multiplyInstances } from '../engine/testing/many-instances.ts';
import { milliseconds, report } from './report.ts';

const instances = Number(process.env.BENCH_INSTANCES ?? 50_000);
/** What the window asks for, judged by the usual answer, and what programs do, judged by the slowest of a hundred. */
const window = { pagesize: 100, rounds: 5, share: 0.5, limit: 100 };
const program = { pagesize: 500, rounds: 100, share: 0.99, limit: 250 };

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

type Taken = { what: string; time: number }[];
const taken: Taken = [];
const takenByPrograms: Taken = [];
async function timed(name: CommandName, input: object, how = window, into = taken): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < how.rounds; round += 1) {
    const begun = performance.now();
    try {
      await lab.engine.call(caller, name, { pagesize: how.pagesize, ...input });
    } catch (error) {
      // What cannot be asked without naming something is no page of its own.
      if (errorData(error).code === 'parameter') return;
      throw error;
    }
    times.push(performance.now() - begun);
  }
  const time = times.toSorted((a, b) => a - b)[Math.floor(times.length * how.share)] ?? Number.NaN;
  into.push({ what: `${name} ${JSON.stringify(input)}`, time });
}

try {
  for (const name of lists) {
    for (const input of [{}, { page: 400 }, { keyword: 'pupil-31415' }, { keyword: 'pupil' }, { keyword: 'e' }])
      await timed(name, input);
    for (const sortby of await sortable(name))
      for (const sortorder of ['asc', 'desc']) await timed(name, { sortby, sortorder });
    for (const input of [{}, { page: 80 }, { keyword: 'pupil' }]) await timed(name, input, program, takenByPrograms);
  }
  await timed('listVirtualMachines', { state: 'Stopped' });
  await timed('listVirtualMachines', { state: 'Stopped', keyword: 'pupil', sortby: 'hostname' });
  judge(taken, window, 'usually');
  judge(takenByPrograms, program, 'p99');
} finally {
  await lab.close();
}

function judge(found: Taken, { pagesize, limit }: typeof window, which: string): void {
  found.sort((a, b) => b.time - a.time);
  console.log(
    `lists: ${lists.length} lists, ${found.length} ways to ask for pages of ${pagesize}; the slowest, ${which}:`,
  );
  for (const { what, time } of found.slice(0, 10)) console.log(`  ${milliseconds(time)}  ${what}`);
  const slowest = found[0]?.time ?? Number.NaN;
  report({
    what: `the slowest of ${found.length} pages of ${pagesize} with ${instances} instances, ${which} (ms)`,
    ours: milliseconds(slowest),
    against: `${limit} ms`,
    figure: slowest,
    wanted: { atMost: limit },
  });
}
process.exit(0);
