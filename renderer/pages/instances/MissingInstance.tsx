import { Button, Group } from '@mantine/core';
import { CircleOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { jobError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { JobLog } from '../../components/jobs/JobLog.tsx';
import { jobTitle } from '../../components/jobs/job-actions.tsx';
import { Page } from '../../components/Page.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './MissingInstance.module.css';

/**
 * In place of an instance that is gone. A deployment that failed leaves no row behind, and the person who waits on its page must be
 * told why, and be let back to the form.
 */
export function MissingInstance({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { rows, loading } = useList('listAsyncJobs', { resourceid: id, page: 1, pagesize: 1 });
  const job = rows[0];
  const back = (
    <Button component={Link} href={paths.instances} variant="default">
      {t('detail.backToList')}
    </Button>
  );
  const expunged = job?.cmd === 'expungeVirtualMachine' || job?.cmd === 'destroyVirtualMachine';
  if (job !== undefined && job.jobstatus !== 1 && !expunged) {
    const error = jobError(job);
    return (
      <Page icon={icons.instance} title={t('instances.lastFailed', { title: jobTitle(job) })}>
        <div className={classes.failed}>
          <ErrorState message={error.message} hint={error.hint} />
          <Group gap="sm">
            <Button component={Link} href={`${paths.deployInstance}?again=1`}>
              {t('instances.tryAgain')}
            </Button>
            {back}
          </Group>
          <JobLog jobid={job.jobid} />
        </div>
      </Page>
    );
  }
  return (
    <Page icon={icons.instance} title={job?.jobinstancename ?? t('nouns.instance')}>
      {loading ? null : (
        <EmptyState
          icon={CircleOff}
          title={expunged ? t('instances.expungedTitle') : t('detail.missing', { kind: words.noun('instance') })}
          text={expunged ? undefined : t('detail.missingText')}
          action={back}
        />
      )}
    </Page>
  );
}
