import { Button, TextInput } from '@mantine/core';
import { MonitorPlay, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import type { Input, ListName, Row } from '../../../engine/contract/contract.ts';
import { virtualMachineBadge } from '../../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { hostBadge, stateBadge, templateBadge } from '../../components/badges.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useWidestFilter } from '../../components/image-filter.ts';
import { openConsole } from '../../components/open-console.ts';
import { Page } from '../../components/Page.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './SearchPage.module.css';

const shown = 20;
const typingPause = 150;

interface GroupProps<K extends ListName> {
  title: string;
  name: K;
  params: Input<K>;
  /** The list of all that were found. */
  more: string;
  line: (row: Row<K>) => ReactNode;
  onCount: (count: number) => void;
}

function Group<K extends ListName>({ title, name, params, more, line, onCount }: GroupProps<K>) {
  const { t } = useTranslation();
  const answer = useList(name, params);
  const last = useRef(answer);
  if (!answer.loading) last.current = answer;
  const { rows, count, error } = last.current;
  useEffect(() => onCount(last.current.loading ? -1 : count), [count, answer.loading]);
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={answer.refetch} />;
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="number">{count}</span>
      </h2>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={(row as { id: string }).id} className={classes.row}>
            {line(row)}
          </li>
        ))}
      </ul>
      {count > rows.length ? <Link href={more}>{t('search.more', { count })}</Link> : null}
    </section>
  );
}

function InstanceLine({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  return (
    <>
      <Link
        href={paths.instance(vm.id)}
        className={classes.name ?? ''}
        data-console={vm.state === 'Running' ? vm.id : undefined}
      >
        {vm.displayname}
      </Link>
      <StateOf badge={virtualMachineBadge(vm)} />
      <span className={`mono ${classes.detail}`}>
        {[vm.name, vm.ipaddress, vm.macaddress].filter(Boolean).join(' · ')}
      </span>
      <span className={classes.detail}>{[vm.hostname, vm.account].filter(Boolean).join(' · ')}</span>
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<MonitorPlay size={13} aria-hidden />}
        disabled={vm.state !== 'Running'}
        aria-label={t('search.consoleOf', { name: vm.displayname })}
        onClick={() => openConsole(vm.id)}
      >
        {t('search.console')}
      </Button>
    </>
  );
}

/** Everything that holds what is typed: instances by name, address, MAC or account, with their consoles; hosts, volumes, templates. */
export function SearchPage() {
  const { t } = useTranslation();
  const asked = new URLSearchParams(useSearch()).get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  const [counts, setCounts] = useState<Record<string, number>>({});
  const results = useRef<HTMLDivElement>(null);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(
      () => navigate(`${paths.search}?q=${encodeURIComponent(typed.trim())}`, { replace: true }),
      typingPause,
    );
    return () => clearTimeout(timer);
  }, [typed, asked]);
  const keyword = asked.trim();
  const q = `?q=${encodeURIComponent(keyword)}`;
  const count = (group: string) => (found: number) => setCounts((before) => ({ ...before, [group]: found }));
  const nothing = ['instances', 'hosts', 'volumes', 'templates'].every((group) => counts[group] === 0);
  const links = () => [...(results.current?.querySelectorAll<HTMLElement>('li a') ?? [])];
  const onKeyDown = (event: KeyboardEvent) => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') all[at + 1]?.focus();
    else if (event.key === 'ArrowUp')
      (all[at - 1] ?? document.querySelector<HTMLElement>('[data-list-search]'))?.focus();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const id = (all[Math.max(0, at)] as HTMLElement | undefined)?.dataset.console;
      if (id === undefined) return;
      openConsole(id);
    } else return;
    event.preventDefault();
  };
  const templatefilter = useWidestFilter();
  const params = { keyword, page: 1, pagesize: shown };
  return (
    <Page icon={icons.search} title={t('search.title')} scroll>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field and of the results, which are links themselves */}
      <div className={classes.root} onKeyDown={onKeyDown}>
        <TextInput
          type="search"
          data-list-search
          autoFocus
          size="sm"
          aria-label={t('search.prompt')}
          placeholder={t('search.prompt')}
          leftSection={<Search size={15} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <p className={classes.help}>{t('search.help')}</p>
        {keyword === '' ? null : (
          <div ref={results} className={classes.results}>
            <Group
              title={t('nav.instances')}
              name="listVirtualMachines"
              params={params}
              more={`${paths.instances}${q}`}
              line={(vm) => <InstanceLine vm={vm} />}
              onCount={count('instances')}
            />
            <Group
              title={t('nav.hosts')}
              name="listHosts"
              params={params}
              more={`${paths.hosts}${q}`}
              line={(host) => (
                <>
                  <Link href={paths.host(host.id)} className={classes.name ?? ''}>
                    {host.name}
                  </Link>
                  <StateOf badge={hostBadge(host)} />
                  <span className={`mono ${classes.detail}`}>{host.ipaddress}</span>
                </>
              )}
              onCount={count('hosts')}
            />
            <Group
              title={t('nav.volumes')}
              name="listVolumes"
              params={params}
              more={`${paths.volumes}${q}`}
              line={(volume) => (
                <>
                  <Link href={paths.volume(volume.id)} className={classes.name ?? ''}>
                    {volume.name}
                  </Link>
                  <StateOf badge={stateBadge(volume.state)} />
                  <span className={classes.detail}>{volume.vmdisplayname}</span>
                </>
              )}
              onCount={count('volumes')}
            />
            <Group
              title={t('nav.templates')}
              name="listTemplates"
              params={{ ...params, templatefilter }}
              more={`${paths.templates}${q}`}
              line={(template) => (
                <>
                  <Link href={paths.template(template.id)} className={classes.name ?? ''}>
                    {template.name}
                  </Link>
                  <StateOf badge={templateBadge(template)} />
                  <span className={classes.detail}>{template.ostypename}</span>
                </>
              )}
              onCount={count('templates')}
            />
            {nothing ? <EmptyState icon={Search} title={t('lists.nothingFound')} text={t('search.nothing')} /> : null}
          </div>
        )}
      </div>
    </Page>
  );
}
