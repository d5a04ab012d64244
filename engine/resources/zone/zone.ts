import { tagFilters } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say, withCommas } from '../../contract/phrase.ts';
import type { ZoneView } from '../../contract/views.ts';
import type { ZoneRow } from '../../store/rows.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { capacityOf } from '../capacity/capacity.ts';
import { addEvent, date, filterOfIds } from '../common.ts';
import { releaseWith } from '../dedication/held.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { tagViews } from '../tag/tagged.ts';

function zoneView(zone: ZoneRow): ZoneView {
  return {
    id: zone.id,
    name: zone.name,
    networktype: zone.networkType,
    allocationstate: zone.allocationState,
    dns1: zone.dns1,
    dns2: zone.dns2,
    internaldns1: zone.internalDns1,
    internaldns2: zone.internalDns2,
    domain: zone.domain,
    localstorageenabled: zone.localStorageEnabled,
    securitygroupsenabled: false,
    type: 'Core',
    dhcpprovider: 'VirtualRouter',
    ismultiarch: false,
    isnsxenabled: false,
    routedmodeenabled: false,
    created: date(zone.created),
  };
}

/** What a zone still lacks before it can be enabled, one sentence each, in the wizard's order. */
function missingForLaunch(ctx: Ctx, zoneId: string): Phrase[] {
  const missing: Phrase[] = [];
  const none = (table: 'pods' | 'clusters' | 'hosts' | 'storagePools' | 'imageStores' | 'networks') =>
    ctx.store.count(table, 'zone_id = ? AND removed IS NULL', zoneId) === 0;
  if (none('pods')) missing.push(say`a pod`);
  if (none('networks')) missing.push(say`a guest network`);
  if (none('clusters')) missing.push(say`a cluster`);
  if (none('hosts')) missing.push(say`a host`);
  if (none('storagePools')) missing.push(say`primary storage`);
  if (none('imageStores')) missing.push(say`secondary storage`);
  return missing;
}

