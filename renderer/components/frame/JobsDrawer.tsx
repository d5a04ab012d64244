import { ActionIcon } from '@mantine/core';
import { ChevronDown, ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { paths } from '../../paths.ts';
import { useOverlay } from '../../stores/overlay.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useResize } from '../../ui/use-resize.ts';
import { ActionBar } from '../ActionBar.tsx';
import { jobBadge } from '../badges.ts';
import { JobLog } from '../jobs/JobLog.tsx';
import { JobProgress, JobTime } from '../jobs/JobProgress.tsx';
import { jobTitle, useJobActions } from '../jobs/job-actions.tsx';
import { useWords } from '../words.ts';
import classes from './JobsDrawer.module.css';

function JobRow({ job, chosen, onChoose }: { job: AsyncJobView; chosen: boolean; onChoose: () => void }) {
  const words = useWords();
  const badge = jobBadge(job);
  return (
    <li>
      <button type="button" className={classes.job} aria-pressed={chosen} onClick={onChoose}>
        <span className={classes.title}>{jobTitle(job)}</span>
        <span className={classes.time}>
          <JobTime job={job} />
        </span>
        <StateBadge tone={badge.tone} word={words.state(badge.word)} />
        {job.jobstatus === 0 ? (
          <span className={classes.progress}>
            <JobProgress job={job} />
          </span>
        ) : null}
      </button>
    </li>
  );
}

/** Along the bottom: running and recent jobs, each with its step, time and log, cancel and repair. */
export function JobsDrawer() {
  const { t } = useTranslation();
  const { drawerJob, set } = useOverlay();
  const { drawerHeight, set: prefer } = usePreferences();
  const { rows } = useList('listAsyncJobs', { pagesize: 50 });
  const actions = useJobActions();
  const handle = useResize({
    size: drawerHeight,
    minimum: 140,
    maximum: Math.max(200, window.innerHeight - 200),
    edge: 'top',
    label: t('ui.resize'),
    onResize: (height) => prefer({ drawerHeight: height }),
  });
  const chosen = rows.find((job) => job.jobid === drawerJob) ?? rows[0];
  return (
    <section className={classes.drawer} style={{ height: drawerHeight }} aria-label={t('jobs.drawer')}>
      <div {...handle} className={classes.handle} />
      <div className={classes.head}>
        <ListChecks size={15} aria-hidden />
        <h2>{t('jobs.drawer')}</h2>
        <Link href={paths.jobs}>{t('jobs.all')}</Link>
        <span className={classes.grow} />
        <ActionIcon aria-label={t('jobs.closeDrawer')} onClick={() => set({ drawerOpen: false })}>
          <ChevronDown size={16} />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        {chosen === undefined ? (
          <div className={classes.detail}>
            <EmptyState icon={ListChecks} title={t('jobs.empty')} />
          </div>
        ) : (
          <>
            <ul className={classes.jobs}>
              {rows.map((job) => (
                <JobRow
                  key={job.jobid}
                  job={job}
                  chosen={job.jobid === chosen.jobid}
                  onChoose={() => set({ drawerJob: job.jobid })}
                />
              ))}
            </ul>
            <div className={classes.detail}>
              <div className={classes.detailHead}>
                <Link href={paths.job(chosen.jobid)} className={classes.title ?? ''}>
                  {jobTitle(chosen)}
                </Link>
                <span className={classes.grow} />
                <ActionBar
                  row={chosen}
                  actions={actions.filter((action) =>
                    action.id === 'repair' ? chosen.state === 'stuck' : chosen.jobstatus === 0,
                  )}
                />
              </div>
              <JobLog key={chosen.jobid} jobid={chosen.jobid} />
            </div>
          </>
        )}
      </div>
    </section>
  );
}
