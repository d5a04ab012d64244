import { Button, SegmentedControl } from '@mantine/core';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parameterShapes } from '../../../engine/contract/shape.ts';
import { changesSomething, forgetCalls, type LoggedCall, useCalls } from '../../api/call-log.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { useExplorer } from '../../stores/explorer.ts';
import { closePanel } from '../../stores/overlay.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import classes from './ApiCalls.module.css';
import { CallText } from './CallText.tsx';
import { typedOf } from './call-input.ts';

function Call({ call, open, onOpen }: { call: LoggedCall; open: boolean; onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const type = useExplorer((explorer) => explorer.type);
  const toExplorer = () => {
    type(call.name, typedOf(parameterShapes(call.name), call.input));
    closePanel();
    navigate(paths.apiCommand(call.name));
  };
  const input = JSON.stringify(call.input ?? {});
  return (
    <li className={classes.call}>
      <button type="button" className={classes.callHead} aria-expanded={open} onClick={onOpen}>
        <span className={classes.time}>{new Date(call.time).toLocaleTimeString(i18n.language)}</span>
        <span className="mono">{call.name}</span>
        <span className={`${classes.parameters} mono`}>{input === '{}' ? '' : input}</span>
        <span className={call.error === undefined ? classes.took : classes.failed}>
          {call.error !== undefined
            ? t('api.refused')
            : call.milliseconds === undefined
              ? t('api.waiting')
              : t('api.took', { milliseconds: call.milliseconds })}
        </span>
      </button>
      {open ? (
        <div className={classes.callBody}>
          {call.error === undefined ? null : <div className={classes.failed}>{call.error}</div>}
          <pre className={classes.code}>{JSON.stringify(call.input ?? {}, null, 2)}</pre>
          <div>
            <Button variant="default" size="compact-sm" onClick={toExplorer}>
              {t('api.openInExplorer')}
            </Button>
          </div>
          <CallText name={call.name} input={(call.input ?? {}) as Readonly<Record<string, unknown>>} />
        </div>
      ) : null}
    </li>
  );
}

/** The calls that this window made, the latest first: what a button does is seen here, and can be done by a program. */
export function CallsPanel() {
  const { t } = useTranslation();
  const calls = useCalls();
  const [which, setWhich] = useState<'changes' | 'all'>('changes');
  const [open, setOpen] = useState<number | undefined>(undefined);
  const shown = calls.filter((call) => which === 'all' || changesSomething(call)).toReversed();
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={t('api.which')}
          value={which}
          onChange={(value) => setWhich(value as 'changes' | 'all')}
          data={(['changes', 'all'] as const).map((value) => ({ value, label: t(`api.only.${value}`) }))}
        />
        <Button variant="subtle" color="gray" size="compact-sm" onClick={forgetCalls}>
          {t('api.forget')}
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={History} title={t('api.noCalls')} text={t('api.noCallsText')} />
      ) : (
        <ul className={classes.calls} aria-label={t('api.calls')}>
          {shown.map((call) => (
            <Call
              key={call.id}
              call={call}
              open={open === call.id}
              onOpen={() => setOpen(open === call.id ? undefined : call.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
