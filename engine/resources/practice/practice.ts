import { callable } from '../../access.ts';
import type { Caller, Ctx, Handlers, SimulatorFault } from '../../context.ts';
import type { CommandName } from '../../contract/contract.ts';
import { BenchtopError, errorData, fail, phraseOf } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { type StepTools, saga } from '../../jobs/saga.ts';
import { pageOf } from '../../store/page.ts';
import { shownPath } from '../account/owner.ts';
import { addEvent, startJob } from '../common.ts';

function faultView(ctx: Ctx, fault: SimulatorFault) {
  return {
    id: fault.id,
    name: fault.name,
    hostid: fault.hostId,
    hostname: ctx.store.get('hosts', fault.hostId)?.name,
    detail: fault.detail,
  };
}

function simulatedHost(ctx: Ctx, id: string) {
  const host = ctx.store.need('hosts', id, 'hostid');
  if (host.hypervisor !== 'Simulator')
    throw fail('parameter', say`${host.name} is a real host.`, {
      field: 'hostid',
      hint: say`Faults are for simulated hosts.`,
    });
  return host;
}

export const practiceHandlers = {
  getSession(ctx, caller) {
    const domain = ctx.store.get('domains', caller.domainId);
    const account = ctx.store.get('accounts', caller.accountId);
    const user = ctx.store.get('users', caller.userId);
    return {
      account: caller.account,
      username: caller.username,
      userid: caller.userId,
      accountid: caller.accountId,
      domain: domain?.name ?? 'ROOT',
      domainpath: domain === undefined ? 'ROOT' : shownPath(domain.path),
      role: caller.role,
      rolename: account?.roleName ?? caller.role,
      haspassword: user?.hasPassword ?? false,
      haskeys: user?.apiKey !== undefined,
      apiurl: ctx.api.status().url,
      signedin: caller.session !== undefined,
      commands: callable(ctx, caller),
      version: ctx.installation.version,
      mode: (ctx.store.meta('mode') ?? 'undecided') as 'undecided' | 'practice' | 'real',
      unlocked: ctx.secrets.unlocked,
      keystore: ctx.installation.keyStore,
      shell: ctx.installation.shell,
    };
  },

  async unlockSecrets(ctx, caller, input) {
    if (ctx.secrets.unlocked) return { success: true };
    try {
      await ctx.unlock(input.passphrase);
    } catch (error) {
      throw fail('locked', say`The stored passwords stay locked: ${phraseOf(errorData(error))}`, {
        ...(input.passphrase !== undefined && { field: 'passphrase' }),
        hint: say`Unlock the desktop’s key store, type the passphrase, or start Benchtop with its passphrase file.`,
        cause: error,
      });
    }
    ctx.store.write(() => {
      ctx.store.changed({ noun: 'session', id: 'session', change: 'updated' });
      addEvent(ctx, caller, { type: 'SECRETS.UNLOCK', description: say`The stored passwords were unlocked` });
    });
    ctx.jobs.resumeLocked();
    return { success: true };
  },

  chooseMode(ctx, caller, input) {
    if (ctx.store.meta('mode') !== undefined)
      throw fail('conflict', say`The choice has been made already.`, {
        hint: say`Practice and real clusters can live in one cloud: add a Simulator cluster.`,
      });
    return ctx.store.write(() => {
      ctx.store.setMeta('mode', input.mode);
      ctx.store.changed({ noun: 'session', id: 'session', change: 'updated' });
      return startJob(
        ctx,
        caller,
        'chooseMode',
        { mode: input.mode, caller: { ...caller } },
        { resourceNoun: 'session' },
      );
    });
  },

  listSimulatorFaults(ctx, _caller, input) {
    const faults = ctx.practice.listFaults(input.hostid).map((fault) => faultView(ctx, fault));
    const page = pageOf(faults, input, {
      keyword: (fault) => `${fault.name} ${fault.hostname ?? ''}`,
      sortable: ['name', 'hostname'],
    });
    return { count: page.count, simulatorfault: page.rows };
  },

  injectSimulatorFault(ctx, _caller, input) {
    const host = simulatedHost(ctx, input.hostid);
    const fault = ctx.practice.injectFault({
      hostId: host.id,
      name: input.name,
      ...(input.detail !== undefined && { detail: input.detail }),
    });
    ctx.poke('host-heartbeat');
    ctx.store.write(() => ctx.store.changed({ noun: 'simulatorfault', id: fault.id, change: 'created' }));
    return faultView(ctx, fault);
  },

  clearSimulatorFault(ctx, _caller, input) {
    ctx.practice.clearFault(input.id);
    ctx.poke('host-heartbeat');
    ctx.store.write(() => ctx.store.changed({ noun: 'simulatorfault', id: input.id, change: 'deleted' }));
    return { success: true };
  },

  setSimulatorClock(ctx, _caller, input) {
    return ctx.practice.setClock({
      ...(input.mode !== undefined && { mode: input.mode }),
      ...(input.advance !== undefined && { advance: input.advance }),
    });
  },
} satisfies Partial<Handlers>;

