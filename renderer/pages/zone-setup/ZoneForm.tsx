import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import type { ZoneView } from '../../../engine/contract/views.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, partInput, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { ensureZone } from './make-zone.ts';

const part: StepPart = {
  command: 'createZone',
  parameters: Object.fromEntries(
    ['name', 'networktype', 'dns1', 'dns2', 'internaldns1', 'internaldns2', 'domain', 'localstorageenabled'].map(
      (name) => [name, name],
    ),
  ),
};
const parts = [part];

interface Props {
  /** The zone to change; a new one without. */
  zone: ZoneView | undefined;
  name: string;
  saveLabel: string;
  foot: ReactNode;
  onSaved: (zone: ZoneView) => void;
}

/** The zone itself: its name, the name servers of guests and of hosts, and whether hosts may lend their own disks. */
export function ZoneForm({ zone, name, saveLabel, foot, onSaved }: Props) {
  const { t } = useTranslation();
  const fields = useMemo<readonly StepField[]>(
    () => [
      { name: 'name', label: t('zoneSetup.zone.zoneName'), wide: true },
      {
        name: 'networktype',
        kind: 'select',
        options: [{ value: 'Basic', label: t('values.Basic') }],
        help: t('zoneSetup.zone.typeHelp'),
        disabled: true,
        wide: true,
      },
      { name: 'dns1', placeholder: '192.168.10.1', help: t('zoneSetup.zone.dnsHelp') },
      { name: 'dns2', help: t('zoneSetup.zone.optional') },
      { name: 'internaldns1', placeholder: '192.168.10.1', help: t('zoneSetup.zone.internalDnsHelp') },
      { name: 'internaldns2', help: t('zoneSetup.zone.optional') },
      { name: 'domain', placeholder: 'lab.example', help: t('pages.zoneDomainHelp') },
      { name: 'localstorageenabled', kind: 'switch', help: t('pages.localStorageHelp') },
    ],
    [t],
  );
  return (
    <StepForm
      label={t('zoneSetup.zone.title')}
      fields={fields}
      initial={{ name, networktype: 'Basic', localstorageenabled: true, ...zone }}
      derive={(values) => ({ internaldns1: values.dns1 })}
      parts={parts}
      submitLabel={saveLabel}
      foot={foot}
      submit={async (values) => {
        const input = partInput(part, values) as Input<'createZone'>;
        onSaved(await atFields(part, ensureZone(input, zone?.id)));
      }}
    />
  );
}
