// Runs one scenario in a process that kills itself (SIGKILL: nothing is flushed, closed or caught) at one point of one step.
// Arguments: folder, job kind, step, point. Exits 3 when the job ended without passing that point.
import type { CrashPoint } from '../jobs/runner.ts';
import { startTestEngine } from './lab.ts';
import { scenarios } from './scenarios.ts';

const [directory, kind, step, point] = process.argv.slice(2) as [string, string, string, CrashPoint];
const scenario = scenarios.find((each) => each.kind === kind);
if (scenario === undefined) throw new Error(`No scenario for ${kind}`);
const lab = await startTestEngine({
  directory,
  keep: true,
  instruments: {
    at(at, ofKind, ofStep) {
      if (at === point && ofKind === kind && ofStep === step) process.kill(process.pid, 'SIGKILL');
    },
  },
});
const job = await lab.engine.internals.ctx.jobs.wait(await scenario.act(lab));
console.error(`${kind} ${job.state} without passing ${point} of ${step}: ${job.error?.message ?? ''}`);
process.exit(3);
