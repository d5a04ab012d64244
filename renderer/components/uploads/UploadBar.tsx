import { Button, CloseButton, Progress } from '@mantine/core';
import { Upload as UploadIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, toApiError } from '../../api/client.ts';
import { showToast } from '../../stores/toasts.ts';
import { forgetUpload, type Upload, useUploads } from '../../stores/uploads.ts';
import { formatBytes } from '../../ui/format.ts';
import classes from './UploadBar.module.css';

/** One file: how far, how fast and how long still; when it came to nothing, why, and the way to send it again. */
function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const { name, size, taken, rate, phase, error } = upload;
  const over = phase === 'failed' || phase === 'cancelled';
  const percent = Math.floor((taken / size) * 100);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      const { message, hint } = toApiError(thrown);
      showToast({ tone: 'error', title: t('uploads.failed', { name }), message, hint });
    } finally {
      setBusy(false);
    }
  };
  const left = rate !== undefined && rate > 0 ? Math.ceil((size - taken) / rate) : undefined;
  return (
    <li className={classes.row} data-over={over || undefined}>
      <UploadIcon size={15} aria-hidden />
      <span className={classes.name} title={name}>
        {name}
      </span>
      {over ? (
        <span className={classes.why} role="alert">
          {phase === 'cancelled'
            ? t('uploads.cancelled')
            : [error?.message, error?.hint].filter(Boolean).join(' ') || t('uploads.failed', { name })}
        </span>
      ) : (
        <>
          <Progress className={classes.bar ?? ''} value={percent} aria-label={t('uploads.progress', { name })} />
          <span className={classes.figures}>
            {phase === 'checking'
              ? t('uploads.checking')
              : [
                  t('uploads.figures', { taken: formatBytes(taken), size: formatBytes(size), percent }),
                  rate === undefined ? '' : t('uploads.rate', { rate: formatBytes(rate) }),
                  left === undefined
                    ? ''
                    : left < 90
                      ? t('uploads.secondsLeft', { count: left })
                      : t('uploads.minutesLeft', { count: Math.ceil(left / 60) }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
          </span>
        </>
      )}
      {over ? (
        <>
          <Button size="compact-sm" loading={busy} onClick={() => void attempt(upload.again)}>
            {t('uploads.again')}
          </Button>
          <CloseButton aria-label={t('uploads.dismiss', { name })} onClick={() => forgetUpload(upload.jobid)} />
        </>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={busy}
          aria-label={t('uploads.cancelOf', { name })}
          onClick={() => void attempt(() => call('cancelAsyncJob', { jobid: upload.jobid }))}
        >
          {t('uploads.cancel')}
        </Button>
      )}
    </li>
  );
}

/** Along the bottom of every page while files are on their way: what depends on this window is to be seen from all of it. */
export function UploadBar() {
  const { t } = useTranslation();
  const uploads = useUploads((state) => state.uploads);
  if (uploads.length === 0) return null;
  return (
    <section className={classes.root} aria-label={t('uploads.label')}>
      <ul className={classes.rows}>
        {uploads.map((upload) => (
          <UploadRow key={upload.jobid} upload={upload} />
        ))}
      </ul>
      {uploads.some(({ phase }) => phase === 'sending') ? (
        <p className={classes.keep}>{t('uploads.keepOpen')}</p>
      ) : null}
    </section>
  );
}
