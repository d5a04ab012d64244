import { Button } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import { SearchX } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contract, type Input, type ListName, type Row } from '../../engine/contract/contract.ts';
import { toApiError } from '../api/client.ts';
import { useList } from '../api/live.ts';
import { useMay } from '../api/permissions.ts';
import { usePreferences } from '../stores/preferences.ts';
import { showToast } from '../stores/toasts.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import type { Column, Filter } from './column.ts';
import { download, exportRows } from './export-rows.ts';
import { ListFooter } from './ListFooter.tsx';
import { ListTable } from './ListTable.tsx';
import { ListToolbar } from './ListToolbar.tsx';
import { rememberedPlace, rememberPlace } from './list-memory.ts';
import { type ListState, toggleSort } from './list-state.ts';
import { NotAllowed } from './NotAllowed.tsx';
import classes from './ResourceList.module.css';
import type { ResourceAction } from './resource-action.ts';
import { hasTags, tagFilter } from './tag-filter.ts';
import { useListState } from './use-list-state.ts';
import { listsByProject, useProjectId } from './use-project.ts';
import { useZoneId } from './use-zone.ts';
import { useWords } from './words.ts';

export interface ResourceListProps<K extends ListName> {
  /** The list command. */
  name: K;
  /** Under this name the chosen columns are kept. */
  id: string;
  /** The list's accessible name. */
  label: string;
  icon: LucideIcon;
  columns: readonly Column<Row<K>>[];
  /** Parameters that are always sent (a tab's own filter). */
  params?: Partial<Input<K>>;
  href?: (row: Row<K>) => string;
  onOpen?: (row: Row<K>) => void;
  rowName?: (row: Row<K>) => string;
  actions?: readonly ResourceAction<Row<K>>[];
  filters?: readonly Filter[];
  /** What a row looks like where the list is shown as tiles; without it the list is always a table. */
  tile?: (row: Row<K>) => ReactNode;
  /** Inside a tab: state in memory instead of in the URL. */
  embedded?: boolean;
  empty: { title: string; text?: string; action?: ReactNode };
}

const noActions: readonly never[] = [];
const noFilters: readonly Filter[] = [];

function identify(row: unknown): string {
  const { id, jobid, name } = row as { id?: string; jobid?: string; name?: string };
  return id ?? jobid ?? name ?? '';
}

function nameOf(row: unknown): string {
  const { displayname, name } = row as { displayname?: string; name?: string };
  return displayname ?? name ?? identify(row);
}

