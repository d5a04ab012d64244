import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { runCommand } from '../../components/run-command.ts';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { confirm } from '../../stores/overlay.ts';

type Props = { vm: VirtualMachineView };

/** The ISOs of the instance's zone that are ready, one of them for its drive. */
export function AttachIso({ vm }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const isos = useOptions('listIsos', {
    isofilter: 'executable',
    zoneid: vm.zoneid,
    hypervisor: vm.hypervisor,
  });
  return (
    <ResourceForm
      key={isos[0]?.value ?? ''}
      command="attachIso"
      fixed={{ virtualmachineid: vm.id }}
      initial={{ id: isos[0]?.value }}
      fields={[
        {
          name: 'id',
          kind: 'select',
          label: t('nouns.iso'),
          options: isos,
          help: isos.length === 0 ? t('deploy.noIsosText') : t('instances.attachHelp'),
        },
      ]}
      submitLabel={words.command('attachIso')}
    />
  );
}

/** A running guest may have the disc mounted: asked once, and then it is pulled. */
export async function detachIso(vm: VirtualMachineView): Promise<void> {
  const forced = vm.state === 'Running';
  const sure =
    !forced ||
    (await confirm({
      title: i18next.t('instances.detachTitle', { iso: vm.isoname, name: vm.displayname }),
      message: i18next.t('instances.detachText'),
      action: i18next.t('commands.detachIso'),
    }));
  if (sure) await runCommand('detachIso', { virtualmachineid: vm.id, forced }, vm.displayname);
}

export function BootOrder({ vm }: Props) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{ bootorder: vm.bootorder }}
      fields={[
        {
          name: 'bootorder',
          kind: 'segmented',
          options: valueOptions(['disk', 'cdrom'], (value) =>
            t(value === 'cdrom' ? 'instances.bootCdrom' : 'instances.bootDisk'),
          ),
          help: t('instances.bootHelp'),
        },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}
