import { Archive, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../stores/overlay.ts';
import type { ResourceAction } from './resource-action.ts';
import { runCommand } from './run-command.ts';

const commands = {
  events: { archive: 'archiveEvents', remove: 'deleteEvents' },
  alerts: { archive: 'archiveAlerts', remove: 'deleteAlerts' },
} as const;

/** Putting history away, and deleting it for good: the same of events and of alerts. */
export function useHistoryActions<R extends { id: string }>(of: keyof typeof commands): readonly ResourceAction<R>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const { archive, remove } = commands[of];
    const ids = (rows: readonly R[]) => ({ ids: rows.map(({ id }) => id) });
    return [
      {
        id: 'archive',
        needs: archive,
        label: t('events.archive'),
        icon: Archive,
        bulk: true,
        run: (rows) => runCommand(archive, ids(rows), ''),
      },
      {
        id: 'delete',
        needs: remove,
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        async run(rows) {
          const yes = await confirm({
            title: t('events.deleteTitle', { count: rows.length }),
            message: t('events.deleteText'),
            action: t('ui.delete'),
            danger: true,
          });
          if (yes) await runCommand(remove, ids(rows), '');
        },
      },
    ];
  }, [t, of]);
}
