import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AsyncJobView, DeploymentView } from '../../../engine/contract/views.ts';
import { call, toApiError } from '../../api/client.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { deploymentsResult, followDeployments, someOf } from '../../components/jobs/follow-deployments.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords, word } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { showToast } from '../../stores/toasts.ts';
import classes from './Deployments.module.css';

const gone = new Set(['failed', 'cancelled']);

/** Whether a job deployed a set of instances, so that each of them can be shown. */
export const deploysMany = (job: AsyncJobView): boolean =>
  job.cmd === 'deployVirtualMachines' || job.cmd === 'retryVirtualMachineDeployments';

async function retry(jobid: string, names?: string[]): Promise<void> {
  const title = word('commands', 'retryVirtualMachineDeployments');
  try {
    const answer = await call('retryVirtualMachineDeployments', { jobid, ...(names !== undefined && { names }) });
    navigate(paths.job(answer.jobid));
    void followDeployments(answer.jobid, title);
  } catch (thrown) {
    const { message, hint } = toApiError(thrown);
    showToast({ tone: 'error', title, message, hint });
  }
}

/** How many came out, and the button that tries the others again. */
export function DeploymentsNotice({ job }: { job: AsyncJobView }) {
  const { t } = useTranslation();
  const result = deploymentsResult(job.jobresult);
  if (!deploysMany(job) || job.jobstatus !== 1 || result === undefined) return null;
  const { count, failed, lost } = result;
  return (
    <div className={classes.notice} role="status" data-tone={failed > 0 ? 'error' : 'ok'}>
      <span>{t('deploy.came', { done: count - failed, count })}</span>
      {failed === 0 ? null : <span className={classes.lost}>{t('deploy.cameNot', { names: someOf(lost) })}</span>}
      {failed === 0 ? null : (
        <Button
          size="xs"
          variant="default"
          leftSection={<RotateCcw size={14} aria-hidden />}
          onClick={() => void retry(job.jobid)}
        >
          {t('instances.retryFailed', { count: failed })}
        </Button>
      )}
    </div>
  );
}

/** Each instance of the set: where it stands, or why it failed. */
export function DeploymentsTab({ jobid }: { jobid: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const params = useMemo(() => ({ jobid }), [jobid]);
  const columns = useMemo<readonly Column<DeploymentView>[]>(
    () => [
      {
        key: 'name',
        width: 160,
        sortable: true,
        render: (one) =>
          gone.has(one.state) ? one.name : <ResourceLink href={paths.instance(one.id)} name={one.name} />,
      },
      { key: 'state', width: 130, sortable: true, render: (one) => <StateOf badge={stateBadge(one.state)} /> },
      {
        key: 'ipaddress',
        width: 130,
        sortable: true,
        render: (one) => <span className="mono">{gone.has(one.state) ? '' : one.ipaddress}</span>,
      },
      {
        key: 'progresstext',
        width: 380,
        render: (one) =>
          one.errortext === undefined ? (
            said(one.progressphrase, one.progresstext ?? '')
          ) : (
            <span title={`${said(one.phrases?.message, one.errortext)} ${said(one.phrases?.hint, one.hint ?? '')}`}>
              {said(one.phrases?.message, one.errortext)}
            </span>
          ),
      },
    ],
    [],
  );
  const actions = useMemo<readonly ResourceAction<DeploymentView>[]>(
    () => [
      {
        id: 'retry',
        needs: 'retryVirtualMachineDeployments',
        label: words.command('retryVirtualMachineDeployments'),
        icon: RotateCcw,
        bulk: true,
        refusal: (one) => (gone.has(one.state) ? undefined : t('deploy.retryRefused')),
        run: (rows) =>
          retry(
            jobid,
            rows.map((one) => one.name),
          ),
      },
    ],
    [jobid, t, words],
  );
  return (
    <ResourceList
      name="listVirtualMachineDeployments"
      id="deployments-tab"
      label={t('nav.instances')}
      icon={icons.instance}
      columns={columns}
      params={params}
      actions={actions}
      rowName={(one) => one.name}
      embedded
      empty={{ title: t('lists.noInstancesHere') }}
    />
  );
}
