import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { deployInput, idOf, type TestEngine } from './lab.ts';
import { type EffectCloud, outcome, type SettingEffect } from './setting-effect.ts';
import { until } from './wait.ts';

/** Asked by the update check; closed with the process. */
const newest = http.createServer((_request, response) => response.end('{"version": "999.0.0"}'));
newest.listen(0, '127.0.0.1').unref();
await once(newest, 'listening');

const destroyed = async (lab: TestEngine): Promise<string> => {
  const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm'))).resourceId ?? '';
  await lab.run('destroyVirtualMachine', { id });
  return id;
};
const state = (lab: TestEngine, id: string) => lab.engine.internals.ctx.store.tables.virtualMachines.stored(id)?.state;

/** Rows of history of a kind. */
const known = (lab: TestEngine, table: 'event' | 'alert', type?: string): number =>
  (
    lab.engine.internals.ctx.store.sqlite
      .prepare(`SELECT count(*) AS n FROM ${table} WHERE ? IS NULL OR (type = ? AND created < ?)`)
      .get(type ?? null, type ?? null, Date.now() - day) as { n: number }
  ).n;
const day = 86_400_000;

async function oldEvent({ pass, set }: EffectCloud): Promise<void> {
  pass(-3 * 86_400);
  await set('vm.allocation.algorithm', 'firstfit');
}

async function oldAlert({ lab, pass }: EffectCloud): Promise<void> {
  pass(-3 * 86_400);
  await lab.run('generateAlert', { type: 1, name: 'CPU', description: 'of three days ago' });
}

/**
 * Whether a round that comes by itself, in a new engine, does its work within three seconds: the heartbeat, of every second, is the measure.
 * What comes every second has its timer before it.
 */
export async function looks(cloud: EffectCloud, done: () => boolean): Promise<string> {
  await cloud.set('ping.interval', '1');
  await cloud.restart({ periodic: true });
  const { store, clock } = cloud.lab.engine.internals.ctx;
  const [host, started] = [await idOf(cloud.lab, 'listHosts', 'host', 'sim-a'), clock()];
  await until(cloud.lab, () => done() || (store.get('hosts', host)?.lastPinged ?? 0) >= started + 3000);
  return done() ? 'looked' : 'did not look';
}

/** What a host is taken for that has been silent for a hundred seconds. */
async function silentHost({ lab, pass, round }: EffectCloud): Promise<string | undefined> {
  const id = await idOf(lab, 'listHosts', 'host', 'sim-a');
  await round('host-heartbeat');
  await lab.call('injectSimulatorFault', { hostid: id, name: 'link-cut' });
  pass(100);
  await round('host-heartbeat');
  return (await lab.call('listHosts', { id })).host[0]?.state;
}

