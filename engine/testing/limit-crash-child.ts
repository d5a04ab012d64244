// A thousand deployments at once for one account, in a process that kills itself (SIGKILL) in the middle of them.
// Arguments: folder, the caller and the input as JSON. Exits 3 when it came to the end alive.
import type { Caller } from '../context.ts';
import type { Input } from '../contract/contract.ts';
import { startTestEngine } from './lab.ts';

const [directory = '', caller, input] = process.argv.slice(2);
const who = JSON.parse(caller as string) as Caller;
const wish = JSON.parse(input as string) as Input<'deployVirtualMachine'>;
let passed = 0;
const lab = await startTestEngine({
  directory,
  keep: true,
  instruments: {
    at(point, kind) {
      if (kind === 'deployVirtualMachine' && point === 'after-effect' && ++passed === 45)
        process.kill(process.pid, 'SIGKILL');
    },
  },
});
await Promise.allSettled(
  Array.from({ length: 1000 }, (_, index) =>
    lab.engine.call(who, 'deployVirtualMachine', { ...wish, name: `vm-${index}` }),
  ),
);
const { ctx } = lab.engine.internals;
for (const { id } of ctx.store.where('jobs', 'completed IS NULL')) await ctx.jobs.wait(id);
process.exit(3);
