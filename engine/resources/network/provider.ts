import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type ProviderName, providerServices } from '../../contract/network-provider.ts';
import { say } from '../../contract/phrase.ts';
import { networkProviderStates } from '../../contract/states.ts';
import type { NetworkElementView, NetworkServiceProviderView } from '../../contract/views.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { PageRequest } from '../../store/page.ts';
import type { NetworkServiceProviderRow } from '../../store/provider-rows.ts';
import type { SqlValue } from '../../store/table.ts';
import { refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { addProvider, servicesOf } from './provider-rows.ts';

const providerView = (row: NetworkServiceProviderRow): NetworkServiceProviderView => ({
  id: row.id,
  name: row.name,
  physicalnetworkid: row.physicalNetworkId,
  state: row.state,
  servicelist: [...servicesOf(row)],
  canenableindividualservice: providerServices[row.name].length > 1,
});

const elementView = (row: NetworkServiceProviderRow): NetworkElementView => ({
  id: row.elementId,
  nspid: row.id,
  enabled: row.elementEnabled,
});

/** Which providers each of CloudStack's kinds of elements belongs to. */
const elementsOf = {
  VirtualRouter: ['VirtualRouter', 'VpcVirtualRouter'],
  InternalLoadBalancer: ['InternalLbVm'],
  Ovs: ['Ovs'],
} as const satisfies Record<string, readonly ProviderName[]>;
type ElementKind = keyof typeof elementsOf;

// Jobs by CloudStack's contract, yet one commit each: nothing outside the store is touched.

interface Change {
  id: string;
  from: Pick<NetworkServiceProviderRow, 'state' | 'services' | 'elementEnabled'>;
  to: Pick<NetworkServiceProviderRow, 'state' | 'services' | 'elementEnabled'>;
}

function change(ctx: Ctx, id: string, { state, services, elementEnabled }: Change['to']): void {
  ctx.store.write(() => {
    ctx.store.transition(
      'networkServiceProviders',
      networkProviderStates,
      id,
      state === 'Enabled' ? 'enable' : 'disable',
    );
    ctx.store.update('networkServiceProviders', id, { services, elementEnabled } as Partial<NetworkServiceProviderRow>);
  });
}

const changeSaga = (kind: string, view: (row: NetworkServiceProviderRow) => Json) =>
  saga<Ctx, Change>(kind)
    .step('row', {
      do: (ctx, so) => change(ctx, so.input.id, so.input.to),
      undo: (ctx, so) => change(ctx, so.input.id, so.input.from),
    })
    .end({ result: (ctx, so) => view(ctx.store.need('networkServiceProviders', so.input.id)) });

const addSaga = saga<Ctx, { id: string }>('addNetworkServiceProvider')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      if (ctx.store.get('networkServiceProviders', so.input.id)?.removed === undefined)
        ctx.store.remove('networkServiceProviders', so.input.id);
    },
  })
  .end({ result: (ctx, so) => providerView(ctx.store.need('networkServiceProviders', so.input.id)) as Json });

