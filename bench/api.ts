// The HTTP API as a client sees it: signed listVirtualMachines by pages of 500, with 1,000 and with 50,000 instances in the practice cloud,
// while nothing else happens and under 300 writes a second; and how many mixed calls a second it answers. The client is a thread of its
// own, so that what it reads and counts is not on the engine's thread.
import { createHmac, randomInt } from 'node:crypto';
import http from 'node:http';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { keysOf, startTestEngine, type TestEngine } from '../engine/testing/lab.ts';
import { multiplyInstances } from '../engine/testing/many-instances.ts';
import { milliseconds, report } from './report.ts';

const sizes = [1000, Number(process.env.BENCH_INSTANCES ?? 50_000)] as const;
const pagesize = 500;
const calls = 400;
const writesPerSecond = 300;
const mixedSeconds = 5;
const mixedAtOnce = 8;

interface Place {
  url: string;
  apikey: string;
  secretkey: string;
  instances: number;
  some: string[];
}
type Times = { p50: number; p99: number };

const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;

if (isMainThread) await measure();
else await serveClient(workerData as Place);

async function serveClient(place: Place): Promise<void> {
  const agent = new http.Agent({ keepAlive: true });
  const ask = (parameters: Record<string, string | number>): Promise<void> => {
    const pairs = Object.entries({ ...parameters, response: 'json', apikey: place.apikey })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const signature = createHmac('sha1', place.secretkey).update(pairs.toLowerCase()).digest('base64');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    http
      .get(`${place.url}?${pairs}&signature=${encodeURIComponent(signature)}`, { agent }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`Answered ${response.statusCode}`)),
        );
      })
      .on('error', reject);
    return promise;
  };
  const page = () => ({
    command: 'listVirtualMachines',
    page: randomInt(1, Math.ceil(place.instances / pagesize) + 1),
    pagesize,
  });
  const mixed = [
    () => ({ command: 'listVirtualMachines', page: 1, pagesize: 20, keyword: `pupil-${randomInt(10_000, 50_000)}` }),
    () => ({ command: 'listVirtualMachines', id: place.some[randomInt(place.some.length)] ?? '' }),
    () => ({ command: 'listZones' }),
    () => ({ command: 'listHosts', page: 1, pagesize: 20 }),
    () => ({ command: 'listVolumes', virtualmachineid: place.some[randomInt(place.some.length)] ?? '' }),
    () => ({ command: 'listAsyncJobs', page: 1, pagesize: 20 }),
  ];
  parentPort?.on('message', async (what: 'pages' | 'mixed') => {
    if (what === 'pages') {
      for (let warm = 0; warm < 20; warm += 1) await ask(page());
      const times: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const begun = performance.now();
        await ask(page());
        times.push(performance.now() - begun);
      }
      parentPort?.postMessage({ p50: at(times, 0.5), p99: at(times, 0.99) } satisfies Times);
      return;
    }
    let answered = 0;
    const end = performance.now() + mixedSeconds * 1000;
    const one = async (): Promise<void> => {
      while (performance.now() < end) {
        await ask(mixed[answered % mixed.length]?.() ?? {});
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: mixedAtOnce }, one));
    parentPort?.postMessage(answered / mixedSeconds);
  });
}

/** Display names that change, so many in a second as the machine lets through; the second answer is how many there were. */
function startWriting(lab: TestEngine, ids: readonly string[]): () => Promise<number> {
  const caller = lab.engine.desktopCaller();
  const begun = performance.now();
  let written = 0;
  let open = true;
  const writing = (async () => {
    while (open) {
      const due = Math.floor(((performance.now() - begun) / 1000) * writesPerSecond) - written;
      for (let more = 0; more < due; more += 1) {
        const id = ids[written % ids.length] ?? '';
        written += 1;
        await lab.engine.call(caller, 'updateVirtualMachine', { id, displayname: `Written ${written}` });
      }
      await new Promise<void>((resolve) => setTimeout(resolve, 3));
    }
  })();
  return async () => {
    open = false;
    await writing;
    return written / ((performance.now() - begun) / 1000);
  };
}

async function measure(): Promise<void> {
  const quiet: Times[] = [];
  for (const instances of sizes) {
    const first = await startTestEngine({ keep: true });
    await first.run('chooseMode', { mode: 'practice' });
    await first.engine.close();
    multiplyInstances(first.directory, instances);
    const lab = await startTestEngine({ directory: first.directory, apiAddress: '127.0.0.1:0' });
    await lab.call('updateConfiguration', { name: 'api.throttling.enabled', value: 'false' });
    const { url = '', userid } = await lab.call('getApiServer', {});
    const keys = await keysOf(lab, userid);
    const { virtualmachine } = await lab.call('listVirtualMachines', { pagesize: 500 });
    const some = virtualmachine.map(({ id }) => id);
    const client = new Worker(new URL(import.meta.url), {
      workerData: { url, ...keys, instances, some } satisfies Place,
    });
    const told = <T>(what: 'pages' | 'mixed'): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      client.once('message', resolve);
      client.once('error', reject);
      client.postMessage(what);
      return promise;
    };
    try {
      const still = await told<Times>('pages');
      quiet.push(still);
      const stop = startWriting(lab, some);
      const busy = await told<Times>('pages');
      const rate = await stop();
      const perSecond = await told<number>('mixed');
      console.log(
        `api: ${instances} instances, a page of ${pagesize}: p50 ${milliseconds(still.p50)}, p99 ${milliseconds(still.p99)}; under ${rate.toFixed(0)} writes/s p50 ${milliseconds(busy.p50)}, p99 ${milliseconds(busy.p99)}; mixed ${perSecond.toFixed(0)} calls/s`,
      );
      for (const [state, { p99 }] of [
        ['', still],
        [` under ${rate.toFixed(0)} writes/s`, busy],
      ] as const)
        report({
          what: `signed page of ${pagesize} of ${instances} instances${state}, p99 (ms)`,
          ours: milliseconds(p99),
          against: '25 ms',
          figure: p99,
          wanted: { atMost: 25 },
        });
      report({
        what: `mixed signed calls with ${instances} instances`,
        ours: `${perSecond.toFixed(0)}/s`,
        against: '300/s',
        figure: perSecond,
        wanted: { atLeast: 300 },
      });
    } finally {
      await client.terminate();
      await lab.close();
    }
  }
  const [small, large] = quiet;
  report({
    what: `the same page (p50) of ${sizes[1]} to that of ${sizes[0]} instances`,
    ours: milliseconds(large?.p50 ?? Number.NaN),
    against: milliseconds(small?.p50 ?? Number.NaN),
    figure: (large?.p50 ?? Number.NaN) / (small?.p50 ?? Number.NaN),
    wanted: { atMost: 1.5 },
  });
  process.exit(0);
}
