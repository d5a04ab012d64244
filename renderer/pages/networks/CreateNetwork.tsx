import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';

/** Creates a guest network with its first address range. */
export function CreateNetwork() {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const offerings = useOptions('listNetworkOfferings');
  const zoneId = useZoneId() ?? zones[0]?.value;
  const [values, setValues] = useState<FormValues>({});
  const zone = (values.zoneid as string | undefined) ?? zoneId;
  const physical = useList(
    'listPhysicalNetworks',
    zone === undefined ? undefined : { zoneid: zone, pagesize: 500 },
  ).rows;
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'zoneid', kind: 'select', options: zones },
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'networkofferingid', kind: 'select', options: offerings },
      {
        name: 'physicalnetworkid',
        kind: 'select',
        options: physical.map((row) => ({ value: row.id, label: row.name })),
        when: () => physical.length > 1,
        help: t('pages.physicalNetworkHelp'),
      },
      { name: 'gateway', placeholder: '10.1.1.1' },
      { name: 'netmask', placeholder: '255.255.255.0' },
      { name: 'startip', placeholder: '10.1.1.20' },
      { name: 'endip', placeholder: '10.1.1.200' },
      { name: 'networkdomain', placeholder: 'lab.example' },
    ],
    [zones, offerings, physical, t],
  );
  return (
    <ResourceForm
      key={`${zoneId}${offerings[0]?.value}`}
      command="createNetwork"
      fields={fields}
      initial={{ zoneid: zoneId, networkofferingid: offerings[0]?.value }}
      onValues={setValues}
      submitLabel={words.command('createNetwork')}
    />
  );
}
