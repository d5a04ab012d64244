import { Button } from '@mantine/core';
import { type FormEvent, Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, type CommandName, contract, type Input, isJobCommand } from '../../engine/contract/contract.ts';
import { type ApiError, call, toApiError } from '../api/client.ts';
import { closePanel, useOverlay } from '../stores/overlay.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { afterPress } from './after-press.ts';
import { FormFieldInput } from './FormFieldInput.tsx';
import type { FormField } from './form-field.ts';
import { type FormValues, isRequired, toInput, validate } from './form-values.ts';
import classes from './ResourceForm.module.css';
import { followJob } from './run-command.ts';
import { closePanelAsking } from './side-panel.ts';
import { makesForProject, useProjectId } from './use-project.ts';
import { useWords, word, wordOrNothing } from './words.ts';

interface Props<K extends CommandName> {
  command: K;
  fields: readonly FormField[];
  /** What the form starts with: defaults, or what is being changed. */
  initial?: FormValues;
  /** Parameters that are sent and not shown. */
  fixed?: FormValues;
  submitLabel: string;
  /** What will happen, from what is filled in; without it the command's own description, and nothing where the fields say it all. */
  summary?: (values: FormValues) => ReactNode;
  /** Instead of closing the panel. */
  onDone?: (answer: Answer<K>, input: Input<K>, values: FormValues) => void;
  onValues?: (values: FormValues) => void;
  /** Turns the fields into parameters where they are not the same (a URL made of parts). */
  prepare?: (values: FormValues) => FormValues;
  /** Parameter → the field at which its errors stand, where `prepare` makes one from others. */
  aliases?: Readonly<Record<string, string>>;
}

/** Where there is nothing to choose between, it is chosen. */
function withOnlyChoices(fields: readonly FormField[], given: FormValues): FormValues {
  const values = { ...given };
  for (const { name, takesOnly, options } of fields)
    if (takesOnly && values[name] === undefined && options?.length === 1) values[name] = options[0]?.value;
  return values;
}

/**
 * A form for one command, checked by the contract's own schema: on blur, at once when mended, and when submitted. Errors of the
 * engine stand at their field. A job is followed in the drawer; the form does not wait for it.
 */
