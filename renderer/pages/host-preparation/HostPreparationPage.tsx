import { Button, Menu } from '@mantine/core';
import { CircleOff, FileDown, Server, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { Page } from '../../components/Page.tsx';
import { preparationError } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { later } from '../../ui/Later.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { DisksSection } from './DisksSection.tsx';
import { FoundGuests } from './FoundGuests.tsx';
import classes from './HostPreparation.module.css';
import { KeyCheck } from './KeyCheck.tsx';
import { type ForCluster, forCluster, setupLink } from './links.ts';
import { PlanChoices } from './PlanChoices.tsx';
import { PlanTable } from './PlanTable.tsx';
import { saveReport } from './report.ts';
import { useLatestJob } from './use-latest-job.ts';
import { usePreparationActions } from './use-preparation-actions.ts';
import { Verdict } from './Verdict.tsx';

const LogTerminal = later(() => import('../../console/LogTerminal.tsx'), 'LogTerminal', <SkeletonRows count={4} />);

/** States in which a machine has nothing of ours on it, so that it can be forgotten. */
const forgettable = ['New', 'Planned', 'Failed', 'Undone'];

/** The facts that identify a machine, in a line. */
function PreparationFacts({ preparation }: { preparation: HostPreparationView }) {
  const { t } = useTranslation();
  const words = useWords();
  const facts: [label: string, value: string | undefined, mono?: boolean][] = [
    [words.field('address'), `${preparation.address}${preparation.port === 22 ? '' : `:${preparation.port}`}`, true],
    [words.field('username'), preparation.username],
    [words.field('operatingsystem'), preparation.operatingsystem],
    [words.field('virtualization'), preparation.virtualization && words.value(preparation.virtualization)],
    preparation.hostkeyfingerprint === ''
      ? [words.field('authentication'), t('hostPreparation.thisComputer')]
      : [t('hostPreparation.fingerprint'), preparation.hostkeyfingerprint, true],
  ];
  return (
    <div className={classes.facts}>
      {facts.map(([label, value, mono]) =>
        value ? (
          <span key={label}>
            {label} <strong className={mono ? 'mono' : undefined}>{value}</strong>
          </span>
        ) : null,
      )}
    </div>
  );
}

/** The log of the newest job on a machine, in a terminal that only shows. */
function PreparationLog({ id }: { id: string }) {
  const { t } = useTranslation();
  const job = useLatestJob(id);
  if (job === undefined) return null;
  return (
    <section>
      <h2 className={classes.subtitle}>{t('pages.hostLog')}</h2>
      <div className={classes.log}>
        <LogTerminal key={job.jobid} jobid={job.jobid} />
      </div>
    </section>
  );
}

export function HostPreparationPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const target = forCluster(useSearch());
  const cluster = useOne('listClusters', target?.clusterId).row;
  const { row, missing, error, refetch } = useOne('listHostPreparations', id);
  if (row === undefined)
    return (
      <Page icon={Server} title={t('hostPreparation.title')}>
        {error !== undefined ? (
          <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
        ) : missing ? (
          <EmptyState
            icon={CircleOff}
            title={t('detail.missing', { kind: t('hostPreparation.machine') })}
            text={t('detail.missingText')}
            action={
              <Button component={Link} href={paths.prepareHost} variant="default">
                {t('hostPreparation.title')}
              </Button>
            }
          />
        ) : (
          <SkeletonRows />
        )}
      </Page>
    );
  return <Preparation preparation={row} target={target} zoneId={cluster?.zoneid} />;
}

interface Props {
  preparation: HostPreparationView;
  target: ForCluster | undefined;
  zoneId: string | undefined;
}

function Preparation({ preparation, target, zoneId }: Props) {
  const { t } = useTranslation();
  const actions = usePreparationActions(preparation, target);
  const { state } = preparation;
  const idle = preparation.jobid === undefined;
  const returned = state === 'Failed' || state === 'Undone';
  const items = preparation.plan.map((item) =>
    returned && item.status === 'done' ? { ...item, status: 'undone' as const, found: '' } : item,
  );
  // After an undo only what was returned is known; the rest was found on a machine that is another one now.
  const plan = state === 'Undone' ? items.filter((item) => item.status === 'undone') : items;
  return (
    <Page
      icon={Server}
      title={preparation.hostname ?? preparation.address}
      badge={<StateOf badge={stateBadge(state)} pill />}
      actions={
        <>
          {zoneId === undefined ? null : (
            <Button component={Link} href={setupLink(zoneId, 'hosts', target?.quick ?? false)} variant="default">
              {t('hostPreparation.backToSetup')}
            </Button>
          )}
          {preparation.plan.length === 0 ? null : (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" leftSection={<FileDown size={15} aria-hidden />}>
                  {t('hostPreparation.saveReport')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => saveReport(preparation, 'txt')}>{t('hostPreparation.asText')}</Menu.Item>
                <Menu.Item onClick={() => saveReport(preparation, 'json')}>{t('hostPreparation.asJson')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
          {idle && forgettable.includes(state) ? (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<Trash2 size={15} aria-hidden />}
              onClick={() => void actions.forget()}
            >
              {t('hostPreparation.forgetMachine')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className={classes.body}>
        <PreparationFacts preparation={preparation} />
        {idle ? (
          <KeyCheck
            preparation={preparation}
            after={preparation.error === undefined ? undefined : preparationError(preparation)}
            loginLink={actions.loginLink}
          />
        ) : null}
        <Verdict preparation={preparation} target={target} />
        {idle && state === 'Planned' && !preparation.complete ? (
          <section className={classes.card} aria-label={t('hostPreparation.choices')}>
            <h2>{t('hostPreparation.choices')}</h2>
            <PlanChoices preparation={preparation} />
          </section>
        ) : null}
        {/* While work is under way its log is what one reads; else it is the plan. */}
        {idle ? null : <PreparationLog id={preparation.id} />}
        {plan.length === 0 ? null : <PlanTable items={plan} />}
        {state === 'Undone' || preparation.guests.length === 0 ? null : <FoundGuests guests={preparation.guests} />}
        {state === 'Applied' ? <DisksSection preparation={preparation} /> : null}
        {idle && state !== 'Planned' ? <PreparationLog id={preparation.id} /> : null}
      </div>
    </Page>
  );
}
