import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '../../../engine/contract/contract.ts';
import type { ParameterShape } from '../../../engine/contract/shape.ts';
import { parameterText } from '../../../engine/contract/texts/meaning.ts';
import classes from './ApiExplorer.module.css';

interface Props {
  command: CommandName;
  shape: ParameterShape;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** One parameter as a field, under its own name, with its type and what the contract says of it. */
export function ParameterInput({ command, shape, value, error, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { name, type, required, choices, secret } = shape;
  const text = parameterText(command, name)?.[i18n.language === 'zh-CN' ? 'zh' : 'en'];
  const isText = type === 'map' || (type === 'list' && shape.item === 'responseobject');
  const hint =
    type === 'map' ? t('api.mapHint') : type === 'list' ? t(isText ? 'api.jsonHint' : 'api.listHint') : undefined;
  const common = {
    label: (
      <span className={classes.label}>
        <span className="mono">{name}</span>
        <span className={classes.type}>{type}</span>
      </span>
    ),
    'aria-label': name,
    description: text,
    placeholder: hint,
    withAsterisk: required,
    error,
    value,
  };
  const options = type === 'boolean' ? ['true', 'false'] : choices;
  if (options !== undefined)
    return (
      <Select
        {...common}
        data={[...options]}
        value={value === '' ? null : value}
        placeholder={t('api.notGiven')}
        clearable
        onChange={(next) => onChange(next ?? '')}
      />
    );
  if (isText)
    return <Textarea {...common} autosize minRows={2} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (secret)
    return <PasswordInput {...common} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <TextInput
      {...common}
      autoComplete="off"
      spellCheck={false}
      inputMode={type === 'integer' || type === 'double' ? 'decimal' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
