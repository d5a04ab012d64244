import { ActionIcon, Button, Checkbox, Textarea } from '@mantine/core';
import { Lock, MessageSquare, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnnotatedType } from '../../engine/contract/annotation.ts';
import { useList } from '../api/live.ts';
import { useMay } from '../api/permissions.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import { Tip } from '../ui/Tip.tsx';
import classes from './Comments.module.css';
import { runCommand } from './run-command.ts';

/** What people wrote about a thing, newest first, and the field for more. */
export function Comments({ type, id }: { type: AnnotatedType; id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [text, setText] = useState('');
  const [adminsonly, setAdminsOnly] = useState(false);
  const { rows, loading, error, refetch } = useList('listAnnotations', {
    entitytype: type,
    entityid: id,
    page: 1,
    pagesize: 100,
  });

  const add = async (event: FormEvent) => {
    event.preventDefault();
    const annotation = text.trim();
    if (annotation === '') return;
    const about = { annotation, entitytype: type, entityid: id };
    if (await runCommand('addAnnotation', adminsonly ? { ...about, adminsonly } : about, '')) setText('');
  };

  if (loading) return <SkeletonRows count={4} />;
  if (error !== undefined && rows.length === 0)
    return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  return (
    <>
      {may('addAnnotation') ? (
        <form className={classes.form} onSubmit={(event) => void add(event)}>
          <Textarea
            label={t('comments.new')}
            value={text}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={4096}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {may('updateAnnotationVisibility') ? (
            <Checkbox
              label={t('comments.adminsOnly')}
              checked={adminsonly}
              onChange={(event) => setAdminsOnly(event.currentTarget.checked)}
            />
          ) : null}
          <Button type="submit" variant="default" disabled={text.trim() === ''}>
            {t('comments.add')}
          </Button>
        </form>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState icon={MessageSquare} title={t('comments.empty')} />
      ) : (
        <ul className={classes.list} aria-label={t('comments.title')}>
          {rows.map((comment) => (
            <li key={comment.id} className={classes.comment}>
              <div className={classes.by}>
                <span>{comment.username}</span>
                <RelativeTime date={comment.created} />
                {comment.adminsonly ? (
                  <Tip label={t('comments.adminsOnly')}>
                    <Lock size={13} aria-label={t('comments.adminsOnly')} />
                  </Tip>
                ) : null}
                <span className={classes.grow} />
                {may('removeAnnotation') ? (
                  <Tip label={t('comments.remove')}>
                    <ActionIcon
                      size={24}
                      variant="subtle"
                      aria-label={t('comments.remove')}
                      onClick={() => void runCommand('removeAnnotation', { id: comment.id }, '')}
                    >
                      <Trash2 size={14} aria-hidden />
                    </ActionIcon>
                  </Tip>
                ) : null}
              </div>
              <p className={classes.text}>{comment.annotation}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
