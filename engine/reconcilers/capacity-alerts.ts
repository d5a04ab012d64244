import type { Ctx } from '../context.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { type CapacityPart, capacityOf } from '../resources/capacity/capacity.ts';
import { addAlert, resolveAlert } from '../resources/common.ts';
import { alertName } from '../resources/event/alert-types.ts';
import type { ZoneRow } from '../store/rows.ts';
import type { Reconciler } from './reconciler.ts';

type NumberSetting = Parameters<Ctx['settings']['number']>[0];
type Scope = NonNullable<Parameters<Ctx['settings']['number']>[1]>;

/** A kind of capacity that may become scarce: CloudStack's number of it, the type of its alert, and above which share that is raised. */
interface Watched {
  capacity: number;
  alert: number;
  setting: NumberSetting;
  said(name: string, share: string, most: string): Phrase;
}

const ofClusters: readonly Watched[] = [
  {
    capacity: 0,
    alert: 0,
    setting: 'cluster.memory.allocated.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its memory allocated, above ${most}`,
  },
  {
    capacity: 1,
    alert: 1,
    setting: 'cluster.cpu.allocated.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its CPU allocated, above ${most}`,
  },
  {
    capacity: 2,
    alert: 2,
    setting: 'cluster.storage.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its primary storage in use, above ${most}`,
  },
  {
    capacity: 3,
    alert: 3,
    setting: 'cluster.storage.allocated.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its primary storage allocated, above ${most}`,
  },
  {
    capacity: 9,
    alert: 25,
    setting: 'cluster.localStorage.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its local storage allocated, above ${most}`,
  },
];
const ofZones: readonly Watched[] = [
  {
    capacity: 6,
    alert: 6,
    setting: 'zone.secstorage.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its secondary storage in use, above ${most}`,
  },
  {
    capacity: 8,
    alert: 24,
    setting: 'zone.directnetwork.publicip.capacity.notificationthreshold',
    said: (name, share, most) => say`${name} has ${share} of its addresses for instances in use, above ${most}`,
  },
];
/** Storage that a whole zone shares belongs to none of its clusters; its zone is told of. */
const sharedByZone = ofClusters.filter(({ capacity }) => capacity === 2 || capacity === 3);

interface Scarce {
  type: number;
  resourceId: string;
  resourceType: 'Cluster' | 'Zone';
  description: Phrase;
}

const words = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function scarceIn(ctx: Ctx, zone: ZoneRow, part: CapacityPart, watched: readonly Watched[], scope: Scope) {
  const rows = capacityOf(ctx, zone, part);
  const { id, name } = part.cluster ?? zone;
  return watched.flatMap((each): Scarce[] => {
    const row = rows.find(({ type }) => type === each.capacity);
    if (row === undefined || row.capacitytotal === 0) return [];
    const [share, most] = [row.capacityused / row.capacitytotal, ctx.settings.number(each.setting, scope)];
    if (share <= most) return [];
    const resourceType = part.cluster === undefined ? 'Zone' : 'Cluster';
    return [
      { type: each.alert, resourceId: id, resourceType, description: each.said(name, words(share), words(most)) },
    ];
  });
}

/** Compares how full clusters and zones are with the shares at which somebody wants to know. Each alert is raised once, and closed when it is no longer so. */
export const capacityAlerts: Reconciler = {
  name: 'capacity-alerts',
  period: (ctx) => ctx.settings.number('capacity.check.period'),
  async run(ctx) {
    const clusters = ctx.store.where('clusters', 'removed IS NULL');
    const scarce = ctx.store.where('zones', 'removed IS NULL').flatMap((zone) => {
      const inZone = { zoneId: zone.id };
      const shares = ctx.store.count('storagePools', "removed IS NULL AND scope = 'ZONE' AND zone_id = ?", zone.id) > 0;
      return [
        ...scarceIn(ctx, zone, {}, shares ? [...sharedByZone, ...ofZones] : ofZones, inZone),
        ...clusters
          .filter((cluster) => cluster.zoneId === zone.id)
          .flatMap((cluster) =>
            scarceIn(ctx, zone, { pod: { id: cluster.podId, name: cluster.podName ?? '' }, cluster }, ofClusters, {
              ...inZone,
              clusterId: cluster.id,
            }),
          ),
      ];
    });
    const keyOf = (type: number, resourceId: string | undefined) => `${type} ${resourceId}`;
    const now = new Set(scarce.map((each) => keyOf(each.type, each.resourceId)));
    const names = [...ofClusters, ...ofZones].map(({ alert }) => alertName(alert));
    ctx.store.write(() => {
      const open = ctx.store.where(
        'alerts',
        'resolved IS NULL AND name IN (SELECT value FROM json_each(?))',
        JSON.stringify(names),
      );
      for (const alert of open) if (!now.has(keyOf(alert.type, alert.resourceId))) resolveAlert(ctx, alert.id);
      for (const each of scarce) addAlert(ctx, each);
    });
  },
};
