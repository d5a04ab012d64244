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
import type { SettingPlace } from './setting-place.ts';

/** What has no button: a switch, a choice, a file. */
const savedAtOnce: ReadonlySet<ConfigurationView['type']> = new Set(['boolean', 'choice', 'image']);

const inWindowLanguage = (text: string) => said(fixed(text), text);

interface Props {
  setting: ConfigurationView;
  place: SettingPlace;
  onSaved: () => void;
}

/** One setting, edited in place: what it does here, what holds without a value of its own, and why that differs from CloudStack's. */
export function SettingRow({ setting, place, onSaved }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [value, setValue] = useState(setting.value);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  useEffect(() => setValue(setting.value), [setting.value]);
  // At one thing what matters is whether it has a value of its own; a global value may be set to the default itself.
  const atOne = Object.keys(place).length > 0;
  const changed = atOne ? setting.overridden : setting.value !== setting.defaultvalue;

  const save = async (next: string | undefined) => {
    setBusy(true);
    setError(undefined);
    try {
      const which = { name: setting.name, ...place };
      const saved = await (next === undefined
        ? call('resetConfiguration', which)
        : call('updateConfiguration', { ...which, value: next }));
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
  const otherwise = atOne ? setting.inheritedvalue : setting.defaultvalue;
  const defaultText =
    setting.type === 'boolean'
      ? t(otherwise === 'true' ? 'ui.yes' : 'ui.no')
      : [words.value(otherwise) || '–', setting.unit === undefined ? '' : words.value(setting.unit)]
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
              {t(atOne ? 'settings.own' : 'settings.changed')}
            </Badge>
          ) : null}
          {atOne
            ? null
            : setting.scopes
                .filter((scope) => scope !== 'Global')
                .map((scope) => (
                  <Badge key={scope} size="xs" variant="default" tt="none">
                    {words.value(scope)}
                  </Badge>
                ))}
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
            <Tip label={t(atOne ? 'settings.inherit' : 'settings.reset')}>
              <ActionIcon
                aria-label={t(atOne ? 'settings.inheritNamed' : 'settings.resetNamed', { name: setting.name })}
                onClick={() => void save(undefined)}
              >
                <Undo2 size={15} />
              </ActionIcon>
            </Tip>
          ) : null}
        </div>
        <div className={classes.default}>
          {t(atOne ? 'settings.inherited' : 'settings.default', { value: defaultText })}
        </div>
      </form>
    </li>
  );
}
