import { SegmentedControl, TextInput } from '@mantine/core';
import { Check, Minus, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandName, contract } from '../../../engine/contract/contract.ts';
import { alwaysPermitted, decidingRule, permits, type Rule } from '../../../engine/contract/role.ts';
import type { RoleView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ScrollingTable } from '../../ui/ScrollingTable.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './roles.module.css';

const views = ['all', 'allowed', 'denied'] as const;

/** What a role comes to for one command, and why. */
interface Verdict {
  name: CommandName;
  outcome: 'allowed' | 'denied' | 'notOfType';
  rule: Rule | undefined;
}

function verdicts(role: RoleView, rules: readonly Rule[]): Verdict[] {
  return (Object.keys(contract) as CommandName[]).sort().map((name) => {
    const spec = contract[name];
    if (!(spec.roles as readonly string[]).includes(role.type)) return { name, outcome: 'notOfType', rule: undefined };
    const allowed = permits({ type: role.type, rules }, name, spec);
    const at = alwaysPermitted.includes(name) ? undefined : decidingRule(rules, name);
    return { name, outcome: allowed ? 'allowed' : 'denied', rule: at === undefined ? undefined : rules[at] };
  });
}

/** Every command with what the role comes to: by its type, and by the rule that decides. */
export function RoleMatrix({ role }: { role: RoleView }) {
  const { t, i18n } = useTranslation();
  const { rows: rules, loading, error, refetch } = useList('listRolePermissions', { roleid: role.id, pagesize: 500 });
  const [view, setView] = useState<(typeof views)[number]>('all');
  const [text, setText] = useState('');
  const language = i18n.language === 'zh-CN' ? 'zh' : 'en';
  const all = useMemo(() => verdicts(role, rules), [role, rules]);
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (loading) return <SkeletonRows />;
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(
    ({ name, outcome }) =>
      (view === 'all' || (view === 'allowed') === (outcome === 'allowed')) &&
      (wanted === '' || `${name} ${contract[name].description[language]}`.toLowerCase().includes(wanted)),
  );
  const allowed = all.filter(({ outcome }) => outcome === 'allowed').length;
  return (
    <div className={classes.root}>
      <div className={classes.filters}>
        <TextInput
          aria-label={t('accounts.findCommand')}
          placeholder={t('accounts.findCommand')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('accounts.show')}
          data={views.map((value) => ({ value, label: t(`accounts.views.${value}`) }))}
          value={view}
          onChange={(value) => setView(value as (typeof views)[number])}
        />
        <span role="status">{t('accounts.allowedOf', { allowed, count: all.length })}</span>
      </div>
      <ScrollingTable
        label={t('accounts.commands')}
        below={shown.length === 0 ? <p role="status">{t('accounts.noCommand')}</p> : null}
      >
        <thead>
          <tr>
            <th scope="col">{t('accounts.command')}</th>
            <th scope="col">{t('accounts.outcome')}</th>
            <th scope="col">{t('accounts.because')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((verdict) => (
            <tr key={verdict.name}>
              <th scope="row">
                <span className="mono">{verdict.name}</span>
                <div className={classes.what}>{contract[verdict.name].description[language]}</div>
              </th>
              <td>
                <Outcome outcome={verdict.outcome} />
              </td>
              <td>
                <Because verdict={verdict} />
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollingTable>
    </div>
  );
}

function Outcome({ outcome }: { outcome: Verdict['outcome'] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.outcome}>
      {outcome === 'allowed' ? (
        <Check size={14} color="var(--tone-ok)" aria-hidden />
      ) : outcome === 'denied' ? (
        <X size={14} color="var(--tone-error)" aria-hidden />
      ) : (
        <Minus size={14} aria-hidden />
      )}
      {t(`accounts.outcomes.${outcome}`)}
    </span>
  );
}

function Because({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  if (verdict.rule !== undefined) return <span className="mono">{verdict.rule.rule}</span>;
  if (verdict.outcome === 'allowed') return <>{t('accounts.always')}</>;
  return <>{t(verdict.outcome === 'denied' ? 'accounts.noRuleFits' : 'accounts.typeLacks')}</>;
}
