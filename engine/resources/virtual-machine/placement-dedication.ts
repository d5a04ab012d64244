import { type Phrase, say } from '../../contract/phrase.ts';
import type { PlacementDedication, PlacementHost, PlacementRequest } from './placement-data.ts';
import type { Rule } from './placement-rule.ts';

/*
 * Hosts that are for some alone. Explicitly: somebody dedicated the host, its cluster, pod or zone, and the affinity group that came of it
 * says which instances are for it. Implicitly: an instance whose offering is strict shares its host with no other account.
 */

const groupsOf = (request: PlacementRequest): string[] =>
  (request.affinity ?? []).filter((group) => group.type === 'ExplicitDedication').map((group) => group.id);

/** A zone is open to whoever it is for; what is in it has to be asked for by name, as in CloudStack. */
const zoneOf = (host: PlacementHost) => host.dedications.find((each) => each.kind === 'zone');
const innermost = (host: PlacementHost) => host.dedications.find((each) => each.kind !== 'zone');

function closed(host: PlacementHost, request: PlacementRequest): Phrase | undefined {
  const groups = groupsOf(request);
  const zone = zoneOf(host);
  if (zone !== undefined && !zone.open) return say`Its zone is dedicated to ${zone.owner}.`;
  const inner = innermost(host);
  if (inner !== undefined && !groups.includes(inner.groupId)) return taken(inner);
  if (groups.length > 0 && !host.dedications.some((each) => groups.includes(each.groupId)))
    return say`It is not dedicated to whom the affinity group is for.`;
  return undefined;
}

/** Whole sentences, since languages differ in more than the noun. */
function taken({ kind, owner, groupName }: PlacementDedication): Phrase {
  if (kind === 'host')
    return say`It is dedicated to ${owner}: only instances in the affinity group ${groupName} run there.`;
  if (kind === 'cluster')
    return say`Its cluster is dedicated to ${owner}: only instances in the affinity group ${groupName} run there.`;
  return say`Its pod is dedicated to ${owner}: only instances in the affinity group ${groupName} run there.`;
}

function implicitlyClosed({ implicit }: PlacementHost, request: PlacementRequest): Phrase | undefined {
  if (request.implicit === 'Strict') {
    const others = implicit.all - implicit.ownStrict;
    return others > 0
      ? say`The offering wants a host for this account alone, and ${others} other instances are on it.`
      : undefined;
  }
  return implicit.strict > 0 ? say`${implicit.strict} instances on it want it for their account alone.` : undefined;
}

/** Why what is dedicated refuses a request; asked only where something is. */
export const dedicationRules: readonly Rule[] = [
  {
    name: 'dedication',
    settings: [],
    asked: (request) => request.dedicated?.explicitly === true || groupsOf(request).length > 0,
    passes: (host, _cluster, request) => closed(host, request) === undefined,
    refusal: (host, _cluster, request) => closed(host, request) as Phrase,
  },
  {
    name: 'implicit dedication',
    settings: ['vm.deployment.planner'],
    asked: (request) => request.dedicated?.implicitly === true || request.implicit === 'Strict',
    passes: (host, _cluster, request) => implicitlyClosed(host, request) === undefined,
    refusal: (host, _cluster, request) => implicitlyClosed(host, request) as Phrase,
  },
];

/** Where an instance that wants a host for its account goes first: where only such are, then where nobody is, then anywhere. */
export function implicitPreference(host: PlacementHost, request: PlacementRequest): number {
  if (request.implicit === undefined) return 0;
  if (host.implicit.all === 0) return 1;
  return host.implicit.all === host.implicit.own ? 0 : 2;
}
