import { Activity } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../engine/contract/contract.ts';
import { useList } from '../api/live.ts';
import { said } from '../i18n/said.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import classes from './EventTimeline.module.css';
import { ResourceLink } from './ResourceLink.tsx';
import { resourcePath } from './resource-path.ts';
import { useWords } from './words.ts';

/** Events as a timeline, newest first: of one thing, or the latest of all. */
export function EventTimeline({ params, limit = 100 }: { params?: Partial<Input<'listEvents'>>; limit?: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const { rows, loading, error, refetch } = useList('listEvents', { ...params, page: 1, pagesize: limit });
  const ofOneThing = params?.resourceid !== undefined;
  if (loading) return <SkeletonRows count={5} />;
  if (error !== undefined && rows.length === 0)
    return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (rows.length === 0) return <EmptyState icon={Activity} title={t('events.empty')} />;
  return (
    <ol className={classes.list} aria-label={t('nav.events')}>
      {rows.map((event) => (
        <li key={event.id} className={classes.event}>
          <span className={classes.time}>
            <RelativeTime date={event.created} />
          </span>
          <span className={classes.rail} aria-hidden>
            <span className={`${classes.dot} ${classes[event.level] ?? ''}`} />
          </span>
          <div>
            <div className={classes.description}>{said(event.phrase, event.description)}</div>
            <div className={classes.type}>
              {[event.level === 'INFO' ? '' : words.state(event.level), words.eventType(event.type), event.username]
                .filter(Boolean)
                .join(' · ')}
              {!ofOneThing && event.resourcename ? (
                <>
                  {' · '}
                  <ResourceLink href={resourcePath(event.resourcetype, event.resourceid)} name={event.resourcename} />
                </>
              ) : null}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}
