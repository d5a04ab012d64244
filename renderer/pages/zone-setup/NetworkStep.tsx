import { Cable } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import { stateBadge } from '../../components/badges.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormValues } from '../../components/form-values.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, partInput, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { paths } from '../../paths.ts';
import { proposeRanges } from './address-plan.ts';
import { ensureGuestNetwork, ensurePhysicalNetwork } from './make-zone.ts';
import { StepBody } from './StepBody.tsx';
import { doneSteps, freeName } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';

const physicalPart: StepPart = { command: 'createPhysicalNetwork', parameters: { name: 'physicalname' } };
const guestPart: StepPart = { command: 'addTrafficType', parameters: { kvmnetworklabel: 'kvmnetworklabel' } };
const managementPart: StepPart = { command: 'addTrafficType', parameters: { kvmnetworklabel: 'managementlabel' } };
const networkPart: StepPart = {
  command: 'createNetwork',
  parameters: Object.fromEntries(
    ['name', 'gateway', 'netmask', 'startip', 'endip', 'networkdomain'].map((name) => [name, name]),
  ),
};
const parts = [physicalPart, guestPart, managementPart, networkPart];

function derive(values: FormValues): FormValues {
  const plan = proposeRanges(String(values.gateway ?? ''), String(values.netmask ?? ''));
  return plan === undefined ? {} : { startip: plan.gueststart, endip: plan.guestend };
}

/** The wire and the bridge that carries guests on it, and the addresses that instances get. */
export function NetworkStep({ resources, quick, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const { zone, pods, physicalNetworks, networks } = resources;
  const wire = physicalNetworks[0];
  const pod = pods[0];
  const hasGuest = wire?.traffictypes.some((type) => type.traffictype === 'Guest') ?? false;
  const hasManagement = wire?.traffictypes.some((type) => type.traffictype === 'Management') ?? false;
  const fields = useMemo<readonly StepField[]>(() => {
    const physical = t('zoneSetup.network.physical');
    const guest = t('zoneSetup.network.guest');
    return [
      { name: 'physicalname', label: t('zoneSetup.network.physicalName'), section: physical, when: () => !wire },
      {
        name: 'kvmnetworklabel',
        label: t('zoneSetup.network.bridge'),
        help: t('zoneSetup.network.bridgeHelp'),
        section: physical,
        when: () => !hasGuest,
      },
      {
        name: 'managementlabel',
        label: t('zoneSetup.network.managementBridge'),
        help: t('zoneSetup.network.managementHelp'),
        section: physical,
        when: () => !quick && !hasManagement,
      },
      { name: 'name', label: t('zoneSetup.network.guestName'), section: guest },
      { name: 'networkdomain', placeholder: zone.domain ?? 'lab.example', section: guest },
      { name: 'gateway', section: guest, help: t('zoneSetup.network.gatewayHelp') },
      { name: 'netmask', section: guest },
      { name: 'startip', section: guest, help: t('zoneSetup.network.startHelp') },
      { name: 'endip', section: guest, help: '' },
    ];
  }, [t, wire, hasGuest, hasManagement, quick, zone.domain]);
  const done = doneSteps(resources).has('network');
  return (
    <StepBody
      label={t('zoneSetup.network.title')}
      things={[
        ...physicalNetworks.map((network) => ({
          id: network.id,
          name: network.name,
          icon: Cable,
          badge: <StateOf badge={stateBadge(network.state)} />,
          facts: network.traffictypes
            .map((type) => t('zoneSetup.network.traffic', { type: type.traffictype, bridge: type.kvmnetworklabel }))
            .join(' · '),
          onRemove: () =>
            confirmDelete({
              command: 'deletePhysicalNetwork',
              things: [network],
              consequence: t('pages.deletePhysicalNetworkText'),
            }),
        })),
        ...networks.map((network) => ({
          id: network.id,
          name: network.name,
          icon: icons.network,
          href: paths.network(network.id),
          facts: t('zoneSetup.network.facts', { ...network }),
          onRemove: () =>
            confirmDelete({ command: 'deleteNetwork', things: [network], consequence: t('pages.deleteNetworkText') }),
        })),
      ]}
      done={done}
      formOpen={!done}
      addLabel={t('zoneSetup.network.add')}
      onNext={onNext}
      onBack={onBack}
      form={({ saved, foot, saveLabel }) => (
        <StepForm
          label={t('zoneSetup.network.title')}
          fields={fields}
          initial={{
            physicalname: wire?.name ?? freeName(t('zoneSetup.network.physical'), physicalNetworks),
            kvmnetworklabel: 'cloudbr0',
            ...(quick || hasManagement ? {} : { managementlabel: 'cloudbr0' }),
            name: networks.length === 0 ? t('zoneSetup.network.guestDefault') : undefined,
            gateway: pod?.gateway,
            netmask: pod?.netmask ?? '255.255.255.0',
          }}
          derive={derive}
          parts={parts}
          submitLabel={saveLabel}
          foot={foot}
          submit={async (values) => {
            const physical = await atFields(
              guestPart,
              ensurePhysicalNetwork(zone.id, String(values.physicalname ?? wire?.name), {
                Guest: String(values.kvmnetworklabel ?? 'cloudbr0'),
                Management: values.managementlabel as string | undefined,
              }),
            );
            const input = partInput(networkPart, values) as Omit<
              Input<'createNetwork'>,
              'networkofferingid' | 'zoneid'
            >;
            await atFields(
              networkPart,
              ensureGuestNetwork({ ...input, zoneid: zone.id, physicalnetworkid: physical.id }),
            );
            saved();
          }}
        />
      )}
    />
  );
}
