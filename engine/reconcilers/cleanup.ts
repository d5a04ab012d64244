import type { Ctx } from '../context.ts';
import { virtualMachineStates } from '../contract/states.ts';
import type { VirtualMachineRow } from '../store/rows.ts';
import type { Reconciler } from './reconciler.ts';

/** Compares ages with the retention settings: expunges destroyed instances, forgets ended jobs and their logs. */
export const cleanup: Reconciler = {
  name: 'cleanup',
  period: (ctx) => Math.min(ctx.settings.number('expunge.interval') * 1000, 2_000_000_000),
  async run(ctx: Ctx) {
    const now = ctx.clock();
    const delay = ctx.settings.number('expunge.delay') * 1000;
    for (const vm of ctx.store.where(
      'virtualMachines',
      "removed IS NULL AND state = 'Destroyed' AND delete_protection = 0 AND job_id IS NULL AND destroyed <= ? AND NOT EXISTS (SELECT 1 FROM volume AS its WHERE its.virtual_machine_id = virtual_machine_view.id AND its.delete_protection = 1 AND its.removed IS NULL)",
      now - delay,
    ))
      ctx.store.write(() => {
        ctx.store.transition('virtualMachines', virtualMachineStates, vm.id, 'expunge');
        const jobId = ctx.jobs.start({
          kind: 'expungeVirtualMachine',
          command: 'expungeVirtualMachine',
          accountId: vm.accountId,
          domainId: vm.domainId,
          userId: 'system',
          input: { id: vm.id, from: vm.state },
          resourceNoun: 'virtualmachine',
          resourceId: vm.id,
          resourceName: vm.displayName,
        });
        ctx.store.update('virtualMachines', vm.id, { jobId } as Partial<VirtualMachineRow>);
      });
    ctx.settings.forgetGone();
    ctx.store.write(() => {
      const old = now - ctx.settings.number('job.expire.minutes') * 60_000;
      ctx.store.sqlite.prepare('DELETE FROM job_log WHERE job_id IN (SELECT id FROM job WHERE completed < ?)').run(old);
      // Lines that belong to no job: connections lost and found again, for months.
      ctx.store.sqlite.prepare('DELETE FROM job_log WHERE job_id IS NULL AND time < ?').run(old);
      ctx.store.sqlite
        .prepare('DELETE FROM job_step WHERE job_id IN (SELECT id FROM job WHERE completed < ?)')
        .run(old);
      ctx.store.sqlite.prepare('DELETE FROM job WHERE completed < ?').run(old);
    });
  },
};
