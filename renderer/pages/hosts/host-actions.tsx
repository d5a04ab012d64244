import { Ban, CircleCheck, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { useDedicationActions } from '../infrastructure/dedication.tsx';

function RenameHost({ host }: { host: HostView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateHost"
      fixed={{ id: host.id }}
      initial={{ name: host.name, hosttags: host.hosttags }}
      fields={[{ name: 'name' }, { name: 'hosttags' }]}
      // An empty text takes the tags away, for which the form has to send one.
      prepare={(values) => ({ ...values, hosttags: values.hosttags || ' ' })}
      submitLabel={t('ui.save')}
    />
  );
}

export function useHostActions(): readonly ResourceAction<HostView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const dedication = useDedicationActions<HostView>('host');
  return useMemo(() => {
    const set = (hosts: readonly HostView[], allocationstate: 'Enable' | 'Disable') =>
      Promise.all(hosts.map((host) => runCommand('updateHost', { id: host.id, allocationstate }, host.name)));
    const already = (host: HostView, state: string) =>
      host.resourcestate === state ? t('refusal.already', { state: words.state(state) }) : undefined;
    return [
      {
        id: 'enable',
        needs: 'updateHost',
        label: t('pages.enable'),
        icon: CircleCheck,
        bulk: true,
        refusal: (host) => already(host, 'Enabled'),
        run: (hosts) => set(hosts, 'Enable'),
      },
      {
        id: 'disable',
        needs: 'updateHost',
        label: t('pages.disable'),
        icon: Ban,
        primary: true,
        bulk: true,
        refusal: (host) => already(host, 'Disabled'),
        run: (hosts) => set(hosts, 'Disable'),
      },
      {
        id: 'reconnect',
        needs: 'reconnectHost',
        label: t('pages.reconnect'),
        icon: RefreshCw,
        primary: true,
        bulk: true,
        run: (hosts) => Promise.all(hosts.map((host) => runCommand('reconnectHost', { id: host.id }, host.name))),
      },
      {
        id: 'rename',
        needs: 'updateHost',
        label: t('pages.rename'),
        icon: Pencil,
        run: ([host]) => host && openPanel({ title: words.command('updateHost'), content: <RenameHost host={host} /> }),
      },
      ...dedication,
      {
        id: 'remove',
        needs: 'deleteHost',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        refusal: (host) =>
          host.virtualmachines > 0 ? t('pages.hostHasInstances', { count: host.virtualmachines }) : undefined,
        run: (things) => confirmDelete({ command: 'deleteHost', things, consequence: t('pages.deleteHostText') }),
      },
    ];
  }, [t, words, dedication]);
}
