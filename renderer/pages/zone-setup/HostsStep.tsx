import { Button } from '@mantine/core';
import { Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ClusterView, HostPreparationView } from '../../../engine/contract/views.ts';
import { hostBadge, stateBadge } from '../../components/badges.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { hostReason, preparationError } from '../../components/reasons.ts';
import { runCommand } from '../../components/run-command.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { formatBytes } from '../../ui/format.ts';
import { preparationLink, prepareLink } from '../host-preparation/links.ts';
import { SimulatedHostForm } from './SimulatedHostForm.tsx';
import { StepBody } from './StepBody.tsx';
import type { StepProps } from './step-props.ts';
import { type Thing, ThingList } from './ThingList.tsx';
import classes from './ZoneSetup.module.css';

/** Hosts of the clusters: real ones are prepared first, on a page of their own that leads back here; simulated ones need a name. */
export function HostsStep({ resources, quick, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const { hosts, clusters, preparations } = resources;
  const real = clusters.filter((cluster) => cluster.hypervisortype === 'KVM');
  const simulated = clusters.filter((cluster) => cluster.hypervisortype === 'Simulator');
  return (
    <StepBody
      label={t('nav.hosts')}
      things={hosts.map((host) => ({
        id: host.id,
        name: host.name,
        icon: icons.host,
        href: paths.host(host.id),
        badge: <StateOf badge={hostBadge(host)} detail={hostReason(host)} />,
        facts: [
          host.clustername,
          host.ipaddress === host.name ? '' : host.ipaddress,
          host.cpunumber > 0 ? t('pages.cores', { count: host.cpunumber, megahertz: host.cpuspeed }) : '',
          host.memorytotal > 0 ? formatBytes(host.memorytotal) : '',
          host.state === 'Up' ? '' : hostReason(host),
        ]
          .filter(Boolean)
          .join(' · '),
        onRemove: () =>
          confirmDelete({ command: 'deleteHost', things: [host], consequence: t('pages.deleteHostText') }),
      }))}
      done={hosts.some((host) => host.state === 'Up')}
      {...(simulated.length > 0 ? { addLabel: t('pages.addSimulatedHost') } : {})}
      formOpen={hosts.length === 0 && simulated.length > 0}
      onNext={onNext}
      onBack={onBack}
      form={(tools) => <SimulatedHostForm {...tools} clusters={simulated} hosts={hosts} quick={quick} />}
    >
      {real.map((cluster) => (
        <RealHosts
          key={cluster.id}
          cluster={cluster}
          preparations={preparations}
          quick={quick}
          first={!hosts.some((host) => host.clusterid === cluster.id)}
        />
      ))}
    </StepBody>
  );
}

interface RealHostsProps {
  cluster: ClusterView;
  preparations: readonly HostPreparationView[];
  quick: boolean;
  /** The cluster has no host yet. */
  first: boolean;
}

function RealHosts({ cluster, preparations, quick, first }: RealHostsProps) {
  const { t } = useTranslation();
  const target = { clusterId: cluster.id, quick };
  const things: Thing[] = preparations.map((preparation) => ({
    id: preparation.id,
    name: preparation.hostname ?? preparation.address,
    icon: Server,
    href: preparationLink(preparation.id, target),
    badge: <StateOf badge={stateBadge(preparation.state)} />,
    facts: [preparation.address, preparation.operatingsystem, preparationError(preparation)]
      .filter(Boolean)
      .join(' · '),
    actions:
      preparation.state === 'Applied' ? (
        <Button
          size="compact-sm"
          aria-label={t('zoneSetup.hosts.addNamed', { name: preparation.hostname ?? preparation.address })}
          onClick={() =>
            void runCommand(
              'addHost',
              {
                zoneid: cluster.zoneid,
                podid: cluster.podid,
                clusterid: cluster.id,
                hypervisor: 'KVM',
                url: preparation.address,
                hostpreparationid: preparation.id,
              },
              preparation.hostname ?? preparation.address,
            )
          }
        >
          {t('zoneSetup.hosts.addToCluster')}
        </Button>
      ) : (
        <Button
          component={Link}
          href={preparationLink(preparation.id, target)}
          size="compact-sm"
          variant="default"
          aria-label={t('zoneSetup.hosts.continueNamed', { name: preparation.hostname ?? preparation.address })}
        >
          {t('zoneSetup.hosts.continue')}
        </Button>
      ),
  }));
  return (
    <>
      {things.length === 0 ? null : (
        <div>
          <p className={classes.note}>{t('zoneSetup.hosts.preparing')}</p>
          <ThingList label={t('zoneSetup.hosts.preparing')} things={things} />
        </div>
      )}
      <div className={classes.foot}>
        <Button
          component={Link}
          href={prepareLink(target)}
          variant={first ? 'filled' : 'default'}
          leftSection={<Server size={15} aria-hidden />}
        >
          {first ? t('zoneSetup.hosts.prepare') : t('zoneSetup.hosts.prepareAnother')}
        </Button>
        <span className={`${classes.note} ${classes.beside}`}>
          {t('zoneSetup.hosts.prepareText', { cluster: cluster.name })}
        </span>
      </div>
    </>
  );
}
