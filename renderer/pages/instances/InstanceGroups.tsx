import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

/** The affinity groups of a stopped instance: those of its own account. */
export function InstanceAffinity({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const { rows, loading } = useList('listAffinityGroups', {
    ...(vm.account !== undefined && { account: vm.account, domainid: vm.domainid }),
    pagesize: 500,
  });
  if (loading) return <SkeletonRows />;
  return (
    <ResourceForm
      command="updateVMAffinityGroup"
      fixed={{ id: vm.id }}
      initial={{ affinitygroupids: vm.affinitygroup.map((group) => group.id) }}
      fields={[
        {
          name: 'affinitygroupids',
          kind: 'multiselect',
          options: rows.map((group) => ({ value: group.id, label: group.name })),
        },
      ]}
      prepare={(values) => ({ affinitygroupids: values.affinitygroupids ?? [] })}
      submitLabel={t('ui.save')}
    />
  );
}
