import { Button, TextInput } from '@mantine/core';
import { Play, Search } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandName, contract, type Input, isJobCommand } from '../../../engine/contract/contract.ts';
import { parameterShapes, withoutSecrets } from '../../../engine/contract/shape.ts';
import { call, toApiError } from '../../api/client.ts';
import { CallText } from '../../components/api-calls/CallText.tsx';
import { inputOf } from '../../components/api-calls/call-input.ts';
import { validate } from '../../components/form-values.ts';
import { useExplorer } from '../../stores/explorer.ts';
import { confirm } from '../../stores/overlay.ts';
import { Answer, type Outcome } from './Answer.tsx';
import { AnswerFields } from './AnswerFields.tsx';
import classes from './ApiExplorer.module.css';
import { ParameterInput } from './ParameterInput.tsx';
import { RefusedParameters } from './RefusedCommand.tsx';

/** Commands that end something, or take it from those who use it: asked about before they run. */
const dangerous =
  /^(delete|destroy|expunge|remove|wipe|disable|lock|revoke|reset|restore|stop|reboot|undo|archive|clear|release|detach|force|cancel|apply|migrate|prepareHost|seal|scale)/;
/** More parameters than this are searched. */
const many = 12;

const nothing: Readonly<Record<string, string>> = {};

/** A command's parameters as a form, its answer, and the same call as other clients make it. */
export function CommandForm({ name }: { name: CommandName }) {
  const { t, i18n } = useTranslation();
  const spec = contract[name];
  const shapes = useMemo(() => parameterShapes(name), [name]);
  const { typed: all, type } = useExplorer();
  const typed = all[name] ?? nothing;
  const [find, setFind] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | undefined>(undefined);
  const input = inputOf(shapes, typed);
  const errors = validate(name, input);
  const wrong = Object.keys(errors).length > 0;

  const run = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || wrong) return;
    if (dangerous.test(name)) {
      const yes = await confirm({
        title: t('api.runTitle', { name }),
        message: t('api.runText'),
        action: t('api.run'),
        danger: true,
      });
      if (!yes) return;
    }
    setBusy(true);
    setOutcome(undefined);
    const started = performance.now();
    const took = () => Math.round(performance.now() - started);
    try {
      const answer = await call(name, input as Input<CommandName>);
      const { jobid } = answer as { jobid?: string };
      setOutcome({
        milliseconds: took(),
        answer: withoutSecrets(answer),
        ...(isJobCommand(name) && jobid && { jobid }),
      });
    } catch (thrown) {
      setOutcome({ milliseconds: took(), error: toApiError(thrown) });
    } finally {
      setBusy(false);
    }
  };

  const needle = find.trim().toLowerCase();
  const shown = shapes.filter((shape) => shape.name.includes(needle) || (typed[shape.name] ?? '') !== '');
  return (
    <>
      <h2 className={`${classes.name} mono`}>{name}</h2>
      <p className={classes.text}>
        {spec.description[i18n.language === 'zh-CN' ? 'zh' : 'en']} {t(`api.kinds.${spec.kind}`)}
      </p>
      <form className={classes.form} onSubmit={(event) => void run(event)} aria-label={name} noValidate>
        {shapes.length > many ? (
          <TextInput
            w={260}
            aria-label={t('api.findParameter')}
            placeholder={t('api.findParameter')}
            leftSection={<Search size={14} aria-hidden />}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
          />
        ) : null}
        {shapes.length === 0 ? <p className={classes.text}>{t('api.noParameters')}</p> : null}
        <div className={classes.fields}>
          {shown.map((shape) => (
            <ParameterInput
              key={shape.name}
              command={name}
              shape={shape}
              value={typed[shape.name] ?? ''}
              error={tried || (typed[shape.name] ?? '') !== '' ? errors[shape.name] : undefined}
              onChange={(value) => type(name, { ...typed, [shape.name]: value })}
            />
          ))}
        </div>
        <RefusedParameters name={name} />
        <AnswerFields name={name} />
        <div className={classes.buttons}>
          <Button type="submit" leftSection={<Play size={15} aria-hidden />} loading={busy}>
            {t('api.run')}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              type(name, {});
              setTried(false);
              setOutcome(undefined);
            }}
          >
            {t('api.empty')}
          </Button>
        </div>
      </form>
      {outcome === undefined ? null : (
        <Answer key={outcome.jobid ?? outcome.milliseconds} name={name} outcome={outcome} />
      )}
      <CallText name={name} input={withoutSecrets(input) as Record<string, unknown>} />
    </>
  );
}
