// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid cannot be made of table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys of its rows
import { ActionIcon, Checkbox } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Ellipsis, type LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useOverlay } from '../stores/overlay.ts';
import { type Column, cellText, columnsThatFit, leastShare } from './column.ts';
import { rememberedPlace, rememberPlace } from './list-memory.ts';
import type { ListState } from './list-state.ts';
import classes from './ResourceList.module.css';
import { RowMenu } from './RowMenu.tsx';
import type { ResourceAction } from './resource-action.ts';
import { toggleSelection } from './selection.ts';

interface Props<R> {
  label: string;
  /** Key under which scroll and selection are remembered. */
  memoryKey: string;
  rows: readonly R[];
  columns: readonly Column<R>[];
  columnLabel: (column: Column<R>) => string;
  icon: LucideIcon;
  rowId: (row: R) => string;
  rowName: (row: R) => string;
  href: ((row: R) => string) | undefined;
  onOpen: ((row: R) => void) | undefined;
  state: ListState;
  onSort: (column: string) => void;
  actions: readonly ResourceAction<R>[];
  selectable: boolean;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}

const rowHeight = 32;
/** The boxes before the columns and the menus behind them. */
const edges = 36 + 40;

/** The rows of a list: a virtualised grid, moved through by arrow keys. */
export function ListTable<R>(props: Props<R>) {
  const { rows, rowId, rowName, href, selected, onSelect, state, selectable, actions } = props;
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const viewport = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const viewportRef = useMergedRef(viewport, measured);
  // Beside a side panel columns that have no room wait until it closes; in a narrow window the list scrolls sideways.
  const besidePanel = useOverlay((overlay) => overlay.panel !== undefined);
  const columns = besidePanel && width > 0 ? columnsThatFit(props.columns, width - edges) : props.columns;
  const [active, setActive] = useState(-1);
  const [menu, setMenu] = useState<{ x: number; y: number; row: R } | undefined>(undefined);
  const anchor = useRef<string | undefined>(undefined);
  /** What had the focus before the menu, and gets it back. */
  const opener = useRef<HTMLElement | null>(null);
  const closeMenu = () => {
    setMenu(undefined);
    opener.current?.focus({ preventScroll: true });
  };
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialOffset: () => rememberedPlace(props.memoryKey).scrollTop,
  });
  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    element.scrollTop = rememberedPlace(props.memoryKey).scrollTop;
    const remember = () => rememberPlace(props.memoryKey, { scrollTop: element.scrollTop });
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [props.memoryKey]);

  const ids = rows.map(rowId);
  const template = [
    selectable ? '36px' : '12px',
    ...columns.map((column) => `minmax(${Math.round(column.width * leastShare)}px, ${column.width}fr)`),
    actions.length > 0 ? '40px' : '12px',
  ].join(' ');

  const open = (row: R) => {
    if (props.onOpen !== undefined) props.onOpen(row);
    else if (href !== undefined) navigate(href(row));
  };
  const toggle = (id: string, shift: boolean) => {
    onSelect(toggleSelection(selected, ids, id, anchor.current, shift));
    anchor.current = id;
  };
  const openMenu = (event: MouseEvent, row: R) => {
    if (actions.length === 0) return;
    event.preventDefault();
    opener.current = viewport.current;
    setMenu({ x: event.clientX, y: event.clientY, row });
  };
  const openMenuAt = (element: HTMLElement, row: R) => {
    const box = element.getBoundingClientRect();
    opener.current = element.getAttribute('role') === 'row' ? viewport.current : element;
    setMenu({ x: box.left, y: box.bottom, row });
  };
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || rows.length === 0) return;
    const page = Math.max(1, Math.floor((viewport.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    const row = rows[active];
    if (target !== undefined) moveTo(target);
    else if (row === undefined) return;
    else if (event.key === 'Enter') open(row);
    else if (event.key === ' ' && selectable) toggle(rowId(row), event.shiftKey);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const element = viewport.current?.querySelector<HTMLElement>(`[aria-rowindex="${active + 2}"]`);
      // After this event: the menu would take the key that opened it for one pressed outside of it, and close.
      if (element) requestAnimationFrame(() => openMenuAt(element, row));
    } else return;
    event.preventDefault();
  };

  const all = ids.length > 0 && ids.every((id) => selected.has(id));
  return (
    <>
      <div
        ref={viewportRef}
        className={classes.viewport}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active >= 0 ? `${props.memoryKey}-${active}` : undefined}
        aria-multiselectable={selectable}
        tabIndex={0}
        data-list-grid
        onKeyDown={onKeyDown}
      >
        <div className={classes.header} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
          <div role="columnheader" className={classes.cell}>
            {selectable ? (
              <Checkbox
                size="xs"
                aria-label={t('lists.selectAll')}
                checked={all}
                indeterminate={!all && selected.size > 0}
                onChange={() => onSelect(all ? new Set() : new Set(ids))}
              />
            ) : null}
          </div>
          {columns.map((column) => {
            const sorted = state.sortBy === column.key;
            const direction = sorted ? (state.sortOrder === 'asc' ? 'ascending' : 'descending') : 'none';
            return (
              <div
                key={column.key}
                role="columnheader"
                aria-sort={column.sortable ? direction : undefined}
                className={`${classes.cell} ${classes.headCell} ${column.align === 'right' ? classes.right : ''}`}
              >
                {column.sortable ? (
                  <button type="button" className={classes.sort} onClick={() => props.onSort(column.key)}>
                    <span className={classes.headLabel}>{props.columnLabel(column)}</span>
                    {sorted ? state.sortOrder === 'asc' ? <ArrowUp size={12} /> : <ArrowDown size={12} /> : null}
                  </button>
                ) : (
                  <span className={classes.headLabel}>{props.columnLabel(column)}</span>
                )}
              </div>
            );
          })}
          <div
            role="columnheader"
            className={classes.menuHead}
            aria-label={actions.length > 0 ? t('lists.actions') : undefined}
          />
        </div>
        <div className={classes.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = rowId(row);
            const isSelected = selected.has(id);
            return (
              <div
                key={id}
                id={`${props.memoryKey}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selectable ? isSelected : undefined}
                className={`${classes.row} ${item.index === active ? classes.active : ''}`}
                style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
                onContextMenu={(event) => openMenu(event, row)}
                onClick={() => setActive(item.index)}
                onDoubleClick={() => open(row)}
              >
                <div role="gridcell" className={classes.cell}>
                  {selectable ? (
                    <Checkbox
                      size="xs"
                      aria-label={t('lists.select', { name: rowName(row) })}
                      checked={isSelected}
                      onChange={() => undefined}
                      onClick={(event) => toggle(id, event.shiftKey)}
                    />
                  ) : null}
                </div>
                {columns.map((column, index) => (
                  <div
                    key={column.key}
                    role="gridcell"
                    className={`${classes.cell} ${column.align === 'right' ? classes.right : ''}`}
                    title={column.render === undefined ? cellText(row, column) : undefined}
                  >
                    {index === 0 ? (
                      <span className={classes.name}>
                        <props.icon size={15} aria-hidden />
                        {href === undefined ? (
                          <span>{column.render?.(row) ?? rowName(row)}</span>
                        ) : (
                          <Link href={href(row)}>{column.render?.(row) ?? rowName(row)}</Link>
                        )}
                      </span>
                    ) : (
                      (column.render?.(row) ?? (cellText(row, column) || '–'))
                    )}
                  </div>
                ))}
                <div role="gridcell" className={classes.menuCell}>
                  {actions.length > 0 ? (
                    <ActionIcon
                      size={24}
                      aria-label={t('lists.actionsFor', { name: rowName(row) })}
                      aria-haspopup="menu"
                      onClick={(event) => openMenuAt(event.currentTarget, row)}
                    >
                      <Ellipsis size={15} />
                    </ActionIcon>
                  ) : null}
                </div>
              </div>
            );
          })}
        </div>
      </div>
      <RowMenu at={menu} label={t('lists.actions')} actions={actions} onClose={closeMenu} />
    </>
  );
}
