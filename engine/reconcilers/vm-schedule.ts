import type { Ctx } from '../context.ts';
import { errorData, phraseOf } from '../contract/errors.ts';
import { fixed, type Phrase, say } from '../contract/phrase.ts';
import { addEvent, date } from '../resources/common.ts';
import { refuseState, startOn } from '../resources/virtual-machine/begin.ts';
import { ownerCaller } from '../resources/virtual-machine/owner-caller.ts';
import { nextRun } from '../resources/virtual-machine/schedule.ts';
import type { VirtualMachineRow } from '../store/rows.ts';
import type { VmScheduleRow } from '../store/schedule-rows.ts';
import type { Reconciler } from './reconciler.ts';

/** A time that passed this long ago, while nobody was there to act, is left out: who starts the app in the evening expects no morning. */
export const missedAfter = 10 * 60_000;
const day = 86_400_000;

/**
 * Compares the next times of schedules with the clock. The row that says a time was dealt with, the job and the schedule's next time are one
 * commit: a time is acted on once, whatever ends in between, and never twice.
 */
export const vmScheduleRuns: Reconciler = {
  name: 'vm-schedule',
  period(ctx) {
    const { due } = ctx.store
      .prepare(
        'SELECT min(next_run) AS due FROM vm_schedule WHERE removed IS NULL AND enabled = 1 AND next_run IS NOT NULL',
      )
      .get() as { due: number | null };
    // Looked at once a minute in any case, since the clock may be changed; and at the very time.
    return due === null ? 60_000 : Math.min(60_000, Math.max(50, due - ctx.clock()));
  },
  async run(ctx) {
    const now = ctx.clock();
    for (const row of ctx.store.where(
      'vmSchedules',
      'removed IS NULL AND enabled = 1 AND next_run IS NOT NULL AND next_run <= ? ORDER BY next_run',
      now,
    ))
      ctx.store.write(() => act(ctx, row, row.nextRun ?? now, now));
    const kept = ctx.settings.number('vmscheduler.jobs.expire.interval');
    ctx.store.write(() => ctx.store.prepare('DELETE FROM vm_schedule_run WHERE due < ?').run(now - kept * day));
  },
};

function act(ctx: Ctx, row: VmScheduleRow, due: number, now: number): void {
  ctx.store.update('vmSchedules', row.id, { nextRun: nextRun(row, now) } as Partial<VmScheduleRow>);
  const vm = ctx.store.get('virtualMachines', row.virtualMachineId);
  if (vm === undefined || vm.removed !== undefined) return void ctx.store.remove('vmSchedules', row.id);
  const { changes } = ctx.store
    .prepare('INSERT OR IGNORE INTO vm_schedule_run (schedule_id, due) VALUES (?, ?)')
    .run(row.id, due);
  if (changes === 0) return;
  if (now - due > missedAfter) {
    tell(ctx, vm, 'WARN', say`${vm.displayName}: ${fixed(row.action)} of ${date(due)} was missed and is left out`);
    return;
  }
  try {
    const { jobid } = ctx.store.write(() => begin(ctx, vm, row.action));
    ctx.store
      .prepare('UPDATE vm_schedule_run SET job_id = ? WHERE schedule_id = ? AND due = ?')
      .run(jobid, row.id, due);
    tell(ctx, vm, 'INFO', say`${vm.displayName}: ${fixed(row.action)} by its schedule`);
  } catch (error) {
    // What it is already, or cannot be now: the next time is the next one.
    tell(
      ctx,
      vm,
      'WARN',
      say`${vm.displayName}: ${fixed(row.action)} by its schedule was not possible: ${phraseOf(errorData(error))}`,
    );
  }
}

function begin(ctx: Ctx, vm: VirtualMachineRow, action: VmScheduleRow['action']) {
  const caller = ownerCaller(vm);
  const forced = action.startsWith('FORCE');
  switch (action) {
    case 'START':
      refuseState(vm, 'start', say`started`);
      return startOn(ctx, caller, vm.id, 'startVirtualMachine', 'start', {});
    case 'STOP':
    case 'FORCE_STOP':
      refuseState(vm, 'stop', say`stopped`);
      return startOn(ctx, caller, vm.id, 'stopVirtualMachine', 'stop', { forced });
    default:
      refuseState(vm, 'reboot', say`restarted`);
      return startOn(ctx, caller, vm.id, 'rebootVirtualMachine', 'reboot', { forced });
  }
}

function tell(ctx: Ctx, vm: VirtualMachineRow, level: 'INFO' | 'WARN', description: Phrase): void {
  addEvent(ctx, vm, {
    type: 'VM.SCHEDULE.EXECUTE',
    level,
    description,
    resourceId: vm.id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });
}
