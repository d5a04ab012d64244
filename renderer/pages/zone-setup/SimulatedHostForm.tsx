import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import type { ClusterView, HostView } from '../../../engine/contract/views.ts';
import { JobChecks } from '../../components/steps/JobChecks.tsx';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, partInput, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { useStepJob } from '../../components/steps/use-step-job.ts';
import { useWords } from '../../components/words.ts';
import { gibibyte } from '../../ui/format.ts';
import type { FormTools } from './StepBody.tsx';

const part: StepPart = {
  command: 'addHost',
  parameters: { url: 'url', clusterid: 'clusterid', cpunumber: 'cpunumber', memorytotal: 'memory' },
};
const parts = [part];

interface Props extends FormTools {
  clusters: readonly ClusterView[];
  hosts: readonly HostView[];
  quick: boolean;
}

/** The first of sim1, sim2 … that no host is called. */
function freeHostName(hosts: readonly HostView[]): string {
  for (let number = 1; ; number++) if (!hosts.some((host) => host.name === `sim${number}`)) return `sim${number}`;
}

export function SimulatedHostForm({ clusters, hosts, quick, saved, foot, saveLabel }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { jobid, run } = useStepJob();
  const fields = useMemo<readonly StepField[]>(
    () => [
      { name: 'url', label: words.field('name'), help: t('zoneSetup.hosts.simulatedHelp'), wide: true },
      {
        name: 'clusterid',
        kind: 'select',
        options: clusters.map((cluster) => ({ value: cluster.id, label: cluster.name })),
        when: () => clusters.length > 1,
        wide: true,
      },
      { name: 'cpunumber', kind: 'number', help: '', when: () => !quick },
      { name: 'memory', kind: 'number', unit: 'GiB', help: '', when: () => !quick },
    ],
    [t, words, clusters, quick],
  );
  return (
    <StepForm
      label={t('pages.addSimulatedHost')}
      fields={fields}
      initial={{ url: freeHostName(hosts), clusterid: clusters[0]?.id, cpunumber: 16, memory: 64 }}
      parts={parts}
      submitLabel={saveLabel}
      foot={foot}
      submit={async (values) => {
        const cluster = clusters.find((each) => each.id === values.clusterid) ?? clusters[0];
        if (cluster === undefined) return;
        const { memorytotal, ...input } = partInput(part, values);
        await atFields(
          part,
          run('addHost', {
            ...input,
            ...(typeof memorytotal === 'number' && { memorytotal: memorytotal * gibibyte }),
            zoneid: cluster.zoneid,
            podid: cluster.podid,
            clusterid: cluster.id,
            hypervisor: 'Simulator',
          } as Input<'addHost'>),
        );
        saved();
      }}
    >
      {jobid === undefined ? null : <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.hosts.connecting')} />}
    </StepForm>
  );
}
