import { Button } from '@mantine/core';
import { FlaskConical, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { simulatorFaultNames } from '../../../engine/contract/practice.ts';
import { useList } from '../../api/live.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './SimulatorFaultsTab.module.css';

/** Practice: give a simulated host a fault, see what happens, take it away again. */
export function SimulatorFaultsTab({ hostId }: { hostId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const faults = useList('listSimulatorFaults', { hostid: hostId, pagesize: 500 });
  return (
    <div>
      <p className={classes.lead}>{t('pages.faultsText')}</p>
      {faults.error === undefined ? null : (
        <ErrorState message={faults.error.message} hint={faults.error.hint} onRetry={faults.refetch} />
      )}
      <ul className={classes.faults} aria-label={t('pages.faults')}>
        {simulatorFaultNames.map((name) => {
          const active = faults.rows.filter((fault) => fault.name === name);
          const word = words.value(name);
          const clear = () =>
            Promise.all(active.map((fault) => runCommand('clearSimulatorFault', { id: fault.id }, word)));
          return (
            <li key={name} aria-label={word} data-active={active.length > 0 || undefined}>
              <div className={classes.text}>
                <span className={classes.name}>
                  {word}
                  {active.length > 0 ? <StateBadge tone="warning" word={t('infrastructure.faultActive')} /> : null}
                </span>
                <span className={classes.explanation}>{t(`faults.${name}`)}</span>
              </div>
              {active.length > 0 ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<Undo2 size={14} aria-hidden />}
                  aria-label={t('infrastructure.clearNamed', { fault: word })}
                  onClick={() => void clear()}
                >
                  {t('pages.clearFault')}
                </Button>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<FlaskConical size={14} aria-hidden />}
                  aria-label={t('infrastructure.injectNamed', { fault: word })}
                  onClick={() => void runCommand('injectSimulatorFault', { hostid: hostId, name }, word)}
                >
                  {t('pages.injectFault')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
