import i18next from 'i18next';
import type { CommandName } from '../../../engine/contract/contract.ts';
import { ApiError, toApiError } from '../../api/client.ts';
import type { FormField } from '../form-field.ts';
import { type FormValues, isRequired, validate } from '../form-values.ts';

/** A field of a step's form; fields with the same section stand together under its name. */
export interface StepField extends FormField {
  section?: string;
  /** Takes the whole width; the others stand two in a row. */
  wide?: boolean;
}

/** One of the commands that a form fills: parameter → the form's field that it is taken from. */
export interface StepPart {
  command: CommandName;
  parameters: Readonly<Record<string, string>>;
}

/** The parameters of a part, out of the form's values. */
export function partInput(part: StepPart, values: FormValues): FormValues {
  const entries = Object.entries(part.parameters).map(([parameter, field]) => [parameter, values[field]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== ''));
}

/** What the contract says against the values, by the form's field. Parameters that the form does not ask for are not judged. */
export function checkParts(parts: readonly StepPart[], values: FormValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const part of parts) {
    const found = validate(part.command, partInput(part, values));
    for (const [parameter, field] of Object.entries(part.parameters)) {
      const text = found[parameter];
      if (text !== undefined) errors[field] ??= text;
    }
  }
  return errors;
}

/** The parameters that a field of the form fills. */
export const fieldParameters = (parts: readonly StepPart[], field: string) =>
  parts.flatMap(({ command, parameters }) =>
    Object.entries(parameters)
      .filter(([, name]) => name === field)
      .map(([parameter]) => ({ command, parameter })),
  );

/** True when any command of the form demands the field. */
export function fieldRequired(parts: readonly StepPart[], field: string): boolean {
  return parts.some((part) =>
    Object.entries(part.parameters).some(([parameter, name]) => name === field && isRequired(part.command, parameter)),
  );
}

/** Carries out a part and gives its refusal the name of the form's field instead of the parameter's. */
export async function atFields<T>(part: StepPart, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const error = toApiError(thrown);
    const field = error.field === undefined ? undefined : (part.parameters[error.field] ?? error.field);
    throw new ApiError({
      code: error.code,
      message: error.message,
      ...(field !== undefined && { field }),
      ...(error.hint !== undefined && { hint: error.hint }),
    });
  }
}

/** A job that neither ended well nor badly: it waits for a person. */
export function stuckError(): ApiError {
  return new ApiError({
    code: 'internal',
    message: i18next.t('stepForm.stuck'),
    hint: i18next.t('stepForm.stuckHint'),
  });
}
