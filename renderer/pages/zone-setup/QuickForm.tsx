import { Button } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useList } from '../../api/live.ts';
import type { FormValues } from '../../components/form-values.ts';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { proposeRanges } from './address-plan.ts';
import { ensureCluster, ensureGuestNetwork, ensurePhysicalNetwork, ensurePod, ensureZone } from './make-zone.ts';
import { freeName } from './setup-steps.ts';

const zonePart: StepPart = {
  command: 'createZone',
  parameters: { name: 'name', dns1: 'dns1', internaldns1: 'dns1' },
};
const podPart: StepPart = {
  command: 'createPod',
  parameters: { gateway: 'gateway', netmask: 'netmask', startip: 'podstart', endip: 'podend' },
};
const networkPart: StepPart = {
  command: 'createNetwork',
  parameters: { gateway: 'gateway', netmask: 'netmask', startip: 'gueststart', endip: 'guestend' },
};
const clusterPart: StepPart = { command: 'addCluster', parameters: { hypervisor: 'hypervisor' } };
const parts = [zonePart, podPart, networkPart, clusterPart];

/** A subnet for simulated hosts: they reach nothing, so any will do. */
const practiceGateway = '10.30.0.1';
const bridge = 'cloudbr0';

function derive(values: FormValues, edited: ReadonlySet<string>): FormValues {
  const proposed = values.hypervisor === 'Simulator' ? practiceGateway : '';
  const gateway = edited.has('gateway') ? values.gateway : proposed;
  const plan = proposeRanges(String(gateway), String(values.netmask ?? ''));
  return { gateway, dns1: plan === undefined ? undefined : gateway, ...plan };
}

/**
 * The quick way: one form for zone, pod, networks and cluster; names, bridge and name server are filled in. Each part is made
 * when it is not there, so that after a refused one the form goes on where it stopped.
 */
export function QuickForm({ onDone }: { onDone: (zoneId: string) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const zones = useList('listZones', { pagesize: 500 });
  const zoneId = useRef<string | undefined>(undefined);
  const fields = useMemo<readonly StepField[]>(() => {
    const network = t('zoneSetup.quick.network');
    const pod = t('zoneSetup.quick.reserved');
    const guest = t('zoneSetup.quick.instances');
    return [
      { name: 'name', label: t('zoneSetup.zone.zoneName') },
      {
        name: 'hypervisor',
        kind: 'segmented',
        label: t('zoneSetup.quick.hosts'),
        options: [
          { value: 'KVM', label: t('zoneSetup.quick.real') },
          { value: 'Simulator', label: t('zoneSetup.quick.simulated') },
        ],
        help: t('zoneSetup.quick.hostsHelp'),
      },
      { name: 'gateway', section: network, placeholder: '192.168.10.1', help: t('zoneSetup.quick.gatewayHelp') },
      { name: 'netmask', section: network, help: t('zoneSetup.quick.netmaskHelp') },
      { name: 'dns1', section: network, label: t('zoneSetup.quick.dns'), help: t('zoneSetup.quick.dnsHelp') },
      { name: 'podstart', section: pod, label: t('fields.startip'), help: t('zoneSetup.quick.reservedHelp') },
      { name: 'podend', section: pod, label: t('fields.endip') },
      { name: 'gueststart', section: guest, label: t('fields.startip'), help: t('zoneSetup.quick.instancesHelp') },
      { name: 'guestend', section: guest, label: t('fields.endip') },
    ];
  }, [t]);
  if (zones.loading) return null;
  const submit = async (values: FormValues) => {
    const text = (field: string) => String(values[field] ?? '');
    const subnet = { gateway: text('gateway'), netmask: text('netmask') };
    const hypervisor = values.hypervisor === 'Simulator' ? 'Simulator' : 'KVM';
    const zone = await atFields(
      zonePart,
      ensureZone(
        { name: text('name'), networktype: 'Basic', dns1: text('dns1'), internaldns1: text('dns1') },
        zoneId.current,
      ),
    );
    zoneId.current = zone.id;
    const pod = await atFields(
      podPart,
      ensurePod({
        zoneid: zone.id,
        name: freeName(t('nouns.pod'), []),
        ...subnet,
        startip: text('podstart'),
        endip: text('podend'),
      }),
    );
    const physical = await ensurePhysicalNetwork(zone.id, freeName(t('zoneSetup.network.physical'), []), {
      Guest: bridge,
    });
    await atFields(
      networkPart,
      ensureGuestNetwork({
        zoneid: zone.id,
        physicalnetworkid: physical.id,
        name: t('zoneSetup.network.guestDefault'),
        ...subnet,
        startip: text('gueststart'),
        endip: text('guestend'),
      }),
    );
    await atFields(
      clusterPart,
      ensureCluster({ zoneid: zone.id, podid: pod.id, clustername: freeName(t('nouns.cluster'), []), hypervisor }),
    );
    onDone(zone.id);
  };
  return (
    <StepForm
      label={t('zoneSetup.quick.title')}
      fields={fields}
      initial={{ name: freeName(words.noun('zone'), zones.rows), hypervisor: 'KVM', netmask: '255.255.255.0' }}
      derive={derive}
      parts={parts}
      submitLabel={t('zoneSetup.saveNext')}
      foot={
        <Button component={Link} href={paths.newZone} variant="default">
          {t('zoneSetup.back')}
        </Button>
      }
      summary={() => t('zoneSetup.quick.summary', { bridge })}
      submit={submit}
    />
  );
}
