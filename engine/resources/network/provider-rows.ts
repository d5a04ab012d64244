import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type ProviderName, providerNames, providerServices } from '../../contract/network-provider.ts';
import { say } from '../../contract/phrase.ts';
import type { NetworkServiceProviderRow } from '../../store/provider-rows.ts';

/** A provider of a physical network. Call inside `store.write`. */
export function addProvider(
  ctx: Ctx,
  physicalNetworkId: string,
  name: ProviderName,
  more: { services?: string[] | undefined; enabled?: boolean } = {},
): NetworkServiceProviderRow {
  return ctx.store.insert('networkServiceProviders', {
    id: ctx.ids(),
    physicalNetworkId,
    name,
    state: more.enabled === true ? 'Enabled' : 'Disabled',
    ...(more.services !== undefined && { services: more.services }),
    elementId: ctx.ids(),
    elementEnabled: more.enabled === true,
    created: ctx.clock(),
  });
}

/** What every new physical network has: DHCP and DNS need nothing set up, and are on. Call inside `store.write`. */
export function addDefaultProviders(ctx: Ctx, physicalNetworkId: string): void {
  for (const name of providerNames) addProvider(ctx, physicalNetworkId, name, { enabled: name === 'VirtualRouter' });
}

/** Call inside `store.write`. */
export function removeProviders(ctx: Ctx, physicalNetworkId: string): void {
  const condition = 'physical_network_id = ? AND removed IS NULL';
  for (const { id } of ctx.store.where('networkServiceProviders', condition, physicalNetworkId))
    ctx.store.remove('networkServiceProviders', id);
}

/** The services of a provider that are on, while it is enabled. */
export const servicesOf = (row: NetworkServiceProviderRow): readonly string[] =>
  row.services ?? providerServices[row.name];

/** Refuses a network whose services nobody on its physical network provides now. Error: resourceUnavailable, at the field. */
export function needServices(
  ctx: Ctx,
  network: { name: string; physicalNetworkId: string },
  services: readonly string[],
  field?: string,
): void {
  const enabled = ctx.store.where(
    'networkServiceProviders',
    "physical_network_id = ? AND state = 'Enabled' AND removed IS NULL",
    network.physicalNetworkId,
  );
  const provided = new Set(enabled.flatMap(servicesOf));
  const missing = services.filter((each) => !provided.has(each));
  if (missing.length === 0) return;
  throw fail('resourceUnavailable', say`Nobody provides ${missing.join(', ')} for the network ${network.name}.`, {
    ...(field !== undefined && { field }),
    hint: say`Enable the provider VirtualRouter of its physical network, with all its services.`,
  });
}
