import { isIPv4 } from 'node:net';
import { toNumber } from '../../addresses.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { hostResourceStates, hostStates } from '../../contract/states.ts';
import type { HostView } from '../../contract/views.ts';
import type { HostPreparationRow, HostRow, VlanIpRangeRow } from '../../store/rows.ts';
import { annotatedViews, lastAnnotations } from '../annotation/annotated.ts';
import { annotate } from '../annotation/annotation.ts';
import { addEvent, date, openJobWith, percent, refuseWhileBusy, startJob } from '../common.ts';
import { managedBy, managementServer } from '../region/region.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { hostFiguresOf } from '../statistics/view.ts';
import { tidyTags } from '../tags.ts';
import { type HostLoad, hostCapacity, hostLoads } from './capacity.ts';

/** A host in its API shape. `figures` come from `hostFiguresOf`, where many are shown; jobs leave them out. */
export function hostView(
  ctx: Ctx,
  host: HostRow,
  load: HostLoad | undefined,
  figures?: ReturnType<typeof hostFiguresOf>,
  local = hasLocalStorage(ctx, [host.id]),
): HostView {
  const capacity = hostCapacity(ctx, host);
  const cpu = load?.cpu ?? 0;
  const memory = load?.memory ?? 0;
  return {
    id: host.id,
    name: host.name,
    type: 'Routing',
    clustertype: 'CloudManaged',
    capabilities: 'hvm',
    events: Object.keys(hostStates.states[host.state]).join('; '),
    version: ctx.installation.version,
    username: host.username === '' ? undefined : host.username,
    state: host.state,
    resourcestate: host.resourceState,
    ipaddress: host.address,
    zoneid: host.zoneId,
    zonename: host.zoneName ?? '',
    podid: host.podId,
    podname: host.podName ?? '',
    clusterid: host.clusterId,
    clustername: host.clusterName ?? '',
    hypervisor: host.hypervisor,
    hypervisorversion: host.hypervisorVersion,
    libvirtversion: host.libvirtVersion,
    operatingsystem: host.operatingSystem,
    virtualization: host.virtualization,
    cpunumber: host.cpuNumber,
    cpuspeed: host.cpuSpeed,
    cpumodel: host.cpuModel,
    cpuallocated: `${percent(cpu, capacity.cpuTotal)}%`,
    cpuallocatedvalue: cpu,
    cpuallocatedpercentage: `${percent(cpu, capacity.cpuTotal)}%`,
    cpuallocatedwithoverprovisioning: `${percent(cpu, capacity.cpuTotal)}%`,
    cpuwithoverprovisioning: String(Math.round(capacity.cpuTotal)),
    memorytotal: host.memoryTotal,
    memoryallocated: memory,
    memoryallocatedbytes: memory,
    memoryallocatedpercentage: `${percent(memory, capacity.memoryTotal)}%`,
    memorywithoverprovisioning: String(Math.round(capacity.memoryTotal)),
    memoryused: host.memoryFree === undefined ? undefined : Math.max(0, host.memoryTotal - host.memoryFree),
    virtualmachines: load?.instances ?? 0,
    hosttags: host.tags,
    hahost: false,
    arch: 'x86_64',
    islocalstorageactive: local.has(host.id),
    ...managementServer(ctx),
    created: date(host.created),
    lastpinged: host.lastPinged === undefined ? undefined : date(host.lastPinged),
    disconnected: host.state === 'Up' || host.lastPinged === undefined ? undefined : date(host.lastPinged),
    statereason: host.stateReason,
    statereasonphrase: host.stateReason === undefined ? undefined : host.stateReasonPhrase,
    hostkeyfingerprint: host.hostKeyFingerprint === '' ? undefined : host.hostKeyFingerprint,
    hostpreparationid: host.preparationId,
    ...figures?.(host),
  };
}

/** Those of some hosts that have primary storage of their own which is in use. */
function hasLocalStorage(ctx: Ctx, hostIds: readonly string[]): ReadonlySet<string | undefined> {
  const among = "removed IS NULL AND state = 'Up' AND host_id IN (SELECT value FROM json_each(?))";
  return new Set(ctx.store.where('storagePools', among, JSON.stringify(hostIds)).map((pool) => pool.hostId));
}

/**
 * The machine that was prepared under an address, where a client names no preparation, as CloudStack's do not. The login that it sends must
 * be the one of the preparation, which is what Benchtop goes on with. Errors: parameter.
 */
function preparationFor(
  ctx: Ctx,
  input: { hostpreparationid?: string | undefined; username?: string | undefined; password?: string | undefined },
  address: string | undefined,
): HostPreparationRow | undefined {
  const preparation =
    input.hostpreparationid !== undefined
      ? ctx.store.need('hostPreparations', input.hostpreparationid, 'hostpreparationid')
      : address === undefined
        ? undefined
        : ctx.store.first('hostPreparations', "removed IS NULL AND address = ? AND state = 'Applied'", address);
  if (preparation === undefined) return undefined;
  if (input.username !== undefined && input.username !== preparation.username)
    throw fail('parameter', say`${preparation.address} was prepared as ${preparation.username}.`, {
      field: 'username',
      hint: say`Leave the login out: that of the preparation is used.`,
    });
  const known = preparation.authentication === 'password' ? ctx.secrets.get(preparation.id, 'password') : undefined;
  if (input.password !== undefined && known !== undefined && input.password !== known)
    throw fail('parameter', say`${preparation.address} was prepared with another password.`, {
      field: 'password',
      hint: say`Leave the login out: that of the preparation is used.`,
    });
  return preparation;
}

