import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { call } from '../../api/client.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import type { StepField, StepPart } from '../../components/steps/step-form.ts';
import { packageFields, packageParameters, withoutSwitch } from './package-fields.ts';

const parts: readonly StepPart[] = [
  {
    command: 'updateHostPreparation',
    parameters: {
      nic: 'nic',
      bridge: 'bridge',
      fqdn: 'fqdn',
      acceptemulation: 'acceptemulation',
      closeagent: 'closeagent',
      ...Object.fromEntries(packageParameters.map((name) => [name, name])),
    },
  },
];

/** What a person may choose about a machine; the plan is made again with it. */
export function PlanChoices({ preparation }: { preparation: HostPreparationView }) {
  const { t } = useTranslation();
  const { nics, plan, acceptemulation, closeagent, proxyurl, proxyuser, packagesource, unsignedpackages } = preparation;
  const emulates =
    acceptemulation ||
    plan.some((item) => item.id === 'virtualization' && ['blocked', 'warning'].includes(item.status));
  const agentRuns = closeagent || plan.some((item) => item.id === 'leftovers' && item.status === 'blocked');
  const fields = useMemo<readonly StepField[]>(
    () => [
      {
        name: 'nic',
        kind: 'select',
        label: t('hostPreparation.nic'),
        help: t('hostPreparation.nicHelp'),
        options: nics.map((nic) => ({
          value: nic.name,
          label: [
            nic.name,
            nic.addresses.join(', '),
            nic.carriesssh ? t('hostPreparation.carriesSsh') : '',
            nic.up ? '' : t('hostPreparation.nicDown'),
          ]
            .filter(Boolean)
            .join(' · '),
        })),
      },
      { name: 'bridge', help: t('hostPreparation.bridgeHelp') },
      { name: 'fqdn', label: t('hostPreparation.fqdn'), help: t('hostPreparation.fqdnHelp') },
      {
        name: 'acceptemulation',
        kind: 'switch',
        help: t('hostPreparation.emulationHelp'),
        when: () => emulates,
      },
      {
        name: 'closeagent',
        kind: 'switch',
        help: t('hostPreparation.closeAgentHelp'),
        when: () => agentRuns,
      },
      ...packageFields(t, proxyuser !== undefined),
    ],
    [t, nics, emulates, agentRuns, proxyuser],
  );
  const initial = {
    nic: preparation.nic,
    bridge: preparation.bridge,
    fqdn: preparation.fqdn,
    acceptemulation,
    closeagent,
    ownpackages: proxyurl !== undefined || packagesource !== undefined,
    proxyurl,
    proxyuser,
    packagesource,
    unsignedpackages,
  };
  return (
    <StepForm
      key={JSON.stringify(initial)}
      label={t('hostPreparation.choices')}
      fields={fields}
      initial={initial}
      parts={parts}
      submitLabel={t('hostPreparation.planAgain')}
      takeFocus={false}
      submit={async (values) => {
        // What was emptied, or hidden by its switch, is taken back; left out it would stay.
        const cleared = { proxyurl: '', proxyuser: '', packagesource: '' };
        await call('updateHostPreparation', { id: preparation.id, ...cleared, ...withoutSwitch(values) });
      }}
    />
  );
}
