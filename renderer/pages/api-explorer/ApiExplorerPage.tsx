import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type CommandName, contract } from '../../../engine/contract/contract.ts';
import { refusedCommands, rolesOf } from '../../../engine/contract/refused.ts';
import { useQuery } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { paths } from '../../paths.ts';
import { useExplorer } from '../../stores/explorer.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import classes from './ApiExplorer.module.css';
import { CommandForm } from './CommandForm.tsx';
import { RefusedCommandPage } from './RefusedCommand.tsx';

interface Entry {
  name: string;
  description: string;
  refused: boolean;
}

/** The commands that the caller may call, and those of CloudStack that are refused on purpose to whoever could. */
function useEntries(): readonly Entry[] {
  const { i18n } = useTranslation();
  const may = useMay();
  const role = useQuery('getSession', {}).data?.role;
  return useMemo(() => {
    const language = i18n.language === 'zh-CN' ? 'zh' : 'en';
    const own = (Object.keys(contract) as CommandName[]).filter(may).map((name) => ({
      name,
      description: contract[name].description[language],
      refused: false,
    }));
    const refused = Object.entries(refusedCommands)
      .filter(([name]) => rolesOf(name)?.some((each) => each === role))
      .map(([name, { description }]) => ({ name, description: description[language], refused: true }));
    return [...own, ...refused].sort((a, b) => a.name.localeCompare(b.name));
  }, [i18n.language, may, role]);
}

/** Every command with its form, its answer, and the same call for other clients. */
export function ApiExplorerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const entries = useEntries();
  const { search: typed } = useExplorer();
  const current = useRef<HTMLAnchorElement>(null);
  // Where one came by a link, the command is far down the list.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const needle = typed.trim().toLowerCase();
  const shown = entries.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(needle));
  const chosen = entries.find(({ name }) => name === id);
  return (
    <Page icon={icons.api} title={t('nav.apiExplorer')}>
      <div className={classes.body}>
        <section className={classes.side} aria-label={t('api.commands')}>
          <TextInput
            aria-label={t('api.search')}
            placeholder={t('api.search')}
            leftSection={<Search size={14} aria-hidden />}
            value={typed}
            onChange={(event) => useExplorer.setState({ search: event.currentTarget.value })}
            data-list-search
          />
          <div className={classes.count}>{t('api.found', { count: shown.length })}</div>
          <nav className={classes.list} aria-label={t('api.commands')}>
            {shown.map((entry) => (
              <Link
                key={entry.name}
                ref={entry.name === id ? current : undefined}
                href={paths.apiCommand(entry.name)}
                className={classes.entry ?? ''}
                aria-current={entry.name === id ? 'page' : undefined}
              >
                <span className="mono">{entry.name}</span>
                {entry.refused ? <span className={classes.refused}>{t('api.refusedMark')}</span> : null}
                <span className={classes.description}>{entry.description}</span>
              </Link>
            ))}
          </nav>
        </section>
        <div className={classes.detail}>
          {chosen === undefined ? (
            <EmptyState
              icon={icons.api}
              title={t(id === '' ? 'api.choose' : 'api.noCommand', { name: id })}
              text={t('api.chooseText')}
            />
          ) : chosen.refused ? (
            <RefusedCommandPage key={chosen.name} name={chosen.name} />
          ) : (
            <CommandForm key={chosen.name} name={chosen.name as CommandName} />
          )}
        </div>
      </div>
    </Page>
  );
}