export function ResourceForm<K extends CommandName>(props: Props<K>) {
  const { command, fields, fixed, prepare, onValues, aliases } = props;
  const { t } = useTranslation();
  const words = useWords();
  const projectId = useProjectId();
  const project = projectId !== undefined && makesForProject(command) ? projectId : undefined;
  const [initial] = useState<FormValues>(() => props.initial ?? {});
  const [given, setValues] = useState<FormValues>(initial);
  const values = useMemo(() => withOnlyChoices(fields, given), [fields, given]);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [serverError, setServerError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  /** What a field's own look at its value found wrong with it. */
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const form = useRef<HTMLFormElement>(null);
  const looking = useRef<unknown>(undefined);
  const shown = fields.filter((field) => field.when === undefined || field.when(values));
  const input = useMemo(() => {
    const names = new Set(
      fields.filter((field) => field.when === undefined || field.when(values)).map((field) => field.name),
    );
    const visible = Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
    const made = prepare === undefined ? visible : prepare(visible);
    return toInput({
      ...made,
      ...(project !== undefined && made.account === undefined && { projectid: project }),
      ...fixed,
    });
  }, [fields, values, fixed, prepare, project]);
  const errors = useMemo(() => {
    const found = validate(command, input);
    for (const [parameter, field] of Object.entries(aliases ?? {})) {
      const text = found[parameter];
      if (text === undefined) continue;
      delete found[parameter];
      found[field] ??= text;
    }
    for (const field of fields)
      if (problems[field.name] !== undefined && (field.when === undefined || field.when(values)))
        found[field.name] = problems[field.name] as string;
    return found;
  }, [command, input, aliases, problems, fields, values]);
  const dirty = JSON.stringify(toInput(given)) !== JSON.stringify(toInput(initial));

  useEffect(() => useOverlay.getState().set({ panelDirty: dirty }), [dirty]);
  useEffect(() => onValues?.(values), [onValues, values]);

  const parametersOf = (field: string) =>
    Object.keys(aliases ?? {}).filter((parameter) => aliases?.[parameter] === field);
  const serverField = serverError?.field && (aliases?.[serverError.field] ?? serverError.field);
  const set = (name: string, value: unknown) => {
    setValues((before) => ({ ...before, [name]: value }));
    if (serverField === name) setServerError(undefined);
    const fills = fields.find((field) => field.name === name)?.fills;
    if (fills !== undefined) void look(name, value, fills);
  };
  const look = async (name: string, value: unknown, fills: NonNullable<FormField['fills']>) => {
    looking.current = value;
    const { values: more, problem } = await fills(value, values);
    // Another one was chosen meanwhile.
    if (looking.current !== value) return;
    setValues((before) => ({ ...before, ...more }));
    setProblems(({ [name]: _before, ...others }) => (problem === undefined ? others : { ...others, [name]: problem }));
    if (problem !== undefined) setTouched((before) => new Set([...before, name]));
  };
  const errorOf = (name: string) => {
    if (serverField === name) return [serverError?.message, serverError?.hint].filter(Boolean).join(' ');
    return touched.has(name) ? errors[name] : undefined;
  };
  const unplaced = Object.entries(errors).filter(([name]) => !shown.some((field) => field.name === name));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setServerError(undefined);
    setTouched(new Set([...shown.map((field) => field.name), '']));
    if (Object.keys(errors).length > 0) {
      const first = shown.find((field) => errors[field.name] !== undefined);
      form.current?.querySelector<HTMLElement>(`[name="${first?.name ?? ''}"]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const sent = input as Input<K>;
      const answer = await call(command, sent);
      useOverlay.getState().set({ panelDirty: false });
      if (isJobCommand(command)) {
        const title = [word('commands', command), input.name].filter(Boolean).join(' · ');
        void followJob((answer as { jobid: string }).jobid, title);
      }
      if (props.onDone === undefined) closePanel();
      else props.onDone(answer, sent, values);
    } catch (thrown) {
      setServerError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  const placed = serverField !== undefined && shown.some((field) => field.name === serverField);
  // A change is what its fields say; the command can do more than this form asks of it.
  const told = command.startsWith('update') ? undefined : contract[command].description;
  const summary = props.summary === undefined ? told?.[words.language === 'zh-CN' ? 'zh' : 'en'] : props.summary(input);
  return (
    <form ref={form} className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <div className={classes.fields}>
        {shown.map((field) => (
          <Fragment key={field.name}>
            {field.section === undefined ? null : <h3 className={classes.section}>{field.section}</h3>}
            <FormFieldInput
              field={field}
              label={field.label ?? words.field(field.name)}
              help={field.help ?? wordOrNothing('help', field.name)}
              about={[field.name, ...parametersOf(field.name)].map((parameter) => ({ command, parameter }))}
              required={
                field.required || [field.name, ...parametersOf(field.name)].some((name) => isRequired(command, name))
              }
              value={values[field.name]}
              error={errorOf(field.name)}
              onChange={(value) => set(field.name, value)}
              onBlur={() => afterPress(() => setTouched((before) => new Set([...before, field.name])))}
            />
          </Fragment>
        ))}
      </div>
      <div className={classes.foot}>
        {serverError !== undefined && !placed ? (
          <ErrorState message={serverError.message} hint={serverError.hint} />
        ) : null}
        {touched.has('') && unplaced.length > 0 ? (
          <ErrorState message={unplaced.map(([name, text]) => `${words.field(name)}: ${text}`).join('; ')} />
        ) : null}
        {summary ? <div className={classes.summary}>{summary}</div> : null}
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => void closePanelAsking()}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {props.submitLabel}
          </Button>
        </div>
      </div>
    </form>
  );
}
