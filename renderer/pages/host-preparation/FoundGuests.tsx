import { useTranslation } from 'react-i18next';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './HostPreparation.module.css';

/** Virtual machines that were on the machine before Benchtop: named, so that nobody is surprised, and left alone. */
export function FoundGuests({ guests }: { guests: HostPreparationView['guests'] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('hostPreparation.guests')}>
      <h2 className={classes.subtitle}>{t('hostPreparation.guests')}</h2>
      <p className={classes.dimmed}>{t('hostPreparation.guestsText')}</p>
      <table className={classes.plan} aria-label={t('hostPreparation.guests')}>
        <thead>
          <tr>
            <th scope="col">{t('fields.name')}</th>
            <th scope="col">{t('fields.state')}</th>
            <th scope="col">{t('fields.id')}</th>
          </tr>
        </thead>
        <tbody>
          {guests.map((guest) => (
            <tr key={guest.id}>
              <th scope="row">{inert(guest.name)}</th>
              <td>
                <StateBadge
                  tone={guest.running ? 'ok' : 'off'}
                  word={t(guest.running ? 'states.Running' : 'states.Stopped')}
                />
              </td>
              <td className="mono">{guest.id}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
