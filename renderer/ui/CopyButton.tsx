import { ActionIcon, CopyButton as Copy } from '@mantine/core';
import { Check, Copy as CopyIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tip } from './Tip.tsx';

/** Copies a value; named after what it copies, so that it can be found by its name. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Copy value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tip label={copied ? t('ui.copied') : t('ui.copyNamed', { name: label })}>
          <ActionIcon size={20} aria-label={t('ui.copyNamed', { name: label })} onClick={copy}>
            {copied ? <Check size={13} color="var(--tone-ok)" /> : <CopyIcon size={13} />}
          </ActionIcon>
        </Tip>
      )}
    </Copy>
  );
}
