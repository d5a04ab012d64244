import { Button } from '@mantine/core';
import { CircleOff } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { useOne } from '../api/live.ts';
import { useWindowTitle } from '../components/branding.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import classes from './ConsolePage.module.css';
import { InstanceConsole } from './InstanceConsole.tsx';
import { rememberPlace } from './pop-out.ts';

/** A console in a window of its own: no frame, nothing but the VM. */
export function ConsolePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const type = new URLSearchParams(useSearch()).get('type') === 'serial' ? 'serial' : 'vnc';
  const { row: vm, missing, error, refetch } = useOne('listVirtualMachines', id);
  const name = vm?.displayname ?? t('nouns.instance');
  useWindowTitle(name);
  useEffect(() => rememberPlace(id, type), [id, type]);
  return (
    <main className={classes.page}>
      {vm === undefined ? null : <InstanceConsole vm={vm} type={type} alone />}
      {error !== undefined && vm === undefined ? (
        <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
      ) : null}
      {missing ? (
        <EmptyState
          icon={CircleOff}
          title={t('detail.missing', { kind: t('nouns.instance') })}
          text={t('detail.missingText')}
          action={
            <Button variant="default" onClick={() => window.close()}>
              {t('ui.close')}
            </Button>
          }
        />
      ) : null}
    </main>
  );
}
