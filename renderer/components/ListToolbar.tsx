import { ActionIcon, Button, CloseButton, Menu, TextInput } from '@mantine/core';
import { Columns3, Download, LayoutGrid, ListFilter, RotateCw, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../ui/Tip.tsx';
import type { Column, Filter } from './column.ts';
import type { ListState } from './list-state.ts';
import classes from './ResourceList.module.css';
import { SavedFilters } from './SavedFilters.tsx';

interface Props<R> {
  state: ListState;
  onChange: (change: Partial<ListState>) => void;
  filters: readonly Filter[];
  columns: readonly Column<R>[];
  shown: readonly string[];
  onShow: (keys: string[]) => void;
  label: (column: Column<R>) => string;
  searchable: boolean;
  /** Whether the rows are shown as tiles; undefined where they cannot be. */
  tiled: boolean | undefined;
  onTile: (tiled: boolean) => void;
  onRefresh: () => void;
  onExport: (format: 'csv' | 'json') => void;
  exporting: boolean;
  /** Under this name the list's filters are kept; nothing in tabs. */
  savedId: string | undefined;
  onLeaveSearch: () => void;
}

const typingPause = 200;

function FilterMenu({ filters, state, onChange }: Pick<Props<unknown>, 'filters' | 'state' | 'onChange'>) {
  const { t } = useTranslation();
  if (filters.length === 0) return null;
  return (
    <Menu position="bottom-start" closeOnItemClick>
      <Menu.Target>
        <Button variant="default" size="compact-sm" leftSection={<ListFilter size={14} />}>
          {t('lists.filter')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {filters.map((filter) => (
          <div key={filter.name}>
            <Menu.Label>{filter.label}</Menu.Label>
            {filter.options.map((option) => (
              <Menu.Item
                key={option.value}
                aria-label={`${filter.label}: ${option.label}`}
                onClick={() => onChange({ filters: { ...state.filters, [filter.name]: option.value } })}
              >
                {option.label}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Above a list: search, filters with their chips, refresh, export, columns. */
export function ListToolbar<R>(props: Props<R>) {
  const { state, onChange, filters, columns, shown, onShow, label, searchable } = props;
  const { t } = useTranslation();
  const [keyword, setKeyword] = useState(state.keyword);
  useEffect(() => setKeyword(state.keyword), [state.keyword]);
  // Only typing starts the pause, so only the keyword is a dependency.
  useEffect(() => {
    if (keyword === state.keyword) return;
    const timer = setTimeout(() => onChange({ keyword }), typingPause);
    return () => clearTimeout(timer);
  }, [keyword]);
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && keyword !== '') setKeyword('');
    else if (event.key === 'ArrowDown' || event.key === 'Escape') props.onLeaveSearch();
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.toolbar}>
      {searchable ? (
        <TextInput
          className={classes.search ?? ''}
          type="search"
          data-list-search
          aria-label={t('lists.search')}
          placeholder={t('lists.search')}
          leftSection={<Search size={14} aria-hidden />}
          value={keyword}
          onChange={(event) => setKeyword(event.currentTarget.value)}
          onKeyDown={onSearchKey}
        />
      ) : null}
      <FilterMenu filters={filters} state={state} onChange={onChange} />
      {props.savedId === undefined ? null : <SavedFilters id={props.savedId} state={state} onChange={onChange} />}
      {Object.entries(state.filters).map(([name, value]) => {
        const filter = filters.find((each) => each.name === name);
        const option = filter?.options.find((each) => each.value === value);
        const { [name]: _removed, ...rest } = state.filters;
        const text = `${filter?.label ?? name}: ${option?.label ?? value}`;
        return (
          <span key={name} className={classes.chip}>
            {text}
            <CloseButton
              size={18}
              aria-label={t('lists.removeFilter', { filter: text })}
              onClick={() => onChange({ filters: rest })}
            />
          </span>
        );
      })}
      <span className={classes.grow} />
      {props.tiled === undefined ? null : (
        <Tip label={t('lists.tiles')}>
          <ActionIcon
            aria-label={t('lists.tiles')}
            aria-pressed={props.tiled}
            variant={props.tiled ? 'light' : 'subtle'}
            onClick={() => props.onTile(!props.tiled)}
          >
            <LayoutGrid size={15} />
          </ActionIcon>
        </Tip>
      )}
      <Tip label={t('lists.refresh')}>
        <ActionIcon aria-label={t('lists.refresh')} onClick={props.onRefresh}>
          <RotateCw size={15} />
        </ActionIcon>
      </Tip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('lists.export')} title={t('lists.export')} loading={props.exporting}>
            <Download size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => props.onExport('csv')}>{t('lists.exportCsv')}</Menu.Item>
          <Menu.Item onClick={() => props.onExport('json')}>{t('lists.exportJson')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" closeOnItemClick={false}>
        <Menu.Target>
          <ActionIcon aria-label={t('lists.columns')} title={t('lists.columns')}>
            <Columns3 size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {columns.map((column, index) => (
            <Menu.CheckboxItem
              key={column.key}
              checked={shown.includes(column.key)}
              disabled={index === 0}
              onChange={(checked) =>
                onShow(checked ? [...shown, column.key] : shown.filter((key) => key !== column.key))
              }
            >
              {label(column)}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
