import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { CommandName, Output } from '../../contract/contract.ts';
import { say } from '../../contract/phrase.ts';
import { addEvent, date } from '../common.ts';

/** Rows of each list, jobs whose logs are added, and lines of each log: some megabytes at most, whatever the cloud's size. */
const mostRows = 200;
const mostLogs = 20;
const mostLines = 200;

/** Lists that say how the cloud is built and what befell it. None of people, their keys, or what their guests are told. */
const lists = [
  'listManagementServers',
  'listInfrastructure',
  'listZones',
  'listPods',
  'listClusters',
  'listHosts',
  'listHostPreparations',
  'listStoragePools',
  'listImageStores',
  'listPhysicalNetworks',
  'listNetworks',
  'listCapacity',
  'listAlerts',
  'listEvents',
] as const satisfies readonly CommandName[];

async function gather(ctx: Ctx, caller: Caller): Promise<Record<string, unknown>> {
  const ask = async <K extends CommandName>(name: K, input: object): Promise<Output<K>> =>
    (await ctx.call(caller, name, input)) as Output<K>;
  const { configuration } = await ask('listConfigurations', { pagesize: 500 });
  const { asyncjobs } = await ask('listAsyncJobs', { pagesize: mostRows });
  const logs: Record<string, unknown> = {};
  for (const { jobid } of asyncjobs.filter(({ jobstatus }) => jobstatus === 2).slice(0, mostLogs))
    logs[jobid] = (await ask('listJobLogs', { jobid, pagesize: mostLines })).joblog.map(
      ({ time, level, text }) => `${time} ${level} ${text}`,
    );
  const found: Record<string, unknown> = {};
  for (const name of lists)
    found[name] = await ask(
      name,
      name === 'listInfrastructure' || name === 'listCapacity' ? {} : { pagesize: mostRows },
    );
  return {
    made: date(ctx.clock()),
    ...ctx.installation,
    node: process.version,
    system: { platform: platform(), release: release(), arch: arch(), processors: cpus().length, memory: totalmem() },
    // A picture, such as the logo, helps nobody and is long.
    settings: configuration
      .filter(({ value, defaultvalue, type }) => value !== defaultvalue && type !== 'image')
      .map(({ name, value }) => ({ name, value })),
    ...found,
    jobs: asyncjobs,
    logs,
  };
}

export const supportBundleHandlers = {
  async createSupportBundle(ctx, caller) {
    const facts = await gather(ctx, caller);
    // Once more without the secrets that the engine knows, and without control characters, whatever a host may have said.
    const content = JSON.stringify(
      facts,
      (_name, value: unknown) => (typeof value === 'string' ? ctx.log.clean(value) : value),
      2,
    );
    ctx.store.write(() =>
      addEvent(ctx, caller, {
        type: 'SUPPORT.BUNDLE.CREATE',
        description: say`Made a support bundle`,
        resourceType: 'SupportBundle',
      }),
    );
    return { name: `benchtop-support-${date(ctx.clock()).slice(0, 19).replace(/:/g, '.')}.json`, content };
  },
} satisfies Partial<Handlers>;
