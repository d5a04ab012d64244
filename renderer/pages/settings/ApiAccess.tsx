import { Alert, Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError } from '../../api/client.ts';
import { type Keys, userKeys } from '../../api/keys.ts';
import { useQuery } from '../../api/live.ts';
import { type Fact, Facts } from '../../components/Facts.tsx';
import { said } from '../../i18n/said.ts';
import { confirm } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './SettingsPage.module.css';

/** Whether programs can call, where, and by which keys. Keys are shown when they are asked for, which is an event. */
export function ApiAccess() {
  const { t } = useTranslation();
  const { data: server, error, refetch } = useQuery('getApiServer', {});
  const [keys, setKeys] = useState<Keys | undefined>(undefined);
  const [failure, setFailure] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  if (server === undefined)
    return error === undefined ? (
      <SkeletonRows />
    ) : (
      <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
    );

  const ask = async (command: 'getUserKeys' | 'registerUserKeys') => {
    setBusy(true);
    setFailure(undefined);
    try {
      setKeys(await userKeys(command, server.userid));
    } catch (thrown) {
      setFailure(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const renew = async () => {
    const yes = await confirm({
      title: t('settings.api.newKeys'),
      message: t('settings.api.newKeysConsequence'),
      action: t('settings.api.newKeys'),
      danger: true,
    });
    if (yes) await ask('registerUserKeys');
  };

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
    {
      field: 'apikey',
      label: t('settings.api.apiKey'),
      value: keys?.apikey ?? t(server.haskeys ? 'settings.api.hidden' : 'settings.api.noKeys'),
      copy: keys?.apikey,
      mono: keys !== undefined,
    },
    {
      field: 'secretkey',
      label: t('settings.api.secretKey'),
      value: keys?.secretkey ?? (server.haskeys ? t('settings.api.hidden') : undefined),
      copy: keys?.secretkey,
      mono: keys !== undefined,
    },
  ];
  return (
    <li className={classes.api}>
      <Facts facts={facts} />
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
      {failure === undefined ? null : (
        <Alert color="red" icon={<TriangleAlert size={15} />}>
          {[failure.message, failure.hint].filter(Boolean).join(' ')}
        </Alert>
      )}
      {server.bycommandline ? <div className={classes.text}>{t('settings.api.byCommandLine')}</div> : null}
      <div className={classes.buttons}>
        {keys !== undefined ? (
          <Button variant="default" size="compact-sm" onClick={() => setKeys(undefined)}>
            {t('settings.api.hideKeys')}
          </Button>
        ) : null}
        {keys === undefined && server.haskeys ? (
          <Button variant="default" size="compact-sm" loading={busy} onClick={() => void ask('getUserKeys')}>
            {t('settings.api.showKeys')}
          </Button>
        ) : null}
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          onClick={() => void (server.haskeys ? renew() : ask('registerUserKeys'))}
        >
          {t(server.haskeys ? 'settings.api.newKeys' : 'settings.api.makeKeys')}
        </Button>
      </div>
      <div className={classes.text}>{t('settings.api.keysAreRights')}</div>
    </li>
  );
}
