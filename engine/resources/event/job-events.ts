import type { Ctx } from '../../context.ts';
import { commandWords } from '../../contract/command-words.ts';
import { type Phrase, say, textOf } from '../../contract/phrase.ts';
import { resourceTypeOf } from '../../contract/resource-types.ts';
import type { JobEvents } from '../../jobs/job-events.ts';
import type { EventRow, JobRow } from '../../store/rows.ts';
import { usernameOf } from '../common.ts';
import { eventTypeOf } from './event-types.ts';

/**
 * CloudStack's three events of every job: Scheduled when it is asked for, Started when its first step begins, Completed when it has ended,
 * all with the first one's id for their parent. Their owner is the resource's, so that an account sees what an administrator did to its
 * things; their user is whoever asked.
 */
export function jobEvents(ctx: () => Ctx): JobEvents {
  const tell = (job: JobRow, event: Pick<EventRow, 'id' | 'level' | 'state'> & { parentId?: string }, said: Phrase) => {
    const { store, clock } = ctx();
    store.insert('events', {
      ...event,
      type: eventTypeOf(job.kind),
      ...ownerOf(ctx(), job),
      username: usernameOf(ctx(), job.userId),
      resourceId: job.resourceId,
      resourceType: job.resourceNoun === undefined ? undefined : resourceTypeOf(job.resourceNoun),
      resourceName: job.resourceName,
      created: clock(),
      description: textOf(said),
      phrase: said,
    } as EventRow);
  };
  const further = (job: JobRow) => ({
    id: ctx().ids(),
    ...(job.startEventId !== undefined && { parentId: job.startEventId }),
  });
  return {
    scheduled(job, said) {
      const id = ctx().ids();
      tell(
        job,
        { id, level: 'INFO', state: 'Scheduled' },
        said ?? about(job, say`Asked for: ${commandWords(job.kind)}`),
      );
      return id;
    },
    started(job) {
      tell(
        job,
        { ...further(job), level: 'INFO', state: 'Started' },
        about(job, say`Begun: ${commandWords(job.kind)}`),
      );
    },
    ended(job, outcome, why) {
      const level = outcome === 'succeeded' ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR';
      const what = commandWords(job.kind);
      const said = { succeeded: say`Done: ${what}`, cancelled: say`Cancelled: ${what}`, failed: say`Failed: ${what}` }[
        outcome
      ];
      const told = about(job, said);
      const failed = outcome === 'failed' && why !== undefined;
      tell(job, { ...further(job), level, state: 'Completed' }, failed ? say`${told}: ${why}` : told);
    },
  };
}

/** What happened, and to which thing where it has a name. */
const about = (job: JobRow, happened: Phrase): Phrase =>
  job.resourceName === undefined ? happened : say`${happened} · ${job.resourceName}`;

/** Whose thing a job works on; what belongs to nobody is told to whoever asked. */
function ownerOf(ctx: Ctx, job: JobRow): { accountId: string; domainId: string } {
  const { resourceNoun: noun, resourceId: id } = job;
  if (noun !== undefined && id !== undefined)
    for (const table of Object.values(ctx.store.tables)) {
      if (table.declaration.noun !== noun || table.declaration.owned !== true) continue;
      const row = table.stored(id) as { accountId: string; domainId: string } | undefined;
      if (row !== undefined) return { accountId: row.accountId, domainId: row.domainId };
    }
  return { accountId: job.accountId, domainId: job.domainId };
}
