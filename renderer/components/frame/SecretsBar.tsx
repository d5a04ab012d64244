import { Button, PasswordInput } from '@mantine/core';
import { KeyRound, ShieldAlert } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { useQuery } from '../../api/live.ts';
import { usePreferences } from '../../stores/preferences.ts';
import classes from './Frame.module.css';

/** Says that secrets cannot be read, because their key is not there, and opens it: what needs one waits until then. */
function LockedBar({ byPassphrase }: { byPassphrase: boolean }) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await call('unlockSecrets', passphrase === '' ? {} : { passphrase });
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={classes.notice} aria-label={t('frame.lockedLabel')}>
      <form className={classes.noticeRow} onSubmit={unlock}>
        <KeyRound size={14} aria-hidden />
        <span>{t('frame.locked')}</span>
        {byPassphrase ? (
          <PasswordInput
            size="xs"
            w={200}
            aria-label={t('frame.passphrase')}
            placeholder={t('frame.passphrase')}
            autoComplete="off"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        ) : null}
        <Button type="submit" size="compact-sm" loading={busy} disabled={byPassphrase && passphrase === ''}>
          {t('frame.unlock')}
        </Button>
      </form>
      {error === undefined ? null : (
        <div role="alert" className={classes.noticeRow}>
          {[error.message, error.hint].filter(Boolean).join(' ')}
        </div>
      )}
    </section>
  );
}

/** Says once, openly, that this desktop has nothing that guards the key of the stored passwords. */
function UnguardedBar({ onDismiss }: { onDismiss: () => void }) {
  const { t } = useTranslation();
  return (
    <section className={classes.notice} aria-label={t('frame.unguardedLabel')}>
      <div className={`${classes.noticeRow} ${classes.noticeText}`}>
        <ShieldAlert size={14} aria-hidden />
        <span>{t('frame.unguarded')}</span>
        <Button size="compact-sm" variant="default" onClick={onDismiss}>
          {t('frame.understood')}
        </Button>
      </div>
    </section>
  );
}

/** What has to be said about the stored passwords, if anything. */
export function SecretsBar() {
  const session = useQuery('getSession', {}).data;
  const { unguardedKeyAccepted, set } = usePreferences();
  if (session === undefined) return null;
  if (!session.unlocked) return <LockedBar byPassphrase={session.keystore === 'passphrase'} />;
  if (session.keystore !== 'key file' || session.mode !== 'real' || unguardedKeyAccepted) return null;
  return <UnguardedBar onDismiss={() => set({ unguardedKeyAccepted: true })} />;
}
