import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';
import { ownerInput, useOwners } from '../../components/use-owners.ts';
import { useWords } from '../../components/words.ts';

/** A stopped instance goes to another account or a project, with its volumes. */
export function AssignInstance({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const words = useWords();
  const owners = useOwners();
  const networks = useOptions('listNetworks', { zoneid: vm.zoneid });
  return (
    <ResourceForm
      command="assignVirtualMachine"
      fixed={{ virtualmachineid: vm.id }}
      fields={[
        { name: 'owner', label: t('owners.owner'), kind: 'select', options: owners, required: true },
        { name: 'networkids', kind: 'multiselect', options: networks, help: t('owners.networks') },
      ]}
      prepare={({ owner, ...values }) => ({ ...values, ...ownerInput(owner) })}
      aliases={{ account: 'owner', domainid: 'owner', projectid: 'owner' }}
      summary={() => t('owners.given', { name: vm.displayname })}
      submitLabel={words.command('assignVirtualMachine')}
    />
  );
}
