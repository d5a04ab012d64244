import { Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PodView } from '../../../engine/contract/views.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { useDedicationActions } from '../infrastructure/dedication.tsx';

const addressFields: readonly FormField[] = [
  { name: 'gateway', placeholder: '192.168.10.1' },
  { name: 'netmask', placeholder: '255.255.255.0' },
  { name: 'startip', placeholder: '192.168.10.20' },
  { name: 'endip', placeholder: '192.168.10.60' },
];

export function CreatePod() {
  const words = useWords();
  const zones = useOptions('listZones');
  const zoneId = useZoneId() ?? zones[0]?.value;
  const fields = useMemo<readonly FormField[]>(
    () => [{ name: 'zoneid', kind: 'select', options: zones }, { name: 'name' }, ...addressFields],
    [zones],
  );
  return (
    <ResourceForm
      key={zoneId}
      command="createPod"
      fields={fields}
      initial={{ zoneid: zoneId }}
      submitLabel={words.command('createPod')}
    />
  );
}

function EditPod({ pod }: { pod: PodView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updatePod"
      fixed={{ id: pod.id }}
      initial={{ ...pod }}
      fields={[{ name: 'name' }, ...addressFields]}
      submitLabel={t('ui.save')}
    />
  );
}

export function usePodActions(): readonly ResourceAction<PodView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const dedication = useDedicationActions<PodView>('pod');
  return useMemo(
    () => [
      {
        id: 'edit',
        needs: 'updatePod',
        label: t('ui.edit'),
        icon: Pencil,
        primary: true,
        run: ([pod]) => pod && openPanel({ title: words.command('updatePod'), content: <EditPod pod={pod} /> }),
      },
      ...allocationActions<PodView>(
        'updatePod',
        (pod) => pod.allocationstate,
        (pods, allocationstate) =>
          Promise.all(pods.map((pod) => runCommand('updatePod', { id: pod.id, allocationstate }, pod.name))),
      ),
      ...dedication,
      {
        id: 'delete',
        needs: 'deletePod',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: (things) => confirmDelete({ command: 'deletePod', things, consequence: t('pages.deletePodText') }),
      },
    ],
    [t, words, dedication],
  );
}
