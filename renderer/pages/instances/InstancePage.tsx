import { useTranslation } from 'react-i18next';
import { virtualMachineBadge } from '../../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { MetricsTab } from '../../components/MetricsTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { instanceError } from '../../components/reasons.ts';
import { SettingsTab } from '../../components/SettingsTab.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { VolumesTab } from '../../components/VolumesTab.tsx';
import { InstanceConsole } from '../../console/InstanceConsole.tsx';
import { paths } from '../../paths.ts';
import { formatBytes, mebibyte } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { InstanceDetails } from './InstanceDetails.tsx';
import { InstanceNotice } from './InstanceNotice.tsx';
import { useInstanceActions } from './instance-actions.tsx';
import { InstanceJobsTab } from './instance-tabs.tsx';
import { MissingInstance } from './MissingInstance.tsx';
import { NicsTab } from './NicsTab.tsx';
import { SchedulesTab } from './SchedulesTab.tsx';

/** State, and a warning where the host emulates the processor in software. */
function Badges({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  return (
    <>
      <StateOf badge={virtualMachineBadge(vm)} detail={instanceError(vm)} pill />
      {vm.virtualization === 'qemu' ? (
        <StateBadge tone="warning" word={t('instances.emulation')} detail={t('instances.emulationText')} pill />
      ) : null}
    </>
  );
}

export function InstancePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const result = useOne('listVirtualMachines', id);
  const actions = useInstanceActions();
  if (result.missing) return <MissingInstance id={id} />;
  return (
    <DetailPage<VirtualMachineView>
      icon={icons.instance}
      kind={t('nouns.instance')}
      tagged="UserVm"
      commented="VM"
      listPath={paths.instances}
      result={result}
      name={(vm) => vm.displayname}
      badge={(vm) => <Badges vm={vm} />}
      actions={actions}
      notice={(vm) => <InstanceNotice vm={vm} />}
      facts={(vm) => [
        { field: 'id', value: vm.id, copy: vm.id, mono: true },
        { field: 'name', label: t('deploy.name'), value: vm.name, copy: vm.name, mono: true },
        { field: 'ipaddress', value: vm.ipaddress, copy: vm.ipaddress, mono: true },
        { field: 'macaddress', value: vm.macaddress, copy: vm.macaddress, mono: true },
        {
          field: 'cpunumber',
          value: t('pages.cores', { count: vm.cpunumber, megahertz: vm.cpuspeed }),
        },
        { field: 'memory', value: formatBytes(vm.memory * mebibyte) },
        { field: 'osdisplayname', value: vm.osdisplayname },
        {
          field: vm.templateformat === 'ISO' ? 'installedfrom' : 'templatename',
          value: vm.templateid && (
            <ResourceLink
              // What was imported from a host has a placeholder, which is in no list.
              href={
                vm.templateformat === 'ISO'
                  ? paths.iso(vm.templateid)
                  : vm.templatename === `${vm.hypervisor}-import`
                    ? undefined
                    : paths.template(vm.templateid)
              }
              name={vm.templatename}
            />
          ),
        },
        { field: 'isoname', value: vm.isoid && <ResourceLink href={paths.iso(vm.isoid)} name={vm.isoname} /> },
        {
          field: 'bootorder',
          value: t(vm.bootorder === 'cdrom' ? 'instances.bootCdrom' : 'instances.bootDisk'),
        },
        {
          field: 'serviceofferingname',
          value: <ResourceLink href={paths.computeOffering(vm.serviceofferingid)} name={vm.serviceofferingname} />,
        },
        {
          field: 'group',
          value: vm.groupid && <ResourceLink href={paths.instanceGroup(vm.groupid)} name={vm.group} />,
        },
        {
          field: 'affinitygroupids',
          value:
            vm.affinitygroup.length === 0
              ? undefined
              : vm.affinitygroup.map((group) => (
                  <div key={group.id}>
                    <ResourceLink href={paths.affinityGroup(group.id)} name={group.name} />
                  </div>
                )),
        },
        { field: 'hostname', value: vm.hostid && <ResourceLink href={paths.host(vm.hostid)} name={vm.hostname} /> },
        { field: 'zonename', value: <ResourceLink href={paths.zone(vm.zoneid)} name={vm.zonename} /> },
        {
          field: 'leaseexpirydate',
          value: vm.leaseexpirydate && (
            <>
              <RelativeTime date={vm.leaseexpirydate} /> · {t(`instanceLease.${vm.leaseexpiryaction ?? 'STOP'}`)}
            </>
          ),
        },
        { field: 'isdynamicallyscalable', value: vm.isdynamicallyscalable ? t('ui.yes') : undefined },
        { field: 'deleteprotection', value: vm.deleteprotection ? t('ui.yes') : undefined },
        { field: 'created', value: <RelativeTime date={vm.created} /> },
      ]}
      tabs={(vm) => [
        {
          id: 'console',
          label: t('instances.console'),
          needs: 'createConsoleEndpoint',
          content: <InstanceConsole vm={vm} type="vnc" />,
          flush: true,
        },
        {
          id: 'serial',
          label: t('instances.serial'),
          needs: 'createConsoleEndpoint',
          content: <InstanceConsole vm={vm} type="serial" />,
          flush: true,
        },
        { id: 'details', label: t('instances.details'), content: <InstanceDetails vm={vm} /> },
        {
          id: 'metrics',
          label: t('metrics.title'),
          needs: 'listVirtualMachinesUsageHistory',
          content: (
            <MetricsTab
              key={vm.id}
              list="listVirtualMachinesUsageHistory"
              id={vm.id}
              emptyText={t('metrics.instanceEmpty')}
            />
          ),
        },
        {
          id: 'volumes',
          label: t('nav.volumes'),
          needs: 'listVolumes',
          content: <VolumesTab params={{ virtualmachineid: vm.id }} />,
        },
        {
          id: 'settings',
          label: t('hardware.title'),
          needs: 'listResourceDetails',
          content: (
            <SettingsTab
              resourcetype="UserVm"
              resourceid={vm.id}
              readOnly={vm.readonlydetails}
              locked={vm.state === 'Stopped' ? undefined : t('hardware.locked')}
            />
          ),
        },
        {
          id: 'schedules',
          label: t('schedules.title'),
          needs: 'listVMSchedule',
          content: <SchedulesTab vm={vm} />,
        },
        { id: 'nics', label: t('instances.nics'), needs: 'listNics', content: <NicsTab vm={vm} /> },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: vm.id }} />,
        },
        { id: 'jobs', label: t('instances.jobs'), needs: 'listAsyncJobs', content: <InstanceJobsTab vmId={vm.id} /> },
      ]}
    />
  );
}
