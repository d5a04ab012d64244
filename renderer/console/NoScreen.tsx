import { Button, Loader } from '@mantine/core';
import { ArchiveRestore, MonitorOff, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../engine/contract/views.ts';
import { useList } from '../api/live.ts';
import { JobProgress } from '../components/jobs/JobProgress.tsx';
import { jobTitle } from '../components/jobs/job-actions.tsx';
import { runCommand } from '../components/run-command.ts';
import { useWords } from '../components/words.ts';
import { paths } from '../paths.ts';
import classes from './NoScreen.module.css';

/** In place of a console: the running job with its step, or the state that has no screen and the way out of it. */
export function NoScreen({ vm, alone }: { vm: VirtualMachineView; alone: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const jobs = useList('listAsyncJobs', { resourceid: vm.id, pending: true, pagesize: 1 });
  const job = jobs.rows[0];
  if (job !== undefined)
    return (
      <div className={classes.root} data-console data-mantine-color-scheme="dark" role="status">
        <Loader size="sm" color="gray" />
        <strong>{jobTitle(job)}</strong>
        {alone ? (
          <div className={classes.progress}>
            <JobProgress job={job} />
          </div>
        ) : (
          // The instance's page shows its steps above.
          <span>{t('console.appears')}</span>
        )}
      </div>
    );
  return (
    <div className={classes.root} data-console data-mantine-color-scheme="dark" role="status">
      <MonitorOff size={28} strokeWidth={1.25} aria-hidden />
      <span>{t('console.noScreen', { name: vm.displayname, state: words.state(vm.state) })}</span>
      {vm.state === 'Stopped' ? (
        <Button
          leftSection={<Play size={15} aria-hidden />}
          onClick={() => void runCommand('startVirtualMachine', { id: vm.id }, vm.displayname, paths.instance(vm.id))}
        >
          {words.command('startVirtualMachine')}
        </Button>
      ) : null}
      {vm.state === 'Destroyed' ? (
        <Button
          variant="default"
          leftSection={<ArchiveRestore size={15} aria-hidden />}
          onClick={() => void runCommand('recoverVirtualMachine', { id: vm.id }, vm.displayname)}
        >
          {words.command('recoverVirtualMachine')}
        </Button>
      ) : null}
    </div>
  );
}
