import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import { call } from '../../api/client.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, partInput, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { StepBody } from './StepBody.tsx';
import { freeName } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';

const part: StepPart = {
  command: 'addCluster',
  parameters: { clustername: 'clustername', hypervisor: 'hypervisor', podid: 'podid' },
};
const parts = [part];

/** A cluster: real hosts with KVM, or simulated ones to practise with. */
export function ClusterStep({ resources, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { zone, pods, clusters } = resources;
  const fieldsOf = useMemo(
    () =>
      (isNew: boolean): readonly StepField[] => [
        { name: 'clustername', label: t('zoneSetup.cluster.clusterName'), wide: true },
        {
          name: 'podid',
          kind: 'select',
          options: pods.map((pod) => ({ value: pod.id, label: pod.name })),
          when: () => isNew && pods.length > 1,
          wide: true,
        },
        {
          name: 'hypervisor',
          kind: 'segmented',
          options: [
            { value: 'KVM', label: 'KVM' },
            { value: 'Simulator', label: words.value('Simulator') },
          ],
          help: t('zoneSetup.cluster.hypervisorHelp'),
          disabled: !isNew,
          wide: true,
        },
      ],
    [t, words, pods],
  );
  return (
    <StepBody
      label={t('nav.clusters')}
      things={clusters.map((cluster) => ({
        id: cluster.id,
        name: cluster.name,
        icon: icons.cluster,
        href: paths.cluster(cluster.id),
        facts: [words.value(cluster.hypervisortype), cluster.podname].join(' · '),
        editable: true,
        onRemove: () =>
          confirmDelete({ command: 'deleteCluster', things: [cluster], consequence: t('pages.deleteClusterText') }),
      }))}
      done={clusters.length > 0}
      addLabel={t('zoneSetup.cluster.add')}
      onNext={onNext}
      onBack={onBack}
      form={({ id, saved, foot, saveLabel }) => {
        const cluster = clusters.find((each) => each.id === id);
        return (
          <StepForm
            label={t('zoneSetup.cluster.title')}
            fields={fieldsOf(cluster === undefined)}
            initial={{
              clustername: cluster?.name ?? freeName(t('nouns.cluster'), clusters),
              hypervisor: cluster?.hypervisortype ?? 'KVM',
              podid: cluster?.podid ?? pods[0]?.id,
            }}
            parts={parts}
            submitLabel={saveLabel}
            foot={foot}
            submit={async (values) => {
              const input = { ...partInput(part, values), podid: values.podid ?? pods[0]?.id } as Omit<
                Input<'addCluster'>,
                'zoneid'
              >;
              if (id === undefined) await atFields(part, call('addCluster', { zoneid: zone.id, ...input }));
              else await atFields(part, call('updateCluster', { id, clustername: input.clustername }));
              saved();
            }}
          />
        );
      }}
    />
  );
}
