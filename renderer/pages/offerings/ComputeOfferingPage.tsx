import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { offeringText } from '../../components/offering-size.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useComputeOfferingActions } from './compute-offering.tsx';
import { offeringState, speedFacts } from './offering-parts.tsx';

export function ComputeOfferingPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<ServiceOfferingView>
      icon={icons.computeOffering}
      kind={t('nouns.computeOffering')}
      commented="SERVICE_OFFERING"
      listPath={paths.computeOfferings}
      result={useOne('listServiceOfferings', id)}
      name={(offering) => offering.name}
      actions={useComputeOfferingActions()}
      facts={(offering) => [
        { field: 'id', value: offering.id, copy: offering.id, mono: true },
        { field: 'displaytext', value: offering.displaytext },
        { field: 'state', value: offeringState(offering, t) },
        { field: 'cpunumber', value: offeringText(offering, 'cpunumber') },
        { field: 'cpuspeed', value: offeringText(offering, 'cpuspeed') },
        { field: 'memory', value: offeringText(offering, 'memory') },
        { field: 'rootdisksize', value: offering.rootdisksize && `${offering.rootdisksize} GiB` },
        {
          field: 'diskofferingid',
          value: offering.diskofferingid && (
            <ResourceLink href={paths.diskOffering(offering.diskofferingid)} name={offering.diskofferingname} />
          ),
        },
        { field: 'storagetype', value: words.value(offering.storagetype) },
        { field: 'offerha', value: offering.offerha ? t('ui.yes') : t('ui.no') },
        { field: 'limitcpuuse', value: offering.limitcpuuse ? t('ui.yes') : t('ui.no') },
        { field: 'hosttags', value: offering.hosttags },
        { field: 'storagetags', value: offering.storagetags },
        { field: 'deploymentplanner', value: offering.deploymentplanner ?? t('offerings.asSetting') },
        {
          field: 'leaseduration',
          label: t('offerings.leaseDays'),
          value:
            offering.leaseexpiryaction &&
            `${offering.leaseduration} · ${t(`instanceLease.${offering.leaseexpiryaction}`)}`,
        },
        {
          field: 'implicitmode',
          label: t('offerings.implicitMode'),
          value:
            offering.deploymentplanner === 'ImplicitDedicationPlanner'
              ? words.value(offering.serviceofferingdetails?.ImplicitDedicationMode ?? 'Strict')
              : undefined,
        },
        { field: 'domain', value: offering.domain ?? t('offerings.everybody') },
        { field: 'zone', value: offering.zone ?? t('offerings.allZones') },
        ...speedFacts(offering, t),
        { field: 'created', value: <RelativeTime date={offering.created} /> },
      ]}
      tabs={(offering) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ serviceofferingid: offering.id }} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: offering.id }} />,
        },
      ]}
    />
  );
}