/** Where a command's object lives and by which input field it is found again; so a replay that was broken off makes nothing twice. */
const natural: Partial<
  Record<CommandName, [table: Parameters<Ctx['store']['first']>[0], column: string, field: string]>
> = {
  createZone: ['zones', 'name', 'name'],
  createPod: ['pods', 'name', 'name'],
  addCluster: ['clusters', 'name', 'clustername'],
  createPhysicalNetwork: ['physicalNetworks', 'name', 'name'],
  addTrafficType: ['trafficTypes', 'traffic_type', 'traffictype'],
  createNetwork: ['networks', 'name', 'name'],
  addHost: ['hosts', 'address', 'url'],
  createStoragePool: ['storagePools', 'name', 'name'],
  addImageStore: ['imageStores', 'name', 'name'],
  registerTemplate: ['templates', 'name', 'name'],
  registerIso: ['isos', 'name', 'name'],
  createServiceOffering: ['serviceOfferings', 'name', 'name'],
  createDiskOffering: ['diskOfferings', 'name', 'name'],
  deployVirtualMachine: ['virtualMachines', 'name', 'name'],
};

async function existing(ctx: Ctx, command: CommandName, input: Record<string, unknown>): Promise<string | undefined> {
  const rule = natural[command];
  if (rule === undefined) return undefined;
  const [table, column, field] = rule;
  const value = String(input[field] ?? '').replace(/^https?:\/\//, '');
  // What a job makes has no row until the job has come so far.
  const making = ctx.store.first(
    'jobs',
    "kind = ? AND resource_name = ? AND completed IS NULL AND state <> 'stuck'",
    command,
    value,
  );
  if (making !== undefined) await ctx.jobs.wait(making.id);
  const row = ctx.store.first(table, `removed IS NULL AND ${column} = ?`, value) as { id: string } | undefined;
  return row?.id;
}

/** Makes the sample lab through the product's own commands: instances side by side, all else in order. */
async function replay(ctx: Ctx, caller: Caller, tools: StepTools): Promise<void> {
  const steps = ctx.practice.sampleLab();
  const made = new Map<string, string>();
  let done = 0;
  const references = {
    id(ref: string): string {
      const id = made.get(ref);
      if (id === undefined) throw new Error(`The sample lab names ${ref} before it is made`);
      return id;
    },
    named(list: 'listNetworkOfferings' | 'listOsTypes', names: string[]): string {
      for (const name of names) {
        const row =
          list === 'listOsTypes'
            ? ctx.store.first('osTypes', 'description = ?', name)
            : ctx.store.first('networkOfferings', 'removed IS NULL AND name = ?', name);
        if (row !== undefined) return row.id;
      }
      throw new Error(`None of ${names.join(', ')} exists`);
    },
  };
  const run = async (step: (typeof steps)[number]): Promise<void> => {
    const input = step.input(references) as Record<string, unknown>;
    const before = await existing(ctx, step.command, input);
    if (before !== undefined) {
      made.set(step.ref, before);
      const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND state <> 'stuck'", before);
      if (open !== undefined) await ctx.jobs.wait(open.id);
    } else {
      let answer: { id?: string; jobid?: string };
      try {
        answer = (await ctx.call(caller, step.command, input)) as { id?: string; jobid?: string };
      } catch (error) {
        // Stopped or destroyed by the run that was broken off.
        if (error instanceof BenchtopError && error.data.code === 'conflict' && input.id !== undefined) return;
        throw error;
      }
      if (answer.id !== undefined) made.set(step.ref, answer.id);
      if (answer.jobid !== undefined) {
        const job = await ctx.jobs.wait(answer.jobid);
        if (job.state !== 'succeeded')
          throw job.error === undefined
            ? fail('internal', say`${step.command} did not succeed.`)
            : new BenchtopError(job.error);
        if (answer.id === undefined && job.resourceId !== undefined) made.set(step.ref, job.resourceId);
      }
    }
    done++;
    tools.progress((done / steps.length) * 100, say`${done} of ${steps.length} things made`);
  };
  const isInstance = (step: (typeof steps)[number]) => step.command === 'deployVirtualMachine';
  const changesInstance = (step: (typeof steps)[number]) =>
    step.command.endsWith('VirtualMachine') && !isInstance(step);
  for (const step of steps.filter(
    (each) => !isInstance(each) && !changesInstance(each) && !each.command.startsWith('register'),
  ))
    await run(step);
  await Promise.all(steps.filter((each) => each.command.startsWith('register')).map(run));
  await Promise.all(steps.filter(isInstance).map(run));
  for (const step of steps.filter(changesInstance)) await run(step);
}

export const practiceSagas = [
  saga<Ctx, { mode: string; caller: Caller }>('chooseMode')
    .step('sample-lab', {
      do: async (ctx, so, tools) =>
        so.input.mode === 'practice' ? await replay(ctx, so.input.caller as Caller, tools) : undefined,
      irreversible: true,
      undo: { nothing: 'what was made is kept: the job goes on making the rest' },
    })
    .end({ result: () => ({ success: true }) }),
];
