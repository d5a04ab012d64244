import { Bomb, ListTodo, Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ZoneView } from '../../../engine/contract/views.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { useDedicationActions } from '../infrastructure/dedication.tsx';

function EditZone({ zone }: { zone: ZoneView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateZone"
      fixed={{ id: zone.id }}
      initial={{ ...zone }}
      submitLabel={t('ui.save')}
      fields={[
        { name: 'name' },
        { name: 'dns1' },
        { name: 'dns2', help: t('pages.secondResolver') },
        { name: 'internaldns1' },
        { name: 'internaldns2' },
        { name: 'domain', help: t('pages.zoneDomainHelp') },
        { name: 'localstorageenabled', kind: 'switch', help: t('pages.localStorageHelp') },
      ]}
    />
  );
}

export function useZoneActions(): readonly ResourceAction<ZoneView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const dedication = useDedicationActions<ZoneView>('zone');
  return useMemo(() => {
    const set = (zones: readonly ZoneView[], allocationstate: 'Enabled' | 'Disabled') =>
      Promise.all(zones.map((zone) => runCommand('updateZone', { id: zone.id, allocationstate }, zone.name)));
    return [
      {
        id: 'setup',
        needs: 'updateZone',
        label: t('zoneSetup.continue'),
        icon: ListTodo,
        primary: true,
        refusal: (zone) =>
          zone.allocationstate === 'Enabled'
            ? t('refusal.already', { state: words.state(zone.allocationstate) })
            : undefined,
        run: ([zone]) => zone && navigate(paths.zoneSetup(zone.id)),
      },
      ...allocationActions<ZoneView>('updateZone', (zone) => zone.allocationstate, set),
      {
        id: 'edit',
        needs: 'updateZone',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([zone]) => zone && openPanel({ title: words.command('updateZone'), content: <EditZone zone={zone} /> }),
      },
      ...dedication,
      {
        id: 'wipe',
        needs: 'deleteZone',
        label: t('zoneSetup.wipe.action'),
        icon: Bomb,
        danger: true,
        run: async ([zone]) => {
          if (zone === undefined) return;
          if (zone.allocationstate === 'Enabled') {
            const yes = await confirm({
              title: t('zoneSetup.wipe.disableTitle', { name: zone.name }),
              message: t('zoneSetup.wipe.disableText'),
              action: t('zoneSetup.wipe.disableAction'),
            });
            if (!yes || !(await runCommand('updateZone', { id: zone.id, allocationstate: 'Disabled' }, zone.name)))
              return;
          }
          navigate(`${paths.zoneSetup(zone.id)}?step=wipe`);
        },
      },
      {
        id: 'delete',
        needs: 'deleteZone',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: (things) => confirmDelete({ command: 'deleteZone', things, consequence: t('pages.deleteZoneText') }),
      },
    ];
  }, [t, words, dedication]);
}
