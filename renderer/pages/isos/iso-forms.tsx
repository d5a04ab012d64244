import { useTranslation } from 'react-i18next';
import type { IsoView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';

export function EditIso({ iso }: { iso: IsoView }) {
  const { t } = useTranslation();
  const osTypes = useOptions('listOsTypes');
  return (
    <ResourceForm
      command="updateIso"
      fixed={{ id: iso.id }}
      initial={{ name: iso.name, displaytext: iso.displaytext, ostypeid: iso.ostypeid, bootable: iso.bootable }}
      fields={[
        { name: 'name' },
        { name: 'displaytext' },
        { name: 'ostypeid', kind: 'select', options: osTypes },
        { name: 'bootable', kind: 'switch', help: t('pages.bootableHelp') },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}
