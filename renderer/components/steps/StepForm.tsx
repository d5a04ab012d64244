import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError } from '../../api/client.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { afterPress } from '../after-press.ts';
import { FormFieldInput } from '../FormFieldInput.tsx';
import { type FormValues, toInput } from '../form-values.ts';
import { useWords, wordOrNothing } from '../words.ts';
import classes from './StepForm.module.css';
import { checkParts, fieldParameters, fieldRequired, type StepField, type StepPart } from './step-form.ts';

interface Props {
  /** The form's accessible name. */
  label: string;
  fields: readonly StepField[];
  initial: FormValues;
  /** The commands that the fields are for; their schemas judge the fields. */
  parts: readonly StepPart[];
  /** Does it. What it throws stands at its field, or below the form. */
  submit: (values: FormValues) => Promise<void>;
  submitLabel: string;
  /** What to put into fields that the person has not touched, after another one has changed. */
  derive?: (values: FormValues, edited: ReadonlySet<string>) => FormValues;
  /** False for a form that is not what its page is about: it does not take the focus. */
  takeFocus?: boolean;
  /** Buttons on the left of the foot: back, cancel. */
  foot?: ReactNode;
  /** What will happen, from what is filled in. */
  summary?: (values: FormValues) => ReactNode;
  /** Below the fields: what is being tried, a file to choose. */
  children?: ReactNode | ((values: FormValues, set: (name: string, value: unknown) => void) => ReactNode);
}

const nothing: ReadonlySet<string> = new Set();

const sectionsOf = (fields: readonly StepField[]) => {
  const sections: { name: string | undefined; fields: StepField[] }[] = [];
  for (const field of fields) {
    const last = sections.at(-1);
    if (last !== undefined && last.name === field.section) last.fields.push(field);
    else sections.push({ name: field.section, fields: [field] });
  }
  return sections;
};

/** A step on a page: fields in place, checked on blur and when mended, tested and saved by its button. Enter submits. */
export function StepForm(props: Props) {
  const { fields, parts, derive } = props;
  const { t } = useTranslation();
  const words = useWords();
  const [values, setValues] = useState<FormValues>(() => ({
    ...derive?.(props.initial, nothing),
    ...toInput(props.initial),
  }));
  const [edited, setEdited] = useState<ReadonlySet<string>>(new Set());
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [serverError, setServerError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const shown = fields.filter((field) => field.when === undefined || field.when(values));
  const visible = useMemo(() => {
    const hidden = fields.filter((field) => field.when !== undefined && !field.when(values)).map((field) => field.name);
    return toInput(Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.includes(name))));
  }, [fields, values]);
  const errors = useMemo(() => checkParts(parts, visible), [parts, visible]);

  const focus = (name: string | undefined) => {
    const named = form.current?.querySelector<HTMLElement>(`[name="${name ?? ''}"]`);
    // A select keeps its name in a hidden input beside the one that is seen.
    if (named instanceof HTMLInputElement && named.type === 'hidden')
      named.parentElement?.querySelector<HTMLElement>('input:not([type=hidden])')?.focus();
    else named?.focus();
  };
  const takesFocus = props.takeFocus ?? true;
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input:not([type=hidden]):not([disabled])')?.focus();
  }, [takesFocus]);
  useEffect(() => {
    if (serverError?.field !== undefined) focus(serverError.field);
    form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
  }, [serverError]);

  const set = (name: string, value: unknown) => {
    const nowEdited = new Set([...edited, name]);
    setEdited(nowEdited);
    // One change may mend what the engine said of another field: two ends of a range, an address and its netmask.
    setServerError(undefined);
    setValues((before) => {
      const next = { ...before, [name]: value };
      const derived = Object.entries(derive?.(next, nowEdited) ?? {}).filter(([field]) => !nowEdited.has(field));
      return { ...next, ...Object.fromEntries(derived) };
    });
  };

  const errorOf = (name: string) => {
    if (serverError?.field === name) return [serverError.message, serverError.hint].filter(Boolean).join(' ');
    return touched.has(name) ? errors[name] : undefined;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setServerError(undefined);
    setTouched(new Set(shown.map((field) => field.name)));
    const first = shown.find((field) => errors[field.name] !== undefined);
    if (first !== undefined) {
      focus(first.name);
      return;
    }
    setBusy(true);
    try {
      await props.submit(visible);
    } catch (thrown) {
      setServerError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  const input = (field: StepField) => (
    <div key={field.name} className={field.wide ? classes.wide : undefined}>
      <FormFieldInput
        field={field}
        label={field.label ?? words.field(field.name)}
        help={field.help ?? wordOrNothing('help', field.name)}
        about={fieldParameters(parts, field.name)}
        required={fieldRequired(parts, field.name)}
        value={values[field.name]}
        error={errorOf(field.name)}
        onChange={(value) => set(field.name, value)}
        // A field that was only passed through is not judged: it may be filled in last.
        onBlur={() => {
          if (edited.has(field.name)) afterPress(() => setTouched((before) => new Set([...before, field.name])));
        }}
      />
    </div>
  );
  const placed = serverError?.field !== undefined && shown.some((field) => field.name === serverError.field);
  return (
    <form
      ref={form}
      className={classes.form}
      aria-label={props.label}
      onSubmit={(event) => void submit(event)}
      noValidate
    >
      {sectionsOf(shown).map((section) =>
        section.name === undefined ? (
          <div key={section.fields[0]?.name} className={classes.grid}>
            {section.fields.map(input)}
          </div>
        ) : (
          <fieldset key={section.name} className={classes.section}>
            <legend>{section.name}</legend>
            <div className={classes.grid}>{section.fields.map(input)}</div>
          </fieldset>
        ),
      )}
      {typeof props.children === 'function' ? props.children(values, set) : props.children}
      {serverError !== undefined && !placed ? (
        <ErrorState message={serverError.message} hint={serverError.hint} />
      ) : null}
      {props.summary === undefined ? null : <div className={classes.summary}>{props.summary(visible)}</div>}
      <div className={classes.foot}>
        {props.foot}
        <span className={classes.grow} />
        <Button type="submit" loading={busy} aria-label={busy ? t('stepForm.working') : undefined}>
          {props.submitLabel}
        </Button>
      </div>
    </form>
  );
}
