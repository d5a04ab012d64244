import { useMemo } from 'react';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { jobBadge } from '../badges.ts';
import type { Column } from '../column.ts';
import { ResourceLink } from '../ResourceLink.tsx';
import { resourcePath } from '../resource-path.ts';
import { StateOf } from '../StateOf.tsx';
import { useWords } from '../words.ts';
import { JobProgress, JobTime } from './JobProgress.tsx';

/** The columns of jobs, in their list and in the tabs of the things that they are about. */
export function useJobColumns(): readonly Column<AsyncJobView>[] {
  const words = useWords();
  return useMemo<readonly Column<AsyncJobView>[]>(
    () => [
      {
        key: 'cmd',
        width: 180,
        sortable: true,
        render: (job) => words.command(job.cmd),
        text: (job) => words.command(job.cmd),
      },
      { key: 'state', width: 120, sortable: true, render: (job) => <StateOf badge={jobBadge(job)} /> },
      {
        key: 'jobinstancename',
        width: 170,
        render: (job) => (
          <ResourceLink href={resourcePath(job.jobinstancetype, job.jobinstanceid)} name={job.jobinstancename} />
        ),
      },
      { key: 'step', width: 260, render: (job) => <JobProgress job={job} /> },
      { key: 'duration', width: 90, align: 'right', render: (job) => <JobTime job={job} /> },
      { key: 'created', width: 120, sortable: true, render: (job) => <RelativeTime date={job.created} /> },
    ],
    [words],
  );
}
