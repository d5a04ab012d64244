import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { ApiAccess } from './ApiAccess.tsx';
import { SettingGroups } from './SettingGroups.tsx';
import { SupportBundle } from './SupportBundle.tsx';

const everywhere = {};
const before = { API: <ApiAccess /> };

/** CloudStack's global settings. */
export function SettingsPage() {
  const { t } = useTranslation();
  // A link to one setting comes with its name.
  const asked = new URLSearchParams(useSearch()).get('name') ?? '';
  return (
    <Page icon={icons.setting} title={t('nav.settings')} scroll actions={<SupportBundle />}>
      <SettingGroups place={everywhere} asked={asked} before={before} />
    </Page>
  );
}
