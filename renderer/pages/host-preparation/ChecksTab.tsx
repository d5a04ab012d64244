import { Button, Group } from '@mantine/core';
import { HardDrive, RotateCcw, ShieldQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../engine/contract/contract.ts';
import type { AsyncJobView, HostView, PlanItem } from '../../../engine/contract/views.ts';
import { useList, useOne } from '../../api/live.ts';
import { JobProgress } from '../../components/jobs/JobProgress.tsx';
import { runCommand } from '../../components/run-command.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './HostPreparation.module.css';
import { PlanTable } from './PlanTable.tsx';

type StorageChecks = Output<'checkHostStorage'>['check'];

/** The items of a plan that are questions to a machine rather than parts of its preparation. */
const namedChecks = new Set([
  'system',
  'architecture',
  'privilege',
  'requiretty',
  'hardware',
  'virtualization',
  'domains',
  'leftovers',
  'time',
  'names',
  'address',
  'bridgefilter',
  'firewall',
]);

/** What the newest finished trial of the host's stores found, in the form of the other checks. */
function storageItems(job: AsyncJobView | undefined, kindWord: (kind: 'primary' | 'secondary') => string): PlanItem[] {
  const result = job?.jobresult as { check?: StorageChecks } | undefined;
  return (result?.check ?? []).map((check) => ({
    id: check.id,
    group: 'Storage',
    title: check.name,
    found: check.found,
    change: '',
    why: kindWord(check.kind),
    status: check.status,
    ...(check.hint === undefined ? {} : { hint: check.hint }),
    ...(check.phrases === undefined ? {} : { phrases: check.phrases }),
  }));
}

/** The named checks of a host: the machine as it was last looked at, and its stores as they were last tried. */
export function ChecksTab({ host }: { host: HostView }) {
  const { t } = useTranslation();
  const { row: preparation, loading } = useOne('listHostPreparations', host.hostpreparationid);
  const { rows: jobs } = useList('listAsyncJobs', { resourceid: host.id, pagesize: 50 });
  const trials = jobs.filter((job) => job.cmd === 'checkHostStorage');
  const running = trials.find((job) => job.jobstatus === 0);
  const tried = trials.find((job) => job.jobstatus === 1);
  if (host.hostpreparationid !== undefined && loading) return <SkeletonRows />;
  // What was once changed is told by the tab beside it; here is what a look finds.
  const machine = (preparation?.plan ?? []).filter((item) => namedChecks.has(item.id));
  const storage = storageItems(tried, (kind) => t(`hostChecks.${kind}`));
  const items = [...machine, ...storage];
  return (
    <div className={classes.checks}>
      <Group gap="sm">
        {preparation === undefined ? null : (
          <Button
            variant="default"
            leftSection={<RotateCcw size={15} aria-hidden />}
            loading={preparation.jobid !== undefined}
            onClick={() => void runCommand('updateHostPreparation', { id: preparation.id }, host.name)}
          >
            {t('hostPreparation.lookAgain')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<HardDrive size={15} aria-hidden />}
          loading={running !== undefined}
          onClick={() => void runCommand('checkHostStorage', { id: host.id }, host.name)}
        >
          {t('hostChecks.tryStorage')}
        </Button>
        {tried?.completed === undefined ? null : (
          <span className={classes.dimmed}>
            {t('hostChecks.tried')} <RelativeTime date={tried.completed} />
          </span>
        )}
      </Group>
      {running === undefined ? null : <JobProgress job={running} />}
      {items.length === 0 ? (
        <EmptyState icon={ShieldQuestion} title={t('hostChecks.none')} text={t('hostChecks.noneText')} />
      ) : (
        <PlanTable items={items} />
      )}
    </div>
  );
}
