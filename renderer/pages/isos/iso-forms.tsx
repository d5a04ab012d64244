import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IsoView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';

export function RegisterIso() {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const osTypes = useOptions('listOsTypes');
  const zoneId = useZoneId() ?? zones[0]?.value;
  const simulated = useList('listClusters', { hypervisor: 'Simulator', pagesize: 1 }).count > 0;
  const real = useList('listClusters', { hypervisor: 'KVM', pagesize: 1 }).count > 0;
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      {
        name: 'url',
        placeholder: 'https://cdimage.debian.org/…/debian-13-amd64-netinst.iso',
        help: t('pages.isoUrlHelp'),
      },
      { name: 'checksum' },
      { name: 'zoneid', kind: 'select', options: zones },
      {
        name: 'hypervisor',
        kind: 'segmented',
        options: valueOptions(['KVM', 'Simulator'], words.value),
        when: () => simulated && real,
      },
      { name: 'ostypeid', kind: 'select', options: osTypes },
      { name: 'bootable', kind: 'switch', help: t('pages.bootableHelp') },
      { name: 'isfeatured', kind: 'switch', help: t('pages.featuredHelp') },
      { name: 'ispublic', kind: 'switch', help: t('pages.publicHelp') },
    ],
    [zones, osTypes, simulated, real, words, t],
  );
  return (
    <ResourceForm
      key={`${zoneId}${simulated}${real}`}
      command="registerIso"
      fields={fields}
      initial={{
        zoneid: zoneId,
        bootable: true,
        ispublic: true,
        ...(simulated && real && { hypervisor: 'KVM' }),
      }}
      submitLabel={words.command('registerIso')}
    />
  );
}

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
