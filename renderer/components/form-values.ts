import i18next from 'i18next';
import * as v from 'valibot';
import { type CommandName, contract } from '../../engine/contract/contract.ts';
import { wordOrNothing } from './words.ts';

export type FormValues = Record<string, unknown>;

/** True when the contract demands the field. */
export function isRequired(command: CommandName, field: string): boolean {
  const entry = (contract[command].input.entries as Record<string, { type: string } | undefined>)[field];
  return entry !== undefined && entry.type !== 'optional';
}

/** What is sent: empty fields are left out, because the contract's optional means absent. */
export function toInput(values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

interface Issue {
  kind: string;
  type: string;
  message: string;
  input: unknown;
  requirement?: unknown;
}

/** An issue of the contract's schema in words of the form. */
function explain(issue: Issue): string {
  if (issue.input === undefined || issue.input === '') return i18next.t('validation.required');
  const own = wordOrNothing('validation.messages', issue.message);
  if (own !== undefined) return own;
  const known = `validation.${issue.type}`;
  if (issue.message.startsWith('Invalid ') && i18next.exists(known))
    return i18next.t(known as never, { requirement: String(issue.requirement ?? '') });
  return issue.message;
}

/** Checks values against the contract's own schema. Field name → what is wrong with it; empty when all is well. */
export function validate(command: CommandName, values: FormValues): Record<string, string> {
  const result = v.safeParse(contract[command].input as v.GenericSchema, toInput(values));
  const errors: Record<string, string> = {};
  if (result.success) return errors;
  for (const issue of result.issues) {
    const field = String(issue.path?.[0]?.key ?? '');
    errors[field] ??= explain(issue as unknown as Issue);
  }
  return errors;
}
