import * as v from 'valibot';
import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail, phraseOf } from '../../contract/errors.ts';
import { namesOfPattern } from '../../contract/name-pattern.ts';
import { fixed, type Phrase, say } from '../../contract/phrase.ts';
import type { DeploymentView } from '../../contract/views.ts';
import { hostName } from '../../contract/virtual-machine.ts';
import { saga } from '../../jobs/saga.ts';
import { pageOf } from '../../store/page.ts';
import type { JobRow } from '../../store/rows.ts';
import { startJob } from '../common.ts';
import { beginDeployment, type DeploymentPlan, planDeployment } from './deploy.ts';

type Wish = DeploymentPlan['wish'];

/** What of a wish is a secret: a job's input is read by many. It is sealed under the job's id, for those that are tried once more. */
type SecretField = 'userdata' | 'userdatadetails' | 'password';
const wishSecret = 'wish';

/** A job of many: what was wished for, and each instance with its own job. */
interface DeploymentsInput {
  wish: Omit<Wish, SecretField>;
  children: { id: string; name: string; jobid: string }[];
}

const kinds = ['deployVirtualMachines', 'retryVirtualMachineDeployments'] as const;

/** What the job of many says of each instance, read from that one's own job. */
function deploymentsOf(ctx: Ctx, input: DeploymentsInput): DeploymentView[] {
  return input.children.map((child) => {
    const job = ctx.store.get('jobs', child.jobid);
    const failed = job?.error !== undefined && job.state !== 'running' && job.state !== 'succeeded';
    return {
      ...child,
      // A job that ended long ago may have been cleared away; its instance tells.
      state: job?.state ?? (ctx.store.get('virtualMachines', child.id)?.removed === undefined ? 'succeeded' : 'failed'),
      ipaddress: ctx.store.get('virtualMachines', child.id)?.ipAddress,
      percent: job?.percent,
      progresstext: job?.progressText,
      progressphrase: job?.progressPhrase,
      ...(failed && { errortext: job.error?.message, hint: job.error?.hint, phrases: job.error?.phrases }),
    };
  });
}

/** Writes every instance with its job, and the job that waits for them, in one commit: all or none has begun. */
function beginDeployments(ctx: Ctx, caller: Caller, kind: (typeof kinds)[number], wish: Wish, names: string[]) {
  const plan = planDeployment(ctx, caller, wish);
  return ctx.store.write(() => {
    const children = names.map((name) => {
      const { id = '', jobid } = beginDeployment(ctx, caller, plan, { name });
      return { id, name, jobid };
    });
    const [first = '', last = ''] = [names[0], names.at(-1)];
    const { userdata, userdatadetails, password, ...open } = wish;
    const input: DeploymentsInput = { wish: open, children };
    const resourceName = names.length === 1 ? first : `${first} … ${last}`;
    const answer = startJob(ctx, caller, kind, input, { resourceName });
    if (userdata !== undefined || userdatadetails !== undefined || password !== undefined)
      ctx.secrets.put(answer.jobid, wishSecret, JSON.stringify({ userdata, userdatadetails, password }));
    return answer;
  });
}

/** The names of a pattern, each one good as a host name and not taken. Error: parameter at `namepattern`. */
function checkedNames(ctx: Ctx, pattern: string, start: number, count: number): string[] {
  const names = namesOfPattern(pattern, start, count);
  if (names === undefined)
    throw fail('parameter', say`The name pattern has no place for the number, or more than one.`, {
      field: 'namepattern',
      hint: say`Put one run of # where the number goes: student-##.`,
    });
  const bad = names.find((name) => !v.safeParse(hostName, name).success);
  if (bad !== undefined)
    throw fail('parameter', say`The pattern makes ${JSON.stringify(bad)}, which is not a host name.`, {
      field: 'namepattern',
      hint: say`Letters, digits and hyphens, beginning with a letter, at most 63 characters.`,
    });
  refuseTaken(ctx, names, 'namepattern', say`Choose another pattern, or begin with another number.`);
  return names;
}

