import { Disc3 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VolumeView } from '../../../engine/contract/views.ts';
import type { ResourceAction } from '../../components/resource-action.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateTemplate } from '../templates/CreateTemplate.tsx';

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
    ],
    [t, words],
  );
}
