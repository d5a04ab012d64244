import { Copy, FileCode, HardDriveDownload, MonitorPlay, Pencil, Share2, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { templateStates } from '../../../engine/contract/states.ts';
import type { TemplateView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { LinkUserData } from '../guest-data/user-data.tsx';
import { CopyImage, PrepareTemplate } from './CopyImage.tsx';
import { ShareImage } from './ShareImage.tsx';
import { EditTemplate } from './template-forms.tsx';
import { useUploadAgain } from './upload-again.tsx';

export function useTemplateActions(): readonly ResourceAction<TemplateView>[] {
  const { t } = useTranslation();
  const words = useWords();
  const uploadAgain = useUploadAgain<TemplateView>('template');
  return useMemo(
    () => [
      {
        id: 'deploy',
        needs: 'deployVirtualMachine',
        label: t('deploy.deploy'),
        icon: MonitorPlay,
        primary: true,
        refusal: (template) => (template.isready ? undefined : t('pages.templateNotReady')),
        run: ([template]) => template && navigate(`${paths.deployInstance}?templateid=${template.id}`),
      },
      {
        id: 'edit',
        needs: 'updateTemplate',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([template]) =>
          template &&
          openPanel({ title: words.command('updateTemplate'), content: <EditTemplate template={template} /> }),
      },
      {
        id: 'userData',
        needs: 'linkUserDataToTemplate',
        label: words.command('linkUserDataToTemplate'),
        icon: FileCode,
        run: ([template]) =>
          template &&
          openPanel({
            title: `${words.command('linkUserDataToTemplate')}: ${template.name}`,
            content: <LinkUserData image={template} kind="templateid" />,
          }),
      },
      {
        id: 'share',
        needs: 'updateTemplatePermissions',
        label: words.command('updateTemplatePermissions'),
        icon: Share2,
        run: ([template]) =>
          template &&
          openPanel({
            title: `${words.command('updateTemplatePermissions')}: ${template.name}`,
            content: <ShareImage image={template} kind="template" />,
          }),
      },
      {
        id: 'copy',
        needs: 'copyTemplate',
        label: words.command('copyTemplate'),
        icon: Copy,
        refusal: (template) => (template.isready ? undefined : t('pages.templateNotReady')),
        run: ([template]) =>
          template &&
          openPanel({
            title: words.command('copyTemplate'),
            content: <CopyImage image={template} command="copyTemplate" />,
          }),
      },
      {
        id: 'prepare',
        needs: 'prepareTemplate',
        label: words.command('prepareTemplate'),
        icon: HardDriveDownload,
        refusal: (template) => (template.isready ? undefined : t('pages.templateNotReady')),
        run: ([template]) =>
          template &&
          openPanel({ title: words.command('prepareTemplate'), content: <PrepareTemplate template={template} /> }),
      },
      uploadAgain,
      {
        id: 'delete',
        needs: 'deleteTemplate',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        refusal: (template) => stateRefusal(templateStates, template.state, 'remove'),
        run: (things) =>
          confirmDelete({
            command: 'deleteTemplate',
            things,
            consequence: t('pages.deleteTemplateText'),
            dataDies: true,
          }),
      },
    ],
    [t, words, uploadAgain],
  );
}
