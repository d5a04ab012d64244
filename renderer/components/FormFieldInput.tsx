import {
  Autocomplete,
  MultiSelect,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { FormField } from './form-field.ts';
import { type HelpAbout, WithHelp } from './HelpMark.tsx';
import { FileField } from './uploads/FileField.tsx';

interface Props {
  field: FormField;
  label: string;
  help: string | undefined;
  /** The parameters that the field fills, for what the contract says of them. */
  about: readonly HelpAbout[];
  required: boolean;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
  onBlur: () => void;
}

/** One field of a form: label above with a mark for what it means, help below, its error in place of nothing else. */
export function FormFieldInput({ about, ...props }: Props) {
  return (
    <WithHelp label={props.label} about={about}>
      <FieldInput {...props} />
    </WithHelp>
  );
}

function FieldInput({ field, label, help, required, value, error, onChange, onBlur }: Omit<Props, 'about'>) {
  const common = {
    label,
    description: help,
    error,
    onBlur,
    withAsterisk: required,
    name: field.name,
    disabled: field.disabled ?? false,
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[],
  };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
          suffix={field.unit === undefined ? '' : ` ${field.unit}`}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          thousandSeparator=" "
          hideControls={false}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          // A form's first field has the keyboard at once; its choices would cover the others.
          openOnFocus={false}
          data={field.options as { value: string; label: string }[]}
          value={text === '' ? null : text}
          onChange={(next) => onChange(next ?? undefined)}
          searchable={(field.options?.length ?? 0) > 8}
          allowDeselect={!required}
          clearable={!required}
          placeholder={field.placeholder ?? ''}
          nothingFoundMessage="–"
        />
      );
    case 'suggest':
      return (
        <Autocomplete
          {...common}
          openOnFocus={false}
          data={(field.options ?? []).map((option) => option.value)}
          limit={8}
          value={text}
          onChange={onChange}
          placeholder={field.placeholder ?? ''}
          autoComplete="off"
          spellCheck={false}
        />
      );
    case 'multiselect':
      return (
        <MultiSelect
          {...common}
          data={field.options as { value: string; label: string }[]}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={(next) => onChange(next.length === 0 ? undefined : next)}
          searchable
          clearable
          placeholder={Array.isArray(value) ? '' : (field.placeholder ?? '')}
          nothingFoundMessage="–"
        />
      );
    case 'segmented':
      return (
        <Stack gap={4} role="radiogroup" aria-label={label}>
          <Text size="xs" fw={500}>
            {label}
          </Text>
          <SegmentedControl
            fullWidth
            data={field.options as { value: string; label: string }[]}
            value={text}
            onChange={onChange}
            disabled={field.disabled ?? false}
          />
          {help === undefined ? null : (
            <Text size="xs" c="dimmed">
              {help}
            </Text>
          )}
        </Stack>
      );
    case 'file':
      return (
        <FileField
          label={label}
          help={help}
          error={error}
          required={required}
          name={field.name}
          accept={field.accept}
          value={value instanceof File ? value : undefined}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <Switch
          label={label}
          description={help}
          error={error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
          disabled={field.disabled ?? false}
        />
      );
    case 'textarea':
      return (
        <Textarea
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={4}
          maxRows={16}
          placeholder={field.placeholder ?? ''}
        />
      );
    case 'password':
      return (
        <PasswordInput
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          autoComplete="new-password"
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          placeholder={field.placeholder ?? ''}
          autoComplete="off"
          spellCheck={false}
          rightSection={
            field.unit === undefined ? undefined : (
              <Text size="xs" c="dimmed">
                {field.unit}
              </Text>
            )
          }
        />
      );
  }
}
