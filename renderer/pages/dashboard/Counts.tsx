import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useQuery } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { paths } from '../../paths.ts';
import classes from './DashboardPage.module.css';

interface CountProps {
  icon: LucideIcon;
  label: string;
  value: number;
  href: string;
  note?: string | undefined;
  trouble?: boolean;
}

function Count({ icon: Icon, label, value, href, note, trouble = false }: CountProps) {
  return (
    <Link href={href} className={classes.count ?? ''} aria-label={`${label}: ${value}${note ? `, ${note}` : ''}`}>
      <span className={classes.countLabel}>
        <Icon size={14} aria-hidden />
        {label}
      </span>
      <strong className="number">{value}</strong>
      <span className={`${classes.note} ${trouble ? classes.trouble : ''}`}>{note ?? '\u00a0'}</span>
    </Link>
  );
}

/** How much there is of each thing, each a way to its list. */
export function Counts({ zoneId }: { zoneId: string | undefined }) {
  const { t } = useTranslation();
  const { data } = useQuery('listInfrastructure', zoneId === undefined ? {} : { zoneid: zoneId });
  if (data === undefined) return null;
  return (
    <div className={classes.counts}>
      <Count
        icon={icons.instance}
        label={t('nav.instances')}
        value={data.instances}
        note={t('dashboard.running', { count: data.instancesrunning })}
        href={paths.instances}
      />
      <Count
        icon={icons.host}
        label={t('nav.hosts')}
        value={data.hosts}
        note={
          data.hostsalert > 0
            ? t('dashboard.alerting', { count: data.hostsalert })
            : t('dashboard.up', { count: data.hostsup })
        }
        trouble={data.hostsalert > 0}
        href={paths.hosts}
      />
      <Count icon={icons.zone} label={t('nav.zones')} value={data.zones} href={paths.zones} />
      <Count icon={icons.pod} label={t('nav.pods')} value={data.pods} href={paths.pods} />
      <Count icon={icons.cluster} label={t('nav.clusters')} value={data.clusters} href={paths.clusters} />
      <Count
        icon={icons.storagePool}
        label={t('nav.primaryStorage')}
        value={data.storagepools}
        href={paths.primaryStorage}
      />
      <Count
        icon={icons.imageStore}
        label={t('nav.secondaryStorage')}
        value={data.imagestores}
        href={paths.secondaryStorage}
      />
    </div>
  );
}
