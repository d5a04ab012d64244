import { ActionIcon, Menu } from '@mantine/core';
import { Languages, Moon, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Language, type ThemeChoice, usePreferences } from '../../stores/preferences.ts';

export function LanguageMenu() {
  const { t } = useTranslation();
  const { language, set } = usePreferences();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('frame.language')} data-tour="language" title={t('frame.language')}>
          <Languages size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={language} onChange={(value) => set({ language: value as Language })}>
          <Menu.RadioItem value="en" lang="en" closeMenuOnClick>
            English
          </Menu.RadioItem>
          <Menu.RadioItem value="zh-CN" lang="zh-CN" closeMenuOnClick>
            简体中文
          </Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

const themeIcons = { light: Sun, dark: Moon, auto: SunMoon } as const;

export function ThemeMenu() {
  const { t } = useTranslation();
  const { theme, set } = usePreferences();
  const Icon = themeIcons[theme];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('frame.theme')} title={t('frame.theme')}>
          <Icon size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={theme} onChange={(value) => set({ theme: value as ThemeChoice })}>
          {(['light', 'dark', 'auto'] as const).map((choice) => (
            <Menu.RadioItem key={choice} value={choice} closeMenuOnClick>
              {t(`frame.theme_${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
