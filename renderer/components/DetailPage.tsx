import { Button, Tabs } from '@mantine/core';
import { CircleOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import type { AnnotatedType } from '../../engine/contract/annotation.ts';
import type { CommandName } from '../../engine/contract/contract.ts';
import type { TagType } from '../../engine/contract/tag.ts';
import type { OneResult } from '../api/live.ts';
import { useMay } from '../api/permissions.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import { ActionBar } from './ActionBar.tsx';
import { Comments } from './Comments.tsx';
import classes from './DetailPage.module.css';
import { type Fact, Facts } from './Facts.tsx';
import { Page } from './Page.tsx';
import type { ResourceAction } from './resource-action.ts';
import { Tags } from './Tags.tsx';

export interface DetailTab {
  id: string;
  label: string;
  content: ReactNode;
  /** The command that it shows the answer of: who may not call that does not see the tab. */
  needs?: CommandName;
  /** Fills the tab to its edges: consoles. */
  flush?: boolean;
}

interface Props<R> {
  icon: LucideIcon;
  /** What kind of thing this is, for the title while it loads or is missing. */
  kind: string;
  /** The list to go back to when the thing is gone. */
  listPath: string;
  result: OneResult<R>;
  name: (row: R) => string;
  badge?: (row: R) => ReactNode;
  actions?: readonly ResourceAction<R>[];
  facts: (row: R) => readonly Fact[];
  /** Above the facts: capacity bars, or why it failed. */
  aside?: (row: R) => ReactNode;
  tabs: (row: R) => readonly DetailTab[];
  /** Below the title row, over all tabs: a running job, the last failure. */
  notice?: (row: R) => ReactNode;
  /** What its tags are kept under, where it can have tags. */
  tagged?: TagType;
  /** What comments on it are kept under. */
  commented?: AnnotatedType;
}

/** The page of one thing: who it is on the left, what belongs to it in tabs on the right. The open tab is in the URL. */
export function DetailPage<R>(props: Props<R>) {
  const { icon, kind, result, actions = [] } = props;
  const { t } = useTranslation();
  const [path, navigate] = useLocation();
  const may = useMay();
  const search = new URLSearchParams(useSearch());
  const { row } = result;

  if (row === undefined) {
    return (
      <Page icon={icon} title={kind}>
        {result.error ? (
          <div className={classes.notice}>
            <ErrorState message={result.error.message} hint={result.error.hint} onRetry={result.refetch} />
          </div>
        ) : result.missing ? (
          <EmptyState
            icon={CircleOff}
            title={t('detail.missing', { kind })}
            text={t('detail.missingText')}
            action={
              <Button component={Link} href={props.listPath} variant="default">
                {t('detail.backToList')}
              </Button>
            }
          />
        ) : (
          <SkeletonRows />
        )}
      </Page>
    );
  }

  const thing = row as { id: string; tags?: readonly { key: string; value: string }[] };
  const { commented } = props;
  const comments: DetailTab[] =
    commented === undefined
      ? []
      : [
          {
            id: 'comments',
            label: t('comments.title'),
            needs: 'listAnnotations',
            content: <Comments type={commented} id={thing.id} />,
          },
        ];
  const tabs = [...props.tabs(row), ...comments].filter((tab) => tab.needs === undefined || may(tab.needs));
  const wanted = search.get('tab');
  const open = tabs.find((tab) => tab.id === wanted)?.id ?? tabs[0]?.id ?? null;
  return (
    <Page
      icon={icon}
      title={props.name(row)}
      badge={props.badge?.(row)}
      actions={actions.length > 0 ? <ActionBar actions={actions} row={row} /> : undefined}
    >
      {props.notice?.(row)}
      <div className={classes.body}>
        <aside className={classes.card} aria-label={t('detail.facts')}>
          {props.aside?.(row)}
          <Facts facts={props.facts(row)} />
          {props.tagged === undefined ? null : (
            <Tags type={props.tagged} id={thing.id} tags={thing.tags ?? []} listPath={props.listPath} />
          )}
        </aside>
        <Tabs
          value={open}
          onChange={(tab) => navigate(tab === null ? path : `${path}?tab=${tab}`, { replace: true })}
          keepMounted={false}
          className={classes.tabs ?? ''}
        >
          <Tabs.List className={classes.list ?? ''}>
            {tabs.map((tab) => (
              <Tabs.Tab key={tab.id} value={tab.id}>
                {tab.label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tabs.map((tab) => (
            <Tabs.Panel
              key={tab.id}
              value={tab.id}
              className={`${classes.panel ?? ''} ${tab.flush ? (classes.flush ?? '') : ''}`}
            >
              {tab.content}
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
    </Page>
  );
}
