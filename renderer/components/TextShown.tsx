import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/CopyButton.tsx';
import classes from './SecretOnce.module.css';
import { decodedText } from './user-data-text.ts';

/** User data in a panel, as it was written. */
export function TextShown({ label, encoded }: { label: string; encoded: string }) {
  const { t } = useTranslation();
  const text = decodedText(encoded);
  return (
    <div className={classes.box}>
      {encoded === '' ? (
        t('guestData.none')
      ) : text === undefined ? (
        t('guestData.noText')
      ) : (
        <section className={`${classes.secret} mono`} aria-label={label}>
          {text}
          <span className={classes.copy}>
            <CopyButton value={text} label={label} />
          </span>
        </section>
      )}
    </div>
  );
}
