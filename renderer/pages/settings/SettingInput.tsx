import { ColorInput, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { accentOf, accentPalettes } from '../../../engine/contract/branding.ts';
import type { ConfigurationView } from '../../../engine/contract/views.ts';
import { useWords } from '../../components/words.ts';
import { LogoInput } from './LogoInput.tsx';

interface Props {
  setting: ConfigurationView;
  value: string;
  error: string | undefined;
  busy: boolean;
  onChange: (value: string) => void;
  /** For what is saved at once: a switch, a choice. */
  onSave: (value: string) => void;
}

/** The field that fits a setting's type. */
export function SettingInput({ setting, value, error, busy, onChange, onSave }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const shared = { 'aria-label': setting.name, error };
  const takeBack = (event: { key: string }) => {
    if (event.key === 'Escape') onChange(setting.value);
  };
  if (setting.type === 'boolean')
    return (
      <Switch
        {...shared}
        checked={value === 'true'}
        disabled={busy}
        onChange={(event) => onSave(String(event.currentTarget.checked))}
      />
    );
  if (setting.type === 'choice')
    return (
      <Select
        {...shared}
        value={value}
        disabled={busy}
        allowDeselect={false}
        data={(setting.choices ?? []).map((choice) => ({ value: choice, label: words.value(choice) }))}
        onChange={(next) => next !== null && next !== value && onSave(next)}
      />
    );
  if (setting.type === 'number')
    return (
      <NumberInput
        {...shared}
        value={value}
        // The engine says what it accepts: a number that jumps back by itself would be a surprise.
        clampBehavior="none"
        allowDecimal={setting.whole !== true}
        allowNegative={(setting.minimum ?? 0) < 0}
        {...(setting.minimum !== undefined && { min: setting.minimum })}
        {...(setting.maximum !== undefined && { max: setting.maximum })}
        step={setting.whole === true ? 1 : 0.05}
        suffix={setting.unit === undefined ? '' : ` ${words.value(setting.unit)}`}
        onChange={(next) => onChange(String(next))}
        onKeyDown={takeBack}
      />
    );
  if (setting.type === 'image')
    return <LogoInput name={setting.name} value={value} error={error} busy={busy} onSave={onSave} />;
  if (setting.type === 'color')
    return (
      <ColorInput
        {...shared}
        size="xs"
        format="hex"
        value={accentOf(value) ?? value}
        swatches={Object.values(accentPalettes)}
        swatchesPerRow={6}
        eyeDropperButtonProps={{ 'aria-label': t('settings.eyeDropper') }}
        onChange={onChange}
        onKeyDown={takeBack}
      />
    );
  return (
    <TextInput
      {...shared}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={takeBack}
      spellCheck={false}
    />
  );
}
