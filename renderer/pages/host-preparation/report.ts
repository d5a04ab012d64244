import i18next from 'i18next';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { planChange, planFound, planGroup, planHint, planTitle, planWhy } from './plan-words.ts';

export type ReportFormat = 'txt' | 'json';

const fileDate = (date: Date) => date.toISOString().slice(0, 19).replaceAll(':', '.').replace('T', ' ');

/** `preparation h1.internal 2026-11-21 02.42.19.txt`: no character that a file system refuses. */
export function reportName(preparation: HostPreparationView, date: Date, format: ReportFormat): string {
  const name = (preparation.hostname ?? preparation.address).replace(/[^\p{L}\p{N}_.-]+/gu, '-');
  return `preparation ${name} ${fileDate(date)}.${format}`;
}

/**
 * What was found on a machine and what was or would be changed, to be kept or sent. Facts are picked one by one, so that nothing else of
 * a row can get into a file; how Benchtop logs in is no part of it beyond the user's name. Text in the window's language, JSON in English.
 */
export function reportText(preparation: HostPreparationView, date: Date): string {
  const { t } = i18next;
  const facts: [label: string, value: string | undefined][] = [
    [t('fields.address'), `${preparation.address}:${preparation.port}`],
    [t('fields.username'), preparation.username],
    [t('fields.operatingsystem'), preparation.operatingsystem],
    preparation.hostkeyfingerprint === ''
      ? [t('fields.authentication'), t('hostPreparation.thisComputer')]
      : [t('hostPreparation.fingerprint'), preparation.hostkeyfingerprint],
    [
      t('fields.state'),
      i18next.exists(`states.${preparation.state}`) ? t(`states.${preparation.state}` as never) : preparation.state,
    ],
    [t('hostPreparation.reportDate'), date.toISOString()],
  ];
  const lines = [
    t('hostPreparation.reportTitle', { name: inert(preparation.hostname ?? preparation.address) }),
    '',
    ...facts.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${inert(value)}`])),
  ];
  for (const group of new Set(preparation.plan.map((item) => item.group))) {
    lines.push('', `== ${planGroup(group)} ==`);
    for (const item of preparation.plan.filter((one) => one.group === group)) {
      lines.push('', `${planTitle(item)} [${t(`planStatus.${item.status}`)}]`, `  ${planWhy(item)}`);
      lines.push(`  ${t('hostPreparation.found')}: ${planFound(item)}`);
      if (item.change !== '') lines.push(`  ${t('hostPreparation.change')}: ${planChange(item)}`);
      if (item.hint !== undefined) lines.push(`  ${t('hostPreparation.toDo')} ${planHint(item)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export function reportJson(preparation: HostPreparationView, date: Date): string {
  const { address, port, username, operatingsystem, hostname, hostkeyfingerprint, state } = preparation;
  const { bridge, nic, fqdn, virtualization } = preparation;
  const items = preparation.plan.map(({ id, group, title, why, status, found, change, hint }) => ({
    id,
    group,
    title,
    why,
    status,
    found,
    change,
    hint,
  }));
  const report = {
    date: date.toISOString(),
    address,
    port,
    username,
    hostname,
    operatingsystem,
    hostkeyfingerprint,
    state,
    bridge,
    nic,
    fqdn,
    virtualization,
    items,
  };
  return `${JSON.stringify(report, (_key, value: unknown) => (typeof value === 'string' ? inert(value) : value), 2)}\n`;
}

/** Saves the report by the browser's own way. */
export function saveReport(preparation: HostPreparationView, format: ReportFormat): void {
  const date = new Date();
  const content = format === 'json' ? reportJson(preparation, date) : reportText(preparation, date);
  const type = format === 'json' ? 'application/json' : 'text/plain';
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = reportName(preparation, date, format);
  link.click();
  URL.revokeObjectURL(url);
}
