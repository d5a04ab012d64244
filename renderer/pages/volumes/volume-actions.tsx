import { Disc3, Pencil, ShieldCheck, ShieldOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VolumeView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateTemplate } from '../templates/CreateTemplate.tsx';

function RenameVolume({ volume }: { volume: VolumeView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateVolume"
      fixed={{ id: volume.id }}
      initial={{ name: volume.name }}
      fields={[{ name: 'name' }]}
      submitLabel={t('ui.save')}
    />
  );
}

const protect = (volumes: readonly VolumeView[], deleteprotection: boolean) =>
  Promise.all(volumes.map(({ id, name }) => runCommand('updateVolume', { id, deleteprotection }, name)));

export function useVolumeActions(): readonly ResourceAction<VolumeView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'createTemplate',
        needs: 'createTemplate',
        label: words.command('createTemplate'),
        icon: Disc3,
        primary: true,
        refusal: (volume) =>
          volume.state === 'Ready' && volume.vmstate === 'Stopped'
            ? undefined
            : t('pages.templateRefused', { state: words.state(volume.vmstate ?? volume.state) }),
        run: ([volume]) =>
          volume &&
          openPanel({
            title: words.command('createTemplate'),
            content: <CreateTemplate volumeid={volume.id} name={volume.vmdisplayname ?? volume.name} />,
          }),
      },
      {
        id: 'rename',
        needs: 'updateVolume',
        label: t('pages.rename'),
        icon: Pencil,
        run: ([volume]) =>
          volume && openPanel({ title: words.command('updateVolume'), content: <RenameVolume volume={volume} /> }),
      },
      {
        id: 'protect',
        needs: 'updateVolume',
        label: t('instanceLease.protect'),
        icon: ShieldCheck,
        bulk: true,
        refusal: (volume) => (volume.deleteprotection ? t('instanceLease.already') : undefined),
        run: (volumes) => protect(volumes, true),
      },
      {
        id: 'unprotect',
        needs: 'updateVolume',
        label: t('instanceLease.unprotect'),
        icon: ShieldOff,
        refusal: (volume) => (volume.deleteprotection ? undefined : t('instanceLease.not')),
        run: (volumes) => protect(volumes, false),
      },
    ],
    [t, words],
  );
}
