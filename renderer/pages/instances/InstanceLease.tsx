import { useTranslation } from 'react-i18next';
import { leaseExpiryActions } from '../../../engine/contract/instance-lease.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';

/** How long an instance may be there, and what becomes of it then: given, prolonged, or taken away. */
export function InstanceLease({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{ leaseexpiryaction: vm.leaseexpiryaction ?? 'STOP' }}
      fields={[
        { name: 'leaseduration', kind: 'number', required: true, help: t('instanceLease.text') },
        {
          name: 'leaseexpiryaction',
          kind: 'segmented',
          options: leaseExpiryActions.map((value) => ({ value, label: t(`instanceLease.${value}`) })),
        },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}
