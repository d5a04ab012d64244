import i18next from 'i18next';
import type { DetailTab } from '../../components/DetailPage.tsx';
import { SettingGroups } from './SettingGroups.tsx';
import type { SettingPlace } from './setting-place.ts';

/** The settings that may have a value of their own at one thing. */
export const settingsTab = (place: SettingPlace): DetailTab => ({
  id: 'settings',
  label: i18next.t('nav.settings'),
  needs: 'listConfigurations',
  content: <SettingGroups place={place} />,
});
