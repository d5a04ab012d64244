import { useTranslation } from 'react-i18next';
import type { IsoView, TemplateView } from '../../../engine/contract/views.ts';
import { useList, useQuery } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

/** For whom a template or ISO is: with whom it is shared now, and who comes or goes. */
export function ShareImage({ image, kind }: { image: TemplateView | IsoView; kind: 'template' | 'iso' }) {
  const { t } = useTranslation();
  const [change, look] =
    kind === 'iso'
      ? (['updateIsoPermissions', 'listIsoPermissions'] as const)
      : (['updateTemplatePermissions', 'listTemplatePermissions'] as const);
  const now = useQuery(look, { id: image.id }).data;
  const accounts = useList('listAccounts', { domainid: image.domainid, pagesize: 500 });
  if (now === undefined || accounts.loading) return <SkeletonRows />;
  const names = accounts.rows.map(({ name }) => ({ value: name, label: name }));
  return (
    <ResourceForm
      command={change}
      fixed={{ id: image.id }}
      initial={{ ispublic: image.ispublic, isextractable: image.isextractable, op: 'add' }}
      fields={[
        { name: 'ispublic', kind: 'switch' },
        { name: 'isextractable', kind: 'switch' },
        {
          name: 'op',
          kind: 'segmented',
          options: (['add', 'remove', 'reset'] as const).map((op) => ({ value: op, label: t(`sharing.${op}`) })),
        },
        { name: 'accounts', kind: 'multiselect', options: names, when: (values) => values.op !== 'reset' },
      ]}
      // Without accounts nobody comes or goes.
      prepare={({ op, ...values }) => (op === 'reset' || values.accounts !== undefined ? { op, ...values } : values)}
      summary={() =>
        now.account.length === 0 ? t('sharing.nobody') : t('sharing.with', { accounts: now.account.join(', ') })
      }
      submitLabel={t('ui.save')}
    />
  );
}
