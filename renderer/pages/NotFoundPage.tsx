import { Button } from '@mantine/core';
import { CircleOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Page } from '../components/Page.tsx';
import { paths } from '../paths.ts';
import { EmptyState } from '../ui/EmptyState.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page icon={CircleOff} title={t('frame.notFound')}>
      <EmptyState
        icon={CircleOff}
        title={t('frame.notFoundText')}
        action={
          <Button component={Link} href={paths.dashboard} variant="default">
            {t('nav.dashboard')}
          </Button>
        }
      />
    </Page>
  );
}
