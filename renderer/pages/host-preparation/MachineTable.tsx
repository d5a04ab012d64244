import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { preparationError } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import classes from './HostPreparation.module.css';
import type { ListedMachine } from './machine-list.ts';
import type { MachineProgress, MachineSteps } from './machine-progress.ts';
import { planFound, planHint, planTitle } from './plan-words.ts';

interface Props {
  machines: readonly ListedMachine[];
  progress: ReadonlyMap<number, MachineProgress>;
  steps: MachineSteps;
  busy: boolean;
  onRetry: (machine: ListedMachine) => void;
}

/** A row for each machine of the list: what is wrong with its line, its key, how far it is, and another try where one may help. */
export function MachineTable({ machines, progress, steps, busy, onRetry }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <table className={classes.plan} aria-label={t('prepareMachines.machines')}>
      <colgroup>
        <col style={{ width: 60 }} />
        <col style={{ width: 210 }} />
        <col style={{ width: 110 }} />
        <col style={{ width: 120 }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('prepareMachines.line')}</th>
          <th scope="col">{words.field('address')}</th>
          <th scope="col">{words.field('username')}</th>
          <th scope="col">{t('fields.state')}</th>
          <th scope="col">{t('prepareMachines.result')}</th>
        </tr>
      </thead>
      <tbody>
        {machines.map((machine) => {
          const known = progress.get(machine.line);
          const { preparation } = steps.of(machine);
          const again = known?.error !== undefined || (preparation?.jobid === undefined && mayHelp(preparation));
          return (
            <tr key={machine.line}>
              <td className="number">{machine.line}</td>
              <th scope="row" className="mono">
                {preparation === undefined ? (
                  inert(machine.login.address).slice(0, 80)
                ) : (
                  <Link href={paths.hostPreparation(preparation.id)}>{preparation.address}</Link>
                )}
              </th>
              <td>{inert(machine.login.username).slice(0, 40)}</td>
              <td>{preparation === undefined ? null : <StateOf badge={stateBadge(preparation.state)} />}</td>
              <td>
                <Result machine={machine} known={known} preparation={preparation} />
                {again ? (
                  <Button
                    variant="subtle"
                    leftSection={<RotateCcw size={15} aria-hidden />}
                    disabled={busy}
                    onClick={() => onRetry(machine)}
                  >
                    {t('ui.retry')}
                  </Button>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const mayHelp = (preparation: HostPreparationView | undefined): boolean =>
  preparation !== undefined &&
  (['New', 'Failed'].includes(preparation.state) || (preparation.state === 'Planned' && !preparation.canapply));

function Result({
  machine,
  known,
  preparation,
}: {
  machine: ListedMachine;
  known: MachineProgress | undefined;
  preparation: HostPreparationView | undefined;
}): ReactNode {
  const { t } = useTranslation();
  const words = useWords();
  if (machine.errors.length > 0)
    return (
      <ul className={classes.errors}>
        {machine.errors.map((error) => (
          <li key={`${error.field} ${error.text}`}>
            {error.field === '' ? null : <strong>{words.field(error.field)}: </strong>}
            {error.text}
          </li>
        ))}
      </ul>
    );
  if (known?.error !== undefined)
    return <span>{inert([known.error.message, known.error.hint].filter(Boolean).join(' '))}</span>;
  if (preparation === undefined) {
    if (known?.key === undefined) return null;
    if (known.key.pinnedfingerprint !== undefined) return t('prepareMachines.otherKey');
    return <span className="mono">{known.key.fingerprint}</span>;
  }
  if (preparation.error !== undefined) return <span>{inert(preparationError(preparation) ?? '')}</span>;
  const blocked = preparation.plan.find((item) => item.status === 'blocked');
  if (preparation.state === 'Planned' && blocked !== undefined)
    return (
      <span>
        <strong>{planTitle(blocked)}</strong>: {blocked.hint === undefined ? planFound(blocked) : planHint(blocked)}
      </span>
    );
  if (preparation.state === 'Planned')
    return t('hostPreparation.planned', { count: preparation.plan.filter((item) => item.status === 'change').length });
  if (preparation.state === 'Applied' && preparation.hostid !== undefined) return t('hostPreparation.isHost');
  return null;
}
