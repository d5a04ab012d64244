import { systemOwner } from '../../access.ts';
import type { Ctx } from '../../context.ts';
import { errorData, phraseOf } from '../../contract/errors.ts';
import { say, textOf } from '../../contract/phrase.ts';
import { hostStates } from '../../contract/states.ts';
import type { HostFacts } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow } from '../../store/rows.ts';
import { addEvent, driverOf, hostTarget, usableHosts } from '../common.ts';
import { releaseWith } from '../dedication/held.ts';
import { syncNetwork } from '../network/service.ts';
import { hostLoads } from './capacity.ts';
import { checkHostStorageSaga } from './check-storage.saga.ts';
import { hostAnswered, hostView } from './host.ts';
import { storesOfHost } from './host-stores.ts';

interface AddHostInput {
  id: string;
  clusterId: string;
  address: string;
  port: number;
  preparationId?: string;
  cpuNumber?: number;
  memoryTotal?: number;
  tags?: string;
  /** Who Benchtop is on a simulated host. */
  username?: string;
}

function newHost(ctx: Ctx, input: AddHostInput): HostRow {
  const cluster = ctx.store.need('clusters', input.clusterId);
  const preparation =
    input.preparationId === undefined ? undefined : ctx.store.get('hostPreparations', input.preparationId);
  return {
    id: input.id,
    name: preparation?.hostname ?? input.address,
    zoneId: cluster.zoneId,
    podId: cluster.podId,
    clusterId: cluster.id,
    hypervisor: cluster.hypervisor,
    address: input.address,
    port: input.port,
    username: preparation?.username ?? input.username ?? 'root',
    state: 'Connecting',
    resourceState: 'Enabled',
    hostKeyFingerprint: preparation?.hostKeyFingerprint ?? '',
    virtualization: cluster.hypervisor === 'Simulator' ? 'simulated' : (preparation?.virtualization ?? 'kvm'),
    ...(preparation !== undefined && { preparationId: preparation.id }),
    cpuNumber: input.cpuNumber ?? 0,
    cpuSpeed: 0,
    memoryTotal: input.memoryTotal ?? 0,
    ...(input.tags !== undefined && { tags: input.tags }),
    created: ctx.clock(),
  };
}

export const addHostSaga = saga<Ctx, AddHostInput>('addHost')
  .step('row', {
    do(ctx, so) {
      if (ctx.store.get('hosts', so.input.id) !== undefined) return;
      ctx.store.write(() => {
        ctx.store.insert('hosts', newHost(ctx, so.input));
        if (so.input.preparationId !== undefined) {
          ctx.secrets.copy(so.input.preparationId, so.input.id);
          ctx.store.update('hostPreparations', so.input.preparationId, { hostId: so.input.id });
        }
      });
    },
    undo(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host === undefined || host.removed !== undefined) return;
      ctx.store.write(() => {
        ctx.store.remove('hosts', host.id);
        ctx.secrets.remove(host.id);
        if (so.input.preparationId !== undefined)
          ctx.store.update('hostPreparations', so.input.preparationId, { hostId: undefined } as never);
      });
    },
  })
  .step('connect', {
    async do(ctx, so, tools) {
      const host = ctx.store.need('hosts', so.input.id);
      if (host.hypervisor === 'Simulator')
        ctx.practice.addHost({
          address: host.address,
          ...(so.input.cpuNumber !== undefined && { cpuNumber: so.input.cpuNumber }),
          ...(so.input.memoryTotal !== undefined && { memoryTotal: so.input.memoryTotal }),
        });
      tools.progress(undefined, say`Connecting to ${host.address}`);
      const facts = await driverOf(ctx, host).connectHost(hostTarget(host));
      tools.log(
        say`${facts.hostname}: ${facts.operatingSystem}, ${facts.cpuNumber} × ${facts.cpuSpeed} MHz, libvirt ${facts.libvirtVersion}`,
      );
      return facts as unknown as Json;
    },
    async undo(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host !== undefined) await driverOf(ctx, host).disconnectHost(host.id);
    },
  })
  .step('storage', {
    async do(ctx, so, tools) {
      const host = ctx.store.need('hosts', so.input.id);
      for (const store of storesOfHost(ctx, host, 'ready')) {
        tools.progress(undefined, say`Trying ${store.name} on ${host.name}`);
        await store.probe();
        await store.ensure();
      }
    },
    async undo(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host !== undefined) for (const store of storesOfHost(ctx, host, 'all')) await store.remove();
    },
  })
  .step('up', {
    do(ctx, so) {
      const facts = so.connect as unknown as HostFacts;
      ctx.store.write(() => {
        ctx.store.update('hosts', so.input.id, {
          ...(so.input.preparationId === undefined ? {} : { name: facts.hostname }),
          operatingSystem: facts.operatingSystem,
          hypervisorVersion: facts.hypervisorVersion,
          libvirtVersion: facts.libvirtVersion,
          cpuNumber: so.input.cpuNumber ?? facts.cpuNumber,
          cpuSpeed: facts.cpuSpeed,
          cpuModel: facts.cpuModel,
          memoryTotal: so.input.memoryTotal ?? facts.memoryTotal,
          lastPinged: ctx.clock(),
        });
        hostAnswered(ctx, so.input.id);
      });
    },
    undo: { nothing: 'the row itself is removed by the first step’s undo' },
  })
  .end({
    result: (ctx, so) => hostView(ctx, ctx.store.need('hosts', so.input.id), undefined) as Json,
    ended(ctx, so, outcome, why) {
      addEvent(ctx, systemOwner, {
        type: 'HOST.CREATE',
        level: outcome === 'succeeded' ? 'INFO' : 'ERROR',
        description:
          outcome === 'succeeded'
            ? say`Added the host ${so.input.address}`
            : say`Could not add the host ${so.input.address}: ${why ?? ''}`,
        resourceId: so.input.id,
        resourceType: 'Host',
        resourceName: so.input.address,
      });
    },
  });

