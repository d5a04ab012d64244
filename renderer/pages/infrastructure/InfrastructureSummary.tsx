import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './InfrastructureSummary.module.css';
import { Tiles } from './Tiles.tsx';
import { ZoneCard } from './ZoneCard.tsx';

const shownZones = 50;

/** All of the infrastructure on one page: how much of each kind, and where it stands, from zone to host. */
export function InfrastructureSummary() {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useList('listZones', { pagesize: shownZones });
  const create = (
    <Button component={Link} href={paths.newZone} leftSection={<Plus size={15} aria-hidden />} data-create>
      {words.command('createZone')}
    </Button>
  );
  const none = !zones.loading && zones.error === undefined && zones.rows.length === 0;
  return (
    <Page icon={icons.infrastructure} title={t('nav.infrastructureGroup')} scroll actions={none ? undefined : create}>
      <div className={classes.page}>
        <Tiles />
        {zones.error === undefined ? null : (
          <ErrorState message={zones.error.message} hint={zones.error.hint} onRetry={zones.refetch} />
        )}
        {none ? (
          <EmptyState icon={icons.zone} title={t('pages.noZones')} text={t('pages.noZonesText')} action={create} />
        ) : (
          zones.rows.map((zone) => <ZoneCard key={zone.id} zone={zone} />)
        )}
        {zones.count > shownZones ? (
          <Link href={paths.zones}>{t('infrastructure.more', { count: zones.count - shownZones })}</Link>
        ) : null}
      </div>
    </Page>
  );
}
