import { useTranslation } from 'react-i18next';
import type { TemplateView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';

export function EditTemplate({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  const osTypes = useOptions('listOsTypes');
  return (
    <ResourceForm
      command="updateTemplate"
      fixed={{ id: template.id }}
      initial={{
        name: template.name,
        displaytext: template.displaytext,
        ostypeid: template.ostypeid,
        isdynamicallyscalable: template.isdynamicallyscalable,
        passwordenabled: template.passwordenabled,
        sshkeyenabled: template.sshkeyenabled,
      }}
      fields={[
        { name: 'name' },
        { name: 'displaytext' },
        { name: 'ostypeid', kind: 'select', options: osTypes },
        { name: 'isdynamicallyscalable', kind: 'switch' },
        { name: 'passwordenabled', kind: 'switch' },
        { name: 'sshkeyenabled', kind: 'switch' },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}
