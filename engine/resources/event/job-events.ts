import type { Ctx } from '../../context.ts';
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
        said ?? named(job, (name, type) => say`${name}: ${type} is scheduled`),
      );
      return id;
    },
    started(job) {
      tell(
        job,
        { ...further(job), level: 'INFO', state: 'Started' },
        named(job, (name, type) => say`${name}: ${type} has begun`),
      );
    },
    ended(job, outcome, why) {
      const level = outcome === 'succeeded' ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR';
      const said = named(job, (name, type) => {
        if (outcome === 'succeeded') return say`${name}: ${type} has succeeded`;
        return outcome === 'cancelled'
          ? say`${name}: ${type} was cancelled`
          : say`${name}: ${type} failed: ${why ?? ''}`;
      });
      tell(job, { ...further(job), level, state: 'Completed' }, said);
    },
  };
}

const named = (job: JobRow, words: (name: string, type: string) => Phrase): Phrase =>
  words(job.resourceName ?? job.command, eventTypeOf(job.kind));

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
