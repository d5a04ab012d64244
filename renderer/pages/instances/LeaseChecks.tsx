import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../engine/contract/contract.ts';
import { type Phrase, textOf } from '../../../engine/contract/phrase.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useQuery } from '../../api/live.ts';
import { said } from '../../i18n/said.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { StateBadge, type Tone } from '../../ui/StateBadge.tsx';
import classes from './LeaseChecks.module.css';

type Lease = Output<'explainLease'>['nic'][number];
type Check = Lease['check'][number];

const inWords = (phrase: Phrase) => said(phrase, textOf(phrase));
const tones: Record<Check['status'], Tone> = { ok: 'ok', problem: 'error', likely: 'warning', unknown: 'off' };

function Checks({ nic }: { nic: Lease }) {
  const { t } = useTranslation();
  return (
    <table className={classes.checks} aria-label={t('lease.checks', { network: nic.networkname })}>
      <thead>
        <tr>
          <th scope="col">{t('lease.looked')}</th>
          <th scope="col">{t('fields.status')}</th>
          <th scope="col">{t('lease.found')}</th>
        </tr>
      </thead>
      <tbody>
        {nic.check.map((check) => (
          <tr key={check.name}>
            <th scope="row">{inWords(check.title)}</th>
            <td>
              <StateBadge tone={tones[check.status]} word={t(`lease.status.${check.status}`)} />
            </td>
            <td>
              {inWords(check.found)}
              {check.hint === undefined ? null : <div className={classes.hint}>{inWords(check.hint)}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether each card has its address since the instance was started; where not, what was looked at and how to mend it. */
export function LeaseChecks({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery('explainLease', { virtualmachineid: vm.id });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (data === undefined || data.nic.length === 0) return null;
  return (
    <div className={classes.root}>
      {data.nic.map((nic) => (
        <section
          key={nic.nicid}
          className={classes.nic}
          data-state={nic.state}
          role={nic.state === 'missing' ? 'alert' : 'status'}
          aria-label={t('lease.title', { network: nic.networkname })}
        >
          <div className={classes.head}>
            <StateBadge
              tone={nic.state === 'leased' ? 'ok' : nic.state === 'waiting' ? 'busy' : 'error'}
              word={t(`lease.state.${nic.state}`)}
            />
            <span>
              <strong>{nic.networkname}</strong> {inWords(nic.finding)}
            </span>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<RefreshCw size={14} aria-hidden />}
              aria-label={t('lease.lookAgain', { network: nic.networkname })}
              onClick={refetch}
            >
              {t('hostPreparation.lookAgain')}
            </Button>
          </div>
          {nic.check.length === 0 ? null : <Checks nic={nic} />}
        </section>
      ))}
    </div>
  );
}
