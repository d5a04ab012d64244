import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { withUrl } from '../../components/storage-url.ts';
import { useOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';

function prepare(values: FormValues): FormValues {
  const scope = values.protocol === 'file' ? 'HOST' : values.scope;
  return { ...withUrl(values), scope };
}

interface Props {
  /** An export that is known already. */
  at?: { server: string; path: string };
}

/** Adds primary storage: shared by NFS or a shared mount point, or a directory of one host. */
export function AddStoragePool({ at }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const zoneId = useZoneId() ?? zones[0]?.value;
  const [values, setValues] = useState<FormValues>({});
  const zone = (values.zoneid as string | undefined) ?? zoneId;
  const clusters = useList('listClusters', zone === undefined ? undefined : { zoneid: zone, pagesize: 500 }).rows;
  const hosts = useList('listHosts', zone === undefined ? undefined : { zoneid: zone, pagesize: 500 }).rows;
  const fields = useMemo<readonly FormField[]>(() => {
    const options = (rows: readonly { id: string; name: string }[]) =>
      rows.map((row) => ({ value: row.id, label: row.name }));
    return [
      { name: 'zoneid', kind: 'select', options: zones },
      { name: 'name' },
      {
        name: 'protocol',
        kind: 'segmented',
        options: [
          { value: 'nfs', label: 'NFS' },
          { value: 'sharedmountpoint', label: t('pages.sharedMountPoint') },
          { value: 'file', label: t('pages.localDirectory') },
        ],
      },
      {
        name: 'server',
        label: t('pages.server'),
        placeholder: '192.168.10.5',
        required: true,
        when: (form) => form.protocol === 'nfs',
      },
      { name: 'path', placeholder: '/export/primary', help: t('pages.poolPathHelp') },
      {
        name: 'scope',
        kind: 'segmented',
        options: ['CLUSTER', 'ZONE'].map((value) => ({ value, label: words.value(value) })),
        when: (form) => form.protocol !== 'file',
      },
      {
        name: 'clusterid',
        kind: 'select',
        required: true,
        takesOnly: true,
        options: options(clusters),
        when: (form) => form.protocol !== 'file' && form.scope === 'CLUSTER',
      },
      {
        name: 'hostid',
        kind: 'select',
        required: true,
        takesOnly: true,
        options: options(hosts),
        when: (form) => form.protocol === 'file',
      },
      { name: 'tags' },
    ];
  }, [zones, clusters, hosts, words, t]);
  return (
    <ResourceForm
      key={zoneId}
      command="createStoragePool"
      summary={() => null}
      fields={fields}
      initial={{ zoneid: zoneId, protocol: 'nfs', scope: 'CLUSTER', ...at }}
      prepare={prepare}
      aliases={{ url: 'path' }}
      onValues={setValues}
      submitLabel={words.command('createStoragePool')}
    />
  );
}
