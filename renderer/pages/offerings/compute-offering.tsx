import { Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { leaseExpiryActions } from '../../../engine/contract/instance-lease.ts';
import { planners } from '../../../engine/contract/service-offering.ts';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { idsOf, moreFields, placeOfForm, stateActions, usePlaces, withoutMore } from './offering-parts.tsx';

const isCustom = (values: FormValues) => values.customized === true;
const isFixed = (values: FormValues) => !isCustom(values);
const opened = (values: FormValues) => values.more === true;
const isImplicit = (values: FormValues) => values.deploymentplanner === 'ImplicitDedicationPlanner';
/** The planner's mode is a detail of the offering; how a lease ends goes with the lease. */
const withMode = (values: FormValues): FormValues => {
  const { implicitmode, leaseexpiryaction, ...rest } = withoutMore(values);
  // Without a lease nothing ends.
  const others = rest.leaseduration ? { ...rest, leaseexpiryaction } : rest;
  return isImplicit(others) ? { ...others, serviceofferingdetails: { ImplicitDedicationMode: implicitmode } } : others;
};
const ownDisks = (values: FormValues) => opened(values) && !values.diskofferingid;

export function CreateComputeOffering() {
  const { t } = useTranslation();
  const words = useWords();
  const places = usePlaces();
  const diskOfferings = useOptions('listDiskOfferings');
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'customized', kind: 'switch' },
      { name: 'cpunumber', kind: 'number', required: true, when: isFixed },
      { name: 'cpuspeed', kind: 'number', unit: 'MHz' },
      { name: 'memory', kind: 'number', unit: 'MiB', required: true, when: isFixed },
      { name: 'mincpunumber', kind: 'number', when: isCustom },
      { name: 'maxcpunumber', kind: 'number', when: isCustom },
      { name: 'minmemory', kind: 'number', unit: 'MiB', when: isCustom },
      { name: 'maxmemory', kind: 'number', unit: 'MiB', when: isCustom },
      {
        name: 'storagetype',
        kind: 'segmented',
        options: valueOptions(['shared', 'local'], words.value),
        when: (values) => !opened(values) || !values.diskofferingid,
      },
      { name: 'offerha', kind: 'switch' },
      { name: 'limitcpuuse', kind: 'switch' },
      { name: 'more', kind: 'switch', label: t('offerings.more') },
      { name: 'hosttags', when: opened },
      {
        name: 'deploymentplanner',
        kind: 'select',
        options: valueOptions(planners, (planner) => planner),
        placeholder: t('offerings.asSetting'),
        when: opened,
      },
      {
        name: 'implicitmode',
        kind: 'segmented',
        label: t('offerings.implicitMode'),
        help: t('offerings.implicitModeHelp'),
        options: valueOptions(['Strict', 'Preferred'], words.value),
        when: (values) => opened(values) && isImplicit(values),
      },
      { name: 'leaseduration', kind: 'number', label: t('offerings.leaseDays'), when: opened },
      {
        name: 'leaseexpiryaction',
        kind: 'segmented',
        options: leaseExpiryActions.map((value) => ({ value, label: t(`instanceLease.${value}`) })),
        when: (values) => opened(values) && Boolean(values.leaseduration),
      },
      { name: 'diskofferingid', kind: 'select', options: diskOfferings, when: opened },
      { name: 'tags', when: ownDisks },
      { name: 'rootdisksize', kind: 'number', unit: 'GiB', when: ownDisks },
      ...moreFields(places ?? { domains: [], zones: [] }, t).map((field) =>
        /rate$|^cachemode$/.test(field.name) ? { ...field, when: ownDisks } : field,
      ),
    ],
    [words, t, places, diskOfferings],
  );
  if (places === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createServiceOffering"
      fields={fields}
      initial={{
        cpunumber: 1,
        cpuspeed: 1000,
        memory: 1024,
        storagetype: 'shared',
        implicitmode: 'Strict',
        leaseexpiryaction: 'STOP',
      }}
      prepare={withMode}
      summary={(values) =>
        isCustom(values)
          ? t('offerings.customSummary', { name: String(values.name || t('pages.thisOffering')) })
          : t('pages.computeOfferingSummary', {
              count: Number(values.cpunumber ?? 1),
              memory: String(values.memory ?? '–'),
              name: String(values.name || t('pages.thisOffering')),
            })
      }
      submitLabel={words.command('createServiceOffering')}
    />
  );
}

function EditComputeOffering({ offering }: { offering: ServiceOfferingView }) {
  const { t } = useTranslation();
  const places = usePlaces();
  if (places === undefined) return <SkeletonRows />;
  const texts = offering.diskofferingid === undefined ? ['hosttags', 'storagetags'] : ['hosttags'];
  return (
    <ResourceForm
      command="updateServiceOffering"
      fixed={{ id: offering.id }}
      initial={{
        name: offering.name,
        displaytext: offering.displaytext,
        hosttags: offering.hosttags,
        storagetags: offering.storagetags,
        domainid: idsOf(offering.domainid),
        zoneid: idsOf(offering.zoneid),
      }}
      fields={[
        { name: 'name' },
        { name: 'displaytext' },
        ...texts.map((name) => ({ name })),
        {
          name: 'domainid',
          kind: 'multiselect',
          options: places.domains,
          placeholder: t('offerings.everybody'),
        },
        { name: 'zoneid', kind: 'multiselect', options: places.zones, placeholder: t('offerings.allZones') },
      ]}
      prepare={(values) => placeOfForm(values, texts)}
      submitLabel={t('ui.save')}
    />
  );
}

export function useComputeOfferingActions(): readonly ResourceAction<ServiceOfferingView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'edit',
        needs: 'updateServiceOffering',
        label: t('ui.edit'),
        icon: Pencil,
        primary: true,
        run: ([offering]) =>
          offering &&
          openPanel({
            title: words.command('updateServiceOffering'),
            content: <EditComputeOffering offering={offering} />,
          }),
      },
      ...stateActions<ServiceOfferingView>('updateServiceOffering', t),
      {
        id: 'delete',
        needs: 'deleteServiceOffering',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        run: (things) =>
          confirmDelete({ command: 'deleteServiceOffering', things, consequence: t('pages.deleteOfferingText') }),
      },
    ],
    [t, words],
  );
}
