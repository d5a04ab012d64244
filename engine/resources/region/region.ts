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

/** What this installation is known by for good: made when it is first asked for. */
export function cloudIdentifier(ctx: Ctx): string {
  const known = ctx.store.meta('cloud.identifier');
  if (known !== undefined) return known;
  const made = ctx.ids();
  ctx.store.setMeta('cloud.identifier', made);
  return made;
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
      // Where it listens at all, it does on loopback unless a setting says otherwise.
      serviceip: '127.0.0.1',
      ipaddress: '127.0.0.1',
      osdistribution: type(),
      kernelversion: release(),
      lastserverstart: date(started),
      lastboottime: date(ctx.clock() - uptime() * 1000),
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
