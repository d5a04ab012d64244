import { Button, Checkbox } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../engine/contract/contract.ts';
import { type Phrase, textOf } from '../../../engine/contract/phrase.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useQuery } from '../../api/live.ts';
import { runCommand } from '../../components/run-command.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { closePanel } from '../../stores/overlay.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import classes from './SealInstance.module.css';

const inWords = (phrase: Phrase) => said(phrase, textOf(phrase));

type Step = Output<'explainSealing'>['step'][number];

function Step({ step, tick }: { step: Step; tick?: ReactNode }) {
  const title = inWords(step.title);
  return (
    <li className={classes.step}>
      {tick ?? <strong>{title}</strong>}
      <span className={classes.reason}>{inWords(step.reason)}</span>
      {tick === undefined ? null : (
        <div className={classes.script}>
          <pre>{step.script}</pre>
          <CopyButton value={step.script} label={title} />
        </div>
      )}
    </li>
  );
}

/** The steps as commands to copy; the power goes when all are ticked. */
function Checklist({ steps, onDone }: { steps: readonly Step[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const tick = (name: string, on: boolean) =>
    setTicked((before) => new Set(on ? [...before, name] : [...before].filter((each) => each !== name)));
  return (
    <>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <Step
            key={step.name}
            step={step}
            tick={
              <Checkbox
                label={inWords(step.title)}
                checked={ticked.has(step.name)}
                onChange={(event) => tick(step.name, event.currentTarget.checked)}
              />
            }
          />
        ))}
      </ol>
      <div className={classes.foot}>
        <Button disabled={ticked.size < steps.length} onClick={onDone}>
          {t('sealing.didThis')}
        </Button>
      </div>
    </>
  );
}

/** Clears what clones must not share: by the guest agent where it answers, else by a checklist, or by that when it is wished for. */
export function SealInstance({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const [byHand, setByHand] = useState(false);
  const { data, error, refetch } = useQuery('explainSealing', { virtualmachineid: vm.id });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (data === undefined) return <SkeletonRows />;
  const seal = (byhand: boolean) => {
    closePanel();
    void runCommand('sealVirtualMachine', { id: vm.id, byhand }, vm.displayname, paths.instance(vm.id));
  };
  const linux = data.system === 'linux';
  if (data.way === 'byhand' || byHand)
    return (
      <div className={classes.root}>
        {data.reason === undefined ? null : (
          <div className={classes.why} role="status">
            <CircleAlert size={15} aria-hidden />
            <span>{t('sealing.byHandBecause', { reason: inWords(data.reason) })}</span>
            {linux ? (
              <Button variant="default" size="compact-sm" onClick={refetch}>
                {t('sealing.lookAgain')}
              </Button>
            ) : null}
          </div>
        )}
        <p className={classes.text}>{t(linux ? 'sealing.byHandText' : 'sealing.windowsText')}</p>
        <Checklist steps={data.step} onDone={() => seal(true)} />
      </div>
    );
  return (
    <div className={classes.root}>
      <p className={classes.text}>{t('sealing.agentText')}</p>
      <ol className={classes.steps}>
        {data.step.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
      <p className={classes.text}>{t('sealing.logOut')}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => setByHand(true)}>
          {t('sealing.byHand')}
        </Button>
        <Button onClick={() => seal(false)}>{t('sealing.seal')}</Button>
      </div>
    </div>
  );
}