/** Every setting about how often and how long: what is kept, looked at and fetched. */
export const upkeepEffects = {
  'default.page.size': {
    values: ['2', '3'],
    seen: [2, 3],
    look: async ({ lab }) => (await lab.call('listOsTypes', {})).ostype.length,
  },
  'expunge.delay': {
    values: ['60', '86400'],
    seen: ['Expunging', 'Destroyed'],
    async look({ lab, pass, round }) {
      const id = await destroyed(lab);
      pass(3600);
      await round('cleanup');
      return state(lab, id) === 'Destroyed' ? 'Destroyed' : 'Expunging';
    },
  },
  'expunge.interval': {
    values: ['1', '86400'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      const id = await destroyed(cloud.lab);
      await cloud.set('expunge.delay', '0');
      return await looks(cloud, () => state(cloud.lab, id) !== 'Destroyed');
    },
  },
  'event.purge.interval': {
    values: ['1', '86400'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      await cloud.set('event.purge.delay', '1');
      await oldEvent(cloud);
      return await looks(cloud, () => known(cloud.lab, 'event', 'CONFIGURATION.VALUE.EDIT') === 0);
    },
  },
  'alert.purge.interval': {
    values: ['1', '86400'],
    seen: ['looked', 'did not look'],
    async look(cloud) {
      await cloud.set('alert.purge.delay', '1');
      await oldAlert(cloud);
      return await looks(cloud, () => known(cloud.lab, 'alert') === 0);
    },
  },
  'alert.purge.delay': {
    values: ['1', '0'],
    seen: ['forgotten', 'kept'],
    async look(cloud) {
      await oldAlert(cloud);
      cloud.pass(3 * 86_400);
      await cloud.round('alert-purge');
      return known(cloud.lab, 'alert') === 0 ? 'forgotten' : 'kept';
    },
  },
  'vm.userdata.max.length': {
    values: ['4', '32768'],
    seen: ['parameter', 'allowed'],
    look: ({ lab }) =>
      outcome(lab, 'registerUserData', { name: 'five', userdata: Buffer.from('12345').toString('base64') }),
  },
  'ping.interval': { values: ['10', '60'], seen: ['Alert', 'Up'], look: silentHost },
  'ping.timeout': { values: ['1', '2.5'], seen: ['Alert', 'Up'], look: silentHost },
  'secstorage.allowed.internal.sites': {
    values: ['', '10.9.0.0/24'],
    seen: ['refused', 'begun'],
    async look({ lab }) {
      const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
      // Simulated hosts fetch nothing, so that no address is looked at for them.
      const store = { zoneid, name: 'real images', provider: 'NFS' as const, url: 'nfs://nfs.test/real-images' };
      await lab.run('addImageStore', store);
      const template = {
        zoneid,
        name: 'internal',
        url: 'http://10.9.0.5/debian.qcow2',
        format: 'QCOW2' as const,
        hypervisor: 'KVM' as const,
        ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
      };
      return await lab.call('registerTemplate', template).then(
        () => 'begun',
        () => 'refused',
      );
    },
  },
  'max.template.iso.size': {
    values: ['1', '50'],
    seen: ['parameter', 'allowed'],
    look: async ({ lab }) =>
      outcome(lab, 'getUploadParamsForTemplate', {
        zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
        name: 'sent',
        format: 'QCOW2',
        hypervisor: 'Simulator',
        ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
        filesize: 2 * 1024 ** 3,
      }),
  },
  'event.purge.delay': {
    values: ['1', '0'],
    seen: ['forgotten', 'kept'],
    async look({ lab, pass, round }) {
      pass(2 * 86_400);
      await round('event-purge');
      return (await lab.call('listEvents', { type: 'ZONE.CREATE' })).count === 0 ? 'forgotten' : 'kept';
    },
  },
  'job.expire.minutes': {
    values: ['30', '1440'],
    seen: ['forgotten', 'kept'],
    async look({ lab, pass, round }) {
      pass(3600);
      await round('cleanup');
      return (await lab.call('listAsyncJobs', {})).count === 0 ? 'forgotten' : 'kept';
    },
  },
  'update.check.url': {
    values: ['', `http://127.0.0.1:${(newest.address() as AddressInfo).port}/newest.json`],
    seen: [[], ['ALERT.MANAGEMENT']],
    async look({ lab, round }) {
      await round('update-check');
      return (await lab.call('listAlerts', {})).alert.map((each) => each.name);
    },
  },
  'branding.name': {
    values: ['Benchtop', 'Course lab'],
    seen: ['Benchtop', 'Course lab'],
    look: async ({ lab }) => (await lab.call('getBranding', {})).name,
  },
  'branding.accent': {
    values: ['teal', '#c2255c'],
    seen: ['#12b886', '#c2255c'],
    look: async ({ lab }) => (await lab.call('getBranding', {})).accent,
  },
  'branding.logo': {
    values: ['', 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='],
    seen: ['none', 'its own'],
    look: async ({ lab }) => ((await lab.call('getBranding', {})).logo === undefined ? 'none' : 'its own'),
  },
} satisfies Record<string, SettingEffect>;
