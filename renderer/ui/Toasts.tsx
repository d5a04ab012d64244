import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Toasts.module.css';

export interface ToastContent {
  id: number;
  tone: 'ok' | 'error' | 'info';
  title: string;
  message?: string | undefined;
  hint?: string | undefined;
  href?: string | undefined;
}

const shownForMilliseconds = 6000;

function ToastItem({ toast, onDismiss }: { toast: ToastContent; onDismiss: (id: number) => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    if (toast.tone === 'error') return;
    const timer = setTimeout(() => onDismiss(toast.id), shownForMilliseconds);
    return () => clearTimeout(timer);
  }, [toast, onDismiss]);
  return (
    <div className={`${classes.toast} ${classes[toast.tone]}`} role={toast.tone === 'error' ? 'alert' : 'status'}>
      <div className={classes.text}>
        <div className={classes.title}>{toast.title}</div>
        {toast.message ? <div>{toast.message}</div> : null}
        {toast.hint ? <div className={classes.hint}>{toast.hint}</div> : null}
        {toast.href ? (
          <a href={`#${toast.href}`} onClick={() => onDismiss(toast.id)}>
            {t('ui.show')}
          </a>
        ) : null}
      </div>
      <ActionIcon size={22} aria-label={t('ui.dismiss')} onClick={() => onDismiss(toast.id)}>
        <X size={14} />
      </ActionIcon>
    </div>
  );
}

/** Messages in the corner, newest last. */
export function Toasts({ toasts, onDismiss }: { toasts: readonly ToastContent[]; onDismiss: (id: number) => void }) {
  return (
    <div className={classes.stack}>
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} onDismiss={onDismiss} />
      ))}
    </div>
  );
}
