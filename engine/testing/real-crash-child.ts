// Runs one command of the product on the lab's hosts in a process that is killed (SIGKILL: nothing is flushed, closed or caught): by itself
// at one point of one step, or by whoever started it. Arguments: folder, command, its input as JSON, step and point (or nothing).
// Exits 3 when the job ended without passing that point.
import type { CommandName } from '../contract/contract.ts';
import type { CrashPoint } from '../jobs/runner.ts';
import { startTestEngine } from './lab.ts';

const [directory = '', command = '', input = '{}', step, point] = process.argv.slice(2);
const app = await startTestEngine({
  directory,
  keep: true,
  instruments: {
    at(at: CrashPoint, ofKind, ofStep, direction) {
      if (at === point && ofKind === command && ofStep === step && direction === 'do')
        process.kill(process.pid, 'SIGKILL');
    },
  },
});
const answer = (await app.engine.call(app.engine.desktopCaller(), command as CommandName, JSON.parse(input))) as {
  jobid: string;
};
const job = await app.engine.internals.ctx.jobs.wait(answer.jobid);
console.error(`${command} ${job.state} without being killed: ${job.error?.message ?? ''} ${job.error?.hint ?? ''}`);
process.exit(3);
