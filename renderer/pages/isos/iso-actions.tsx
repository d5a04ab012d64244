import { Copy, MonitorPlay, Pencil, Share2, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { templateStates } from '../../../engine/contract/states.ts';
import type { IsoView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CopyImage } from '../templates/CopyImage.tsx';
import { ShareImage } from '../templates/ShareImage.tsx';
import { useUploadAgain } from '../templates/upload-again.tsx';
import { EditIso } from './iso-forms.tsx';

export function useIsoActions(): readonly ResourceAction<IsoView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const uploadAgain = useUploadAgain<IsoView>('iso');
  return useMemo(
    () => [
      {
        id: 'deploy',
        needs: 'deployVirtualMachine',
        label: t('deploy.deploy'),
        icon: MonitorPlay,
        primary: true,
        refusal: (iso) =>
          !iso.isready ? t('pages.isoNotReady') : iso.bootable ? undefined : t('pages.isoNotBootable'),
        run: ([iso]) => iso && navigate(`${paths.deployInstance}?templateid=${iso.id}`),
      },
      {
        id: 'edit',
        needs: 'updateIso',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([iso]) => iso && openPanel({ title: words.command('updateIso'), content: <EditIso iso={iso} /> }),
      },
      {
        id: 'share',
        needs: 'updateIsoPermissions',
        label: words.command('updateIsoPermissions'),
        icon: Share2,
        run: ([iso]) =>
          iso &&
          openPanel({
            title: `${words.command('updateIsoPermissions')}: ${iso.name}`,
            content: <ShareImage image={iso} kind="iso" />,
          }),
      },
      {
        id: 'copy',
        needs: 'copyIso',
        label: words.command('copyIso'),
        icon: Copy,
        refusal: (iso) => (iso.isready ? undefined : t('pages.isoNotReady')),
        run: ([iso]) =>
          iso && openPanel({ title: words.command('copyIso'), content: <CopyImage image={iso} command="copyIso" /> }),
      },
      uploadAgain,
      {
        id: 'delete',
        needs: 'deleteIso',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        refusal: (iso) => stateRefusal(templateStates, iso.state, 'remove'),
        run: (things) =>
          confirmDelete({ command: 'deleteIso', things, consequence: t('pages.deleteIsoText'), dataDies: true }),
      },
    ],
    [t, words, uploadAgain],
  );
}
