import { hostname, release, type, uptime } from 'node:os';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { regionId } from '../../contract/region.ts';
import { pageOf } from '../../store/page.ts';
import { addEvent, date } from '../common.ts';

interface Kept {
  name: string;
  endpoint: string;
}

/** CloudStack's own words for a region that nobody has named. */
const unnamed: Kept = { name: 'Local', endpoint: 'http://localhost:8080/client/' };

const kept = (ctx: Ctx): Kept => ({ ...unnamed, ...JSON.parse(ctx.store.meta('region') ?? '{}') });

const regionView = (ctx: Ctx) => ({
  id: regionId,
  ...kept(ctx),
  gslbserviceenabled: false,
  portableipserviceenabled: false,
});

const identifiers = new WeakMap<Ctx['store'], string>();

/** What this installation is known by for good: made when it is first asked for. */
export function cloudIdentifier(ctx: Ctx): string {
  // It stands in every row of hosts and of jobs, and never changes.
  const kept = identifiers.get(ctx.store);
  if (kept !== undefined) return kept;
  const known = ctx.store.meta('cloud.identifier');
  if (known !== undefined) {
    // What a transaction reads may have been written by itself, and be taken back with it.
    if (!ctx.store.sqlite.inTransaction) identifiers.set(ctx.store, known);
    return known;
  }
  const made = ctx.ids();
  ctx.store.setMeta('cloud.identifier', made);
  return made;
}

/** Who manages what an answer is about: this Benchtop. */
export const managementServer = (ctx: Ctx) => ({
  managementserverid: cloudIdentifier(ctx),
  managementservername: hostname(),
});

/** A condition on what is managed by the one server that there is. */
export const managedBy = (ctx: Ctx, id: string | undefined): string =>
  id === undefined || id === cloudIdentifier(ctx) ? '1' : '0';

/** An address of this computer by which others know it, or the one that nobody else reaches. */
const ownAddress = (ctx: Ctx): string => ctx.access.thisComputer().addresses[0] ?? '127.0.0.1';

/** Where the API listens; while it does not, nobody but this computer is served. */
function serviceAddress(ctx: Ctx): string {
  const { url } = ctx.api.status();
  const host = url === undefined ? '127.0.0.1' : new URL(url).hostname;
  return host === '0.0.0.0' ? ownAddress(ctx) : host;
}

const started = Date.now();

export const regionHandlers = {
  listRegions(ctx, _caller, input) {
    const rows = [regionView(ctx)].filter(
      (row) =>
        (input.id === undefined || input.id === row.id) &&
        (input.name === undefined || input.name.toLowerCase() === row.name.toLowerCase()),
    );
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['name'] });
    return { count: page.count, region: page.rows };
  },

  updateRegion(ctx, caller, input) {
    if (input.id !== regionId)
      throw fail('parameter', say`There is no region ${input.id}.`, {
        field: 'id',
        hint: say`The one region has the id ${regionId}.`,
      });
    const { name, endpoint } = input;
    return ctx.store.write(() => {
      const next = { ...kept(ctx), ...(name !== undefined && { name }), ...(endpoint !== undefined && { endpoint }) };
      ctx.store.setMeta('region', JSON.stringify(next));
      addEvent(ctx, caller, {
        type: 'REGION.EDIT',
        description: say`Changed the region ${next.name}`,
        resourceType: 'Region',
        resourceName: next.name,
      });
      return regionView(ctx);
    });
  },

  listManagementServers(ctx, _caller, input) {
    const server = {
      id: cloudIdentifier(ctx),
      name: hostname(),
      state: 'Up' as const,
      version: ctx.installation.version,
      serviceip: serviceAddress(ctx),
      ipaddress: ownAddress(ctx),
      osdistribution: type(),
      kernelversion: release(),
      lastserverstart: date(started),
      lastboottime: date(ctx.clock() - uptime() * 1000),
      agentscount: ctx.store.count('hosts', 'removed IS NULL'),
      pendingjobscount: ctx.store.count('jobs', 'completed IS NULL'),
    };
    const rows = [server].filter(
      (row) =>
        (input.id === undefined || input.id === row.id) &&
        (input.name === undefined || input.name === row.name) &&
        (input.version === undefined || input.version === row.version),
    );
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['name'] });
    return { count: page.count, managementserver: page.rows };
  },
} satisfies Partial<Handlers>;
