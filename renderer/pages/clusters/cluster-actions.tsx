import { Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { useDedicationActions } from '../infrastructure/dedication.tsx';

/** The pod says the zone, so only the pod is asked for. */
export function AddCluster() {
  const words = useWords();
  const { rows: pods } = useList('listPods', { pagesize: 500 });
  const [values, setValues] = useState<FormValues>({});
  const pod = pods.find((each) => each.id === values.podid) ?? pods[0];
  const fields = useMemo<readonly FormField[]>(
    () => [
      {
        name: 'podid',
        kind: 'select',
        options: pods.map((each) => ({ value: each.id, label: `${each.name} (${each.zonename})` })),
      },
      { name: 'clustername', label: words.field('name') },
      { name: 'hypervisor', kind: 'segmented', options: valueOptions(['KVM', 'Simulator'], words.value) },
    ],
    [pods, words],
  );
  return (
    <ResourceForm
      key={pods[0]?.id}
      command="addCluster"
      fields={fields}
      initial={{ podid: pods[0]?.id, hypervisor: 'KVM' }}
      fixed={{ zoneid: pod?.zoneid, clustertype: 'CloudManaged' }}
      onValues={setValues}
      submitLabel={words.command('addCluster')}
    />
  );
}

function EditCluster({ cluster }: { cluster: ClusterView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="updateCluster"
      fixed={{ id: cluster.id }}
      initial={{ clustername: cluster.name }}
      fields={[{ name: 'clustername', label: words.field('name') }]}
      submitLabel={t('ui.save')}
    />
  );
}

export function useClusterActions(): readonly ResourceAction<ClusterView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const dedication = useDedicationActions<ClusterView>('cluster');
  return useMemo(
    () => [
      {
        id: 'edit',
        needs: 'updateCluster',
        label: t('ui.edit'),
        icon: Pencil,
        primary: true,
        run: ([cluster]) =>
          cluster && openPanel({ title: words.command('updateCluster'), content: <EditCluster cluster={cluster} /> }),
      },
      ...allocationActions<ClusterView>(
        'updateCluster',
        (cluster) => cluster.allocationstate,
        (clusters, allocationstate) =>
          Promise.all(
            clusters.map((cluster) => runCommand('updateCluster', { id: cluster.id, allocationstate }, cluster.name)),
          ),
      ),
      ...dedication,
      {
        id: 'delete',
        needs: 'deleteCluster',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: (things) => confirmDelete({ command: 'deleteCluster', things, consequence: t('pages.deleteClusterText') }),
      },
    ],
    [t, words, dedication],
  );
}
