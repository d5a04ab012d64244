import { Button, Group, Loader } from '@mantine/core';
import { Plus, Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ZoneCapacity } from '../../components/CapacityCard.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { TourOffer } from '../../components/frame/Tour.tsx';
import { JobProgress } from '../../components/jobs/JobProgress.tsx';
import { Page } from '../../components/Page.tsx';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Alerts } from './Alerts.tsx';
import { Counts } from './Counts.tsx';
import classes from './DashboardPage.module.css';

function Card({ title, more, children }: { title: string; more?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.card} aria-label={title}>
      <h2>
        {title}
        {more}
      </h2>
      {children}
    </section>
  );
}

/** No zone yet: the two ways to one. */
function Onboarding() {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <EmptyState
      icon={icons.zone}
      title={t('dashboard.onboardingTitle')}
      text={t('dashboard.onboardingText')}
      action={
        <Group justify="center">
          <Button component={Link} href={paths.newZone} leftSection={<Plus size={15} aria-hidden />}>
            {words.command('createZone')}
          </Button>
          <Button
            component={Link}
            href={paths.prepareHost}
            variant="default"
            leftSection={<Server size={15} aria-hidden />}
          >
            {words.command('applyHostPreparation')}
          </Button>
        </Group>
      }
    />
  );
}

/** The job that builds the practice cloud, while it runs. */
function Building({ job }: { job: AsyncJobView }) {
  const { t } = useTranslation();
  return (
    <section className={classes.building} aria-label={t('dashboard.building')}>
      <Loader size={16} />
      <div>
        <strong>{t('dashboard.building')}</strong>
        <JobProgress job={job} />
      </div>
    </section>
  );
}

export function DashboardPage() {
  const { t } = useTranslation();
  const zones = useList('listZones', { pagesize: 500 });
  const zoneId = useZoneId();
  const building = useList('listAsyncJobs', { pending: true, pagesize: 20 }).rows.find(
    (job) => job.cmd === 'chooseMode',
  );
  const none = building === undefined && !zones.loading && zones.error === undefined && zones.rows.length === 0;
  return (
    <Page
      icon={icons.dashboard}
      title={t('nav.dashboard')}
      scroll
      actions={
        none ? undefined : (
          <Button component={Link} href={paths.deployInstance} leftSection={<Plus size={15} aria-hidden />} data-create>
            {t('deploy.deploy')}
          </Button>
        )
      }
    >
      <TourOffer />
      {building === undefined ? null : <Building job={building} />}
      {none ? (
        <Onboarding />
      ) : (
        <div className={classes.grid}>
          <Counts zoneId={zoneId} />
          <div className={classes.column}>
            <Card title={t('dashboard.capacity')}>
              <ZoneCapacity zoneId={zoneId} />
            </Card>
            <Card title={t('dashboard.alerts')}>
              <Alerts />
            </Card>
          </div>
          <Card title={t('dashboard.latestEvents')} more={<Link href={paths.events}>{t('dashboard.allEvents')}</Link>}>
            <EventTimeline limit={10} />
          </Card>
        </div>
      )}
    </Page>
  );
}
