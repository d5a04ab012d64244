import { useMemo } from 'react';
import type {
  DiskOfferingView,
  IsoView,
  NetworkView,
  OsTypeView,
  ServiceOfferingView,
  TemplateView,
  ZoneView,
} from '../../../../engine/contract/views.ts';
import { useList } from '../../../api/live.ts';
import { offeringLimits } from '../../../components/offering-size.ts';
import { usePreferences } from '../../../stores/preferences.ts';
import type { DeployDraft } from './deploy-draft.ts';
import { nameStem, suggestName } from './suggest-name.ts';

const all = 500;

export interface DeployChoices {
  loading: boolean;
  zones: readonly ZoneView[];
  templates: readonly TemplateView[];
  isos: readonly IsoView[];
  source: 'template' | 'iso';
  offerings: readonly ServiceOfferingView[];
  diskOfferings: readonly DiskOfferingView[];
  networks: readonly NetworkView[];
  osTypes: readonly OsTypeView[];
  zone: ZoneView | undefined;
  /** One of the two. */
  template: TemplateView | undefined;
  iso: IsoView | undefined;
  offering: ServiceOfferingView | undefined;
  diskOffering: DiskOfferingView | undefined;
  chosenNetworks: readonly NetworkView[];
  /** The draft with every default filled in: what "Deploy instance" would send now. */
  draft: DeployDraft;
}

const bySize = (a: ServiceOfferingView, b: ServiceOfferingView) =>
  Number(a.iscustomized) - Number(b.iscustomized) ||
  (a.memory ?? 0) - (b.memory ?? 0) ||
  (a.cpunumber ?? 0) - (b.cpunumber ?? 0) ||
  a.name.localeCompare(b.name);

/** Featured templates first, then by name; only what can be deployed now. */
const byFeatured = (a: TemplateView | IsoView, b: TemplateView | IsoView) =>
  Number(b.isfeatured) - Number(a.isfeatured) || a.name.localeCompare(b.name);

/**
 * Everything that the deploy page offers, and a sensible choice of each where the person has not chosen: the zone of the top bar, the
 * first template, the smallest offering, the zone's first network. So the page can be sent as it opens.
 */
export function useDeployChoices(chosen: DeployDraft): DeployChoices {
  const preferred = usePreferences((preferences) => preferences.zoneId);
  const zoneList = useList('listZones', { pagesize: all, allocationstate: 'Enabled' });
  const templateHint = useList('listTemplates', hintInput(chosen.templateid)).rows[0];
  const isoHint = useList('listIsos', chosen.templateid === undefined ? undefined : { id: chosen.templateid }).rows[0];
  const zones = zoneList.rows;
  const wanted = chosen.zoneid ?? templateHint?.zoneid ?? isoHint?.zoneid ?? preferred;
  const zone = zones.find((each) => each.id === wanted) ?? zones[0];
  const inZone = zone === undefined ? undefined : { zoneid: zone.id, pagesize: all };
  const templateList = useList('listTemplates', inZone && { ...inZone, templatefilter: 'executable', isready: true });
  const isoList = useList('listIsos', inZone && { ...inZone, isofilter: 'executable', bootable: true });
  const networkList = useList('listNetworks', inZone);
  const offeringList = useList('listServiceOfferings', inZone);
  const diskOfferings = useList('listDiskOfferings', inZone).rows;
  const osTypes = useList('listOsTypes', { pagesize: all }).rows;

  const templates = useMemo(
    () => templateList.rows.filter((each) => each.isready).sort(byFeatured),
    [templateList.rows],
  );
  const isos = useMemo(() => [...isoList.rows].sort(byFeatured), [isoList.rows]);
  const offerings = useMemo(() => [...offeringList.rows].sort(bySize), [offeringList.rows]);
  const namedIso = isos.find((each) => each.id === chosen.templateid);
  const source = chosen.source ?? (namedIso === undefined ? 'template' : 'iso');
  const iso = source === 'iso' ? (namedIso ?? isos[0]) : undefined;
  const template =
    source === 'template' ? (templates.find((each) => each.id === chosen.templateid) ?? templates[0]) : undefined;
  const image = template ?? iso;
  const offering = offerings.find((each) => each.id === chosen.serviceofferingid) ?? offerings[0];
  // An ISO is installed on an empty disk, whose size is a disk offering's: the smallest with a size of its own, unless chosen.
  const diskOffering =
    diskOfferings.find((each) => each.id === chosen.diskofferingid) ??
    (source === 'iso'
      ? [...diskOfferings].filter((each) => !each.iscustomized).sort((a, b) => a.disksize - b.disksize)[0]
      : undefined);
  const networks = networkList.rows;
  const chosenNetworks = useMemo(() => {
    const known = (chosen.networkids ?? [])
      .map((id) => networks.find((each) => each.id === id))
      .filter((each) => each !== undefined);
    return known.length > 0 || chosen.networkids?.length === 0 ? known : networks.slice(0, 1);
  }, [chosen.networkids, networks]);

  const stem = image === undefined ? undefined : nameStem(image.name);
  const namesakes = useList('listVirtualMachines', stem === undefined ? undefined : { keyword: stem, pagesize: all });
  const suggestion =
    image === undefined || namesakes.loading
      ? undefined
      : suggestName(
          image.name,
          namesakes.rows.map((vm) => vm.name),
        );

  return {
    loading:
      zoneList.loading || offeringList.loading || (inZone !== undefined && (templateList.loading || isoList.loading)),
    zones,
    templates,
    isos,
    source,
    offerings,
    diskOfferings,
    networks,
    osTypes,
    zone,
    template,
    iso,
    offering,
    diskOffering,
    chosenNetworks,
    draft: {
      ...chosen,
      zoneid: zone?.id,
      templateid: image?.id,
      rootdisksize: source === 'iso' ? undefined : chosen.rootdisksize,
      serviceofferingid: offering?.id,
      diskofferingid: diskOffering?.id,
      ...customSize(offering, chosen),
      size: diskOffering?.iscustomized ? chosen.size : undefined,
      networkids: chosenNetworks.map((network) => network.id),
      name: chosen.name ?? suggestion,
      namepattern: chosen.namepattern ?? (stem === undefined ? undefined : `${stem}-##`),
    },
  };
}

/** The sizes that the offering leaves open, the smallest of each where none was chosen. */
function customSize(
  offering: ServiceOfferingView | undefined,
  chosen: DeployDraft,
): Pick<DeployDraft, 'cpunumber' | 'cpuspeed' | 'memory'> {
  if (offering === undefined || !offering.iscustomized)
    return { cpunumber: undefined, cpuspeed: undefined, memory: undefined };
  const { cpunumber, cpuspeed, memory } = offeringLimits(offering);
  return {
    cpunumber: chosen.cpunumber ?? cpunumber[0],
    cpuspeed: offering.cpuspeed === undefined ? (chosen.cpuspeed ?? 1000) : cpuspeed[0],
    memory: chosen.memory ?? Math.max(memory[0], Math.min(1024, memory[1])),
  };
}

function hintInput(templateid: string | undefined) {
  return templateid === undefined ? undefined : { id: templateid, templatefilter: 'all' as const, pagesize: 1 };
}
