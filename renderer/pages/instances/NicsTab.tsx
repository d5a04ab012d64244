import { Button, Group } from '@mantine/core';
import { Network, NotebookPen, Plus, Star, Tag, Trash2, Unlink } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NicView, VirtualMachineView } from '../../../engine/contract/views.ts';
import { useMay } from '../../api/permissions.ts';
import type { Column } from '../../components/column.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { LeaseChecks } from './LeaseChecks.tsx';

function AddNic({ vm }: { vm: VirtualMachineView }) {
  const words = useWords();
  const has = new Set(vm.nic.map((nic) => nic.networkid));
  const networks = useOptions('listNetworks', { zoneid: vm.zoneid }).filter((option) => !has.has(option.value));
  return (
    <ResourceForm
      command="addNicToVirtualMachine"
      fixed={{ virtualmachineid: vm.id }}
      fields={[
        { name: 'networkid', kind: 'select', options: networks, takesOnly: true },
        { name: 'ipaddress' },
        { name: 'macaddress' },
      ]}
      submitLabel={words.command('addNicToVirtualMachine')}
    />
  );
}

function ChangeAddress({ nic }: { nic: NicView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateVmNicIp"
      fixed={{ nicid: nic.id }}
      fields={[{ name: 'ipaddress' }]}
      submitLabel={t('nics.address')}
    />
  );
}

function AddFurther({ nic }: { nic: NicView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="addIpToNic"
      fixed={{ nicid: nic.id }}
      fields={[{ name: 'ipaddress' }, { name: 'description' }]}
      submitLabel={t('nics.addFurther')}
    />
  );
}

function RemoveFurther({ nic }: { nic: NicView }) {
  const { t } = useTranslation();
  const options = nic.secondaryip.map(({ id, ipaddress, description }) => ({
    value: id,
    label: [ipaddress, description].filter(Boolean).join(' · '),
  }));
  return (
    <ResourceForm
      command="removeIpFromNic"
      fields={[{ name: 'id', kind: 'select', label: t('nics.whichFurther'), options, takesOnly: true }]}
      submitLabel={t('nics.removeFurther')}
    />
  );
}

/** The cards of an instance, and what can be done to each. */
export function NicsTab({ vm }: { vm: VirtualMachineView }) {
  const vmId = vm.id;
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const params = useMemo(() => ({ virtualmachineid: vmId }), [vmId]);
  const columns = useMemo<readonly Column<NicView>[]>(
    () => [
      {
        key: 'networkname',
        width: 160,
        render: (nic) => <ResourceLink href={paths.network(nic.networkid)} name={nic.networkname} />,
      },
      { key: 'ipaddress', width: 130, render: (nic) => <span className="mono">{nic.ipaddress}</span> },
      {
        key: 'secondaryip',
        width: 170,
        render: (nic) => <span className="mono">{nic.secondaryip.map((each) => each.ipaddress).join(', ')}</span>,
      },
      { key: 'macaddress', width: 180, render: (nic) => <span className="mono">{nic.macaddress}</span> },
      { key: 'gateway', width: 130, render: (nic) => <span className="mono">{nic.gateway}</span> },
      { key: 'netmask', width: 130, optional: true, render: (nic) => <span className="mono">{nic.netmask}</span> },
      { key: 'isdefault', width: 80, render: (nic) => t(nic.isdefault ? 'ui.yes' : 'ui.no') },
    ],
    [t],
  );
  const refused =
    vm.jobid !== undefined
      ? t('instances.busy')
      : vm.state === 'Running' || vm.state === 'Stopped'
        ? undefined
        : t('instances.driveRefused', { state: words.state(vm.state) });
  const actions = useMemo<readonly ResourceAction<NicView>[]>(() => {
    const about = (nic: NicView) => `${vm.displayname} · ${nic.networkname}`;
    return [
      {
        id: 'default',
        needs: 'updateDefaultNicForVirtualMachine',
        label: t('nics.makeDefault'),
        icon: Star,
        refusal: (nic) => refused ?? (nic.isdefault ? t('nics.isDefault') : undefined),
        run: async ([nic]) => {
          if (nic === undefined) return;
          const sure = await confirm({
            title: `${t('nics.makeDefault')}: ${nic.networkname}`,
            message: t('nics.defaultText'),
            action: t('nics.makeDefault'),
          });
          if (sure)
            void runCommand('updateDefaultNicForVirtualMachine', { virtualmachineid: vmId, nicid: nic.id }, about(nic));
        },
      },
      {
        id: 'address',
        needs: 'updateVmNicIp',
        label: t('nics.address'),
        icon: NotebookPen,
        refusal: () => refused,
        run: ([nic]) => nic && openPanel({ title: t('nics.address'), content: <ChangeAddress nic={nic} /> }),
      },
      {
        id: 'addFurther',
        needs: 'addIpToNic',
        label: t('nics.addFurther'),
        icon: Tag,
        refusal: () => refused,
        run: ([nic]) => nic && openPanel({ title: t('nics.addFurther'), content: <AddFurther nic={nic} /> }),
      },
      {
        id: 'removeFurther',
        needs: 'removeIpFromNic',
        label: t('nics.removeFurther'),
        icon: Unlink,
        refusal: (nic) => refused ?? (nic.secondaryip.length === 0 ? t('nics.noFurther') : undefined),
        run: ([nic]) => nic && openPanel({ title: t('nics.removeFurther'), content: <RemoveFurther nic={nic} /> }),
      },
      {
        id: 'remove',
        needs: 'removeNicFromVirtualMachine',
        label: t('nics.remove'),
        icon: Trash2,
        danger: true,
        refusal: (nic) => refused ?? (nic.isdefault ? t('nics.removeDefault') : undefined),
        run: async ([nic]) => {
          if (nic === undefined) return;
          const sure = await confirm({
            title: `${words.command('removeNicFromVirtualMachine')}: ${nic.networkname} ${nic.ipaddress}`,
            message: t('nics.removeText'),
            action: t('nics.remove'),
            danger: true,
          });
          if (sure)
            void runCommand('removeNicFromVirtualMachine', { virtualmachineid: vmId, nicid: nic.id }, about(nic));
        },
      },
    ];
  }, [t, words, refused, vmId, vm.displayname]);
  return (
    <>
      {vm.state === 'Running' ? <LeaseChecks vm={vm} /> : null}
      {may('addNicToVirtualMachine') ? (
        <Group mb="sm">
          <Button
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            disabled={refused !== undefined}
            title={refused}
            onClick={() => openPanel({ title: words.command('addNicToVirtualMachine'), content: <AddNic vm={vm} /> })}
          >
            {t('nics.add')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listNics"
        id="nics-tab"
        label={t('instances.nics')}
        icon={Network}
        columns={columns}
        params={params}
        actions={actions}
        rowName={(nic) => nic.networkname}
        embedded
        empty={{ title: t('instances.noNics') }}
      />
    </>
  );
}
