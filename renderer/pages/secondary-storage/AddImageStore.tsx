import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useQuery } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { withUrl } from '../../components/storage-url.ts';
import { useOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';

function prepare(values: FormValues): FormValues {
  return withUrl({ ...values, protocol: values.provider === 'NFS' ? 'nfs' : 'file' });
}

interface Props {
  /** An export that is known already. */
  at?: { server: string; path: string };
}

/** Adds secondary storage: an NFS export, or a directory of one host. */
export function AddImageStore({ at }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const zoneId = useZoneId() ?? zones[0]?.value;
  const practice = useQuery('getSession', {}).data?.mode === 'practice';
  const [values, setValues] = useState<FormValues>({});
  const zone = (values.zoneid as string | undefined) ?? zoneId;
  const hosts = useList('listHosts', zone === undefined ? undefined : { zoneid: zone, pagesize: 500 }).rows;
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'zoneid', kind: 'select', options: zones },
      { name: 'name' },
      {
        name: 'provider',
        kind: 'segmented',
        options: [
          { value: 'NFS', label: 'NFS' },
          { value: 'Directory', label: t('pages.localDirectory') },
          ...(practice ? [{ value: 'Simulator', label: words.value('Simulator') }] : []),
        ],
      },
      {
        name: 'server',
        label: t('pages.server'),
        placeholder: '192.168.10.5',
        required: true,
        when: (form) => form.provider === 'NFS',
      },
      { name: 'path', placeholder: '/export/secondary', help: t('pages.storePathHelp') },
      {
        name: 'hostid',
        kind: 'select',
        required: true,
        takesOnly: true,
        options: hosts.map((host) => ({ value: host.id, label: host.name })),
        when: (form) => form.provider === 'Directory',
      },
    ],
    [zones, hosts, practice, words, t],
  );
  return (
    <ResourceForm
      key={zoneId}
      command="addImageStore"
      summary={() => null}
      fields={fields}
      initial={{ zoneid: zoneId, provider: 'NFS', ...at }}
      prepare={prepare}
      aliases={{ url: 'path' }}
      onValues={setValues}
      submitLabel={words.command('addImageStore')}
    />
  );
}
