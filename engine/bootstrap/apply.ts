import { fail } from '../contract/errors.ts';
import { fixed, type Phrase, say } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import { makeBridge } from './actions/bridge.ts';
import type { ActionContext } from './actions/context.ts';
import { writeFileAction } from './actions/files.ts';
import { openForPeers } from './actions/firewall.ts';
import { joinGroup, setHostname } from './actions/names.ts';
import { installPackages } from './actions/packages.ts';
import { closeUnits, ensureLibvirt, ensureService, restartUnits } from './actions/services.ts';
import { setSysctl } from './actions/sysctl.ts';
import { describeEntry, Journal } from './journal.ts';
import type { Action, HostPlan, HostProbe } from './types.ts';
import type { ApplyOutcome, WorkOptions } from './work.ts';

/** See `applyPlan`. */
export async function apply(
  connection: SshConnection,
  probe: HostProbe,
  plan: HostPlan,
  options: WorkOptions,
): Promise<ApplyOutcome> {
  const stops = plan.steps.filter(({ item }) => item.status === 'blocked').map(({ item }) => item);
  if (stops.length > 0 || !plan.canApply)
    throw fail(
      'conflict',
      say`${connection.target.address} cannot be prepared yet: ${stops.map((item) => item.title).join(', ')}`,
      {
        hint: stops[0]?.phrases?.hint ?? say`Probe the host again.`,
      },
    );
  const wanted = plan.steps.filter(({ item }) => item.status === 'change');
  const items = plan.steps.map(({ item }) => ({ ...item }));
  const context = { connection, options } as ActionContext;
  context.journal = await Journal.open(() => context.connection);
  if (wanted.length > 0) {
    options.log(say`${wanted.length} changes on ${connection.target.address} (${probe.system.prettyName})`);
    await context.journal.begin();
  }
  for (const [index, step] of wanted.entries()) {
    options.signal?.throwIfAborted();
    options.progress((100 * index) / wanted.length, fixed(step.item.title));
    const shown = {
      ...options,
      progress: (percent: number | undefined, said: Phrase) =>
        options.progress(percent === undefined ? undefined : (100 * index + percent) / wanted.length, said),
    };
    context.options = shown;
    try {
      for (const action of step.actions) await perform(context, action);
    } catch (error) {
      options.log(say`${fixed(step.item.title)}: failed`);
      // The caller's connection may be the closed one by now; the living one goes with the error to nobody, so it is closed.
      if (context.connection !== connection) context.connection.close();
      throw error;
    }
    const item = items.find((entry) => entry.id === step.item.id);
    if (item !== undefined) item.status = 'done';
  }
  context.options = options;
  options.progress(100, say`Done`);
  return { items, undo: context.journal.entries.map(describeEntry), connection: context.connection };
}

async function perform(context: ActionContext, action: Action): Promise<void> {
  switch (action.kind) {
    case 'packages':
      return await installPackages(context, action);
    case 'service':
      return await ensureService(context, action.anyOf);
    case 'libvirt':
      return await ensureLibvirt(context, action.sets);
    case 'closed':
      return await closeUnits(context, action.units);
    case 'restart':
      return await restartUnits(context, action.units);
    case 'file':
      return await writeFileAction(context, action);
    case 'directory':
      // Made with the journal; only its mode may still be another.
      await context.connection.run(['chmod', action.mode.toString(8), '--', action.path]);
      return;
    case 'member':
      return await joinGroup(context, action.user, action.group);
    case 'sysctl':
      return await setSysctl(context, action.name, action.value);
    case 'hostname':
      return await setHostname(context, action.before, action.name);
    case 'firewall':
      return await openForPeers(context, action);
    case 'bridge':
      return await makeBridge(context, action);
  }
}
