import { Alert } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../api/live.ts';
import { ApiKeys } from '../../components/ApiKeys.tsx';
import type { Fact } from '../../components/Facts.tsx';
import { said } from '../../i18n/said.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './SettingsPage.module.css';

/** Whether programs can call, where, and by which keys. */
export function ApiAccess() {
  const { t } = useTranslation();
  const { data: server, error, refetch } = useQuery('getApiServer', {});
  if (server === undefined)
    return error === undefined ? (
      <SkeletonRows />
    ) : (
      <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
    );

  const unopened = server.enabled && !server.listening;
  const facts: Fact[] = [
    {
      field: 'state',
      value: (
        <StateBadge
          tone={server.listening ? 'ok' : unopened ? 'error' : 'off'}
          word={t(server.listening ? 'settings.api.on' : unopened ? 'settings.api.unopened' : 'settings.api.off')}
        />
      ),
    },
    { field: 'url', label: t('settings.api.address'), value: server.url, copy: server.url, mono: true },
    {
      field: 'fingerprint',
      label: t('settings.api.fingerprint'),
      value: server.fingerprint,
      copy: server.fingerprint,
      mono: true,
    },
    {
      field: 'certificate',
      label: t('settings.api.certificate'),
      value: server.certificate === undefined ? undefined : t('settings.api.certificateFor'),
      copy: server.certificate,
    },
    {
      field: 'integrationurl',
      label: t('settings.api.integration'),
      value: server.integrationurl,
      copy: server.integrationurl,
      mono: true,
    },
  ];
  return (
    <li className={classes.api}>
      <ApiKeys userid={server.userid} haskeys={server.haskeys} facts={facts}>
        {server.error === undefined ? null : (
          <Alert color="red" icon={<TriangleAlert size={15} />}>
            {said(server.errorphrase, server.error)}
          </Alert>
        )}
        {server.integrationerror === undefined ? null : (
          <Alert color="red" icon={<TriangleAlert size={15} />}>
            {said(server.integrationerrorphrase, server.integrationerror)}
          </Alert>
        )}
        {server.bycommandline ? <div className={classes.text}>{t('settings.api.byCommandLine')}</div> : null}
      </ApiKeys>
    </li>
  );
}
