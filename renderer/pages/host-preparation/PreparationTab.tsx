import { Button } from '@mantine/core';
import { Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useOne } from '../../api/live.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { PlanTable } from './PlanTable.tsx';

/** What was changed on a host to make it one. */
export function PreparationTab({ preparationId }: { preparationId: string | undefined }) {
  const { t } = useTranslation();
  const { row, loading } = useOne('listHostPreparations', preparationId);
  if (loading) return <SkeletonRows />;
  if (row === undefined) return <EmptyState icon={Server} title={t('hostPreparation.noReport')} />;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 12, alignItems: 'flex-start' }}>
      <PlanTable items={row.plan} />
      <Button component={Link} href={paths.hostPreparation(row.id)} variant="default">
        {t('hostPreparation.showPreparation')}
      </Button>
    </div>
  );
}
