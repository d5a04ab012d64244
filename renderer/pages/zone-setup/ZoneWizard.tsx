import { Button } from '@mantine/core';
import { SlidersHorizontal, Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import { useList } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { QuickForm } from './QuickForm.tsx';
import { SetupFrame, StepHead } from './SetupFrame.tsx';
import { freeName } from './setup-steps.ts';
import { ZoneForm } from './ZoneForm.tsx';
import classes from './ZoneSetup.module.css';

const none: ReadonlySet<never> = new Set();

/** The start of a zone's set-up: which way, then the zone itself. From then on the zone is there and its set-up page goes on. */
export function ZoneWizard() {
  const { t } = useTranslation();
  const way = new URLSearchParams(useSearch()).get('way');
  return (
    <Page icon={icons.zone} title={t('zoneSetup.newTitle')}>
      <SetupFrame current="zone" done={none} summaries={{}} href={undefined}>
        {way === 'quick' ? <Quick /> : way === 'advanced' ? <Advanced /> : <Ways />}
      </SetupFrame>
    </Page>
  );
}

function Ways() {
  const { t } = useTranslation();
  return (
    <>
      <header className={classes.head}>
        <h2>{t('zoneSetup.waysTitle')}</h2>
        <p>{t('zoneSetup.waysText')}</p>
      </header>
      <div className={classes.ways}>
        <section className={classes.way} aria-labelledby="way-quick">
          <h2 id="way-quick">{t('zoneSetup.quick.name')}</h2>
          <ul>
            <li>{t('zoneSetup.quick.point1')}</li>
            <li>{t('zoneSetup.quick.point2')}</li>
            <li>{t('zoneSetup.quick.point3')}</li>
          </ul>
          <Button component={Link} href={`${paths.newZone}?way=quick`} leftSection={<Zap size={15} aria-hidden />}>
            {t('zoneSetup.quick.action')}
          </Button>
        </section>
        <section className={classes.way} aria-labelledby="way-advanced">
          <h2 id="way-advanced">{t('zoneSetup.advanced.name')}</h2>
          <ul>
            <li>{t('zoneSetup.advanced.point1')}</li>
            <li>{t('zoneSetup.advanced.point2')}</li>
            <li>{t('zoneSetup.advanced.point3')}</li>
          </ul>
          <Button
            component={Link}
            href={`${paths.newZone}?way=advanced`}
            variant="default"
            leftSection={<SlidersHorizontal size={15} aria-hidden />}
          >
            {t('zoneSetup.advanced.action')}
          </Button>
        </section>
      </div>
    </>
  );
}

function Quick() {
  const { t } = useTranslation();
  return (
    <>
      <header className={classes.head}>
        <h2>{t('zoneSetup.quick.title')}</h2>
        <p>{t('zoneSetup.quick.text')}</p>
      </header>
      <QuickForm onDone={(id) => navigate(`${paths.zoneSetup(id)}?way=quick`, { replace: true })} />
    </>
  );
}

function Advanced() {
  const { t } = useTranslation();
  const zones = useList('listZones', { pagesize: 500 });
  return (
    <>
      <StepHead step="zone" />
      {zones.loading ? null : (
        <ZoneForm
          zone={undefined}
          name={freeName(t('nouns.zone'), zones.rows)}
          saveLabel={t('zoneSetup.saveNext')}
          foot={
            <Button component={Link} href={paths.newZone} variant="default">
              {t('zoneSetup.back')}
            </Button>
          }
          onSaved={(zone) => navigate(paths.zoneSetup(zone.id), { replace: true })}
        />
      )}
    </>
  );
}
