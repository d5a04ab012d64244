import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Input, Output } from '../../engine/contract/contract.ts';
import { type RuleName, ruleNames } from '../../engine/contract/placement.ts';
import { useQuery } from '../api/live.ts';
import { said } from '../i18n/said.ts';
import { paths } from '../paths.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { formatBytes } from '../ui/format.ts';
import { ScrollingTable } from '../ui/ScrollingTable.tsx';
import { SkeletonRows } from '../ui/SkeletonRows.tsx';
import classes from './PlacementTable.module.css';
import { useWords } from './words.ts';

type PlacementHost = NonNullable<Output<'explainPlacement'>['hosts']>[number];
type RuleCheck = PlacementHost['checks'][number];

function amount(value: number, unit: NonNullable<RuleCheck['unit']>): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'share') return `${Math.round(value * 100)} %`;
  return unit === 'MHz' ? `${value} MHz` : String(value);
}

/** The sign, and what was asked for against what there is. */
function Cell({ check }: { check: RuleCheck }) {
  const { t } = useTranslation();
  const { unit, needed, available, total } = check;
  const reason = check.text === undefined ? undefined : said(check.phrase, check.text);
  const figures =
    unit === undefined || needed === undefined || available === undefined
      ? undefined
      : unit === 'share'
        ? t('placement.share', { needed: amount(needed, unit), limit: amount(available, unit) })
        : t(total === undefined ? 'placement.figures' : 'placement.figuresOf', {
            needed: amount(needed, unit),
            available: amount(available, unit),
          });
  const whole =
    unit === undefined || total === undefined ? undefined : t('placement.total', { total: amount(total, unit) });
  return (
    <td data-passed={check.passed} title={reason ?? whole}>
      <span className={classes.sign}>
        {check.passed ? (
          <Check size={14} color="var(--tone-ok)" aria-label={t('placement.passed')} />
        ) : (
          <X size={14} color="var(--tone-error)" aria-label={t('placement.refused')} />
        )}
        <span>{figures ?? (check.passed ? '' : reason)}</span>
      </span>
    </td>
  );
}

/** Every host against every rule of placement, with the figures, and below it the settings that would move a limit. */
export function PlacementTable({ input }: { input: Input<'explainPlacement'> }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery('explainPlacement', { ...input, details: true });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />;
  if (data?.hosts === undefined) return <SkeletonRows />;
  const { hosts } = data;
  // Rules that nobody breaks and that have no figures say nothing.
  const worthSeeing = (rule: RuleName) =>
    hosts.some((host) =>
      host.checks.some((check) => check.rule === rule && (!check.passed || check.unit !== undefined)),
    );
  const rules = ruleNames.filter(worthSeeing);
  const settings = new Set(
    hosts.flatMap((host) => host.checks.filter((check) => !check.passed).flatMap((check) => check.settings)),
  );
  return (
    <div className={classes.root}>
      <p role="status">{t('deploy.hostsAble', { count: data.hostids.length })}</p>
      <ScrollingTable label={t('placement.title')}>
        <thead>
          <tr>
            <th scope="col">{words.field('hostname')}</th>
            {rules.map((rule) => (
              <th key={rule} scope="col">
                {t(`placement.rules.${rule}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...hosts]
            .sort((a, b) => Number(b.suitable) - Number(a.suitable))
            .map((host) => (
              <tr key={host.hostid}>
                <th scope="row">
                  <Link href={paths.host(host.hostid)}>{host.hostname}</Link>
                  <div className={classes.cluster}>{host.clustername}</div>
                </th>
                {rules.map((rule) => {
                  const check = host.checks.find((each) => each.rule === rule);
                  return check === undefined ? <td key={rule} /> : <Cell key={rule} check={check} />;
                })}
              </tr>
            ))}
        </tbody>
      </ScrollingTable>
      {settings.size === 0 ? null : (
        <section aria-label={t('placement.settings')}>
          <h3>{t('placement.settings')}</h3>
          <ul>
            {[...settings].map((name) => (
              <li key={name}>
                <Link href={`${paths.settings}?name=${encodeURIComponent(name)}`} className="mono">
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
