import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HostView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { hostBadge } from '../../components/badges.ts';
import { formatCapacity } from '../../components/capacity.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { MetricsTab } from '../../components/MetricsTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { hostReason } from '../../components/reasons.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { formatBytes } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ChecksTab } from '../host-preparation/ChecksTab.tsx';
import { PreparationTab } from '../host-preparation/PreparationTab.tsx';
import { useDedicationFact } from '../infrastructure/dedication.tsx';
import { UnmanagedTab } from '../unmanaged/UnmanagedTab.tsx';
import { HostLog } from './HostLog.tsx';
import { HostShellTab } from './HostShellTab.tsx';
import { useHostActions } from './host-actions.tsx';
import { SimulatorFaultsTab } from './SimulatorFaultsTab.tsx';

function HostCapacity({ host }: { host: HostView }) {
  const { t } = useTranslation();
  const totalMegahertz = Number(host.cpuwithoverprovisioning) || host.cpunumber * host.cpuspeed;
  return (
    <Stack gap="md">
      <CapacityBar
        label={t('fields.memoryallocated')}
        used={host.memoryallocated}
        total={host.memorytotal}
        format={formatBytes}
      />
      <CapacityBar
        label={t('fields.cpuallocated')}
        used={host.cpuallocatedvalue}
        total={totalMegahertz}
        format={(value) => formatCapacity(1, value)}
      />
    </Stack>
  );
}

export function HostPage({ id }: { id: string }) {
  const dedication = useDedicationFact('host', id);
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<HostView>
      icon={icons.host}
      kind={t('nouns.host')}
      commented="HOST"
      listPath={paths.hosts}
      result={useOne('listHosts', id)}
      name={(host) => host.name}
      badge={(host) => <StateOf badge={hostBadge(host)} detail={hostReason(host)} pill />}
      actions={useHostActions()}
      facts={(host) => [
        { field: 'id', value: host.id, copy: host.id, mono: true },
        dedication,
        { field: 'hosttags', value: host.hosttags },
        { field: 'ipaddress', value: host.ipaddress, copy: host.ipaddress, mono: true },
        { field: 'statereason', value: host.statereason ? <Text size="sm">{hostReason(host)}</Text> : undefined },
        { field: 'resourcestate', value: words.state(host.resourcestate) },
        { field: 'lastpinged', value: <RelativeTime date={host.lastpinged} /> },
        { field: 'clustername', value: <ResourceLink href={paths.cluster(host.clusterid)} name={host.clustername} /> },
        { field: 'podname', value: <ResourceLink href={paths.pod(host.podid)} name={host.podname} /> },
        { field: 'zonename', value: <ResourceLink href={paths.zone(host.zoneid)} name={host.zonename} /> },
        { field: 'cpumodel', value: host.cpumodel },
        { field: 'cpunumber', value: t('pages.cores', { count: host.cpunumber, megahertz: host.cpuspeed }) },
        { field: 'memorytotal', value: formatBytes(host.memorytotal) },
        { field: 'virtualization', value: words.value(host.virtualization) },
        { field: 'hypervisorversion', value: host.hypervisorversion },
        { field: 'libvirtversion', value: host.libvirtversion },
        { field: 'operatingsystem', value: host.operatingsystem },
        {
          field: 'hostkeyfingerprint',
          value: host.hostkeyfingerprint,
          copy: host.hostkeyfingerprint,
          mono: true,
        },
        {
          field: 'hostpreparationid',
          label: t('pages.preparation'),
          value: host.hostpreparationid ? (
            <Anchor component={Link} href={paths.hostPreparation(host.hostpreparationid)} inherit>
              {t('pages.showPreparation')}
            </Anchor>
          ) : undefined,
        },
      ]}
      aside={(host) => <HostCapacity host={host} />}
      tabs={(host) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ hostid: host.id }} />,
        },
        {
          id: 'unmanaged',
          label: t('unmanaged.tab'),
          needs: 'listUnmanagedInstances',
          content: <UnmanagedTab clusterId={host.clusterid} hostId={host.id} />,
        },
        {
          id: 'metrics',
          label: t('metrics.title'),
          needs: 'listHostsUsageHistory',
          content: (
            <MetricsTab key={host.id} list="listHostsUsageHistory" id={host.id} emptyText={t('metrics.hostEmpty')} />
          ),
        },
        ...(host.hypervisor === 'Simulator'
          ? [{ id: 'faults', label: t('pages.faults'), content: <SimulatorFaultsTab hostId={host.id} /> }]
          : []),
        ...(host.hypervisor === 'KVM'
          ? [
              {
                id: 'preparation',
                label: t('pages.preparation'),
                content: <PreparationTab preparationId={host.hostpreparationid} />,
              },
            ]
          : []),
        { id: 'checks', label: t('hostChecks.title'), content: <ChecksTab host={host} /> },
        { id: 'shell', label: t('shell.tab'), content: <HostShellTab host={host} />, flush: true },
        { id: 'log', label: t('pages.hostLog'), content: <HostLog hostId={host.id} /> },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: host.id }} />,
        },
      ]}
    />
  );
}
