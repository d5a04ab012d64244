import type { FormValues } from './form-values.ts';

/** A field of a form, named like the command's parameter it fills. */
export interface FormField {
  name: string;
  /** `suggest` is text for which `options` make proposals. */
  kind?:
    | 'text'
    | 'suggest'
    | 'textarea'
    | 'password'
    | 'number'
    | 'select'
    | 'multiselect'
    | 'segmented'
    | 'switch'
    | 'file';
  /** Heading above it: the step of the form that begins with it. */
  section?: string;
  label?: string;
  help?: string;
  unit?: string;
  placeholder?: string;
  options?: readonly { value: string; label: string }[];
  disabled?: boolean;
  /** Asked for although the contract can do without: only together with another field's choice. */
  required?: boolean;
  /** A choice that is made while there is one option alone. */
  takesOnly?: boolean;
  /** Of `file`: what the chooser of files offers. */
  accept?: string;
  /** What else is known once this is filled in, for fields that are empty or wrong then; or why it cannot be. */
  fills?: (value: unknown, values: FormValues) => Promise<{ values?: FormValues; problem?: string }>;
  /** Shown only while this holds. */
  when?: (values: FormValues) => boolean;
}
