// 10,000 deployments on simulated hosts that take no time: what is measured is the engine itself, its journal, and its store on this disk.
import { startTestEngine } from '../engine/testing/lab.ts';
import { buildLargeCloud } from './cloud.ts';
import { report, seconds, withoutCore } from './report.ts';

const total = Number(process.env.BENCH_DEPLOYS ?? 10_000);
/** As many as a user's list of names would start at once. */
const atOnce = 50;

const lab = await startTestEngine({ periodic: false });
try {
  const input = await buildLargeCloud(lab);
  const caller = lab.engine.desktopCaller();
  const rates: number[] = [];
  /** The same, of the time in which the engine had a core or waited for its disk: what others take of the cores is no slope of ours. */
  const ownRates: number[] = [];
  const tenth = total / 10;
  let next = 0;
  for (let part = 1; part <= 10; part += 1) {
    const begun = performance.now();
    const waited = withoutCore();
    const worker = async (): Promise<void> => {
      while (next < part * tenth) {
        next += 1;
        const name = `bench-${next}`;
        const answer = (await lab.engine.call(caller, 'deployVirtualMachine', { ...input, name })) as { jobid: string };
        const job = await lab.engine.internals.ctx.jobs.wait(answer.jobid);
        if (job.state !== 'succeeded') throw new Error(`A deployment ${job.state}: ${job.error?.message}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const taken = seconds(begun);
    const own = taken - (withoutCore() - waited);
    rates.push(tenth / taken);
    ownRates.push(tenth / own);
    console.log(
      `deploys: ${next} done, ${rates.at(-1)?.toFixed(0)}/s, ${(taken - own).toFixed(1)} s of ${taken.toFixed(1)} s without a core`,
    );
  }
  const [first = 0, last = 0] = [ownRates[0], ownRates.at(-1)];
  const whole = total / rates.reduce((sum, rate) => sum + tenth / rate, 0);
  report({
    what: `${total} simulated deployments, rate`,
    ours: `${whole.toFixed(0)}/s`,
    against: '100/s',
    figure: whole,
    wanted: { atLeast: 100 },
  });
  report({
    what: 'rate of the last tenth to the first, while it has a core',
    ours: `${last.toFixed(0)}/s`,
    against: `${first.toFixed(0)}/s`,
    figure: last / first,
    wanted: { atLeast: 0.9 },
  });
} finally {
  await lab.close();
}