const deleteSaga = saga<Ctx, { id: string }>('deleteNetworkServiceProvider')
  .step('row', {
    do(ctx, so) {
      if (ctx.store.get('networkServiceProviders', so.input.id)?.removed === undefined)
        ctx.store.remove('networkServiceProviders', so.input.id);
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const networkProviderSagas = [
  addSaga,
  changeSaga('updateNetworkServiceProvider', (row) => providerView(row) as Json),
  changeSaga('configureVirtualRouterElement', (row) => elementView(row) as Json),
  changeSaga('configureInternalLoadBalancerElement', (row) => elementView(row) as Json),
  changeSaga('configureOvsElement', (row) => elementView(row) as Json),
  deleteSaga,
];

/** The services that were asked for. Error: parameter for one that the provider does not have. */
function chosenServices(name: ProviderName, asked: string[] | undefined): string[] | undefined {
  const own: readonly string[] = providerServices[name];
  const strange = asked?.find((each) => !own.includes(each));
  if (strange !== undefined)
    throw fail('parameter', say`The provider ${name} has no service ${strange} here.`, {
      field: 'servicelist',
      hint: own.length === 0 ? say`It has none.` : say`Use one of ${own.join(', ')}.`,
    });
  return asked;
}

/** Starts the job of a change, which has what was as well, for the way back. */
function startChange(
  ctx: Ctx,
  caller: Caller,
  kind: string,
  row: NetworkServiceProviderRow,
  to: Partial<Change['to']>,
  about = row.id,
) {
  refuseWhileBusy(ctx, row.id, row.name);
  const from = { state: row.state, services: row.services, elementEnabled: row.elementEnabled };
  return ctx.store.write(() => {
    const { jobid } = startJob(
      ctx,
      caller,
      kind,
      { id: row.id, from, to: { ...from, ...to } },
      { resourceNoun: 'networkserviceprovider', resourceId: row.id, resourceName: row.name },
    );
    return { jobid, id: about };
  });
}

/** An element by its id, of one kind alone. Error: parameter. */
function elementNamed(ctx: Ctx, kind: ElementKind, id: string): NetworkServiceProviderRow {
  const row = ctx.store.first('networkServiceProviders', 'element_id = ? AND removed IS NULL', id);
  if (row === undefined || !(elementsOf[kind] as readonly string[]).includes(row.name))
    throw fail('parameter', say`Invalid parameter ${'id'} value=${id}: the entity does not exist.`, { field: 'id' });
  return row;
}

function configure(ctx: Ctx, caller: Caller, command: string, kind: ElementKind, id: string, enabled: boolean) {
  const row = elementNamed(ctx, kind, id);
  if (!enabled && row.state === 'Enabled')
    throw fail('conflict', say`The provider ${row.name} is enabled.`, {
      field: 'enabled',
      hint: say`Disable it first: updateNetworkServiceProvider.`,
    });
  return startChange(ctx, caller, command, row, { elementEnabled: enabled }, row.elementId);
}

type ElementList = Parameters<typeof providersPage>[1] & { nspid?: string | undefined; enabled?: boolean | undefined };

function providersPage(ctx: Ctx, input: PageRequest, filters: (readonly [string, SqlValue | undefined])[]) {
  return ctx.store.list('networkServiceProviders', input, {
    filters,
    sortable: { name: 'name', state: 'state' },
    defaultSort: 'name',
  });
}

function listElements(ctx: Ctx, kind: ElementKind, input: ElementList & { id?: string | undefined }) {
  // Its place in the list is that of its provider.
  const after =
    input.afterid === undefined
      ? undefined
      : ctx.store.first('networkServiceProviders', 'element_id = ?', input.afterid);
  const { count, rows } = providersPage(ctx, { ...input, afterid: after?.id ?? input.afterid }, [
    [`name IN (${elementsOf[kind].map((name) => `'${name}'`).join(', ')})`, ''],
    ['element_id = ?', input.id],
    ['id = ?', input.nspid],
    ['element_enabled = ?', input.enabled === undefined ? undefined : Number(input.enabled)],
  ]);
  return { count, rows: rows.map(elementView) };
}

export const networkProviderHandlers = {
  listNetworkServiceProviders(ctx, _caller, input) {
    const { count, rows } = providersPage(ctx, input, [
      ['physical_network_id = ?', input.physicalnetworkid],
      ['name = ?', input.name],
      ['state = ?', input.state],
    ]);
    return { count, networkserviceprovider: rows.map(providerView) };
  },

  addNetworkServiceProvider(ctx, caller, input) {
    const network = ctx.store.need('physicalNetworks', input.physicalnetworkid, 'physicalnetworkid');
    refuseWhileRemoved(ctx, network.id, network.name, 'physicalnetworkid');
    const there = 'physical_network_id = ? AND name = ? AND removed IS NULL';
    if (ctx.store.first('networkServiceProviders', there, network.id, input.name) !== undefined)
      throw fail('parameter', say`${network.name} has the provider ${input.name} already.`, { field: 'name' });
    const services = chosenServices(input.name, input.servicelist);
    return ctx.store.write(() => {
      const { id } = addProvider(ctx, network.id, input.name, { services });
      const resource = { resourceNoun: 'networkserviceprovider', resourceId: id, resourceName: input.name };
      return startJob(ctx, caller, 'addNetworkServiceProvider', { id }, resource);
    });
  },

  updateNetworkServiceProvider(ctx, caller, input) {
    const row = ctx.store.need('networkServiceProviders', input.id);
    const services = chosenServices(row.name, input.servicelist);
    const hasElement = Object.values(elementsOf).some((each) => (each as readonly string[]).includes(row.name));
    if (input.state === 'Enabled' && hasElement && !row.elementEnabled)
      throw fail('conflict', say`The element of the provider ${row.name} is off.`, {
        field: 'state',
        hint: say`Turn it on first: configureVirtualRouterElement, or the command of its kind.`,
      });
    return startChange(ctx, caller, 'updateNetworkServiceProvider', row, {
      ...(input.state !== undefined && { state: input.state }),
      ...(services !== undefined && { services }),
    });
  },

  deleteNetworkServiceProvider(ctx, caller, input) {
    const row = ctx.store.need('networkServiceProviders', input.id);
    if (row.state === 'Enabled')
      throw fail('conflict', say`The provider ${row.name} is enabled.`, {
        hint: say`Disable it first: updateNetworkServiceProvider.`,
      });
    const networks =
      providerServices[row.name].length === 0
        ? 0
        : countUsers(ctx, 'physicalnetwork', row.physicalNetworkId, 'network');
    if (networks > 0)
      throw fail('inUse', say`${networks} guest networks need the provider ${row.name}.`, {
        hint: say`Delete those first.`,
      });
    refuseWhileBusy(ctx, row.id, row.name);
    return ctx.store.write(() => {
      const resource = { resourceNoun: 'networkserviceprovider', resourceId: row.id, resourceName: row.name };
      return startJob(ctx, caller, 'deleteNetworkServiceProvider', { id: row.id }, resource);
    });
  },

  listVirtualRouterElements(ctx, _caller, input) {
    const { count, rows } = listElements(ctx, 'VirtualRouter', input);
    return { count, virtualrouterelement: rows };
  },
  listInternalLoadBalancerElements(ctx, _caller, input) {
    const { count, rows } = listElements(ctx, 'InternalLoadBalancer', input);
    return { count, internalloadbalancerelement: rows };
  },
  listOvsElements(ctx, _caller, input) {
    const { count, rows } = listElements(ctx, 'Ovs', input);
    return { count, ovselement: rows };
  },
  configureVirtualRouterElement: (ctx, caller, input) =>
    configure(ctx, caller, 'configureVirtualRouterElement', 'VirtualRouter', input.id, input.enabled),
  configureInternalLoadBalancerElement: (ctx, caller, input) =>
    configure(ctx, caller, 'configureInternalLoadBalancerElement', 'InternalLoadBalancer', input.id, input.enabled),
  configureOvsElement: (ctx, caller, input) =>
    configure(ctx, caller, 'configureOvsElement', 'Ovs', input.id, input.enabled),
} satisfies Partial<Handlers>;
