import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { VmScheduleView } from '../../contract/views.ts';
import { isTimezone, nextTime, parseCron } from '../../cron.ts';
import type { VmScheduleRow } from '../../store/schedule-rows.ts';
import { addEvent, date, parseDate } from '../common.ts';
import { ownInstance } from './begin.ts';

/** The next times of a schedule after a moment, at most `most`: none where it is off, not yet begun, or over. */
function timesAfter(row: VmScheduleRow, after: number, most: number): number[] {
  const cron = parseCron(row.schedule);
  const times: number[] = [];
  // A time that is the very start counts.
  let from = Math.max(after, row.startDate - 1);
  while (row.enabled && cron !== undefined && times.length < most) {
    const time = nextTime(cron, row.timezone, from);
    if (time === undefined || (row.endDate !== undefined && time > row.endDate)) break;
    times.push(time);
    from = time;
  }
  return times;
}

/** The one time that the row keeps, so that what is due is found by an index. */
export const nextRun = (row: VmScheduleRow, after: number): number | undefined => timesAfter(row, after, 1)[0];

export function scheduleView(ctx: Ctx, row: VmScheduleRow): VmScheduleView {
  return {
    id: row.id,
    virtualmachineid: row.virtualMachineId,
    action: row.action,
    schedule: row.schedule,
    timezone: row.timezone,
    description: row.description,
    enabled: row.enabled,
    startdate: date(row.startDate),
    enddate: row.endDate === undefined ? undefined : date(row.endDate),
    created: date(row.created),
    nextruns: timesAfter(row, ctx.clock(), 3).map(date),
  };
}

function checkTimes(ctx: Ctx, row: VmScheduleRow): void {
  if (parseCron(row.schedule) === undefined)
    throw fail('parameter', say`"${row.schedule.slice(0, 60)}" is no schedule.`, {
      field: 'schedule',
      hint: say`Five fields: minute, hour, day of the month, month, day of the week. 0 8 * * 1-5 is eight o’clock from Monday to Friday.`,
    });
  if (!isTimezone(row.timezone))
    throw fail('parameter', say`There is no time zone ${row.timezone}.`, {
      field: 'timezone',
      hint: say`Use a name such as Europe/Berlin or Asia/Shanghai.`,
    });
  if (row.endDate !== undefined && row.endDate <= Math.max(row.startDate, ctx.clock()))
    throw fail('parameter', say`The end lies before the beginning, or in the past.`, { field: 'enddate' });
  if (nextRun({ ...row, enabled: true }, ctx.clock()) === undefined)
    throw fail('parameter', say`No time fits that schedule before its end.`, { field: 'schedule' });
}

function scheduleOf(ctx: Ctx, caller: Caller, id: string, field: string): VmScheduleRow {
  const row = ctx.store.need('vmSchedules', id, field);
  ownInstance(ctx, caller, row.virtualMachineId, field);
  return row;
}

function tell(
  ctx: Ctx,
  caller: Caller,
  vmId: string,
  type: string,
  name: (instance: string) => ReturnType<typeof say>,
) {
  const vm = ctx.store.need('virtualMachines', vmId);
  addEvent(
    ctx,
    { accountId: vm.accountId, domainId: vm.domainId, username: caller.username },
    {
      type,
      description: name(vm.displayName),
      resourceId: vm.id,
      resourceType: 'VirtualMachine',
      resourceName: vm.displayName,
    },
  );
}

export const scheduleHandlers = {
  createVMSchedule(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const now = ctx.clock();
    const endDate = parseDate(input.enddate, 'enddate');
    const row: VmScheduleRow = {
      id: ctx.ids(),
      virtualMachineId: vm.id,
      action: input.action,
      schedule: input.schedule,
      timezone: input.timezone,
      description: input.description ?? '',
      enabled: input.enabled ?? true,
      startDate: parseDate(input.startdate, 'startdate') ?? now,
      ...(endDate !== undefined && { endDate }),
      created: now,
    };
    checkTimes(ctx, row);
    return ctx.store.write(() => {
      ctx.store.insert('vmSchedules', { ...row, nextRun: nextRun(row, now) } as VmScheduleRow);
      tell(ctx, caller, vm.id, 'VM.SCHEDULE.CREATE', (name) => say`Made a schedule for ${name}`);
      ctx.poke('vm-schedule');
      return scheduleView(ctx, row);
    });
  },

  listVMSchedule(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const page = ctx.store.list('vmSchedules', input, {
      filters: [
        ['virtual_machine_id = ?', vm.id],
        ['id = ?', input.id],
        ['action = ?', input.action],
        ['enabled = ?', input.enabled === undefined ? undefined : Number(input.enabled)],
      ],
      sortable: { action: 'action', schedule: 'schedule', created: 'created' },
    });
    return { count: page.count, vmschedule: page.rows.map((row) => scheduleView(ctx, row)) };
  },

  updateVMSchedule(ctx, caller, input) {
    const before = scheduleOf(ctx, caller, input.id, 'id');
    const patch: Partial<VmScheduleRow> = {
      schedule: input.schedule ?? before.schedule,
      timezone: input.timezone ?? before.timezone,
      description: input.description ?? before.description,
      enabled: input.enabled ?? before.enabled,
      startDate: parseDate(input.startdate, 'startdate') ?? before.startDate,
    };
    const endDate = parseDate(input.enddate, 'enddate') ?? before.endDate;
    const row: VmScheduleRow = { ...before, ...patch, ...(endDate !== undefined && { endDate }) };
    const times = [input.schedule, input.timezone, input.startdate, input.enddate];
    if (row.enabled || times.some((each) => each !== undefined)) checkTimes(ctx, row);
    return ctx.store.write(() => {
      ctx.store.update('vmSchedules', row.id, {
        ...patch,
        endDate: row.endDate,
        nextRun: nextRun(row, ctx.clock()),
      } as Partial<VmScheduleRow>);
      tell(ctx, caller, row.virtualMachineId, 'VM.SCHEDULE.UPDATE', (name) => say`Changed a schedule of ${name}`);
      ctx.poke('vm-schedule');
      return scheduleView(ctx, ctx.store.need('vmSchedules', row.id));
    });
  },

  deleteVMSchedule(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const named = [...(input.ids ?? []), ...(input.id === undefined ? [] : [input.id])];
    const field = input.id === undefined ? 'ids' : 'id';
    const all = ctx.store.where('vmSchedules', 'removed IS NULL AND virtual_machine_id = ?', vm.id);
    for (const id of named)
      if (!all.some((row) => row.id === id)) {
        ctx.store.need('vmSchedules', id, field);
        throw fail('parameter', say`The schedule belongs to another instance.`, { field });
      }
    const gone = named.length === 0 ? all : all.filter((row) => named.includes(row.id));
    return ctx.store.write(() => {
      for (const row of gone) ctx.store.remove('vmSchedules', row.id);
      tell(ctx, caller, vm.id, 'VM.SCHEDULE.DELETE', (name) => say`Deleted ${gone.length} schedules of ${name}`);
      return { success: true };
    });
  },
} satisfies Partial<Handlers>;
