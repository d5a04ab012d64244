import { ActionIcon, Badge, Button } from '@mantine/core';
import { TriangleAlert, Undo2 } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fixed } from '../../../engine/contract/phrase.ts';
import type { ConfigurationView } from '../../../engine/contract/views.ts';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { Tip } from '../../ui/Tip.tsx';
import { SettingInput } from './SettingInput.tsx';
import classes from './SettingsPage.module.css';

/** What has no button: a switch, a choice, a file. */
const savedAtOnce: ReadonlySet<ConfigurationView['type']> = new Set(['boolean', 'choice', 'image']);

const inWindowLanguage = (text: string) => said(fixed(text), text);

/** One setting, edited in place: what it does here, its default, and why that differs from CloudStack's. */
export function SettingRow({ setting, onSaved }: { setting: ConfigurationView; onSaved: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const [value, setValue] = useState(setting.value);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  useEffect(() => setValue(setting.value), [setting.value]);
  const changed = setting.value !== setting.defaultvalue;

  const save = async (next: string | undefined) => {
    setBusy(true);
    setError(undefined);
    try {
      const saved = await call('updateConfiguration', {
        name: setting.name,
        ...(next === undefined ? {} : { value: next }),
      });
      setValue(saved.value);
      onSaved();
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(value.trim());
  };
  const defaultText =
    setting.type === 'boolean'
      ? t(setting.defaultvalue === 'true' ? 'ui.yes' : 'ui.no')
      : [words.value(setting.defaultvalue) || '–', setting.unit === undefined ? '' : words.value(setting.unit)]
          .filter(Boolean)
          .join(' ');
  const message = error === undefined ? undefined : [error.message, error.hint].filter(Boolean).join(' ');
  return (
    <li className={classes.setting}>
      <div>
        <div className={`${classes.name} mono`}>
          {setting.name}
          {changed ? (
            <Badge size="xs" variant="light" tt="none">
              {t('settings.changed')}
            </Badge>
          ) : null}
          {setting.scope === 'Global' ? null : (
            <Badge size="xs" variant="default" tt="none">
              {words.value(setting.scope)}
            </Badge>
          )}
        </div>
        <div>{inWindowLanguage(setting.description)}</div>
        {setting.effective ? (
          <div className={classes.text}>{inWindowLanguage(setting.effect)}</div>
        ) : (
          <div className={classes.text}>{t('settings.noEffect')}</div>
        )}
        {setting.deviation === undefined ? null : (
          <div className={classes.deviation}>
            <TriangleAlert size={14} aria-hidden />
            <span>{inWindowLanguage(setting.deviation)}</span>
          </div>
        )}
      </div>
      <form className={classes.value} onSubmit={submit}>
        <div className={classes.edit}>
          <SettingInput
            setting={setting}
            value={value}
            error={message}
            busy={busy}
            onChange={setValue}
            onSave={(next) => void save(next)}
          />
          {value === setting.value || savedAtOnce.has(setting.type) ? null : (
            <Button type="submit" size="compact-sm" h={30} loading={busy}>
              {t('ui.save')}
            </Button>
          )}
          {changed ? (
            <Tip label={t('settings.reset')}>
              <ActionIcon
                aria-label={t('settings.resetNamed', { name: setting.name })}
                onClick={() => void save(undefined)}
              >
                <Undo2 size={15} />
              </ActionIcon>
            </Tip>
          ) : null}
        </div>
        <div className={classes.default}>{t('settings.default', { value: defaultText })}</div>
      </form>
    </li>
  );
}
