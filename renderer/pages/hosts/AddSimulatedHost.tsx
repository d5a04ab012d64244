import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useWords } from '../../components/words.ts';
import { gibibyte } from '../../ui/format.ts';

/** A simulated host for a Simulator cluster: a name and a size, nothing else. */
export function AddSimulatedHost() {
  const { t } = useTranslation();
  const words = useWords();
  const { rows: clusters } = useList('listClusters', { hypervisor: 'Simulator', pagesize: 500 });
  const [values, setValues] = useState<FormValues>({});
  const cluster = clusters.find((each) => each.id === values.clusterid) ?? clusters[0];
  const fields = useMemo<readonly FormField[]>(
    () => [
      {
        name: 'clusterid',
        kind: 'select',
        options: clusters.map((each) => ({ value: each.id, label: `${each.name} (${each.zonename})` })),
      },
      { name: 'url', label: words.field('name'), help: t('pages.simulatedNameHelp'), placeholder: 'sim5' },
      { name: 'cpunumber', kind: 'number', help: '' },
      { name: 'memorytotal', kind: 'number', unit: 'GiB', help: '' },
    ],
    [clusters, words, t],
  );
  return (
    <ResourceForm
      key={clusters[0]?.id}
      command="addHost"
      summary={() => null}
      fields={fields}
      initial={{ clusterid: clusters[0]?.id, cpunumber: 16, memorytotal: 64 }}
      fixed={{ zoneid: cluster?.zoneid, podid: cluster?.podid, hypervisor: 'Simulator' }}
      prepare={inBytes}
      onValues={setValues}
      submitLabel={words.command('addHost')}
    />
  );
}

function inBytes(values: FormValues): FormValues {
  const { memorytotal, ...rest } = values;
  return typeof memorytotal === 'number' ? { ...rest, memorytotal: memorytotal * gibibyte } : rest;
}
