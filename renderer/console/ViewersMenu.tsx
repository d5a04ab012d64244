import { Button, Popover } from '@mantine/core';
import { Eye, Hand, Keyboard, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConsoleViewer } from '../../engine/contract/console.ts';
import { formatBytes } from '../ui/format.ts';
import type { ConsoleSession } from './console-session.ts';
import type { Attendance } from './console-state.ts';
import classes from './ViewersMenu.module.css';

function Viewer({ viewer, own }: { viewer: ConsoleViewer; own: boolean }) {
  const { t } = useTranslation();
  const Icon = viewer.holds ? Hand : viewer.viewOnly ? Eye : Keyboard;
  const role = viewer.holds ? 'holds' : viewer.viewOnly ? 'watches' : 'types';
  return (
    <li className={classes.viewer}>
      <Icon size={14} aria-hidden />
      <span className={classes.who}>
        {own ? t('console.viewers.own', { who: viewer.who }) : viewer.who}
        <span className={classes.role}>
          {t(`console.viewers.${role}`)}
          {viewer.recording ? ` · ${t('console.viewers.records')}` : ''}
        </span>
      </span>
      <span className={`number ${classes.number}`}>{t('console.viewers.idle', { seconds: viewer.idle })}</span>
      <span className={`number ${classes.number}`}>
        {t('console.viewers.rate', { bytes: formatBytes(viewer.rate) })}
      </span>
    </li>
  );
}

/** Who looks at this console, since when they did nothing, what their picture costs, and who may act. */
export function ViewersMenu({ session, attendance }: { session: ConsoleSession; attendance: Attendance }) {
  const { t } = useTranslation();
  const { you, others, link } = attendance;
  return (
    <Popover withinPortal={false} position="bottom-end" width={400} trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          className={others.length > 0 ? (classes.shared ?? '') : ''}
          leftSection={<Users size={14} aria-hidden />}
          aria-label={t('console.viewers.count', { number: others.length + 1 })}
        >
          {others.length + 1}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel}>
        <ul className={classes.list} aria-label={t('console.viewers.list')}>
          <Viewer viewer={you} own />
          {others.map((viewer) => (
            <Viewer key={viewer.id} viewer={viewer} own={false} />
          ))}
        </ul>
        {link === undefined ? null : (
          <div className={`number ${classes.link}`}>
            {t('console.viewers.link', {
              bytes: formatBytes(link.rate),
              quality: t(`console.quality.${link.quality}`),
            })}
          </div>
        )}
        <div className={classes.actions}>
          <span>{t(you.mayTake ? 'console.viewers.help' : 'console.viewers.lookOnly')}</span>
          {you.holds ? (
            <Button size="compact-sm" variant="default" onClick={() => session.handBack()}>
              {t('console.viewers.handBack')}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" disabled={!you.mayTake} onClick={() => session.take()}>
              {t('console.viewers.take')}
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
