import { Button } from '@mantine/core';
import { CircleAlert, CircleCheck, Hourglass, Info, type LucideIcon, RotateCcw, Undo2, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { preparationError } from '../../components/reasons.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { AddToCluster } from './AddToCluster.tsx';
import classes from './HostPreparation.module.css';
import type { ForCluster } from './links.ts';
import { PreparationJob } from './PreparationJob.tsx';
import { planChange, planFound, planHint, planTitle } from './plan-words.ts';
import { hintOf, useLatestJob } from './use-latest-job.ts';
import { usePreparationActions } from './use-preparation-actions.ts';

interface CardProps {
  tone?: 'fine' | 'warn' | 'bad';
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}

function Card({ tone, icon: Icon, title, children }: CardProps) {
  return (
    <section className={`${classes.card} ${tone === undefined ? '' : classes[tone]}`} aria-label={title}>
      <h2>
        <Icon size={18} aria-hidden />
        {title}
      </h2>
      {children}
    </section>
  );
}

interface Props {
  preparation: HostPreparationView;
  target: ForCluster | undefined;
}

/** Where a machine's preparation stands, in one card: what it means, and what can be done now. */
export function Verdict({ preparation, target }: Props) {
  const { t } = useTranslation();
  const actions = usePreparationActions(preparation, target);
  const { plan, state } = preparation;
  const count = (status: string) => plan.filter((item) => item.status === status).length;
  const name = preparation.hostname ?? preparation.address;
  const job = useLatestJob(preparation.id);
  const hint = hintOf(job);
  const error =
    preparation.error === undefined ? null : (
      <div>
        <p>{inert(preparationError(preparation) ?? '')}</p>
        {hint === undefined ? null : <p className={classes.dimmed}>{inert(hint)}</p>}
      </div>
    );
  // A look that failed leaves the plan as it was, and says so.
  const lastLook =
    preparation.error === undefined ? null : (
      <ErrorState message={inert(preparationError(preparation) ?? '')} hint={hint} />
    );
  const button = (label: string, run: () => unknown, Icon: LucideIcon, primary = false) => (
    <Button
      variant={primary ? 'filled' : 'default'}
      leftSection={<Icon size={15} aria-hidden />}
      onClick={() => void run()}
    >
      {label}
    </Button>
  );
  const lookAgain = (primary = false) => button(t('hostPreparation.lookAgain'), actions.lookAgain, RotateCcw, primary);
  const undo = button(t('hostPreparation.undo'), actions.undo, Undo2);

  // A job that was cancelled or has failed takes its changes back before it ends.
  const disk = state === 'Applied' && job?.cmd.endsWith('HostDiskStore');
  const busy = disk ? 'Disk' : state === 'Applying' && job?.state === 'undoing' ? 'Undoing' : busyKey(state);
  if (preparation.jobid !== undefined || ['Probing', 'Applying', 'Undoing'].includes(state))
    return (
      <Card icon={Hourglass} title={t(`hostPreparation.busy.${busy}`)}>
        <p>{t(`hostPreparation.busyText.${busy}`)}</p>
        {preparation.jobid === undefined ? null : <PreparationJob jobid={preparation.jobid} />}
      </Card>
    );

  switch (state) {
    case 'New':
      return (
        <Card tone="bad" icon={CircleAlert} title={t('hostPreparation.notReached')}>
          {error}
          <div className={classes.foot}>
            {lookAgain(true)}
            <Button component={Link} href={actions.loginLink} variant="default">
              {t('hostPreparation.changeLogin')}
            </Button>
          </div>
        </Card>
      );
    case 'Planned':
      if (!preparation.canapply)
        return (
          <Card tone="warn" icon={CircleAlert} title={t('hostPreparation.blocked', { count: count('blocked') })}>
            {lastLook}
            <p>{t('hostPreparation.blockedText')}</p>
            <ul>
              {plan
                .filter((item) => item.status === 'blocked')
                .map((item) => (
                  <li key={item.id}>
                    <strong>{planTitle(item)}</strong>: {item.hint === undefined ? planFound(item) : planHint(item)}
                  </li>
                ))}
            </ul>
            <div className={classes.foot}>{lookAgain(true)}</div>
          </Card>
        );
      return (
        <Card
          icon={Info}
          title={
            preparation.complete
              ? t('hostPreparation.nothingToDo')
              : t('hostPreparation.planned', { count: count('change') })
          }
        >
          {lastLook}
          <p>{preparation.complete ? t('hostPreparation.nothingText') : t('hostPreparation.plannedText')}</p>
          <div className={classes.foot}>
            {button(
              preparation.complete ? t('hostPreparation.verify') : t('hostPreparation.apply'),
              actions.apply,
              Wrench,
              true,
            )}
            {lookAgain()}
          </div>
        </Card>
      );
    case 'Applied': {
      const drifted = plan.filter((item) => item.status === 'change' || item.status === 'blocked');
      if (drifted.length > 0)
        return (
          <Card tone="warn" icon={CircleAlert} title={t('hostPreparation.drifted', { count: drifted.length })}>
            {lastLook}
            <p>{t(preparation.canapply ? 'hostPreparation.driftedText' : 'hostPreparation.driftedBlockedText')}</p>
            <ul>
              {drifted.map((item) => (
                <li key={item.id}>
                  <strong>{planTitle(item)}</strong>: {planFound(item)}
                  {item.change === '' ? null : ` → ${planChange(item)}`}
                </li>
              ))}
            </ul>
            <div className={classes.foot}>
              {preparation.canapply ? button(t('hostPreparation.repair'), actions.apply, Wrench, true) : null}
              {lookAgain(!preparation.canapply)}
              {preparation.hostid === undefined ? undo : null}
            </div>
          </Card>
        );
      return (
        <Card tone="fine" icon={CircleCheck} title={t('hostPreparation.applied', { name })}>
          {lastLook}
          <p>{t('hostPreparation.appliedText', { count: count('done') })}</p>
          <AddToCluster preparation={preparation} target={target} />
          <div className={classes.foot}>
            {lookAgain()}
            {preparation.hostid === undefined ? undo : null}
          </div>
        </Card>
      );
    }
    case 'Failed':
      return (
        <Card
          tone={job?.jobstatus === 3 ? 'warn' : 'bad'}
          icon={CircleAlert}
          title={t(job?.jobstatus === 3 ? 'hostPreparation.cancelled' : 'hostPreparation.failed')}
        >
          {job?.jobstatus === 3 ? null : error}
          <p>{t('hostPreparation.failedText')}</p>
          <div className={classes.foot}>
            {button(t('ui.retry'), actions.apply, Wrench, true)}
            {lookAgain()}
            {undo}
          </div>
        </Card>
      );
    case 'Undone':
      return (
        <Card tone="fine" icon={Undo2} title={t('hostPreparation.undone', { name })}>
          {lastLook}
          <p>{t('hostPreparation.undoneText')}</p>
          <div className={classes.foot}>{lookAgain()}</div>
        </Card>
      );
    default:
      return null;
  }
}

function busyKey(state: string): 'Probing' | 'Applying' | 'Undoing' {
  return state === 'Applying' || state === 'Undoing' ? state : 'Probing';
}
