import { Button } from '@mantine/core';
import { ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../components/run-command.ts';
import { confirm } from '../../stores/overlay.ts';
import { CompareHelp, type HostKey } from './HostKeyCard.tsx';
import classes from './HostPreparation.module.css';

interface Props {
  hostKey: HostKey & { pinnedfingerprint: string };
  /** What the machine is called, to be typed before its old key is forgotten. */
  name: string;
  onForgotten: () => void;
  onBack?: (() => void) | undefined;
}

/** A machine presents another key than the one that was accepted. Everything stops here; only a person who knows why may go on. */
export function ChangedKey({ hostKey, name, onForgotten, onBack }: Props) {
  const { t } = useTranslation();
  const forget = async () => {
    const yes = await confirm({
      title: t('hostPreparation.forgetTitle', { name }),
      message: t('hostPreparation.forgetText'),
      action: t('hostPreparation.forget'),
      danger: true,
      typeName: name,
    });
    if (!yes) return;
    const { address, port, pinnedfingerprint } = hostKey;
    if (await runCommand('forgetHostKey', { address, port, fingerprint: pinnedfingerprint }, name)) onForgotten();
  };
  return (
    <section className={`${classes.card} ${classes.stop}`} role="alert" aria-label={t('hostPreparation.changedTitle')}>
      <h2>
        <ShieldAlert size={18} aria-hidden />
        {t('hostPreparation.changedTitle')}
      </h2>
      <p>{t('hostPreparation.changedText', { address: hostKey.address })}</p>
      <dl className={classes.key}>
        <dt>{t('hostPreparation.oldKey')}</dt>
        <dd className="mono">{hostKey.pinnedfingerprint}</dd>
        <dt>{t('hostPreparation.newKey')}</dt>
        <dd className="mono">{hostKey.fingerprint}</dd>
      </dl>
      <CompareHelp keytype={hostKey.keytype} changed />
      <div className={classes.foot}>
        {onBack === undefined ? null : (
          <Button variant="default" onClick={onBack}>
            {t('zoneSetup.back')}
          </Button>
        )}
        <span className={classes.grow} />
        <Button color="red" variant="outline" onClick={() => void forget()}>
          {t('hostPreparation.forget')}
        </Button>
      </div>
    </section>
  );
}