function refuseTaken(ctx: Ctx, names: string[], field: string, hint: Phrase): void {
  const taken = ctx.store
    .where(
      'virtualMachines',
      'removed IS NULL AND name IN (SELECT value FROM json_each(?)) ORDER BY name',
      JSON.stringify(names),
    )
    .map((vm) => vm.name);
  if (taken.length === 0) return;
  const shown = taken.slice(0, 4).join(', ');
  throw fail(
    'parameter',
    taken.length > 4
      ? say`There are instances of these names already: ${shown} and ${taken.length - 4} more.`
      : say`There are instances of these names already: ${shown}.`,
    { field, hint },
  );
}

function jobOfMany(ctx: Ctx, caller: Caller, id: string): JobRow & { input: DeploymentsInput } {
  const job = ctx.store.need('jobs', id, 'jobid');
  checkOwner(ctx, caller, job);
  if (!kinds.some((kind) => kind === job.kind))
    throw fail('parameter', say`That job deployed no set of instances.`, {
      field: 'jobid',
      hint: say`Give the job of a deployment of many.`,
    });
  return job as JobRow & { input: DeploymentsInput };
}

export const deploymentHandlers = {
  deployVirtualMachines(ctx, caller, input) {
    const { namepattern, start, count, ...wish } = input;
    return beginDeployments(
      ctx,
      caller,
      'deployVirtualMachines',
      wish,
      checkedNames(ctx, namepattern, start ?? 1, count),
    );
  },

  retryVirtualMachineDeployments(ctx, caller, input) {
    const job = jobOfMany(ctx, caller, input.jobid);
    const failed = deploymentsOf(ctx, job.input)
      .filter((each) => each.state === 'failed' || each.state === 'cancelled')
      .map((each) => each.name);
    const wrong = input.names?.find((name) => !failed.includes(name));
    if (wrong !== undefined)
      throw fail('parameter', say`${wrong} is not one that failed.`, {
        field: 'names',
        hint: failed.length === 0 ? say`None of them failed.` : say`These did: ${failed.slice(0, 10).join(', ')}.`,
      });
    const names = input.names ?? failed;
    if (names.length === 0)
      throw fail('conflict', say`None of these instances failed.`, {
        hint: say`Wait until all have come to their end.`,
      });
    refuseTaken(ctx, names, 'names', say`They were deployed meanwhile.`);
    const sealed = JSON.parse(ctx.secrets.get(job.id, wishSecret) ?? '{}') as Pick<Wish, SecretField>;
    return beginDeployments(ctx, caller, 'retryVirtualMachineDeployments', { ...job.input.wish, ...sealed }, names);
  },

  listVirtualMachineDeployments(ctx, caller, input) {
    const page = pageOf(deploymentsOf(ctx, jobOfMany(ctx, caller, input.jobid).input), input, {
      keyword: (each) => `${each.name} ${each.ipaddress ?? ''} ${each.errortext ?? ''}`,
      sortable: ['name', 'state', 'ipaddress'],
    });
    return { count: page.count, deployment: page.rows };
  },
} satisfies Partial<Handlers>;

/** Waits for the jobs of many instances. It only goes forward: each of them takes itself back, or stays. */
const deploymentsSaga = (kind: (typeof kinds)[number]) =>
  saga<Ctx, DeploymentsInput>(kind)
    .step('deployments', {
      async do(ctx, so, tools) {
        const { children } = so.input;
        let ended = 0;
        let failed = 0;
        const tell = () =>
          tools.progress(
            (ended / children.length) * 100,
            failed > 0
              ? say`${ended - failed} of ${children.length} deployed, ${failed} failed`
              : say`${ended} of ${children.length} deployed`,
          );
        tell();
        await Promise.all(
          children.map(async (child) => {
            const job = await ctx.jobs.wait(child.jobid);
            ended++;
            if (job.state !== 'succeeded') {
              failed++;
              tools.log(
                say`${child.name}: ${fixed(job.state)}: ${job.error === undefined ? '' : phraseOf(job.error)}`,
                'error',
              );
            }
            tell();
          }),
        );
      },
      irreversible: true,
      undo: { nothing: 'each instance has a job of its own, with its own way back' },
    })
    .end({
      waits: true,
      result(ctx, so) {
        const all = deploymentsOf(ctx, so.input);
        const failed = all.filter((each) => each.state !== 'succeeded').length;
        return { count: all.length, failed, deployment: all.map((each) => ({ ...each })) };
      },
    });

export const deploymentSagas = kinds.map(deploymentsSaga);
