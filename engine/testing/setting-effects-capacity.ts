import { deployInput, idOf } from './lab.ts';
import { runningInstance } from './measured.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';
import { looks } from './setting-effects-upkeep.ts';

/** Names of the alerts that are open after a look at how full the small cloud is, where an instance runs. */
async function alerts(cloud: EffectCloud): Promise<string[]> {
  await runningInstance(cloud.lab, 'vm');
  await cloud.round('storage-stats');
  await cloud.round('capacity-alerts');
  return open(cloud);
}

const open = async ({ lab }: EffectCloud): Promise<string[]> =>
  (await lab.call('listAlerts', {})).alert.filter((alert) => alert.resolved === undefined).map(({ name }) => name);

/** An alert that is raised as soon as anything is used, and not where all may be. */
const threshold = (name: string, before?: (cloud: EffectCloud) => Promise<unknown>): SettingEffect => ({
  values: ['0', '1'],
  seen: [[name], []],
  async look(cloud) {
    await before?.(cloud);
    return await alerts(cloud);
  },
});

/** Something lies on a host's own storage. */
async function localVolume({ lab }: EffectCloud): Promise<void> {
  const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  await lab.run('createStoragePool', { zoneid, hostid, scope: 'HOST', name: 'local', url: 'file:///srv/vms' });
  const size = { cpunumber: 1, cpuspeed: 500, memory: 256 };
  const { id: serviceofferingid } = await lab.call('createServiceOffering', {
    name: 'own',
    storagetype: 'local',
    ...size,
  });
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'local')), serviceofferingid });
}

export const capacityEffects = {
  'capacity.check.period': {
    values: ['1000', '86400000'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      await runningInstance(cloud.lab, 'vm');
      await cloud.set('cluster.memory.allocated.capacity.notificationthreshold', '0');
      return await looks(cloud, () => cloud.lab.engine.internals.ctx.store.count('alerts', 'resolved IS NULL') > 0);
    },
  },
  'cluster.cpu.allocated.capacity.notificationthreshold': threshold('ALERT.CPU'),
  'cluster.memory.allocated.capacity.notificationthreshold': threshold('ALERT.MEMORY'),
  'cluster.storage.capacity.notificationthreshold': threshold('ALERT.STORAGE'),
  'cluster.storage.allocated.capacity.notificationthreshold': threshold('ALERT.STORAGE.ALLOCATED'),
  'cluster.localStorage.capacity.notificationthreshold': threshold('ALERT.STORAGE.LOCAL', localVolume),
  'zone.secstorage.capacity.notificationthreshold': threshold('ALERT.SECONDARYSTORAGE', async ({ lab }) => {
    const id = await idOf(lab, 'listImageStores', 'imagestore', 'images');
    lab.engine.internals.ctx.store.update('imageStores', id, { used: 1024 ** 3 });
  }),
  'zone.directnetwork.publicip.capacity.notificationthreshold': threshold('ALERT.DIRECTATTACHED.PUBLICIP'),
} satisfies Record<string, SettingEffect>;
