import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import { said } from '../../i18n/said.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import classes from './DashboardPage.module.css';

/** Alerts that still hold, newest first. */
export function Alerts() {
  const { t } = useTranslation();
  const { rows, loading } = useList('listAlerts', { page: 1, pagesize: 50 });
  const open = rows.filter((alert) => alert.resolved === undefined).slice(0, 8);
  if (loading) return null;
  if (open.length === 0)
    return (
      <p className={classes.fine}>
        <CircleCheck size={15} aria-hidden />
        {t('dashboard.noAlerts')}
      </p>
    );
  return (
    <ul className={classes.alerts}>
      {open.map((alert) => (
        <li key={alert.id}>
          <TriangleAlert size={15} aria-hidden />
          <span className={classes.alertText}>{said(alert.phrase, alert.description)}</span>
          <span className={classes.time}>
            <RelativeTime date={alert.sent} />
          </span>
        </li>
      ))}
    </ul>
  );
}
