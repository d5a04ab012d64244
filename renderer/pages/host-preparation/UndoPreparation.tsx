import { Button } from '@mantine/core';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../engine/contract/contract.ts';
import { type Phrase, textOf } from '../../../engine/contract/phrase.ts';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { useQuery } from '../../api/live.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { runCommand } from '../../components/run-command.ts';
import { said } from '../../i18n/said.ts';
import { closePanel } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './UndoPreparation.module.css';

type Item = Output<'explainHostPreparationUndo'>['item'][number];

const inWords = (phrase: Phrase) => inert(said(phrase, textOf(phrase)));
const fates = ['restored', 'removed', 'left'] as const;

/** A unified difference; what goes and what comes is told by sign and colour. */
function Difference({ diff, label }: { diff: string; label: string }) {
  return (
    <figure className={classes.difference} aria-label={label}>
      <pre className={classes.diff}>
        {diff.split('\n').map((line, index) => (
          <span key={index} data-sign={line.slice(0, 1)}>
            {`${inert(line)}\n`}
          </span>
        ))}
      </pre>
    </figure>
  );
}

function UndoItem({ item }: { item: Item }) {
  const { t } = useTranslation();
  return (
    <li>
      <div>{inWords(item.title)}</div>
      {item.note === undefined ? null : <div className={classes.note}>{inWords(item.note)}</div>}
      {item.names === undefined ? null : (
        <details className={classes.names}>
          <summary>{t('hostUndo.packages', { count: item.names.length })}</summary>
          {item.names.map(inert).join(', ')}
        </details>
      )}
      {item.diff === undefined || item.path === undefined ? null : (
        <Difference diff={item.diff} label={t('hostUndo.diff', { path: item.path })} />
      )}
    </li>
  );
}

/** What an undo restores, removes and leaves on the machine, with each file's difference; then the undo itself. */
export function UndoPreparation({ preparation }: { preparation: HostPreparationView }) {
  const { t } = useTranslation();
  const { id } = preparation;
  const { data, error, refetch } = useQuery('explainHostPreparationUndo', { id });
  if (error !== undefined)
    return (
      <div className={classes.root}>
        <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
      </div>
    );
  if (data === undefined)
    return (
      <div className={classes.root} aria-busy>
        <p className={classes.text}>{t('hostUndo.looking')}</p>
        <SkeletonRows />
      </div>
    );
  const undo = () => {
    closePanel();
    void runCommand('undoHostPreparation', { id }, preparation.hostname ?? preparation.address);
  };
  return (
    <div className={classes.root}>
      <p className={classes.text}>{t(data.item.length === 0 ? 'hostUndo.nothing' : 'hostUndo.text')}</p>
      {data.refusal === undefined ? null : (
        <ErrorState
          message={inWords(data.refusal.message)}
          hint={data.refusal.hint === undefined ? undefined : inWords(data.refusal.hint)}
          onRetry={refetch}
        />
      )}
      {fates.map((fate) => {
        const items = data.item.filter((item) => item.fate === fate);
        return items.length === 0 ? null : (
          <section key={fate} aria-label={t(`hostUndo.${fate}`)}>
            <h3 className={classes.title}>{t(`hostUndo.${fate}`)}</h3>
            <ul className={classes.items}>
              {items.map((item, index) => (
                <UndoItem key={index} item={item} />
              ))}
            </ul>
          </section>
        );
      })}
      <div className={classes.foot}>
        <Button variant="default" onClick={closePanel}>
          {t('ui.cancel')}
        </Button>
        <Button
          color="red"
          leftSection={<Undo2 size={15} aria-hidden />}
          disabled={data.refusal !== undefined}
          onClick={undo}
        >
          {t('hostPreparation.undo')}
        </Button>
      </div>
    </div>
  );
}
