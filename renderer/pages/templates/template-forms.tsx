import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useZoneId } from '../../components/use-zone.ts';
import { useWords } from '../../components/words.ts';

/** `zoneId` is the zone whose set-up asks for the template; otherwise it is the one that lists are narrowed to. */
export function RegisterTemplate(props: { zoneId?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useOptions('listZones');
  const osTypes = useOptions('listOsTypes');
  const chosen = useZoneId();
  const zoneId = props.zoneId ?? chosen ?? zones[0]?.value;
  const simulated = useList('listClusters', { hypervisor: 'Simulator', pagesize: 1 }).count > 0;
  const real = useList('listClusters', { hypervisor: 'KVM', pagesize: 1 }).count > 0;
  const hypervisor = simulated && !real ? 'Simulator' : 'KVM';
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'url', placeholder: 'https://cloud.debian.org/…/debian-13-nocloud-amd64.qcow2' },
      { name: 'checksum' },
      { name: 'zoneid', kind: 'select', options: zones },
      { name: 'format', kind: 'segmented', options: valueOptions(['QCOW2', 'RAW'], String) },
      {
        name: 'hypervisor',
        kind: 'segmented',
        options: valueOptions(['KVM', 'Simulator'], words.value),
        when: () => simulated,
      },
      { name: 'ostypeid', kind: 'select', options: osTypes },
      { name: 'isfeatured', kind: 'switch', help: t('pages.featuredHelp') },
      { name: 'ispublic', kind: 'switch', help: t('pages.publicHelp') },
      { name: 'passwordenabled', kind: 'switch', help: t('pages.passwordHelp') },
    ],
    [zones, osTypes, simulated, words, t],
  );
  return (
    <ResourceForm
      key={`${zoneId}${hypervisor}`}
      command="registerTemplate"
      fields={fields}
      initial={{
        zoneid: zoneId,
        format: 'QCOW2',
        hypervisor,
        ispublic: true,
      }}
      {...(simulated ? {} : { fixed: { hypervisor: 'KVM' } })}
      submitLabel={words.command('registerTemplate')}
    />
  );
}

export function EditTemplate({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  const osTypes = useOptions('listOsTypes');
  return (
    <ResourceForm
      command="updateTemplate"
      fixed={{ id: template.id }}
      initial={{ name: template.name, displaytext: template.displaytext, ostypeid: template.ostypeid }}
      fields={[{ name: 'name' }, { name: 'displaytext' }, { name: 'ostypeid', kind: 'select', options: osTypes }]}
      submitLabel={t('ui.save')}
    />
  );
}
