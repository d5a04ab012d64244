import { Button } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Output } from '../../../engine/contract/contract.ts';
import { type ApiError, toApiError } from '../../api/client.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './HostPreparation.module.css';

export type HostKey = Output<'getHostKey'>;

/** The file that holds a key of this type on any OpenSSH server. */
function keyFile(keytype: string): string {
  const kind = /ed25519/.test(keytype) ? 'ed25519' : /ecdsa/.test(keytype) ? 'ecdsa' : 'rsa';
  return `/etc/ssh/ssh_host_${kind}_key.pub`;
}

/** How the fingerprint is read on the machine itself, which is the only place that cannot be impersonated. */
export function CompareHelp({ keytype, changed = false }: { keytype: string; changed?: boolean }) {
  const { t } = useTranslation();
  const command = `ssh-keygen -lf ${keyFile(keytype)}`;
  return (
    <div className={classes.help}>
      <p>{t('hostPreparation.compareHow')}</p>
      <p className={classes.command}>
        <code>{command}</code>
        <CopyButton value={command} label={t('hostPreparation.command')} />
      </p>
      <p>{t(changed ? 'hostPreparation.compareChanged' : 'hostPreparation.compareWhy')}</p>
    </div>
  );
}

interface Props {
  hostKey: HostKey;
  /** A preparation of this very machine, which is gone on with instead of a second one. */
  earlierLink: string | undefined;
  onAccept: () => Promise<void>;
  onBack: () => void;
}

/** The key that a machine presents, to be compared with the machine's own before anything secret is sent to it. */
export function HostKeyCard({ hostKey, earlierLink, onAccept, onBack }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const accept = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onAccept();
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className={classes.card} aria-label={t('hostPreparation.keyTitle')}>
      <h2>
        <KeyRound size={18} aria-hidden />
        {t('hostPreparation.keyTitle')}
      </h2>
      <p>{t('hostPreparation.keyText', { address: hostKey.address })}</p>
      <dl className={classes.key}>
        <dt>{t('hostPreparation.fingerprint')}</dt>
        <dd className="mono">
          {hostKey.fingerprint}
          <CopyButton value={hostKey.fingerprint} label={t('hostPreparation.fingerprint')} />
        </dd>
        <dt>{t('hostPreparation.keyType')}</dt>
        <dd className="mono">{hostKey.keytype}</dd>
      </dl>
      <CompareHelp keytype={hostKey.keytype} />
      {earlierLink === undefined ? null : <p>{t('hostPreparation.preparedBefore')}</p>}
      {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack} disabled={busy}>
          {t('zoneSetup.back')}
        </Button>
        <span className={classes.grow} />
        {earlierLink === undefined ? (
          <Button loading={busy} onClick={() => void accept()}>
            {t('hostPreparation.accept')}
          </Button>
        ) : (
          <Button component={Link} href={earlierLink}>
            {t('hostPreparation.goOn')}
          </Button>
        )}
      </div>
    </section>
  );
}