/** `http://192.168.10.11` or a bare address, CloudStack's two ways to write it. */
function addressOf(url: string): string {
  const address = url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9.:-]*[a-zA-Z0-9])?$/.test(address))
    throw fail('parameter', say`${url} does not name a host.`, {
      field: 'url',
      hint: say`Use an address such as http://192.168.10.11.`,
    });
  return address;
}

/** The guest range of a zone that holds an address; none for a name. */
function guestRangeOf(ctx: Ctx, zoneId: string, address: string): VlanIpRangeRow | undefined {
  if (!isIPv4(address)) return undefined;
  const number = toNumber(address);
  const within = 'zone_id = ? AND removed IS NULL AND start_number <= ? AND end_number >= ?';
  return ctx.store.first('vlanIpRanges', within, zoneId, number, number);
}

/** Marks a host as one that answers, and closes its alert. */
export function hostAnswered(ctx: Ctx, hostId: string): void {
  ctx.store.transition('hosts', hostStates, hostId, 'ready', {
    stateReason: undefined,
    lastPinged: ctx.clock(),
  } as Partial<HostRow>);
}

export const hostHandlers = {
  addHost(ctx, caller, input) {
    ctx.store.need('zones', input.zoneid, 'zoneid');
    ctx.store.need('pods', input.podid, 'podid');
    const cluster = ctx.store.need('clusters', input.clusterid, 'clusterid');
    if (cluster.podId !== input.podid || cluster.zoneId !== input.zoneid)
      throw fail('parameter', say`The cluster belongs to another pod or zone.`, { field: 'clusterid' });
    if (cluster.hypervisor !== input.hypervisor)
      throw fail('parameter', say`The cluster ${cluster.name} is for ${cluster.hypervisor} hosts.`, {
        field: 'hypervisor',
      });
    const preparation = preparationFor(ctx, input, cluster.hypervisor === 'KVM' ? addressOf(input.url) : undefined);
    const address = preparation?.address ?? addressOf(input.url);
    const port = preparation?.port ?? 22;
    if (cluster.hypervisor === 'KVM' && preparation === undefined)
      throw fail('parameter', say`A KVM host is prepared before it is added.`, {
        field: 'hostpreparationid',
        hint: say`Use "Prepare a host": it logs in, shows what it will change, and asks.`,
      });
    if (preparation !== undefined && preparation.state !== 'Applied')
      throw fail('conflict', say`The preparation of ${address} is ${fixed(preparation.state)}, not Applied.`, {
        field: 'hostpreparationid',
        hint: say`Apply the plan first.`,
      });
    const other = ctx.store.first('hosts', 'removed IS NULL AND address = ? AND port = ?', address, port);
    if (openJobWith(ctx, 'addHost', 'address', address)?.input.port === port)
      throw fail('conflict', say`The host ${address} is being added already.`, {
        field: 'url',
        hint: say`See the jobs list.`,
      });
    const range = guestRangeOf(ctx, input.zoneid, address);
    if (range !== undefined)
      throw fail('parameter', say`${address} lies in the addresses for instances, ${range.startIp}–${range.endIp}.`, {
        field: 'url',
        hint: say`An instance would be given the host’s address. Take it out of the range (Guest networks, Address ranges), or give the host another.`,
      });
    if (other !== undefined)
      throw fail('parameter', say`The host ${address} is in the cluster ${other.clusterName ?? ''} already.`, {
        field: 'url',
        hint: say`Remove it there first, or go on with the next step.`,
      });
    return ctx.store.write(() => {
      const id = ctx.ids();
      return startJob(
        ctx,
        caller,
        'addHost',
        {
          id,
          clusterId: cluster.id,
          address,
          port,
          preparationId: preparation?.id,
          username: input.username,
          cpuNumber: input.cpunumber,
          memoryTotal: input.memorytotal,
          tags: tidyTags(input.hosttags),
        },
        {
          resourceNoun: 'host',
          resourceId: id,
          resourceName: preparation?.hostname ?? address,
          hostId: id,
          said: say`Adding the host ${address}`,
        },
      );
    });
  },

  updateHost(ctx, caller, input) {
    const host = ctx.store.need('hosts', input.id);
    return ctx.store.write(() => {
      if (input.name !== undefined) ctx.store.update('hosts', host.id, { name: input.name });
      if (input.hosttags !== undefined)
        ctx.store.update('hosts', host.id, { tags: tidyTags(input.hosttags) } as Partial<HostRow>);
      const action = input.allocationstate === 'Enable' ? 'enable' : 'disable';
      if (input.annotation !== undefined) annotate(ctx, caller, 'HOST', host, input.annotation);
      if (input.allocationstate !== undefined) {
        const next = action === 'enable' ? 'Enabled' : 'Disabled';
        if (!(host.resourceState in hostResourceStates.states))
          throw fail('conflict', say`The host is in ${host.resourceState}.`);
        ctx.store.update('hosts', host.id, { resourceState: next });
      }
      addEvent(ctx, caller, {
        type: 'HOST.EDIT',
        description: say`Changed the host ${host.name}`,
        resourceId: host.id,
        resourceType: 'Host',
        resourceName: host.name,
      });
      return hostView(ctx, ctx.store.need('hosts', host.id), hostLoads(ctx, host.id).get(host.id));
    });
  },

  deleteHost(ctx, caller, input) {
    const host = ctx.store.need('hosts', input.id);
    const instances = countUsers(ctx, 'host', host.id, 'virtualmachine');
    if (instances > 0)
      throw fail('inUse', say`${instances} instances run on ${host.name}.`, {
        hint: say`Stop them, or let them run elsewhere, first.`,
      });
    if (ctx.store.first('virtualMachines', 'removed IS NULL AND destination_host_id = ?', host.id) !== undefined)
      throw fail('inUse', say`An instance is on its way to ${host.name}.`, { hint: say`Wait until it has arrived.` });
    const volumes = countUsers(ctx, 'host', host.id, 'volume');
    if (volumes > 0)
      throw fail('inUse', say`${volumes} volumes lie on local storage of ${host.name}.`, {
        hint: say`Expunge their instances, then delete the pool.`,
      });
    for (const [user, words] of [
      ['storagepool', say`${host.name} holds primary storage of its own.`],
      ['imagestore', say`${host.name} holds secondary storage of its own.`],
    ] as const)
      if (countUsers(ctx, 'host', host.id, user) > 0)
        throw fail('inUse', words, { hint: say`Delete that storage first.` });
    const served = countUsers(ctx, 'host', host.id, 'network');
    if (served > 0)
      throw fail('inUse', say`${host.name} answers DHCP and DNS for ${served} networks and no other host could.`, {
        hint: say`Add another host first, or expunge the instances.`,
      });
    refuseWhileBusy(ctx, host.id, host.name);
    return ctx.store.write(() => {
      return startJob(
        ctx,
        caller,
        'deleteHost',
        { id: host.id },
        {
          resourceNoun: 'host',
          resourceId: host.id,
          resourceName: host.name,
          hostId: host.id,
          said: say`Removing the host ${host.name}`,
        },
      );
    });
  },

  reconnectHost(ctx, caller, input) {
    const host = ctx.store.need('hosts', input.id);
    refuseWhileBusy(ctx, host.id, host.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'reconnectHost',
        { id: host.id },
        { resourceNoun: 'host', resourceId: host.id, resourceName: host.name, hostId: host.id },
      ),
    );
  },

  checkHostStorage(ctx, caller, input) {
    const host = ctx.store.need('hosts', input.id);
    refuseWhileBusy(ctx, host.id, host.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'checkHostStorage',
        { id: host.id },
        { resourceNoun: 'host', resourceId: host.id, resourceName: host.name, hostId: host.id },
      ),
    );
  },

  listHosts(ctx, _caller, input) {
    const page = ctx.store.list('hosts', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ["? = 'Routing'", input.type],
        ['state = ?', input.state],
        ['resource_state = ?', input.resourcestate],
        ['zone_id = ?', input.zoneid],
        ['pod_id = ?', input.podid],
        ['cluster_id = ?', input.clusterid],
        ['hypervisor = ?', input.hypervisor],
        [input.version === undefined || input.version === ctx.installation.version ? '1' : '0', 1],
        [managedBy(ctx, input.managementserverid), 1],
        [input.hahost === true ? '0' : '1', 1],
      ],
      sortable: {
        name: 'name',
        state: 'state',
        ipaddress: 'address',
        clustername: 'clusterName',
        zonename: 'zoneName',
        cpunumber: 'cpuNumber',
        memorytotal: 'memoryTotal',
        created: 'created',
      },
      defaultSort: 'name',
    });
    const loads = page.rows.length === 1 ? hostLoads(ctx, page.rows[0]?.id) : hostLoads(ctx);
    const figures = hostFiguresOf(
      ctx,
      page.rows.map((row) => row.id),
    );
    const annotated = annotatedViews(ctx, page.rows);
    const last = lastAnnotations(ctx, page.rows);
    const local = hasLocalStorage(
      ctx,
      page.rows.map((row) => row.id),
    );
    return {
      count: page.count,
      host: page.rows.map((row) => {
        const { annotation, created } = last(row);
        return {
          ...hostView(ctx, row, loads.get(row.id), figures, local),
          ...annotated(row),
          annotation,
          lastannotated: created === undefined ? undefined : date(created),
        };
      }),
    };
  },
} satisfies Partial<Handlers>;
