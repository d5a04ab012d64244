import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { errorCodes, fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { AsyncJobView } from '../../contract/views.ts';
import { cannotSort, pageBounds } from '../../store/page.ts';
import type { JobRow } from '../../store/rows.ts';
import { type OwnerView, ownerViews } from '../account/owner.ts';
import { date, parseDate } from '../common.ts';
import { managedBy, managementServer } from '../region/region.ts';
import { resultWithKeys } from '../user/keys.ts';

const statusOf = (job: JobRow): AsyncJobView['jobstatus'] => {
  if (job.state === 'succeeded') return 1;
  if (job.state === 'failed') return 2;
  if (job.state === 'cancelled') return 3;
  return 0;
};

/** A job of many that ended while some of the many had failed; its result counts them. */
const failedAmong = (job: JobRow): number => {
  const { failed } = (job.result ?? {}) as { failed?: unknown };
  return job.state === 'succeeded' && typeof failed === 'number' ? failed : 0;
};
const shownState = `CASE WHEN state = 'succeeded' AND json_extract(result, '$.failed') > 0 THEN 'partial' ELSE state END`;

function jobView(ctx: Ctx, job: JobRow, owner: OwnerView, server = managementServer(ctx)): AsyncJobView {
  const status = statusOf(job);
  const code = errorCodes[job.error?.code ?? 'internal'];
  const failed = job.error !== undefined && job.state !== 'running' && job.state !== 'pending' && status !== 1;
  return {
    jobid: job.id,
    cmd: job.command,
    ...server,
    accountid: job.accountId,
    userid: job.userId,
    ...owner,
    jobstatus: status,
    state: failedAmong(job) > 0 ? 'partial' : job.state,
    jobprocstatus: 0,
    jobresultcode: status === 2 ? code : 0,
    jobresulttype: job.result === undefined && !failed ? undefined : 'object',
    jobresult: failed
      ? {
          errorcode: code,
          errortext: job.error?.message,
          hint: job.error?.hint,
          phrases: job.error?.phrases,
          field: job.error?.field,
          code: job.error?.code,
        }
      : job.result,
    jobinstancetype: job.resourceNoun,
    jobinstanceid: job.resourceId,
    jobinstancename: job.resourceName,
    step: job.step,
    stepindex: job.stepIndex,
    steps: ctx.jobs.saga(job.kind)?.steps.length,
    percent: job.percent,
    progresstext: job.progressText,
    progressphrase: job.progressPhrase,
    cancellable: ctx.jobs.whyNotCancellable(job) === undefined,
    created: date(job.created),
    completed: job.completed === undefined ? undefined : date(job.completed),
  };
}

/** A password that a job set is in its answer, once, and for whoever started it. */
function withPassword(ctx: Ctx, caller: Caller, job: JobRow, view: AsyncJobView): AsyncJobView {
  if (job.state !== 'succeeded' || job.userId !== caller.userId || !ctx.secrets.unlocked) return view;
  const password = ctx.secrets.get(job.id, 'password');
  if (password === undefined) return view;
  ctx.secrets.remove(job.id, 'password');
  return { ...view, jobresult: { ...(view.jobresult as object), password } };
}

export const jobHandlers = {
  queryAsyncJobResult(ctx, caller, input) {
    const job = ctx.store.need('jobs', input.jobid, 'jobid');
    checkOwner(ctx, caller, job);
    const result = resultWithKeys(ctx, caller, job);
    return withPassword(ctx, caller, job, jobView(ctx, { ...job, result }, ownerViews(ctx)(job)));
  },

  listAsyncJobs(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'jobs', input, {
      filters: [
        [input.pending === true ? 'completed IS NULL' : input.pending === false ? 'completed IS NOT NULL' : '1', 1],
        [`${shownState} = ?`, input.state],
        ['resource_id = ?', input.resourceid],
        ['resource_noun = lower(?)', input.resourcetype],
        ['created >= ?', parseDate(input.startdate, 'startdate')],
        [managedBy(ctx, input.managementserverid), 1],
      ],
      sortable: { created: 'created', completed: 'completed', cmd: 'command', state: 'state' },
    });
    const owner = ownerViews(ctx, page.rows);
    const server = managementServer(ctx);
    return { count: page.count, asyncjobs: page.rows.map((job) => jobView(ctx, job, owner(job), server)) };
  },

  listJobLogs(ctx, caller, input) {
    if (input.jobid === undefined && (input.hostid === undefined || caller.role !== 'Admin'))
      throw fail('parameter', say`A log is asked for by its job, or (as Root Admin) by its host.`, { field: 'jobid' });
    if (input.jobid !== undefined) checkOwner(ctx, caller, ctx.store.need('jobs', input.jobid, 'jobid'));
    if (input.sortby !== undefined && input.sortby !== 'index') throw cannotSort(input.sortby, ['index']);
    // -1, all, is LIMIT's own word for it.
    const { size, from } = pageBounds(input, ctx.store.defaultPageSize());
    const sort = input.sortby !== undefined && input.sortorder === 'desc' ? 'DESC' : 'ASC';
    ctx.log.flush();
    const [column, id] = input.jobid !== undefined ? ['job_id', input.jobid] : ['host_id', input.hostid as string];
    const pattern = `%${(input.keyword ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
    const where = `${column} = ? AND number > ? AND text LIKE ? ESCAPE '\\'`;
    const after = input.after ?? 0;
    const { count } = ctx.store.sqlite
      .prepare(`SELECT count(*) AS count FROM job_log WHERE ${where}`)
      .get(id, after, pattern) as { count: number };
    // Without `after` and an order the newest lines are wanted, the oldest of them first; else the ones that follow.
    const newest = input.after === undefined && input.sortby === undefined;
    const page = `SELECT * FROM job_log WHERE ${where} ORDER BY number ${newest ? 'DESC' : sort} LIMIT ? OFFSET ?`;
    const rows = ctx.store.sqlite
      .prepare(newest ? `SELECT * FROM (${page}) ORDER BY number` : page)
      .all(id, after, pattern, size, from) as {
      number: number;
      time: number;
      level: 'debug' | 'info' | 'warn' | 'error';
      step: string | null;
      host_id: string | null;
      text: string;
      phrase: string | null;
    }[];
    return {
      count,
      joblog: rows.map((row) => ({
        index: row.number,
        time: date(row.time),
        level: row.level,
        step: row.step ?? undefined,
        hostid: row.host_id ?? undefined,
        text: row.text,
        phrase: row.phrase === null ? undefined : (JSON.parse(row.phrase) as Phrase),
      })),
    };
  },

  cancelAsyncJob(ctx, caller, input) {
    checkOwner(ctx, caller, ctx.store.need('jobs', input.jobid, 'jobid'));
    ctx.jobs.cancel(input.jobid);
    return { success: true };
  },

  repairAsyncJob(ctx, caller, input) {
    checkOwner(ctx, caller, ctx.store.need('jobs', input.jobid, 'jobid'));
    ctx.jobs.repair(input.jobid);
    return { success: true };
  },
} satisfies Partial<Handlers>;
