import { type LucideIcon, Monitor } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useQuery } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { paths } from '../../paths.ts';
import classes from './InfrastructureSummary.module.css';

interface Tile {
  key: string;
  icon: LucideIcon;
  label: string;
  value: number;
  note?: string;
  trouble?: boolean;
  href?: string;
}

/** A count of each kind, each a way to its list. System VMs are shown as what they are here: none. */
export function Tiles() {
  const { t } = useTranslation();
  const { data } = useQuery('listInfrastructure', {});
  if (data === undefined) return null;
  const alert = data.hostsalert > 0;
  const tiles: Tile[] = [
    { key: 'zones', icon: icons.zone, label: t('nav.zones'), value: data.zones, href: paths.zones },
    { key: 'pods', icon: icons.pod, label: t('nav.pods'), value: data.pods, href: paths.pods },
    { key: 'clusters', icon: icons.cluster, label: t('nav.clusters'), value: data.clusters, href: paths.clusters },
    {
      key: 'hosts',
      icon: icons.host,
      label: t('nav.hosts'),
      value: data.hosts,
      note: alert ? t('dashboard.alerting', { count: data.hostsalert }) : t('dashboard.up', { count: data.hostsup }),
      trouble: alert,
      href: paths.hosts,
    },
    {
      key: 'pools',
      icon: icons.storagePool,
      label: t('nav.primaryStorage'),
      value: data.storagepools,
      href: paths.primaryStorage,
    },
    {
      key: 'stores',
      icon: icons.imageStore,
      label: t('nav.secondaryStorage'),
      value: data.imagestores,
      href: paths.secondaryStorage,
    },
    {
      key: 'instances',
      icon: icons.instance,
      label: t('nav.instances'),
      value: data.instances,
      note: t('dashboard.running', { count: data.instancesrunning }),
      href: paths.instances,
    },
    {
      key: 'routers',
      icon: icons.router,
      label: t('infrastructure.routers'),
      value: data.routers,
      note: t('infrastructure.routersNote'),
      href: paths.networkServices,
    },
    {
      key: 'systemvms',
      icon: Monitor,
      label: t('infrastructure.systemVms'),
      value: data.systemvms,
      note: t('infrastructure.systemVmsNote'),
    },
  ];
  return (
    <div className={classes.tiles}>
      {tiles.map(({ key, icon: Icon, label, value, note, trouble, href }) => {
        const content = (
          <>
            <span className={classes.tileLabel}>
              <Icon size={14} aria-hidden />
              {label}
            </span>
            <strong className="number">{value}</strong>
            {note === undefined ? null : (
              <span className={`${classes.note} ${trouble ? classes.trouble : ''}`}>{note}</span>
            )}
          </>
        );
        return href === undefined ? (
          // biome-ignore lint/a11y/useSemanticElements: a figure's caption could not hold the number
          <div key={key} role="group" className={classes.tile} aria-label={label}>
            {content}
          </div>
        ) : (
          <Link key={key} href={href} className={`${classes.tile} ${classes.link}`}>
            {content}
          </Link>
        );
      })}
    </div>
  );
}