/** The one list of the application: server-paged, sorted and filtered by the engine, virtualised, kept right by changes. */
export function ResourceList<K extends ListName>(props: ResourceListProps<K>) {
  const { name, id, columns, embedded = false, filters: own = noFilters } = props;
  const may = useMay();
  const given = props.actions ?? noActions;
  const actions = useMemo(() => given.filter((action) => may(action.needs)), [given, may]);
  const { t } = useTranslation();
  const words = useWords();
  const { pageSize, columns: chosen, tiledLists, set } = usePreferences();
  const zoneId = useZoneId();
  const projectId = useProjectId();
  const tagged = hasTags(name);
  const filterNames = useMemo(() => [...own.map((filter) => filter.name), ...(tagged ? ['tag'] : [])], [own, tagged]);
  const [state, change] = useListState(filterNames, !embedded);

  const entries = contract[name].input.entries as Record<string, unknown>;
  const params = useMemo(() => {
    const zone = zoneId !== undefined && 'zoneid' in entries && !embedded ? { zoneid: zoneId } : {};
    const project = projectId !== undefined && !embedded && listsByProject(name) ? { projectid: projectId } : {};
    const sort = state.sortBy === undefined ? {} : { sortby: state.sortBy, sortorder: state.sortOrder };
    const keyword = state.keyword === '' ? {} : { keyword: state.keyword };
    const known = tagged ? [...own, tagFilter('', [])] : own;
    const chosen = Object.entries(state.filters).map(
      ([filter, value]) => known.find((each) => each.name === filter)?.toParams?.(value) ?? { [filter]: value },
    );
    return Object.assign({}, zone, project, ...chosen, props.params, sort, keyword) as Input<K>;
  }, [zoneId, projectId, name, entries, embedded, state, props.params, own, tagged]);
  const answer = useList(name, { ...params, page: state.page, pagesize: pageSize } as Input<K>);
  // The rows on screen stay until the next page, order or filter has been answered: nothing flickers.
  const lastAnswer = useRef(answer);
  if (!answer.loading) lastAnswer.current = answer;
  const list = answer.loading && lastAnswer.current.rows.length > 0 ? lastAnswer.current : answer;

  const filters = tagged ? [...own, tagFilter(t('tags.tag'), list.rows)] : own;

  const memoryKey = `${id}${JSON.stringify(params)}${state.page}`;
  const [selection, setSelection] = useState(() => ({
    key: memoryKey,
    ids: rememberedPlace(memoryKey).selected,
  }));
  const selected = selection.key === memoryKey ? selection.ids : rememberedPlace(memoryKey).selected;
  const select = (ids: ReadonlySet<string>) => {
    rememberPlace(memoryKey, { selected: ids });
    setSelection({ key: memoryKey, ids });
  };

  const shown = chosen[id] ?? columns.filter((column) => !column.optional).map((column) => column.key);
  const visible = columns.filter((column, index) => index === 0 || shown.includes(column.key));
  const columnLabel = (column: Column<Row<K>>) => column.label ?? words.field(column.key);
  const rowName = props.rowName ?? nameOf;
  const tile = tiledLists.includes(id) ? props.tile : undefined;
  const bulk = actions.filter((action) => action.bulk);
  const selectedRows = list.rows.filter((row) => selected.has(identify(row)));
  const narrowed = state.keyword !== '' || Object.keys(state.filters).length > 0;

  const [exporting, setExporting] = useState(false);
  const exportAll = async (format: 'csv' | 'json') => {
    setExporting(true);
    try {
      download(`${id}.${format}`, await exportRows({ name, params, format, columns: visible, label: columnLabel }));
    } catch (thrown) {
      const error = toApiError(thrown);
      showToast({ tone: 'error', title: t('lists.exportFailed'), message: error.message, hint: error.hint });
    } finally {
      setExporting(false);
    }
  };
  const focusGrid = () => document.querySelector<HTMLElement>('[data-list-grid]')?.focus();

  if (!may(name)) return <NotAllowed />;
  return (
    <div className={`${classes.root} ${embedded ? classes.embedded : ''}`}>
      <ListToolbar
        state={state}
        onChange={change}
        filters={filters}
        columns={columns}
        shown={shown}
        onShow={(keys) => set({ columns: { ...chosen, [id]: keys } })}
        label={columnLabel}
        searchable={'keyword' in entries}
        tiled={props.tile && tile !== undefined}
        onTile={(tiled) => set({ tiledLists: [...tiledLists.filter((each) => each !== id), ...(tiled ? [id] : [])] })}
        onRefresh={answer.refetch}
        onExport={(format) => void exportAll(format)}
        exporting={exporting}
        savedId={embedded ? undefined : id}
        onLeaveSearch={focusGrid}
      />
      {list.error === undefined ? null : (
        <div className={classes.error}>
          <ErrorState message={list.error.message} hint={list.error.hint} onRetry={list.refetch} />
        </div>
      )}
      {list.loading ? (
        <div className={classes.viewport}>
          <SkeletonRows />
        </div>
      ) : list.rows.length === 0 ? (
        <div className={classes.viewport}>
          {narrowed ? (
            <EmptyState
              icon={SearchX}
              title={t('lists.nothingFound')}
              action={
                <Button
                  variant="default"
                  onClick={() => change({ keyword: '', filters: {} } satisfies Partial<ListState>)}
                >
                  {t('lists.clearFilters')}
                </Button>
              }
            />
          ) : list.error === undefined ? (
            <EmptyState
              icon={props.icon}
              title={props.empty.title}
              text={props.empty.text}
              action={props.empty.action}
            />
          ) : null}
        </div>
      ) : tile !== undefined ? (
        <div className={classes.viewport}>
          <ul className={classes.tiles} aria-label={props.label}>
            {list.rows.map((row) => (
              <li key={identify(row)}>{tile(row)}</li>
            ))}
          </ul>
        </div>
      ) : (
        <ListTable
          label={props.label}
          memoryKey={memoryKey}
          rows={list.rows}
          columns={visible}
          columnLabel={columnLabel}
          icon={props.icon}
          rowId={identify}
          rowName={rowName}
          href={props.href}
          onOpen={props.onOpen}
          state={state}
          onSort={(column) => change(toggleSort(state, column))}
          actions={actions}
          selectable={bulk.length > 0}
          selected={selected}
          onSelect={select}
        />
      )}
      {selectedRows.length > 0 && tile === undefined ? (
        <div className={classes.bulk} role="toolbar" aria-label={t('lists.bulk')}>
          <span className="number">{t('lists.selected', { count: selectedRows.length })}</span>
          {bulk.map((action) => {
            const able = selectedRows.filter((row) => action.refusal?.(row) === undefined);
            const Icon = action.icon;
            return (
              <Button
                key={action.id}
                variant="default"
                size="compact-sm"
                leftSection={<Icon size={14} />}
                color={action.danger ? 'red' : undefined}
                disabled={able.length === 0}
                onClick={() => void action.run(able)}
              >
                {able.length === selectedRows.length ? action.label : `${action.label} (${able.length})`}
              </Button>
            );
          })}
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => select(new Set())}>
            {t('lists.clearSelection')}
          </Button>
        </div>
      ) : null}
      <ListFooter
        count={list.count}
        page={state.page}
        pageSize={pageSize}
        onPage={(page) => change({ page })}
        onPageSize={(size) => {
          set({ pageSize: size });
          change({ page: 1 });
        }}
      />
    </div>
  );
}
