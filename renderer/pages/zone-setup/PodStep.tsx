import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import { call } from '../../api/client.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormValues } from '../../components/form-values.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, partInput, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { paths } from '../../paths.ts';
import { proposeRanges } from './address-plan.ts';
import { StepBody } from './StepBody.tsx';
import { freeName } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';

const part: StepPart = {
  command: 'createPod',
  parameters: Object.fromEntries(['name', 'gateway', 'netmask', 'startip', 'endip'].map((name) => [name, name])),
};
const parts = [part];

function derive(values: FormValues): FormValues {
  const plan = proposeRanges(String(values.gateway ?? ''), String(values.netmask ?? ''));
  return plan === undefined ? {} : { startip: plan.podstart, endip: plan.podend };
}

/** A pod and the range of its subnet that is reserved for Benchtop. */
export function PodStep({ resources, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const { zone, pods } = resources;
  const fields = useMemo<readonly StepField[]>(
    () => [
      { name: 'name', label: t('zoneSetup.pod.podName'), wide: true },
      { name: 'gateway', placeholder: '192.168.10.1', help: t('zoneSetup.pod.gatewayHelp') },
      { name: 'netmask', placeholder: '255.255.255.0' },
      { name: 'startip', help: t('zoneSetup.pod.startHelp') },
      { name: 'endip', help: '' },
    ],
    [t],
  );
  return (
    <StepBody
      label={t('nav.pods')}
      things={pods.map((pod) => ({
        id: pod.id,
        name: pod.name,
        icon: icons.pod,
        href: paths.pod(pod.id),
        facts: t('zoneSetup.pod.facts', { ...pod }),
        editable: true,
        onRemove: () => confirmDelete({ command: 'deletePod', things: [pod], consequence: t('pages.deletePodText') }),
      }))}
      done={pods.length > 0}
      addLabel={t('zoneSetup.pod.add')}
      onNext={onNext}
      onBack={onBack}
      form={({ id, saved, foot, saveLabel }) => (
        <StepForm
          label={t('zoneSetup.pod.title')}
          fields={fields}
          initial={{
            netmask: '255.255.255.0',
            name: freeName(t('nouns.pod'), pods),
            ...pods.find((pod) => pod.id === id),
          }}
          derive={derive}
          parts={parts}
          submitLabel={saveLabel}
          foot={foot}
          submit={async (values) => {
            const input = partInput(part, values) as Omit<Input<'createPod'>, 'zoneid'>;
            if (id === undefined) await atFields(part, call('createPod', { zoneid: zone.id, ...input }));
            else await atFields(part, call('updatePod', { id, ...input }));
            saved();
          }}
        />
      )}
    />
  );
}
