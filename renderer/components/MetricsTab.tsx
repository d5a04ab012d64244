import { SegmentedControl } from '@mantine/core';
import { ChartLine } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/live.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { formatAbsolute, formatBytes, parseDate } from '../ui/format.ts';
import { LineChart } from '../ui/LineChart.tsx';
import { ScrollingTable } from '../ui/ScrollingTable.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import { useNow } from '../ui/use-now.ts';
import classes from './MetricsTab.module.css';

type HistoryList = 'listVirtualMachinesUsageHistory' | 'listHostsUsageHistory';

/** A round, as both lists have it. */
interface Round {
  timestamp: string;
  seconds: number;
  cpuused?: string | undefined;
  cpuloadaverage?: number | undefined;
  memorykbs?: number | undefined;
  memoryintfreekbs?: number | undefined;
  networkkbsread?: number | undefined;
  networkkbswrite?: number | undefined;
  diskkbsread?: number | undefined;
  diskkbswrite?: number | undefined;
  diskioread?: number | undefined;
  diskiowrite?: number | undefined;
}

interface Measure {
  label: string;
  value: (round: Round) => number | undefined;
}

interface Chart {
  title: string;
  measures: readonly Measure[];
  format: (value: number) => string;
  top?: number | undefined;
}

const hour = 3_600_000;
const ranges = [1, 6, 12, 24, 168] as const;
/** Rounds of the table: what is older is in the charts. */
const tableRows = 200;

const percent = (value: number) => `${Number(value.toFixed(1))} %`;
const plain = (value: number) => String(Number(value.toFixed(2)));
const perSecond = (value: number) => `${formatBytes(value)}/s`;
/** What was counted in a round, as a rate. */
const rate = (total: number | undefined, round: Round, unit = 1): number | undefined =>
  total === undefined || round.seconds <= 0 ? undefined : (total * unit) / round.seconds;

function useCharts(rounds: readonly Round[], disks: boolean): readonly Chart[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const memory = Math.max(0, ...rounds.map((round) => (round.memorykbs ?? 0) * 1024));
    const charts: Chart[] = [
      {
        title: t('metrics.cpu'),
        format: percent,
        top: 100,
        measures: [
          {
            label: t('metrics.used'),
            value: (round) => (round.cpuused === undefined ? undefined : Number.parseFloat(round.cpuused)),
          },
        ],
      },
      {
        title: t('metrics.memory'),
        format: formatBytes,
        top: memory || undefined,
        measures: [
          {
            label: t('metrics.used'),
            value: ({ memorykbs: all, memoryintfreekbs: free }) =>
              all === undefined || free === undefined ? undefined : (all - free) * 1024,
          },
        ],
      },
      {
        title: t('metrics.network'),
        format: perSecond,
        measures: [
          { label: t('metrics.received'), value: (round) => rate(round.networkkbsread, round, 1024) },
          { label: t('metrics.sent'), value: (round) => rate(round.networkkbswrite, round, 1024) },
        ],
      },
    ];
    if (disks)
      charts.push(
        {
          title: t('metrics.disk'),
          format: perSecond,
          measures: [
            { label: t('metrics.read'), value: (round) => rate(round.diskkbsread, round, 1024) },
            { label: t('metrics.written'), value: (round) => rate(round.diskkbswrite, round, 1024) },
          ],
        },
        {
          title: t('metrics.operations'),
          format: (value) => `${plain(value)}/s`,
          measures: [
            { label: t('metrics.read'), value: (round) => rate(round.diskioread, round) },
            { label: t('metrics.written'), value: (round) => rate(round.diskiowrite, round) },
          ],
        },
      );
    else
      charts.push({
        title: t('metrics.load'),
        format: plain,
        measures: [{ label: t('metrics.lastMinute'), value: (round) => round.cpuloadaverage }],
      });
    return charts;
  }, [t, rounds, disks]);
}

/** What an instance or a host used, as charts with a common crosshair, or as a table of the same figures. */
export function MetricsTab({ list, id, emptyText }: { list: HistoryList; id: string; emptyText: string }) {
  const { t, i18n } = useTranslation();
  const [range, setRange] = useState<string>('1');
  const [view, setView] = useState('charts');
  const [marked, setMarked] = useState<number>();
  // To the hour, so that the question stays the same while the time goes on.
  const now = useNow(60);
  const span = Number(range) * hour;
  const since = Math.floor((now - span) / hour) * hour;
  const { rows, loading, error, refetch } = useList(list, {
    id,
    startdate: new Date(since).toISOString(),
    pagesize: 1,
  });
  const all = rows[0]?.stats as readonly Round[] | undefined;
  const rounds = useMemo(
    () => (all ?? []).map((round) => ({ ...round, at: parseDate(round.timestamp)?.getTime() ?? 0 })),
    [all],
  );
  const to = Math.max(now, rounds[0]?.at ?? 0);
  const shown = useMemo(() => rounds.filter(({ at }) => at >= to - span), [rounds, to, span]);
  const oldestFirst = useMemo(() => [...shown].reverse(), [shown]);
  const charts = useCharts(shown, list === 'listVirtualMachinesUsageHistory');

  if (loading) return <SkeletonRows count={6} />;
  if (error !== undefined && all === undefined)
    return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('metrics.range')}
          value={range}
          onChange={setRange}
          data={ranges.map((hours) => ({
            value: String(hours),
            label: hours === 168 ? t('metrics.days', { count: 7 }) : t('metrics.hours', { count: hours }),
          }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('metrics.view')}
          value={view}
          onChange={setView}
          data={[
            { value: 'charts', label: t('metrics.charts') },
            { value: 'table', label: t('metrics.table') },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={ChartLine} title={t('metrics.empty')} text={emptyText} />
      ) : view === 'charts' ? (
        <div className={classes.charts}>
          {charts.map((chart) => (
            <LineChart
              key={chart.title}
              title={chart.title}
              from={to - span}
              to={to}
              {...(chart.top !== undefined && { top: chart.top })}
              binary={chart.format === perSecond}
              format={chart.format}
              marked={marked}
              onMark={setMarked}
              series={chart.measures.map(({ label, value }) => ({
                label,
                points: oldestFirst.flatMap((round) => {
                  const known = value(round);
                  return known === undefined ? [] : [{ at: round.at, over: round.seconds * 1000, value: known }];
                }),
              }))}
            />
          ))}
        </div>
      ) : (
        <ScrollingTable label={t('metrics.title')}>
          <thead>
            <tr>
              <th scope="col">{t('metrics.time')}</th>
              {charts.flatMap((chart) =>
                chart.measures.map(({ label }) => (
                  <th key={`${chart.title} ${label}`} scope="col">
                    {chart.title}: {label}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, tableRows).map((round) => (
              <tr key={round.timestamp}>
                <th scope="row" className={`${classes.figure} number`}>
                  {formatAbsolute(new Date(round.at), i18n.language)}
                </th>
                {charts.flatMap((chart) =>
                  chart.measures.map(({ label, value }) => {
                    const known = value(round);
                    return (
                      <td key={`${chart.title} ${label}`} className={`${classes.figure} number`}>
                        {known === undefined ? '–' : chart.format(known)}
                      </td>
                    );
                  }),
                )}
              </tr>
            ))}
          </tbody>
        </ScrollingTable>
      )}
    </div>
  );
}
