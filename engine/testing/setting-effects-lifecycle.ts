import { deployInput } from './lab.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';
import { outcome } from './setting-effect.ts';
import { looks } from './setting-effects-upkeep.ts';

/** An instance with a lease of ten days. */
async function leased({ lab, set }: EffectCloud): Promise<string> {
  await set('instance.lease.enabled', 'true');
  const input = { ...(await deployInput(lab, 'vm')), leaseduration: 10, leaseexpiryaction: 'STOP' as const };
  return (await lab.run('deployVirtualMachine', input)).resourceId ?? '';
}
const warnings = ({ lab }: EffectCloud): number =>
  lab.engine.internals.ctx.store.count('events', "type = 'VM.LEASE.EXPIRING'");
const runs = ({ lab }: EffectCloud): number =>
  (lab.engine.internals.ctx.store.sqlite.prepare('SELECT count(*) AS n FROM vm_schedule_run').get() as { n: number }).n;
const day = 86_400;

/** Leases and schedules of instances. */
export const lifecycleEffects = {
  'instance.lease.enabled': {
    values: ['true', 'false'],
    seen: ['allowed', 'parameter'],
    look: async ({ lab }) =>
      await outcome(lab, 'deployVirtualMachine', { ...(await deployInput(lab, 'vm')), leaseduration: 1 }),
  },
  'instance.lease.scheduler.interval': {
    values: ['1', '86400'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      const id = await leased(cloud);
      const { store, clock } = cloud.lab.engine.internals.ctx;
      store.update('virtualMachines', id, { leaseExpiry: clock() - 1000 });
      return await looks(
        cloud,
        () => cloud.lab.engine.internals.ctx.store.tables.virtualMachines.stored(id)?.state !== 'Running',
      );
    },
  },
  'instance.lease.eventscheduler.interval': {
    values: ['3600', '864000'],
    seen: [2, 1],
    async look(cloud) {
      await leased(cloud);
      cloud.pass(5 * day);
      await cloud.round('instance-lease');
      cloud.pass(2 * 3600);
      await cloud.round('instance-lease');
      return warnings(cloud);
    },
  },
  'instance.lease.expiryevent.daysbefore': {
    values: ['7', '2'],
    seen: [1, 0],
    async look(cloud) {
      await leased(cloud);
      cloud.pass(5 * day);
      await cloud.round('instance-lease');
      return warnings(cloud);
    },
  },
  'vmscheduler.jobs.expire.interval': {
    values: ['1', '30'],
    seen: [0, 1],
    async look(cloud) {
      const { lab, pass, round } = cloud;
      const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm'))).resourceId ?? '';
      const { store, clock } = lab.engine.internals.ctx;
      const made = await lab.call('createVMSchedule', {
        virtualmachineid: id,
        action: 'STOP',
        schedule: '0 0 1 1 *',
        timezone: 'UTC',
      });
      store.update('vmSchedules', made.id, { nextRun: clock() });
      await round('vm-schedule');
      pass(3 * day);
      await round('vm-schedule');
      return runs(cloud);
    },
  },
} satisfies Record<string, SettingEffect>;
