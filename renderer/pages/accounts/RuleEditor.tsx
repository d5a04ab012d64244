import { ActionIcon, Autocomplete, Button, SegmentedControl } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandName, contract } from '../../../engine/contract/contract.ts';
import { decidingRule, fits, type Permission, permissions } from '../../../engine/contract/role.ts';
import type { RolePermissionView, RoleView } from '../../../engine/contract/views.ts';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';
import { runCommand } from '../../components/run-command.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './roles.module.css';

/** The commands that exist for a role's type at all. */
const commandsOf = (role: Pick<RoleView, 'type'>): CommandName[] =>
  (Object.keys(contract) as CommandName[]).filter((name) =>
    (contract[name].roles as readonly string[]).includes(role.type),
  );

/** The rules of a role in their order: the first that fits a command decides. */
export function RuleEditor({ role }: { role: RoleView }) {
  const { t } = useTranslation();
  const { rows: rules, loading, error, refetch } = useList('listRolePermissions', { roleid: role.id, pagesize: 500 });
  const commands = useMemo(() => commandsOf(role), [role]);
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<{ id: string; way: 'up' | 'down' } | undefined>(undefined);
  // A rule that was moved by keyboard is still in hand at its new place.
  useEffect(() => {
    const { id, way } = moved.current ?? {};
    if (id === undefined) return;
    const button = (which: string | undefined) =>
      list.current?.querySelector<HTMLButtonElement>(`[data-rule="${id}"] [data-way="${which}"]:not(:disabled)`);
    (button(way) ?? button(way === 'up' ? 'down' : 'up'))?.focus();
    moved.current = undefined;
  }, [rules]);

  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (loading) return <SkeletonRows />;
  const move = (index: number, way: 'up' | 'down') => {
    const order = rules.map((rule) => rule.id);
    const [id] = order.splice(index, 1);
    if (id === undefined) return;
    order.splice(way === 'up' ? index - 1 : index + 1, 0, id);
    moved.current = { id, way };
    void runCommand('updateRolePermission', { roleid: role.id, ruleorder: order }, role.name);
  };
  return (
    <div className={classes.root}>
      <p>{role.isdefault ? t('accounts.readyMadeRules') : t('accounts.rulesText')}</p>
      {rules.length === 0 ? <p role="status">{t('accounts.noRules')}</p> : null}
      <ol className={classes.rules} aria-label={t('accounts.rules')} ref={list}>
        {rules.map((rule, index) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            decided={commands.filter((name) => decidingRule(rules, name) === index).length}
            fixed={role.isdefault}
            first={index === 0}
            last={index === rules.length - 1}
            onMove={(way) => move(index, way)}
          />
        ))}
      </ol>
      {role.isdefault ? null : <NewRule role={role} commands={commands} />}
    </div>
  );
}

function RuleRow(props: {
  rule: RolePermissionView;
  /** How many commands it decides about: those that no earlier rule has decided. */
  decided: number;
  fixed: boolean;
  first: boolean;
  last: boolean;
  onMove: (way: 'up' | 'down') => void;
}) {
  const { rule, decided, fixed, first, last, onMove } = props;
  const { t } = useTranslation();
  return (
    <li className={classes.rule} data-rule={rule.id}>
      <span className={`mono ${classes.pattern}`}>{rule.rule}</span>
      <span className={decided === 0 ? classes.idle : classes.decided}>
        {decided === 0 ? t('accounts.decidesNothing') : t('accounts.decides', { count: decided })}
      </span>
      {fixed ? (
        <span>{t(`accounts.permissions.${rule.permission}`)}</span>
      ) : (
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('accounts.permissionOf', { rule: rule.rule })}
            data={permissions.map((value) => ({ value, label: t(`accounts.permissions.${value}`) }))}
            value={rule.permission}
            onChange={(permission) =>
              void runCommand(
                'updateRolePermission',
                { roleid: rule.roleid, ruleid: rule.id, permission: permission as Permission },
                rule.rule,
              )
            }
          />
          <ActionIcon
            data-way="up"
            disabled={first}
            aria-label={t('accounts.moveUp', { rule: rule.rule })}
            onClick={() => onMove('up')}
          >
            <ArrowUp size={15} />
          </ActionIcon>
          <ActionIcon
            data-way="down"
            disabled={last}
            aria-label={t('accounts.moveDown', { rule: rule.rule })}
            onClick={() => onMove('down')}
          >
            <ArrowDown size={15} />
          </ActionIcon>
          <ActionIcon
            aria-label={t('accounts.deleteRule', { rule: rule.rule })}
            onClick={() => void runCommand('deleteRolePermission', { id: rule.id }, rule.rule)}
          >
            <Trash2 size={15} />
          </ActionIcon>
        </>
      )}
    </li>
  );
}

/** Adds a rule at the end; says meanwhile how many commands it would fit. */
function NewRule({ role, commands }: { role: RoleView; commands: readonly CommandName[] }) {
  const { t } = useTranslation();
  const [rule, setRule] = useState('');
  const [permission, setPermission] = useState<Permission>('allow');
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const pattern = rule.trim();
  const fitting = pattern === '' ? 0 : commands.filter((name) => fits(pattern, name)).length;
  const add = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await call('createRolePermission', { roleid: role.id, rule: pattern, permission });
      setRule('');
      setError(undefined);
    } catch (thrown) {
      setError(toApiError(thrown));
    }
  };
  return (
    <form className={classes.add} onSubmit={(event) => void add(event)} aria-label={t('accounts.addRule')}>
      <Autocomplete
        name="rule"
        label={t('accounts.pattern')}
        placeholder={t('accounts.patternExample')}
        data={commands as CommandName[]}
        limit={8}
        value={rule}
        onChange={(value) => {
          setRule(value);
          setError(undefined);
        }}
        error={error === undefined ? undefined : [error.message, error.hint].filter(Boolean).join(' ')}
        description={pattern === '' ? t('accounts.patternHelp') : t('accounts.fitsCommands', { count: fitting })}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        className={classes.grow ?? ''}
      />
      <SegmentedControl
        aria-label={t('accounts.permission')}
        data={permissions.map((value) => ({ value, label: t(`accounts.permissions.${value}`) }))}
        value={permission}
        onChange={(value) => setPermission(value as Permission)}
        className={classes.choice ?? ''}
      />
      <Button
        type="submit"
        leftSection={<Plus size={15} aria-hidden />}
        disabled={pattern === ''}
        className={classes.choice ?? ''}
      >
        {t('accounts.addRule')}
      </Button>
    </form>
  );
}
