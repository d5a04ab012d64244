import { Button } from '@mantine/core';
import { MonitorOff, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../engine/contract/phrase.ts';
import { useQuery } from '../../api/live.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { said } from '../../i18n/said.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { formatBytes } from '../../ui/format.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './ForeignGuests.module.css';

const states = {
  PowerOn: { tone: 'ok', word: 'states.Running' },
  PowerOff: { tone: 'off', word: 'states.Stopped' },
  PowerUnknown: { tone: 'warning', word: 'states.Unknown' },
} as const;

/** Virtual machines of others on a host: read only, with what Benchtop does about each and why it does no more. */
export function ForeignGuests({ hostId }: { hostId: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery('listForeignGuests', { hostid: hostId });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (data === undefined) return <SkeletonRows />;
  const again = (
    <Button variant="default" leftSection={<RefreshCw size={15} aria-hidden />} onClick={refetch}>
      {t('foreignGuests.lookAgain')}
    </Button>
  );
  if (data.foreignguest.length === 0)
    return (
      <EmptyState icon={MonitorOff} title={t('foreignGuests.none')} text={t('foreignGuests.noneText')} action={again} />
    );
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <p className={classes.text}>{t('foreignGuests.text')}</p>
        {again}
      </div>
      <table className={classes.guests} aria-label={t('foreignGuests.title')}>
        <thead>
          <tr>
            <th scope="col">{t('fields.name')}</th>
            <th scope="col">{t('fields.state')}</th>
            <th scope="col">{t('fields.cpunumber')}</th>
            <th scope="col">{t('fields.memory')}</th>
            <th scope="col">{t('foreignGuests.disks')}</th>
            <th scope="col">{t('foreignGuests.cards')}</th>
            <th scope="col">{t('foreignGuests.choice')}</th>
          </tr>
        </thead>
        <tbody>
          {data.foreignguest.map((guest) => (
            <tr key={guest.id}>
              <th scope="row">{inert(guest.name)}</th>
              <td>
                <StateBadge tone={states[guest.powerstate].tone} word={t(states[guest.powerstate].word)} />
              </td>
              <td className={classes.number}>{guest.cpunumber}</td>
              <td className={classes.number}>{formatBytes(guest.memory)}</td>
              <td>
                {guest.disk.map((disk) => (
                  <div key={disk.device}>
                    <span className="mono">{inert(disk.source)}</span>
                    {disk.storagename === undefined
                      ? null
                      : ` ${t('foreignGuests.onStorage', { storage: disk.storagename })}`}
                  </div>
                ))}
              </td>
              <td>
                {guest.nic.map((nic) => (
                  <div key={nic.macaddress}>
                    <span className="mono">{inert(nic.macaddress)}</span>{' '}
                    {nic.bridge === '' ? t('foreignGuests.noBridge') : inert(nic.bridge)}
                  </div>
                ))}
              </td>
              <td>
                <strong>{t('foreignGuests.leave')}</strong>
                <details>
                  <summary>{t('foreignGuests.why')}</summary>
                  <ul className={classes.why}>
                    {guest.obstacle.map((phrase) => {
                      const words = inert(said(phrase, textOf(phrase)));
                      return <li key={words}>{words}</li>;
                    })}
                  </ul>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
