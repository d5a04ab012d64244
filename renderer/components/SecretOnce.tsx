import { Alert, Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { closePanel } from '../stores/overlay.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import classes from './SecretOnce.module.css';

interface Props {
  /** What it is: "Private key". */
  label: string;
  secret: string;
  /** What to do with it, and that it is not shown again. */
  text: string;
  onSave?: () => void;
}

/** Something that is shown this once: to be copied or saved before the panel is closed. */
export function SecretOnce({ label, secret, text, onSave }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.box}>
      <Alert color="yellow" icon={<TriangleAlert size={16} aria-hidden />}>
        {text}
      </Alert>
      <section className={`${classes.secret} mono`} aria-label={label}>
        {secret}
        <span className={classes.copy}>
          <CopyButton value={secret} label={label} />
        </span>
      </section>
      <div className={classes.buttons}>
        {onSave === undefined ? null : (
          <Button variant="default" onClick={onSave}>
            {t('guestData.save')}
          </Button>
        )}
        <Button onClick={() => closePanel()}>{t('ui.close')}</Button>
      </div>
    </div>
  );
}
