import { Button, Tabs, TextInput } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { useMay } from '../../api/permissions.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { UsageRecords } from './UsageRecords.tsx';
import { UsageTotals } from './UsageTotals.tsx';
import classes from './usage.module.css';

const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** What was used in a period: added up by account and kind, and record by record. */
export function UsagePage() {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const [path, navigate] = useLocation();
  const query = new URLSearchParams(useSearch());
  const startdate = query.get('from') ?? day(30);
  const enddate = query.get('to') ?? day(0);
  const tab = query.get('tab') === 'records' ? 'records' : 'totals';
  const show = (change: Record<string, string>) =>
    navigate(`${path}?${new URLSearchParams({ from: startdate, to: enddate, tab, ...change })}`, { replace: true });
  const params = useMemo(() => ({ startdate, enddate }), [startdate, enddate]);
  return (
    <Page
      icon={icons.usage}
      title={t('nav.usage')}
      actions={
        may('generateUsageRecords') ? (
          <Button
            variant="default"
            leftSection={<RotateCw size={15} aria-hidden />}
            onClick={() => void runCommand('generateUsageRecords', {}, '')}
          >
            {words.command('generateUsageRecords')}
          </Button>
        ) : undefined
      }
    >
      <div className={classes.period}>
        <TextInput
          type="date"
          label={t('usage.from')}
          value={startdate}
          max={enddate}
          onChange={(event) => event.currentTarget.value !== '' && show({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('usage.to')}
          value={enddate}
          min={startdate}
          onChange={(event) => event.currentTarget.value !== '' && show({ to: event.currentTarget.value })}
        />
      </div>
      <Tabs
        value={tab}
        onChange={(next) => show({ tab: next ?? 'totals' })}
        keepMounted={false}
        className={classes.body ?? ''}
      >
        <Tabs.List px={16}>
          <Tabs.Tab value="totals">{t('usage.totals')}</Tabs.Tab>
          <Tabs.Tab value="records">{t('usage.records')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab} className={classes.body ?? ''} p={16}>
          {tab === 'totals' ? <UsageTotals params={params} /> : <UsageRecords params={params} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
