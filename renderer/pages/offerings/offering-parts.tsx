import type { TFunction } from 'i18next';
import { CirclePause, CirclePlay } from 'lucide-react';
import type { DiskOfferingView, ServiceOfferingView } from '../../../engine/contract/views.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { type Option, useOptions, valueOptions } from '../../components/use-options.ts';
import { formatBytes } from '../../ui/format.ts';
import { useDomainOptions } from '../accounts/use-account-options.ts';

type Offering = ServiceOfferingView | DiskOfferingView;

/** Whether it can be chosen; a domain's state of the same name means something else. */
export const offeringState = (offering: Offering, t: TFunction): string =>
  t(offering.state === 'Active' ? 'offerings.active' : 'offerings.inactive');

/** How fast its disks may be; nothing where there is no limit. */
export function speedFacts(offering: Offering, t: TFunction) {
  const bytes = (rate: number | undefined) =>
    rate === undefined ? undefined : t('offerings.perSecond', { size: formatBytes(rate) });
  const operations = (rate: number | undefined) =>
    rate === undefined ? undefined : t('offerings.operations', { count: rate });
  return [
    { field: 'diskBytesReadRate', value: bytes(offering.diskBytesReadRate) },
    { field: 'diskBytesWriteRate', value: bytes(offering.diskBytesWriteRate) },
    { field: 'diskIopsReadRate', value: operations(offering.diskIopsReadRate) },
    { field: 'diskIopsWriteRate', value: operations(offering.diskIopsWriteRate) },
    { field: 'cacheMode', value: offering.cacheMode },
  ].filter((fact) => fact.value !== undefined);
}

/** The domains and zones that an offering may be for; undefined until they have been read. */
export function usePlaces(): { domains: readonly Option[]; zones: readonly Option[] } | undefined {
  const domains = useDomainOptions();
  const zones = useOptions('listZones');
  return domains === undefined ? undefined : { domains, zones };
}

const opened = (values: FormValues) => values.more === true;

/** Shown when `more` is on: for whom and where, and how fast. */
export function moreFields(
  places: { domains: readonly Option[]; zones: readonly Option[] },
  t: TFunction,
): readonly FormField[] {
  return [
    {
      name: 'domainid',
      kind: 'multiselect',
      options: places.domains,
      placeholder: t('offerings.everybody'),
      when: opened,
    },
    { name: 'zoneid', kind: 'multiselect', options: places.zones, placeholder: t('offerings.allZones'), when: opened },
    { name: 'bytesreadrate', kind: 'number', when: opened },
    { name: 'byteswriterate', kind: 'number', when: opened },
    { name: 'iopsreadrate', kind: 'number', when: opened },
    { name: 'iopswriterate', kind: 'number', when: opened },
    {
      name: 'cachemode',
      kind: 'select',
      options: valueOptions(['none', 'writeback', 'writethrough'], (value) => value),
      when: opened,
    },
  ];
}

/** What of a form is no parameter. */
export const withoutMore = ({ more: _shown, ...values }: FormValues): FormValues => values;

/** An empty list means everybody, or everywhere; an empty text takes tags away, for which the form has to send one. */
export function placeOfForm({ domainid, zoneid, ...values }: FormValues, texts: readonly string[]): FormValues {
  const listed = (ids: unknown, none: string) => (Array.isArray(ids) && ids.length > 0 ? ids.join(',') : none);
  const cleared = Object.fromEntries(texts.map((name) => [name, values[name] || ' ']));
  return { ...values, ...cleared, domainid: listed(domainid, 'public'), zoneid: listed(zoneid, 'all') };
}

export const idsOf = (ids: string | undefined): readonly string[] | undefined => ids?.split(',');

/** Whether it can be chosen from now on; each refuses what already is. */
export function stateActions<O extends Offering>(
  command: 'updateServiceOffering' | 'updateDiskOffering',
  t: TFunction,
): ResourceAction<O>[] {
  const one = (id: string, label: string, icon: ResourceAction<O>['icon'], state: O['state']): ResourceAction<O> => ({
    id,
    needs: command,
    label,
    icon,
    bulk: true,
    refusal: (offering) =>
      offering.state === state ? t('refusal.already', { state: offeringState(offering, t) }) : undefined,
    run: (offerings) =>
      Promise.all(offerings.map(({ id: which, name }) => runCommand(command, { id: which, state }, name))),
  });
  return [
    one('activate', t('offerings.activate'), CirclePlay, 'Active'),
    one('deactivate', t('offerings.deactivate'), CirclePause, 'Inactive'),
  ];
}
