/** The steps of a zone's set-up, in the order in which each needs the one before. */
export const setupSteps = ['zone', 'pod', 'network', 'cluster', 'hosts', 'primary', 'secondary', 'launch'] as const;
export type SetupStep = (typeof setupSteps)[number];

/** What of a zone's resources decides whether a step is done; the rows of the lists fit. */
export interface SetupFacts {
  zone: { allocationstate: string };
  pods: readonly unknown[];
  physicalNetworks: readonly { state: string; traffictypes: readonly { traffictype: string }[] }[];
  networks: readonly unknown[];
  clusters: readonly unknown[];
  hosts: readonly { state: string }[];
  pools: readonly { state: string }[];
  stores: readonly unknown[];
}

/**
 * The steps that are done. Nothing but the resources says so: there are no drafts, so leaving, a crash or another window change
 * nothing about where a set-up stands.
 */
export function doneSteps(facts: SetupFacts): ReadonlySet<SetupStep> {
  const carriesGuests = facts.physicalNetworks.some(
    (network) => network.state === 'Enabled' && network.traffictypes.some((type) => type.traffictype === 'Guest'),
  );
  const done: Record<SetupStep, boolean> = {
    zone: true,
    pod: facts.pods.length > 0,
    network: carriesGuests && facts.networks.length > 0,
    cluster: facts.clusters.length > 0,
    hosts: facts.hosts.some((host) => host.state === 'Up'),
    primary: facts.pools.some((pool) => pool.state === 'Up'),
    secondary: facts.stores.length > 0,
    launch: facts.zone.allocationstate === 'Enabled',
  };
  return new Set(setupSteps.filter((step) => done[step]));
}

/** The first step that is not done; the last one when all are. */
export function nextStep(done: ReadonlySet<SetupStep>): SetupStep {
  return setupSteps.find((step) => !done.has(step)) ?? 'launch';
}

/** A step can be opened when it is done or everything before it is. */
export function isReachable(step: SetupStep, done: ReadonlySet<SetupStep>): boolean {
  return done.has(step) || setupSteps.slice(0, setupSteps.indexOf(step)).every((earlier) => done.has(earlier));
}

/** The first of `Zone 1`, `Zone 2` … that nothing is called yet. */
export function freeName(word: string, taken: readonly { name: string }[]): string {
  for (let number = 1; ; number++) {
    const name = `${word} ${number}`;
    if (!taken.some((thing) => thing.name === name)) return name;
  }
}
