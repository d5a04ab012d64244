import { expect, it } from 'vitest';
import { wipePlan } from './wipe-plan.ts';

const thing = (id: string) => ({ id, name: id });

it('deletes nothing that a later deletion still needs, and the zone last', () => {
  const order = wipePlan({
    zone: thing('zone'),
    pods: [thing('pod')],
    physicalNetworks: [thing('wire')],
    networks: [thing('guests')],
    clusters: [thing('cluster')],
    hosts: [thing('host1'), thing('host2')],
    pools: [thing('pool')],
    stores: [thing('store')],
    templates: [thing('template')],
    isos: [thing('iso')],
  }).map((deletion) => deletion.id);
  const before = (first: string, second: string) => expect(order.indexOf(first)).toBeLessThan(order.indexOf(second));
  before('template', 'store');
  before('iso', 'store');
  // Hosts unmount storage and close networks, so they go after both.
  for (const needsHosts of ['store', 'pool', 'guests']) for (const host of ['host1', 'host2']) before(needsHosts, host);
  before('guests', 'wire');
  before('host2', 'cluster');
  before('pool', 'cluster');
  before('cluster', 'pod');
  expect(order.at(-1)).toBe('zone');
  expect(order).toHaveLength(11);
});
