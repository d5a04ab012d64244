import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

interface Props {
  volumeid: string;
  /** A name to begin with. */
  name?: string;
}

/** A template of a volume of a stopped instance. */
export function CreateTemplate({ volumeid, name }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const osTypes = useOptions('listOsTypes');
  return (
    <ResourceForm
      command="createTemplate"
      fixed={{ volumeid }}
      initial={{ name, ispublic: true }}
      fields={[
        { name: 'name' },
        { name: 'displaytext' },
        { name: 'ostypeid', kind: 'select', options: osTypes, help: t('pages.templateOsHelp') },
        { name: 'isfeatured', kind: 'switch', help: t('pages.featuredHelp') },
        { name: 'ispublic', kind: 'switch', help: t('pages.publicHelp') },
        { name: 'passwordenabled', kind: 'switch', help: t('pages.passwordHelp') },
        { name: 'isdynamicallyscalable', kind: 'switch' },
      ]}
      submitLabel={words.command('createTemplate')}
    />
  );
}

/** Of an instance's root volume. */
export function CreateTemplateOf({ vm }: { vm: VirtualMachineView }) {
  const root = useList('listVolumes', { virtualmachineid: vm.id, type: 'ROOT', pagesize: 1 }).rows[0];
  return root === undefined ? <SkeletonRows /> : <CreateTemplate volumeid={root.id} name={vm.name} />;
}
