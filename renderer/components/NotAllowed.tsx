import { Button } from '@mantine/core';
import { LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMay } from '../api/permissions.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { homeOf } from './frame/navigation-items.ts';
import { Page } from './Page.tsx';

/** Said where somebody comes by an address whose page his role does not have. */
export function NotAllowed() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <EmptyState
      icon={LockKeyhole}
      title={t('frame.notAllowed')}
      text={t('frame.notAllowedText')}
      action={
        <Button component={Link} href={homeOf(may)} variant="default">
          {t('frame.toHome')}
        </Button>
      }
    />
  );
}

/** The same as a page. */
export function NotAllowedPage() {
  const { t } = useTranslation();
  return (
    <Page icon={LockKeyhole} title={t('frame.notAllowedTitle')}>
      <NotAllowed />
    </Page>
  );
}
