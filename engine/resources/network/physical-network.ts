import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { physicalNetworkStates } from '../../contract/states.ts';
import type { PhysicalNetworkView } from '../../contract/views.ts';
import type { Json } from '../../jobs/saga.ts';
import { saga } from '../../jobs/saga.ts';
import type { PhysicalNetworkRow, TrafficTypeRow } from '../../store/rows.ts';
import { refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { addDefaultProviders, removeProviders } from './provider-rows.ts';

function trafficTypeView(row: TrafficTypeRow) {
  return {
    id: row.id,
    physicalnetworkid: row.physicalNetworkId,
    traffictype: row.trafficType,
    kvmnetworklabel: row.kvmNetworkLabel,
  };
}

function physicalNetworkView(ctx: Ctx, row: PhysicalNetworkRow): PhysicalNetworkView {
  return {
    id: row.id,
    name: row.name,
    zoneid: row.zoneId,
    zonename: ctx.store.tables.zones.stored(row.zoneId)?.name ?? '',
    broadcastdomainrange: 'ZONE',
    state: row.state,
    isolationmethods: row.isolationMethods,
    traffictypes: ctx.store
      .where('trafficTypes', 'physical_network_id = ? AND removed IS NULL ORDER BY traffic_type', row.id)
      .map(trafficTypeView),
  };
}

/** The bridge that carries a traffic type of a physical network on KVM hosts; CloudStack's default label is cloudbr0. */
export function bridgeOf(ctx: Ctx, physicalNetworkId: string, trafficType = 'Guest'): string {
  const row = ctx.store.first(
    'trafficTypes',
    'physical_network_id = ? AND traffic_type = ? AND removed IS NULL',
    physicalNetworkId,
    trafficType,
  );
  return row?.kvmNetworkLabel ?? 'cloudbr0';
}

/**
 * Asynchronous by CloudStack's contract, yet one commit each: nothing outside the store is touched. Rows that a job makes are written with
 * the job; what it changes or deletes, its only step does.
 */
const createPhysicalNetworkSaga = saga<Ctx, { id: string }>('createPhysicalNetwork')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      if (ctx.store.get('physicalNetworks', so.input.id)?.removed !== undefined) return;
      ctx.store.write(() => {
        removeProviders(ctx, so.input.id);
        ctx.store.remove('physicalNetworks', so.input.id);
      });
    },
  })
  .end({ result: (ctx, so) => physicalNetworkView(ctx, ctx.store.need('physicalNetworks', so.input.id)) as Json });

const addTrafficTypeSaga = saga<Ctx, { id: string }>('addTrafficType')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      if (ctx.store.get('trafficTypes', so.input.id)?.removed === undefined)
        ctx.store.remove('trafficTypes', so.input.id);
    },
  })
  .end({ result: (ctx, so) => trafficTypeView(ctx.store.need('trafficTypes', so.input.id)) as Json });

const setPhysicalNetworkState = (ctx: Ctx, id: string, state: string) =>
  void ctx.store.transition('physicalNetworks', physicalNetworkStates, id, state === 'Enabled' ? 'enable' : 'disable');

const updatePhysicalNetworkSaga = saga<Ctx, { id: string; from: string; to: string }>('updatePhysicalNetwork')
  .step('state', {
    do: (ctx, so) => setPhysicalNetworkState(ctx, so.input.id, so.input.to),
    undo: (ctx, so) => setPhysicalNetworkState(ctx, so.input.id, so.input.from),
  })
  .end({ result: (ctx, so) => physicalNetworkView(ctx, ctx.store.need('physicalNetworks', so.input.id)) as Json });

