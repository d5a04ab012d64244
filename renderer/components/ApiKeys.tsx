import { Alert, Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, toApiError } from '../api/client.ts';
import { type Keys, userKeys } from '../api/keys.ts';
import { useMay } from '../api/permissions.ts';
import { confirm } from '../stores/overlay.ts';
import classes from './ApiKeys.module.css';
import { type Fact, Facts } from './Facts.tsx';

interface Props {
  userid: string;
  haskeys: boolean;
  /** What is told before them, such as the address that they are for. */
  facts: readonly Fact[];
  /** What is told after them. */
  children?: ReactNode;
}

/** A user's keys of the HTTP API. They are shown when they are asked for, which is an event, and go with the component. */
export function ApiKeys({ userid: id, haskeys, facts, children }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [keys, setKeys] = useState<Keys | undefined>(undefined);
  const [failure, setFailure] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const ask = async (command: 'getUserKeys' | 'registerUserKeys') => {
    setBusy(true);
    setFailure(undefined);
    try {
      setKeys(await userKeys(command, id));
    } catch (thrown) {
      setFailure(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const renew = async () => {
    const yes =
      !haskeys ||
      (await confirm({
        title: t('settings.api.newKeys'),
        message: t('settings.api.newKeysConsequence'),
        action: t('settings.api.newKeys'),
        danger: true,
      }));
    if (yes) await ask('registerUserKeys');
  };
  const hidden = t(haskeys ? 'settings.api.hidden' : 'settings.api.noKeys');
  const shown = (key: 'apikey' | 'secretkey', label: string): Fact => ({
    field: key,
    label,
    value: keys?.[key] ?? hidden,
    copy: keys?.[key],
    mono: keys !== undefined,
  });
  return (
    <>
      <Facts
        facts={[...facts, shown('apikey', t('settings.api.apiKey')), shown('secretkey', t('settings.api.secretKey'))]}
      />
      {failure === undefined ? null : (
        <Alert color="red" icon={<TriangleAlert size={15} />} role="alert">
          {[failure.message, failure.hint].filter(Boolean).join(' ')}
        </Alert>
      )}
      {children}
      <div className={classes.buttons}>
        {keys !== undefined ? (
          <Button variant="default" size="compact-sm" onClick={() => setKeys(undefined)}>
            {t('settings.api.hideKeys')}
          </Button>
        ) : haskeys ? (
          <Button variant="default" size="compact-sm" loading={busy} onClick={() => void ask('getUserKeys')}>
            {t('settings.api.showKeys')}
          </Button>
        ) : null}
        {may('registerUserKeys') ? (
          <Button variant="default" size="compact-sm" disabled={busy} onClick={() => void renew()}>
            {t(haskeys ? 'settings.api.newKeys' : 'settings.api.makeKeys')}
          </Button>
        ) : null}
      </div>
      <div className={classes.text}>{t('settings.api.keysAreRights')}</div>
    </>
  );
}
