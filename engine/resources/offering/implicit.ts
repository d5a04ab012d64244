import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ServiceOfferingRow } from '../../store/offering-rows.ts';

// Offerings whose instances want a host for their account alone, by CloudStack's planner and its detail.

const planner = 'ImplicitDedicationPlanner';
export type ImplicitMode = 'Strict' | 'Preferred';

/** What CloudStack reads, and what it takes for Strict. */
const modeIn = (details: ServiceOfferingRow['details']): ImplicitMode =>
  details?.ImplicitDedicationMode === 'Preferred' ? 'Preferred' : 'Strict';

/** How an offering's instances want a host for their account; undefined where they do not care. */
export function implicitModeOf(ctx: Ctx, offering: ServiceOfferingRow | undefined): ImplicitMode | undefined {
  const named = offering?.deploymentPlanner ?? ctx.settings.text('vm.deployment.planner');
  return named === planner ? modeIn(offering?.details) : undefined;
}

/** Refuses a mode that is none: CloudStack takes it for Strict. Error: parameter. */
export function checkImplicitMode(details: Readonly<Record<string, string>> | undefined): void {
  const mode = details?.ImplicitDedicationMode;
  if (mode !== undefined && mode !== 'Strict' && mode !== 'Preferred')
    throw fail('parameter', say`ImplicitDedicationMode is Strict or Preferred, not ${mode}.`, {
      field: 'serviceofferingdetails',
    });
}

/** What the instances of each host want of it. */
export interface ImplicitCounts {
  /** Of whatever account. */
  strict: number;
  /** Of the account that asks: all that want a host for it, and those that are strict. */
  own: number;
  ownStrict: number;
}

/** The same for all hosts; undefined where no offering asks for it, which costs nothing. Instances on their way count where they go. */
export function implicitByHost(ctx: Ctx, accountId: string | undefined): Map<string, ImplicitCounts> | undefined {
  const unnamed = ctx.settings.text('vm.deployment.planner') === planner ? ' OR deployment_planner IS NULL' : '';
  // Also offerings that are deleted: their instances keep them.
  const offerings = ctx.store
    .prepare(`SELECT id, details FROM service_offering WHERE deployment_planner = '${planner}'${unnamed}`)
    .all() as { id: string; details: string | null }[];
  if (offerings.length === 0) return undefined;
  const modes = new Map(offerings.map(({ id, details }) => [id, modeIn(JSON.parse(details ?? '{}'))]));
  const rows = ctx.store
    .prepare(
      `SELECT host, offering, account, count(*) AS n FROM (
         SELECT host_id AS host, service_offering_id AS offering, account_id AS account FROM virtual_machine
           WHERE service_offering_id IN (SELECT value FROM json_each(?)) AND host_id IS NOT NULL AND removed IS NULL
         UNION ALL
         SELECT destination_host_id, service_offering_id, account_id FROM virtual_machine INDEXED BY virtual_machine_destination
           WHERE destination_host_id IS NOT NULL AND removed IS NULL)
       GROUP BY host, offering, account`,
    )
    .all(JSON.stringify([...modes.keys()])) as { host: string; offering: string; account: string; n: number }[];
  const counts = new Map<string, ImplicitCounts>();
  for (const { host, offering, account, n } of rows) {
    const mode = modes.get(offering);
    if (mode === undefined) continue;
    const at = counts.get(host) ?? { strict: 0, own: 0, ownStrict: 0 };
    counts.set(host, at);
    if (mode === 'Strict') at.strict += n;
    if (account === accountId) at.own += n;
    if (account === accountId && mode === 'Strict') at.ownStrict += n;
  }
  return counts;
}