function refuseDuplicate(ctx: Ctx, name: string, exceptId?: string): void {
  const other = ctx.store.first('zones', 'removed IS NULL AND name = ?', name);
  if (other !== undefined && other.id !== exceptId)
    throw fail('parameter', say`A zone named ${name} exists already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

export const zoneHandlers = {
  createZone(ctx, caller, input) {
    if (input.networktype === 'Advanced')
      throw fail('parameter', say`Advanced zones are not available yet.`, {
        field: 'networktype',
        hint: say`Create a Basic zone; its guest network is shared by all instances.`,
      });
    refuseDuplicate(ctx, input.name);
    return ctx.store.write(() => {
      const zone = ctx.store.insert('zones', {
        id: ctx.ids(),
        name: input.name,
        networkType: input.networktype,
        allocationState: 'Disabled',
        dns1: input.dns1,
        dns2: input.dns2,
        internalDns1: input.internaldns1,
        internalDns2: input.internaldns2,
        domain: input.domain,
        localStorageEnabled: input.localstorageenabled ?? true,
        created: ctx.clock(),
      } as ZoneRow);
      addEvent(ctx, caller, {
        type: 'ZONE.CREATE',
        description: say`Created the zone ${zone.name}`,
        resourceId: zone.id,
        resourceType: 'Zone',
        resourceName: zone.name,
      });
      return zoneView(zone);
    });
  },

  updateZone(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.id);
    if (input.name !== undefined) refuseDuplicate(ctx, input.name, zone.id);
    if (input.allocationstate === 'Enabled' && zone.allocationState !== 'Enabled') {
      const missing = missingForLaunch(ctx, zone.id);
      if (missing.length > 0)
        throw fail('conflict', say`The zone cannot be enabled yet: it lacks ${withCommas(missing)}.`, {
          field: 'allocationstate',
          hint: say`Go on with the zone’s set-up.`,
        });
    }
    return ctx.store.write(() => {
      ctx.store.update('zones', zone.id, {
        ...(input.name !== undefined && { name: input.name }),
        ...(input.dns1 !== undefined && { dns1: input.dns1 }),
        ...(input.dns2 !== undefined && { dns2: input.dns2 }),
        ...(input.internaldns1 !== undefined && { internalDns1: input.internaldns1 }),
        ...(input.internaldns2 !== undefined && { internalDns2: input.internaldns2 }),
        ...(input.domain !== undefined && { domain: input.domain }),
        ...(input.allocationstate !== undefined && { allocationState: input.allocationstate }),
        ...(input.localstorageenabled !== undefined && { localStorageEnabled: input.localstorageenabled }),
      });
      const changed = ctx.store.need('zones', zone.id);
      addEvent(ctx, caller, {
        type: 'ZONE.EDIT',
        description: say`Changed the zone ${changed.name}`,
        resourceId: zone.id,
        resourceType: 'Zone',
        resourceName: changed.name,
      });
      return zoneView(changed);
    });
  },

  deleteZone(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.id);
    const users: Phrase[] = [];
    for (const [user, words] of [
      ['virtualmachine', (count: number) => say`${count} instances`],
      ['pod', (count: number) => say`${count} pods`],
      ['network', (count: number) => say`${count} guest networks`],
      ['physicalnetwork', (count: number) => say`${count} physical networks`],
      ['storagepool', (count: number) => say`${count} primary storage`],
      ['imagestore', (count: number) => say`${count} secondary storage`],
    ] as const) {
      const count = countUsers(ctx, 'zone', zone.id, user);
      if (count > 0) users.push(words(count));
    }
    if (users.length > 0)
      throw fail('inUse', say`The zone ${zone.name} still has ${withCommas(users)}.`, {
        hint: say`Delete those first.`,
      });
    return ctx.store.write(() => {
      releaseWith(ctx, zone.id);
      ctx.store.remove('zones', zone.id);
      addEvent(ctx, caller, {
        type: 'ZONE.DELETE',
        description: say`Deleted the zone ${zone.name}`,
        resourceId: zone.id,
        resourceType: 'Zone',
        resourceName: zone.name,
      });
      return { success: true };
    });
  },

  listZones(ctx, caller, input) {
    const page = ctx.store.list('zones', input, {
      filters: [
        ['id = ?', input.id],
        filterOfIds(input.ids),
        ['name = ?', input.name],
        ['network_type = ?', input.networktype],
        ['allocation_state = ?', input.allocationstate],
        ...tagFilters(input.tags),
      ],
      sortable: { name: 'name', allocationstate: 'allocationState', created: 'created' },
      defaultSort: 'name',
    });
    const tags = tagViews(ctx, page.rows);
    const annotated = annotatedViews(ctx, page.rows);
    return {
      count: page.count,
      zone: page.rows.map((row) => ({
        ...zoneView(row),
        ...tags(row),
        ...annotated(row),
        // How full the cloud is, is its owner's affair.
        ...(input.showcapacities === true && caller.role === 'Admin' && { capacity: capacityOf(ctx, row) }),
      })),
    };
  },

  listInfrastructure(ctx, _caller, input) {
    const zone = input.zoneid ?? null;
    const count = (table: Parameters<typeof ctx.store.count>[0], more = '') =>
      ctx.store.count(table, `removed IS NULL AND (? IS NULL OR zone_id = ?)${more}`, zone, zone);
    return {
      zones: ctx.store.count('zones', 'removed IS NULL AND (? IS NULL OR id = ?)', zone, zone),
      pods: count('pods'),
      clusters: count('clusters'),
      hosts: count('hosts'),
      hostsup: count('hosts', " AND state = 'Up'"),
      hostsalert: count('hosts', " AND state NOT IN ('Up', 'Connecting')"),
      storagepools: count('storagePools'),
      imagestores: count('imageStores'),
      systemvms: 0,
      routers: count('networks', " AND state = 'Implemented'"),
      instances: count('virtualMachines', " AND state <> 'Destroyed'"),
      instancesrunning: count('virtualMachines', " AND state = 'Running'"),
    };
  },
} satisfies Partial<Handlers>;
