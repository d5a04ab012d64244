import { Eye, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { userDataPolicies } from '../../../engine/contract/guest-data.ts';
import type { IsoView, TemplateView, UserDataView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { TextShown } from '../../components/TextShown.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { encodedText } from '../../components/user-data-text.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';

export function RegisterUserData() {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="registerUserData"
      fields={[
        { name: 'name', placeholder: 'web-server' },
        {
          name: 'text',
          label: t('nouns.userdata'),
          kind: 'textarea',
          required: true,
          placeholder: t('guestData.placeholder'),
        },
        { name: 'params', placeholder: 'site, port' },
      ]}
      prepare={({ text, ...values }) => ({ ...values, userdata: encodedText(typeof text === 'string' ? text : '') })}
      aliases={{ userdata: 'text' }}
      submitLabel={words.command('registerUserData')}
    />
  );
}

export function useUserDataActions(): readonly ResourceAction<UserDataView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'show',
        needs: 'listUserData',
        label: t('guestData.show'),
        icon: Eye,
        refusal: (row) => (row.userdata === undefined ? t('guestData.locked') : undefined),
        run: ([row]) =>
          row && openPanel({ title: row.name, content: <TextShown label={row.name} encoded={row.userdata ?? ''} /> }),
      },
      {
        id: 'delete',
        needs: 'deleteUserData',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        run: (things) =>
          confirmDelete({ command: 'deleteUserData', things, consequence: t('guestData.deleteDataText') }),
      },
    ],
    [t],
  );
}

/** What the instances of a template or ISO are given, and what that does with their own. */
export function LinkUserData({ image, kind }: { image: TemplateView | IsoView; kind: 'templateid' | 'isoid' }) {
  const { t } = useTranslation();
  const registered = useOptions('listUserData');
  return (
    <ResourceForm
      command="linkUserDataToTemplate"
      summary={() => t('guestData.linkSummary')}
      fixed={{ [kind]: image.id }}
      initial={{ userdataid: image.userdataid, userdatapolicy: image.userdatapolicy ?? 'ALLOWOVERRIDE' }}
      fields={[
        { name: 'userdataid', kind: 'select', options: registered, placeholder: t('guestData.unlink') },
        {
          name: 'userdatapolicy',
          kind: 'segmented',
          options: valueOptions(userDataPolicies, (value) =>
            t(`guestData.policies.${value as (typeof userDataPolicies)[number]}`),
          ),
          when: ({ userdataid }) => userdataid !== undefined,
        },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}