const deletePhysicalNetworkSaga = saga<Ctx, { id: string }>('deletePhysicalNetwork')
  .step('rows', {
    do(ctx, so) {
      if (ctx.store.get('physicalNetworks', so.input.id)?.removed !== undefined) return;
      ctx.store.write(() => {
        for (const type of ctx.store.where('trafficTypes', 'physical_network_id = ? AND removed IS NULL', so.input.id))
          ctx.store.remove('trafficTypes', type.id);
        removeProviders(ctx, so.input.id);
        ctx.store.remove('physicalNetworks', so.input.id);
      });
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

const updateTrafficTypeSaga = saga<Ctx, { id: string; from: string; to: string }>('updateTrafficType')
  .step('label', {
    do: (ctx, so) => void ctx.store.update('trafficTypes', so.input.id, { kvmNetworkLabel: so.input.to }),
    undo: (ctx, so) => void ctx.store.update('trafficTypes', so.input.id, { kvmNetworkLabel: so.input.from }),
  })
  .end({ result: (ctx, so) => trafficTypeView(ctx.store.need('trafficTypes', so.input.id)) as Json });

const deleteTrafficTypeSaga = saga<Ctx, { id: string }>('deleteTrafficType')
  .step('row', {
    do(ctx, so) {
      if (ctx.store.get('trafficTypes', so.input.id)?.removed === undefined)
        ctx.store.remove('trafficTypes', so.input.id);
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

/** Refuses to move guests' cables: what instances and their services are plugged into is chosen when they start. */
function refuseWhilePlugged(ctx: Ctx, type: TrafficTypeRow): void {
  if (type.trafficType !== 'Guest') return;
  const plugged = ctx.store.count(
    'nics',
    'removed IS NULL AND network_id IN (SELECT id FROM network WHERE physical_network_id = ? AND removed IS NULL)',
    type.physicalNetworkId,
  );
  if (plugged > 0)
    throw fail('inUse', say`${plugged} NICs of instances are plugged into the bridge ${type.kvmNetworkLabel ?? ''}.`, {
      hint: say`Expunge those instances first.`,
    });
}

export const physicalNetworkSagas = [
  createPhysicalNetworkSaga,
  addTrafficTypeSaga,
  updateTrafficTypeSaga,
  deleteTrafficTypeSaga,
  updatePhysicalNetworkSaga,
  deletePhysicalNetworkSaga,
];

export const physicalNetworkHandlers = {
  createPhysicalNetwork(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    if (
      ctx.store.first('physicalNetworks', 'removed IS NULL AND zone_id = ? AND name = ?', zone.id, input.name) !==
      undefined
    )
      throw fail('parameter', say`The zone has a physical network named ${input.name} already.`, { field: 'name' });
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('physicalNetworks', {
        id,
        zoneId: zone.id,
        name: input.name,
        state: 'Disabled',
        isolationMethods: input.isolationmethods ?? 'VLAN',
        created: ctx.clock(),
      });
      addDefaultProviders(ctx, id);
      return startJob(
        ctx,
        caller,
        'createPhysicalNetwork',
        { id },
        {
          resourceNoun: 'physicalnetwork',
          resourceId: id,
          resourceName: input.name,
          said: say`Creating the physical network ${input.name}`,
        },
      );
    });
  },

  updatePhysicalNetwork(ctx, caller, input) {
    const row = ctx.store.need('physicalNetworks', input.id);
    refuseWhileBusy(ctx, row.id, row.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'updatePhysicalNetwork',
        { id: row.id, from: row.state, to: input.state ?? row.state },
        { resourceNoun: 'physicalnetwork', resourceId: row.id, resourceName: row.name },
      ),
    );
  },

  deletePhysicalNetwork(ctx, caller, input) {
    const row = ctx.store.need('physicalNetworks', input.id);
    const networks = countUsers(ctx, 'physicalnetwork', row.id, 'network');
    if (networks > 0)
      throw fail('inUse', say`The physical network ${row.name} carries ${networks} guest networks.`, {
        hint: say`Delete those first.`,
      });
    refuseWhileBusy(ctx, row.id, row.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'deletePhysicalNetwork',
        { id: row.id },
        { resourceNoun: 'physicalnetwork', resourceId: row.id, resourceName: row.name },
      ),
    );
  },

  addTrafficType(ctx, caller, input) {
    const network = ctx.store.need('physicalNetworks', input.physicalnetworkid, 'physicalnetworkid');
    refuseWhileRemoved(ctx, network.id, network.name, 'physicalnetworkid');
    if (
      ctx.store.first(
        'trafficTypes',
        'removed IS NULL AND physical_network_id = ? AND traffic_type = ?',
        network.id,
        input.traffictype,
      ) !== undefined
    )
      throw fail('parameter', say`${network.name} carries ${input.traffictype} traffic already.`, {
        field: 'traffictype',
      });
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('trafficTypes', {
        id,
        physicalNetworkId: network.id,
        trafficType: input.traffictype,
        kvmNetworkLabel: input.kvmnetworklabel ?? 'cloudbr0',
        created: ctx.clock(),
      });
      return startJob(
        ctx,
        caller,
        'addTrafficType',
        { id },
        { resourceNoun: 'physicalnetwork', resourceId: id, resourceName: input.traffictype },
      );
    });
  },

  updateTrafficType(ctx, caller, input) {
    const type = ctx.store.need('trafficTypes', input.id);
    refuseWhilePlugged(ctx, type);
    refuseWhileBusy(ctx, type.id, type.trafficType);
    const from = type.kvmNetworkLabel ?? 'cloudbr0';
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'updateTrafficType',
        { id: type.id, from, to: input.kvmnetworklabel ?? from },
        { resourceNoun: 'physicalnetwork', resourceId: type.id, resourceName: type.trafficType },
      ),
    );
  },

  deleteTrafficType(ctx, caller, input) {
    const type = ctx.store.need('trafficTypes', input.id);
    const networks =
      type.trafficType === 'Guest' ? countUsers(ctx, 'physicalnetwork', type.physicalNetworkId, 'network') : 0;
    if (networks > 0)
      throw fail('inUse', say`The traffic type carries ${networks} guest networks.`, {
        hint: say`Delete those first.`,
      });
    refuseWhileBusy(ctx, type.id, type.trafficType);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'deleteTrafficType',
        { id: type.id },
        { resourceNoun: 'physicalnetwork', resourceId: type.id, resourceName: type.trafficType },
      ),
    );
  },

  listPhysicalNetworks(ctx, _caller, input) {
    const page = ctx.store.list('physicalNetworks', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name', state: 'state' },
      defaultSort: 'name',
    });
    return { count: page.count, physicalnetwork: page.rows.map((row) => physicalNetworkView(ctx, row)) };
  },

  listTrafficTypes(ctx, _caller, input) {
    const page = ctx.store.list('trafficTypes', input, {
      filters: [['physical_network_id = ?', input.physicalnetworkid]],
      sortable: { traffictype: 'trafficType', kvmnetworklabel: 'kvmNetworkLabel' },
      defaultSort: 'traffic_type',
    });
    return { count: page.count, traffictype: page.rows.map(trafficTypeView) };
  },
} satisfies Partial<Handlers>;
