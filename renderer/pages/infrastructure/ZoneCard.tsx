import { Button } from '@mantine/core';
import { ListTodo } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClusterView, ZoneView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { hostBadge, stateBadge } from '../../components/badges.ts';
import { ZoneCapacity } from '../../components/CapacityCard.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { hostReason } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import classes from './InfrastructureSummary.module.css';

/** Hosts of a cluster that are shown by name; the rest is one link. */
const shownHosts = 24;
/** A zone with more clusters than this keeps their hosts folded: each open one is a query that is kept right. */
const openClusters = 8;

/** A zone with its pods, clusters and hosts, and what it has left. */
export function ZoneCard({ zone }: { zone: ZoneView }) {
  const { t } = useTranslation();
  const words = useWords();
  const pods = useList('listPods', { zoneid: zone.id, pagesize: 100 });
  const clusters = useList('listClusters', { zoneid: zone.id, pagesize: 200 });
  const pools = useList('listStoragePools', { zoneid: zone.id, pagesize: 12 });
  const stores = useList('listImageStores', { zoneid: zone.id, pagesize: 12 });
  const disabled = zone.allocationstate === 'Disabled';
  return (
    <section className={classes.zone} aria-label={zone.name}>
      <header className={classes.zoneHead}>
        <icons.zone size={18} aria-hidden />
        <h2>
          <Link href={paths.zone(zone.id)}>{zone.name}</Link>
        </h2>
        <StateOf badge={stateBadge(zone.allocationstate)} pill />
        <span className={classes.note}>{words.value(zone.networktype)}</span>
        <span className={classes.grow} />
        {disabled ? (
          <Button
            component={Link}
            href={paths.zoneSetup(zone.id)}
            variant="default"
            size="compact-sm"
            leftSection={<ListTodo size={14} aria-hidden />}
          >
            {t('zoneSetup.continue')}
          </Button>
        ) : null}
      </header>
      <div className={classes.zoneBody}>
        <div className={classes.tree}>
          {pods.rows.map((pod) => (
            <div key={pod.id} className={classes.pod}>
              <div className={classes.podHead}>
                <icons.pod size={15} aria-hidden />
                <Link href={paths.pod(pod.id)}>{pod.name}</Link>
                <span className={classes.note}>
                  {pod.gateway} · {pod.netmask}
                </span>
              </div>
              {clusters.rows
                .filter((cluster) => cluster.podid === pod.id)
                .map((cluster) => (
                  <ClusterRow key={cluster.id} cluster={cluster} folded={clusters.count > openClusters} />
                ))}
            </div>
          ))}
          {!pods.loading && pods.rows.length === 0 ? <p className={classes.note}>{t('pages.noPods')}</p> : null}
          <div className={classes.stores}>
            {[
              ...pools.rows.map((pool) => ({ ...pool, href: paths.storagePool(pool.id), icon: icons.storagePool })),
              ...stores.rows.map((store) => ({
                ...store,
                state: 'Up',
                href: paths.imageStore(store.id),
                icon: icons.imageStore,
              })),
            ].map(({ id, name, href, icon: Icon, state }) => (
              <Link key={id} href={href} className={classes.chip ?? ''}>
                <Icon size={14} aria-hidden />
                <span className={classes.chipName}>{name}</span>
                {state === 'Up' ? null : <StateOf badge={stateBadge(state)} />}
              </Link>
            ))}
          </div>
        </div>
        <div className={classes.capacity}>
          <ZoneCapacity zoneId={zone.id} />
        </div>
      </div>
    </section>
  );
}

function ClusterRow({ cluster, folded }: { cluster: ClusterView; folded: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const [open, setOpen] = useState(!folded);
  const hosts = useList('listHosts', { clusterid: cluster.id, pagesize: open ? shownHosts : 1 });
  return (
    <div className={classes.cluster}>
      <div className={classes.clusterHead}>
        <icons.cluster size={15} aria-hidden />
        <Link href={paths.cluster(cluster.id)}>{cluster.name}</Link>
        <span className={classes.note}>
          {words.value(cluster.hypervisortype)}
          {/* Until the answer is there, "0 hosts" would be a lie. */}
          {hosts.loading || hosts.error !== undefined
            ? null
            : ` · ${t('infrastructure.hosts', { count: hosts.count })}`}
        </span>
        {cluster.allocationstate === 'Enabled' ? null : <StateOf badge={stateBadge(cluster.allocationstate)} />}
        {folded && hosts.count > 0 ? (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={open}
            aria-label={t(open ? 'infrastructure.hideHosts' : 'infrastructure.showHosts', { cluster: cluster.name })}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'infrastructure.hide' : 'infrastructure.show')}
          </Button>
        ) : null}
      </div>
      {open && hosts.rows.length > 0 ? (
        <ul className={classes.hosts} aria-label={t('infrastructure.hostsOf', { cluster: cluster.name })}>
          {hosts.rows.map((host) => (
            <li key={host.id}>
              <Link href={paths.host(host.id)} className={classes.chip ?? ''}>
                <icons.host size={14} aria-hidden />
                <span className={classes.chipName}>{host.name}</span>
                <StateOf badge={hostBadge(host)} detail={hostReason(host)} />
              </Link>
            </li>
          ))}
          {hosts.count > shownHosts ? (
            <li>
              <Link href={`${paths.hosts}?clusterid=${cluster.id}`}>
                {t('infrastructure.more', { count: hosts.count - shownHosts })}
              </Link>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