export const deleteHostSaga = saga<Ctx, { id: string }>('deleteHost')
  .step('networks', {
    // Networks that this host answers for move to another host, or lose their service when they have no instances.
    async do(ctx, so) {
      const host = ctx.store.need('hosts', so.input.id);
      const other = usableHosts(ctx, { zoneId: host.zoneId }).find(
        (each) => each.id !== host.id && each.hypervisor === host.hypervisor,
      );
      const networks = ctx.store.where('networks', 'removed IS NULL AND service_host_id = ?', host.id);
      for (const network of networks) {
        await driverOf(ctx, host).removeGuestNetwork(hostTarget(host), network.id);
        if (other === undefined) continue;
        ctx.store.update('networks', network.id, { serviceHostId: other.id });
        await syncNetwork(ctx, network.id, other);
      }
      return networks.map((network) => network.id);
    },
    async undo(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host === undefined) return;
      const networks = ctx.store.where(
        'networks',
        "removed IS NULL AND zone_id = ? AND state = 'Implemented' AND service_host_id = ?",
        host.zoneId,
        host.id,
      );
      for (const network of networks) await syncNetwork(ctx, network.id, host);
    },
  })
  .step('storage', {
    async do(ctx, so) {
      const host = ctx.store.need('hosts', so.input.id);
      for (const store of storesOfHost(ctx, host, 'all')) await store.remove();
    },
    async undo(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host === undefined || host.removed !== undefined) return;
      for (const store of storesOfHost(ctx, host, 'ready')) await store.ensure();
    },
  })
  .step('row', {
    async do(ctx, so) {
      const host = ctx.store.get('hosts', so.input.id);
      if (host === undefined || host.removed !== undefined) return;
      ctx.console.closeHost(host.id);
      await driverOf(ctx, host).disconnectHost(host.id);
      ctx.store.write(() => {
        for (const network of ctx.store.where('networks', 'removed IS NULL AND service_host_id = ?', host.id))
          ctx.store.update('networks', network.id, { serviceHostId: undefined } as never);
        releaseWith(ctx, host.id);
        ctx.store.remove('hosts', host.id);
        ctx.secrets.remove(host.id);
        for (const preparation of ctx.store.where('hostPreparations', 'removed IS NULL AND host_id = ?', host.id))
          ctx.store.update('hostPreparations', preparation.id, { hostId: undefined } as never);
      });
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const reconnectHostSaga = saga<Ctx, { id: string }>('reconnectHost')
  .step('disconnect', {
    async do(ctx, so) {
      const host = ctx.store.need('hosts', so.input.id);
      await driverOf(ctx, host).disconnectHost(host.id);
      if (host.state !== 'Connecting')
        ctx.store.transition('hosts', hostStates, host.id, host.state === 'Up' ? 'lost' : 'connect', {
          stateReason: 'Reconnecting',
          stateReasonPhrase: say`Reconnecting`,
        });
    },
    async undo(ctx, so) {
      const host = ctx.store.need('hosts', so.input.id);
      try {
        await driverOf(ctx, host).connectHost(hostTarget(host));
        hostAnswered(ctx, host.id);
      } catch (error) {
        const reason = phraseOf(errorData(error));
        if (host.state !== 'Alert')
          ctx.store.transition('hosts', hostStates, host.id, 'lost', {
            stateReason: textOf(reason),
            stateReasonPhrase: reason,
          });
      }
    },
  })
  .step('connect', {
    async do(ctx, so) {
      const host = ctx.store.need('hosts', so.input.id);
      await driverOf(ctx, host).connectHost(hostTarget(host));
      hostAnswered(ctx, host.id);
      ctx.poke('power-sync');
    },
    undo: { nothing: 'a connection is no state of the host' },
  })
  .step('storage', {
    // One store that is away must not keep the others from the host; the job says which it was.
    async do(ctx, so, tools) {
      const host = ctx.store.need('hosts', so.input.id);
      let failed: unknown;
      for (const store of storesOfHost(ctx, host, 'ready')) {
        tools.progress(undefined, say`Mounting ${store.name} on ${host.name}`);
        await store.ensure().catch((error: unknown) => {
          failed ??= error;
        });
      }
      if (failed !== undefined) throw failed;
    },
    undo: { nothing: 'storage that a host is to have stays mounted' },
  })
  .end({
    result: (ctx, so) =>
      hostView(ctx, ctx.store.need('hosts', so.input.id), hostLoads(ctx, so.input.id).get(so.input.id)) as Json,
  });

export const hostSagas = [addHostSaga, deleteHostSaga, reconnectHostSaga, checkHostStorageSaga];
