import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { JournalEntry } from '../journal.ts';
import { assignments } from '../parse/sections.ts';
import { parseUnits } from '../parse/system.ts';
import type { ProbedUnit } from '../types.ts';
import type { ActionContext } from './context.ts';

type UnitEntry = Extract<JournalEntry, { kind: 'unit' }>;

const enabledStates = new Set(['enabled', 'static', 'indirect', 'alias', 'generated']);

async function unitState(context: ActionContext, unit: string): Promise<ProbedUnit> {
  const text = await context.connection.run([
    'systemctl',
    'show',
    '--property=Id,LoadState,UnitFileState,ActiveState',
    '--',
    unit,
  ]);
  // The unit may answer by another name (an alias), so the block is taken whatever its Id is.
  const name = assignments(text).Id ?? unit;
  return parseUnits(text)[name] ?? { exists: false, enabled: '', active: '' };
}

async function journalUnit(context: ActionContext, unit: string, state: ProbedUnit): Promise<void> {
  await context.journal.add({ kind: 'unit', unit, enabled: state.enabled, active: state.active });
}

async function ensureUnit(context: ActionContext, unit: string, start: boolean): Promise<void> {
  const state = await unitState(context, unit);
  if (!state.exists) return;
  const enabled = enabledStates.has(state.enabled);
  const active = !start || state.active === 'active';
  if (enabled && active) return;
  await journalUnit(context, unit, state);
  if (!enabled) await context.connection.run(['systemctl', 'enable', '--', unit]);
  if (!active) await context.connection.run(['systemctl', 'start', '--', unit], { deadline: 120_000 });
  context.options.log(start ? say`${unit} is enabled and started` : say`${unit} is enabled`);
}

/** Notes down how units are that something else is about to start along, so that an undo finds them. */
export async function noteUnits(context: ActionContext, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    const state = await unitState(context, unit);
    if (state.exists) await journalUnit(context, unit, state);
  }
}

export async function ensureLibvirt(
  context: ActionContext,
  sets: readonly { active: readonly string[]; enabled: readonly string[] }[],
): Promise<void> {
  const found = [];
  for (const set of sets) {
    const state = await unitState(context, set.active[0]!);
    if (state.exists) found.push({ set, state });
  }
  // A daemon that runs already (the packages' own choice) stays; both kinds at once would fight for the same guests.
  const chosen = (found.find(({ state }) => state.active === 'active') ?? found[0])?.set;
  if (chosen === undefined)
    throw fail(
      'resourceUnavailable',
      say`libvirt is not on ${context.connection.target.address} although its packages are installed`,
      {
        hint: say`Look at the log of the packages, then look again.`,
      },
    );
  // All are looked at before the first is enabled, because enabling one enables those it names along.
  for (const unit of [...chosen.enabled, ...chosen.active]) {
    const state = await unitState(context, unit);
    const fits = enabledStates.has(state.enabled) && (chosen.enabled.includes(unit) || state.active === 'active');
    if (state.exists && !fits) await journalUnit(context, unit, state);
  }
  for (const unit of chosen.enabled) await ensureUnit(context, unit, false);
  for (const unit of chosen.active) await ensureUnit(context, unit, true);
}

/** A time service that does not run is told and no failure: where the clock belongs to someone else it may not run. */
export async function ensureService(context: ActionContext, anyOf: readonly string[]): Promise<void> {
  for (const unit of anyOf) {
    const state = await unitState(context, unit);
    if (!state.exists) continue;
    await ensureUnit(context, unit, true);
    const after = await unitState(context, unit);
    if (after.active !== 'active')
      context.options.log(say`${unit} does not run (${after.active}); a condition of it is not met`);
    return;
  }
  context.options.log(say`none of ${anyOf.join(', ')} is on the host`);
}

export async function closeUnits(context: ActionContext, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    const state = await unitState(context, unit);
    if (!state.exists || (state.active !== 'active' && state.enabled !== 'enabled')) continue;
    await journalUnit(context, unit, state);
    await context.connection.run(['systemctl', 'disable', '--now', '--', unit]);
    context.options.log(say`${unit} is stopped and disabled`);
  }
}

/** Those that run; settings that were changed take effect by it. Guests run on, QEMU is not libvirt's child. */
export async function restartUnits(context: ActionContext, units: readonly string[]): Promise<void> {
  for (const unit of units) {
    const state = await unitState(context, unit);
    if (state.exists && state.active === 'active')
      await context.connection.run(['systemctl', 'restart', '--', unit], { deadline: 120_000 });
  }
}

export async function undoUnit(context: ActionContext, entry: UnitEntry): Promise<void> {
  const { connection } = context;
  const state = await unitState(context, entry.unit);
  if (!state.exists) return;
  const was = { enabled: enabledStates.has(entry.enabled), active: entry.active === 'active' };
  if (enabledStates.has(state.enabled) !== was.enabled)
    await connection.run(['systemctl', was.enabled ? 'enable' : 'disable', '--', entry.unit]);
  if ((state.active === 'active') !== was.active)
    await connection.run(['systemctl', was.active ? 'start' : 'stop', '--', entry.unit], { deadline: 120_000 });
}
