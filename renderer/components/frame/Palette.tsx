import { Kbd, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type ListResult, useList } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { paths } from '../../paths.ts';
import { useOverlay } from '../../stores/overlay.ts';
import { useWidestFilter } from '../image-filter.ts';
import { openConsole } from '../open-console.ts';
import { useWords } from '../words.ts';
import { icons, navigationFor } from './navigation-items.ts';
import classes from './Palette.module.css';

interface Entry {
  id: string;
  /** Set for instances that are on: their console is one key away. */
  console?: string;
  /** What beside the name may have been typed: addresses, account. */
  detail?: string;
  label: string;
  kind: string;
  path: string;
  icon: (typeof icons)[keyof typeof icons];
}

const consoleKeys = ['Ctrl', 'Enter'];

function useKept<R>(answer: ListResult<R>, wanted: boolean): { rows: readonly R[]; stale: boolean } {
  const last = useRef(answer.rows);
  if (!answer.loading) last.current = answer.rows;
  return { rows: wanted ? last.current : [], stale: answer.loading };
}

/** Pages and things whose name holds what was typed. Things are asked for from two characters on. */
function useEntries(typed: string): Entry[] {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const keyword = typed.trim();
  const ask = keyword.length >= 2 ? { keyword, pagesize: 5 } : undefined;
  // What was found stays until the next answer: nothing flickers while one types.
  const kept = useKept(useList('listVirtualMachines', ask && { ...ask, pagesize: 8 }), ask !== undefined);
  const hosts = useList('listHosts', ask).rows;
  const volumes = useList('listVolumes', ask).rows;
  const templatefilter = useWidestFilter();
  const templates = useList('listTemplates', ask && { ...ask, templatefilter }).rows;
  const pages = navigationFor(may).flatMap((group) =>
    group.items.map((item) => ({
      id: item.path,
      label: t(`nav.${item.key}`),
      kind: t('frame.page'),
      path: item.path,
      icon: item.icon,
    })),
  );
  const needle = keyword.toLowerCase();
  // But who types on and presses Enter at once must not land at what the fewer letters had found.
  const instances = kept.rows.filter(
    (vm) =>
      !kept.stale ||
      [vm.displayname, vm.name, vm.ipaddress, vm.macaddress, vm.account].some((text) =>
        text?.toLowerCase().includes(needle),
      ),
  );
  const things = <R extends { id: string; name: string }>(
    rows: readonly R[],
    kind: string,
    icon: Entry['icon'],
    path: (id: string) => string,
  ) => rows.map((row) => ({ id: row.id, label: row.name, kind, path: path(row.id), icon }));
  return [
    ...instances.map((vm) => ({
      id: vm.id,
      label: vm.displayname,
      detail: [vm.name === vm.displayname ? '' : vm.name, vm.ipaddress, vm.macaddress, vm.account]
        .filter(Boolean)
        .join(' · '),
      kind: words.state(vm.state),
      path: paths.instance(vm.id),
      icon: icons.instance,
      ...(vm.state === 'Running' && may('createConsoleEndpoint') && { console: vm.id }),
    })),
    ...things(hosts, t('nouns.host'), icons.host, paths.host),
    ...things(volumes, t('nouns.volume'), icons.volume, paths.volume),
    ...things(templates, t('nouns.template'), icons.template, paths.template),
    ...pages.filter((page) => needle === '' || page.label.toLowerCase().includes(needle)),
    ...(keyword === ''
      ? []
      : [
          {
            id: 'search',
            label: t('search.all', { text: keyword }),
            kind: t('frame.page'),
            path: `${paths.search}?q=${encodeURIComponent(keyword)}`,
            icon: icons.search,
          },
        ]),
  ];
}

/** Ctrl-K: go to a page, host, volume or template by a part of its name, to an instance also by address, MAC or account, or to its console. */
export function Palette() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const set = useOverlay((overlay) => overlay.set);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const entries = useEntries(typed);
  const close = () => set({ paletteOpen: false });
  const go = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    navigate(entry.path);
  };
  const toConsole = (entry: Entry | undefined) => {
    if (entry?.console === undefined) return;
    close();
    openConsole(entry.console);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, entries.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) toConsole(entries[active]);
    else if (event.key === 'Enter') go(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={false}
      padding={8}
      size={680}
      yOffset={96}
      aria-label={t('frame.palette')}
      // There with its field at once: who types on after the keys loses no letter.
      transitionProps={{ duration: 0 }}
    >
      <TextInput
        data-autofocus
        autoFocus
        size="sm"
        aria-label={t('frame.palettePrompt')}
        placeholder={t('frame.palettePrompt')}
        leftSection={<Search size={16} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-controls="palette-entries"
        aria-activedescendant={entries[active] ? `palette-${entries[active].id}` : undefined}
      />
      <div id="palette-entries" role="listbox" aria-label={t('frame.palette')} className={classes.entries}>
        {entries.map((entry, index) => (
          <UnstyledButton
            key={entry.id}
            id={`palette-${entry.id}`}
            role="option"
            aria-selected={index === active}
            className={classes.entry}
            onClick={() => go(entry)}
            onPointerMove={() => setActive(index)}
            tabIndex={-1}
          >
            <entry.icon size={15} aria-hidden />
            <span>
              {entry.label}
              {entry.detail === undefined ? null : <small className="mono"> {entry.detail}</small>}
            </span>
            {entry.console !== undefined && index === active ? (
              <small>
                {consoleKeys.map((key) => (
                  <Kbd key={key} size="xs">
                    {key}
                  </Kbd>
                ))}{' '}
                {t('search.console')}
              </small>
            ) : null}
            <small>{entry.kind}</small>
          </UnstyledButton>
        ))}
      </div>
    </Modal>
  );
}
