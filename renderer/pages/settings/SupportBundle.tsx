import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, toApiError } from '../../api/client.ts';
import { useMay } from '../../api/permissions.ts';
import { download } from '../../components/export-rows.ts';
import { showToast } from '../../stores/toasts.ts';

/** Saves a file for whoever is asked for help; its owner can read it before he sends it. */
export function SupportBundle() {
  const { t } = useTranslation();
  const may = useMay();
  const [busy, setBusy] = useState(false);
  if (!may('createSupportBundle')) return null;
  const make = async () => {
    setBusy(true);
    try {
      const { name, content } = await call('createSupportBundle', {});
      download(name, new Blob([content], { type: 'application/json' }));
    } catch (thrown) {
      const { message, hint } = toApiError(thrown);
      showToast({ tone: 'error', title: t('settings.supportBundle'), message, hint });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} title={t('settings.supportBundleText')} onClick={() => void make()}>
      {t('settings.supportBundle')}
    </Button>
  );
}
