import { control } from '../reconcilers/testing/simulated-world.ts';
import { idOf, type TestEngine } from './lab.ts';
import { measuring, runningInstance } from './measured.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';
import { looks } from './setting-effects-upkeep.ts';

/** How many things of a kind have figures. */
const measured = (lab: TestEngine, kind: string): number =>
  (
    lab.engine.internals.ctx.store.prepare('SELECT count(*) AS n FROM statistic WHERE kind = ?').get(kind) as {
      n: number;
    }
  ).n;

/** What is left of an instance's and its volumes' figures two hours on. */
async function twoHoursOn(cloud: EffectCloud): Promise<{ instance: string; volume: string }> {
  const { lab } = cloud;
  const id = await runningInstance(lab, 'vm');
  const time = await measuring(lab);
  await time.round();
  await time.pass(7200);
  await cloud.round('statistics-purge');
  const instance = (await lab.call('listVirtualMachinesUsageHistory', { id })).virtualmachine[0]?.stats;
  const volumes = (await lab.call('listVolumesUsageHistory', {})).volume;
  const word = (stats: readonly unknown[] | undefined) => (stats?.length ? 'kept' : 'forgotten');
  return { instance: word(instance), volume: word(volumes.flatMap((volume) => volume.stats)) };
}

export const statisticsEffects = {
  'vm.stats.interval': {
    values: ['1000', '86400000'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      await runningInstance(cloud.lab, 'vm');
      return await looks(cloud, () => measured(cloud.lab, 'virtualmachine') > 0);
    },
  },
  'host.stats.interval': {
    values: ['1000', '86400000'],
    seen: ['looked', 'did not look'],
    look: (cloud) => looks(cloud, () => measured(cloud.lab, 'host') > 0),
  },
  'storage.stats.interval': {
    values: ['1000', '86400000'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      const id = await idOf(cloud.lab, 'listStoragePools', 'storagepool', 'pool');
      const size = () => cloud.lab.engine.internals.ctx.store.get('storagePools', id)?.total;
      cloud.lab.engine.internals.ctx.store.update('storagePools', id, { total: 1 });
      return await looks(cloud, () => size() !== 1);
    },
  },
  'stats.timeout': {
    values: ['1', '3600000'],
    seen: ['left out', 'waited for'],
    async look(cloud) {
      const { lab } = cloud;
      const time = await measuring(lab);
      const id = await idOf(lab, 'listHosts', 'host', 'sim-a');
      await lab.call('injectSimulatorFault', { hostid: id, name: 'slow', detail: '10000' });
      await time.pass(60);
      const asked = cloud.round('host-statistics');
      // Whoever waits for the host waits for this; who does not is done by itself.
      let over = false;
      const end = asked.then(() => {
        over = true;
      });
      if (cloud.value === '1') await end;
      while (!over) {
        control(lab).setClock({ advance: 10_000 });
        await new Promise((resolve) => setImmediate(resolve));
      }
      const [host] = (await lab.call('listHosts', { id })).host;
      return host?.networkkbsread === undefined ? 'left out' : 'waited for';
    },
  },
  'vm.stats.max.retention.time': {
    values: ['60', '720'],
    seen: ['forgotten', 'kept'],
    look: async (cloud) => (await twoHoursOn(cloud)).instance,
  },
  'vm.stats.increment.metrics': {
    values: ['true', 'false'],
    seen: ['all rounds', 'the last round'],
    async look({ lab }) {
      const id = await runningInstance(lab, 'vm');
      const time = await measuring(lab);
      await time.round();
      await time.round();
      const [shown] = (await lab.call('listVirtualMachines', { id })).virtualmachine;
      const [last] = (await lab.call('listVirtualMachinesUsageHistory', { id })).virtualmachine[0]?.stats ?? [];
      return shown?.diskkbswrite === last?.diskkbswrite ? 'the last round' : 'all rounds';
    },
  },
  'vm.disk.stats.retention.enabled': {
    values: ['true', 'false'],
    seen: ['kept', 'forgotten'],
    look: async (cloud) => (await twoHoursOn(cloud)).volume,
  },
  'vm.disk.stats.max.retention.time': {
    values: ['60', '720'],
    seen: ['forgotten', 'kept'],
    async look(cloud) {
      await cloud.set('vm.disk.stats.retention.enabled', 'true');
      return (await twoHoursOn(cloud)).volume;
    },
  },
} satisfies Record<string, SettingEffect>;
