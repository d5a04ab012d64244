import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleNames } from '../../contract/placement.ts';
import { checkAll, place } from './placement.ts';
import type { PlacementCluster, PlacementHost, PlacementPool, PlacementRequest } from './placement-data.ts';

const gibibyte = 1024 ** 3;

const pool = (more: Partial<PlacementPool> = {}): PlacementPool => ({
  id: 'pool',
  name: 'pool',
  scope: 'CLUSTER',
  state: 'Up',
  total: 1000 * gibibyte,
  used: 0,
  allocated: 0,
  overprovisioning: 2,
  usedThreshold: 0.85,
  allocatedThreshold: 0.85,
  tags: [],
  ...more,
});
const host = (more: Partial<PlacementHost> = {}): PlacementHost => ({
  id: 'h1',
  name: 'host-1',
  state: 'Up',
  resourceState: 'Enabled',
  hypervisor: 'KVM',
  zoneEnabled: true,
  podEnabled: true,
  podId: 'pod1',
  tags: [],
  ofAccount: 0,
  clusterId: 'c1',
  clusterName: 'cluster-1',
  clusterEnabled: true,
  cpuModel: 'one',
  virtualization: 'kvm',
  cpuSpeed: 2000,
  cpuNumber: 8,
  cpuTotal: 16_000,
  cpuUsed: 0,
  memoryTotal: 16 * gibibyte,
  memoryUsed: 0,
  created: 1,
  dedications: [],
  implicit: { all: 0, strict: 0, own: 0, ownStrict: 0 },
  pools: [pool()],
  ...more,
});
const cluster = (more: Partial<PlacementCluster> = {}): PlacementCluster => ({
  id: 'c1',
  cpuTotal: 100_000,
  cpuUsed: 0,
  memoryTotal: 100 * gibibyte,
  memoryUsed: 0,
  cpuThreshold: 0.85,
  memoryThreshold: 0.85,
  ...more,
});
const request = (more: Partial<PlacementRequest> = {}): PlacementRequest => ({
  hypervisor: 'KVM',
  cpuNumber: 2,
  cpuSpeed: 1000,
  memory: 2 * gibibyte,
  disk: 10 * gibibyte,
  storageType: 'shared',
  localAllowed: true,
  thresholds: true,
  ...more,
});
const clusters = (...all: PlacementCluster[]) => new Map(all.map((each) => [each.id, each]));
const first = () => 0;

describe('the rule and its sentence, host by host', () => {
  const cases: [
    what: string,
    host: Partial<PlacementHost>,
    request: Partial<PlacementRequest>,
    cluster: Partial<PlacementCluster>,
  ][] = [
    ['another host asked for', {}, { hostId: 'h2' }, {}],
    ['another cluster asked for', {}, { clusterId: 'c2' }, {}],
    ['another hypervisor', { hypervisor: 'Simulator' }, {}, {}],
    ['in Alert', { state: 'Alert' }, {}, {}],
    ['disabled', { resourceState: 'Disabled' }, {}, {}],
    ['pod disabled', { podEnabled: false }, {}, {}],
    ['cores too slow', { cpuSpeed: 900 }, {}, {}],
    ['too few cores', { cpuNumber: 1 }, {}, {}],
    ['CPU given away', { cpuUsed: 14_500 }, {}, {}],
    ['memory given away', { memoryUsed: 15 * gibibyte }, {}, {}],
    ['cluster CPU threshold', {}, {}, { cpuUsed: 84_000 }],
    ['cluster memory threshold', {}, {}, { memoryUsed: 84 * gibibyte }],
    ['no shared pool', { pools: [pool({ scope: 'HOST' })] }, { localAllowed: false }, {}],
    ['no pool at all', { pools: [] }, {}, {}],
    ['pool not Up', { pools: [pool({ state: 'Removing' })] }, {}, {}],
    ['pool full', { pools: [pool({ used: 900 * gibibyte })] }, {}, {}],
    ['pool promised away', { pools: [pool({ allocated: 1695 * gibibyte })] }, {}, {}],
    ['volumes lie elsewhere', {}, { poolIds: ['other'] }, {}],
  ];

  it('are these', () => {
    const told = cases.map(([what, h, r, c]) => {
      const { candidates, refusals } = place([host(h)], clusters(cluster(c)), request(r), 'firstfit', first);
      expect(candidates, what).toEqual([]);
      expect(refusals, what).toHaveLength(1);
      return `${what} — ${refusals[0]?.rule}: ${refusals[0]?.text}`;
    });
    expect(told).toMatchInlineSnapshot(`
      [
        "another host asked for — host: Another host was asked for.",
        "another cluster asked for — cluster: Another cluster was asked for.",
        "another hypervisor — hypervisor: The template is for KVM, the host runs Simulator.",
        "in Alert — state: The host is Alert, not Up.",
        "disabled — resource state: The host is Disabled: it takes no new instances.",
        "pod disabled — allocation state: Its zone, pod or cluster is disabled.",
        "cores too slow — CPU speed: The offering asks for 1000 MHz, a core has 900 MHz.",
        "too few cores — CPU cores: The offering asks for 2 cores, the host has 1.",
        "CPU given away — CPU: 2000 MHz are needed, 1500 of 16000 MHz are free (cpu.overprovisioning.factor).",
        "memory given away — memory: 2.00 GiB are needed, 1.00 GiB of 16.00 GiB are free (mem.overprovisioning.factor, host.reserved.mem.mb).",
        "cluster CPU threshold — cluster CPU threshold: The cluster would have 86 % of its CPU allocated, above 85 % (cluster.cpu.allocated.capacity.disablethreshold).",
        "cluster memory threshold — cluster memory threshold: The cluster would have 86 % of its memory allocated, above 85 % (cluster.memory.allocated.capacity.disablethreshold).",
        "no shared pool — storage: The host has no shared primary storage that is Up.",
        "no pool at all — storage: The host has no shared primary storage that is Up.",
        "pool not Up — storage: The host has no shared primary storage that is Up.",
        "pool full — storage: No pool has room: pool is 90 % full (pool.storage.capacity.disablethreshold).",
        "pool promised away — storage: No pool has room: pool would have 1705.00 GiB of 2000.00 GiB allocated (pool.storage.allocated.capacity.disablethreshold).",
        "volumes lie elsewhere — storage: The host does not reach the primary storage that holds the instance’s volumes.",
      ]
    `);
  });

  it('thresholds hold for starts only when the setting says so', () => {
    const full = clusters(cluster({ memoryUsed: 84 * gibibyte }));
    expect(place([host()], full, request({ thresholds: false }), 'firstfit', first).candidates).toHaveLength(1);
  });

  it('an exact fit fits, a byte more does not', () => {
    const tight = host({ memoryUsed: 14 * gibibyte, cpuUsed: 14_000 });
    expect(place([tight], clusters(cluster()), request(), 'firstfit', first).candidates).toHaveLength(1);
    const more = request({ memory: 2 * gibibyte + 1 });
    expect(place([tight], clusters(cluster()), more, 'firstfit', first).refusals[0]?.rule).toBe('memory');
  });

  it('a local offering stays off shared storage, a shared one goes local only where there is nothing else', () => {
    const local = pool({ id: 'local', scope: 'HOST' });
    const both = host({ pools: [pool(), local] });
    const chosen = (h: PlacementHost, more: Partial<PlacementRequest>) =>
      place([h], clusters(cluster()), request(more), 'firstfit', first).candidates[0]?.poolId;
    expect(chosen(both, { storageType: 'local' })).toBe('local');
    expect(chosen(both, { storageType: 'shared' })).toBe('pool');
    expect(chosen(host({ pools: [local] }), { storageType: 'shared' })).toBe('local');
    expect(chosen(host({ pools: [local] }), { storageType: 'shared', localAllowed: false })).toBeUndefined();
    expect(chosen(host({ pools: [pool()] }), { storageType: 'local' })).toBeUndefined();
  });

  it.each([
    // Most free CPU first, whatever the memory.
    ['FirstFitPlanner', 'CPU', 1, ['b1', 'b2', 'a1', 'c1']],
    ['FirstFitPlanner', 'RAM', 1, ['c1', 'a1', 'b1', 'b2']],
    ['FirstFitPlanner', 'COMBINED', 1, ['a1', 'c1', 'b1', 'b2']],
    // Fewest instances of the account first: by cluster, and in it by host.
    ['UserDispersingPlanner', 'CPU', 1, ['a1', 'b2', 'b1', 'c1']],
    ['UserDispersingPlanner', 'CPU', 0, ['b2', 'b1', 'a1', 'c1']],
    // The pod with most of them first.
    ['UserConcentratedPodPlanner', 'CPU', 1, ['c1', 'b1', 'b2', 'a1']],
  ] as const)('%s by %s with a weight of %d goes through clusters so', (planner, capacity, dispersion, expected) => {
    const hosts = [
      host({ id: 'a1', clusterId: 'a', podId: 'p1', ofAccount: 0, created: 1 }),
      host({ id: 'b1', clusterId: 'b', podId: 'p1', ofAccount: 2, created: 2 }),
      host({ id: 'b2', clusterId: 'b', podId: 'p1', ofAccount: 1, created: 3 }),
      host({ id: 'c1', clusterId: 'c', podId: 'p2', ofAccount: 4, created: 4 }),
    ];
    const three = clusters(
      cluster({ id: 'a', cpuUsed: 30_000, memoryUsed: 30 * gibibyte }),
      cluster({ id: 'b', cpuUsed: 10_000, memoryUsed: 80 * gibibyte }),
      cluster({ id: 'c', cpuUsed: 50_000, memoryUsed: 20 * gibibyte }),
    );
    const order = { planner, capacity, dispersion, algorithm: 'firstfit' as const };
    expect(place(hosts, three, request(), order, first).candidates.map((each) => each.hostId)).toEqual(expected);
  });

  it.each([
    ['userdispersing', ['h2', 'h3', 'h1']],
    ['userconcentratedpod_firstfit', ['h3', 'h1', 'h2']],
    ['firstfit', ['h1', 'h2', 'h3']],
  ] as const)('%s goes through the hosts of a cluster so', (algorithm, expected) => {
    const hosts = [
      host({ id: 'h1', ofAccount: 2, created: 1 }),
      host({ id: 'h2', ofAccount: 0, created: 2 }),
      host({ id: 'h3', ofAccount: 1, created: 3, podId: 'pod2' }),
    ].map((each) => (algorithm.startsWith('userconcentrated') && each.id === 'h3' ? { ...each, ofAccount: 9 } : each));
    const found = place(hosts, clusters(cluster()), request(), algorithm, first);
    expect(found.candidates.map((each) => each.hostId)).toEqual(expected);
  });

  it('each disk goes to a pool with its tags, and counts the room that the disks before it took', () => {
    const small = pool({ id: 'small', name: 'small', total: 10 * gibibyte, overprovisioning: 1, tags: ['fast'] });
    const h = host({ pools: [pool({ id: 'large' }), small] });
    const data = { size: 4 * gibibyte, storageType: 'shared' as const, tags: ['fast'] };
    const asked = (more: Partial<PlacementRequest>) =>
      place([h], clusters(cluster()), request({ disk: 4 * gibibyte, ...more }), 'firstfit', first);
    expect(asked({ moreDisks: [data] }).candidates[0]?.poolIds).toEqual(['large', 'small']);
    expect(asked({ storageTags: ['fast'], moreDisks: [data] }).candidates[0]?.poolIds).toEqual(['small', 'small']);
    expect(asked({ storageTags: ['fast'], moreDisks: [data, data] }).refusals[0]?.text).toContain(
      'small would have 12.00 GiB of 10.00 GiB allocated',
    );
    expect(asked({ storageTags: ['slow'] }).refusals[0]?.text).toBe('None of its 2 pools has the storage tags slow.');
  });

  it('the last host comes first, then the order that was asked for', () => {
    const hosts = [
      host({ id: 'old', created: 1, memoryUsed: 9 * gibibyte }),
      host({ id: 'new', created: 2, memoryUsed: gibibyte }),
      host({ id: 'last', created: 3, memoryUsed: 12 * gibibyte }),
    ];
    const order = (algorithm: Parameters<typeof place>[3], random = first) =>
      place(hosts, clusters(cluster()), request({ lastHostId: 'last' }), algorithm, random).candidates.map(
        (each) => each.hostId,
      );
    expect(order('firstfit')).toEqual(['last', 'old', 'new']);
    expect(order('firstfitleastconsumed')).toEqual(['last', 'new', 'old']);
    const numbers = [0.9, 0.1, 0.5];
    expect(order('random', () => numbers.shift() ?? 0)).toEqual(['last', 'new', 'old']);
  });
});

describe('a host against every rule', () => {
  it('says all that is in the way, in the order of the rules, with figures and settings', () => {
    const bad = host({ state: 'Alert', memoryUsed: 15 * gibibyte, pools: [pool({ allocated: 1695 * gibibyte })] });
    const checks = checkAll(bad, cluster({ cpuUsed: 84_000 }), request());
    // Of a deployment those are not asked that only concern a move.
    expect(checks.map((check) => check.rule)).toEqual(
      ruleNames.filter(
        (rule) =>
          !['pod', 'CPU model', 'disc', 'dedication', 'implicit dedication', 'host tags', 'affinity'].includes(rule),
      ),
    );
    expect(checks.filter((check) => check.refusal !== undefined).map((check) => check.rule)).toEqual([
      'state',
      'memory',
      'cluster CPU threshold',
      'storage',
    ]);
    const of = (rule: string) => checks.find((check) => check.rule === rule);
    expect(of('memory')).toMatchObject({
      figures: { unit: 'bytes', needed: 2 * gibibyte, available: gibibyte, total: 16 * gibibyte },
      settings: ['mem.overprovisioning.factor', 'host.reserved.mem.mb'],
    });
    expect(of('cluster CPU threshold')?.figures).toEqual({ unit: 'share', needed: 0.86, available: 0.85 });
    expect(of('storage')).toMatchObject({
      figures: { unit: 'bytes', needed: 10 * gibibyte, available: 5 * gibibyte },
      settings: ['pool.storage.allocated.capacity.disablethreshold', 'storage.overprovisioning.factor'],
    });
    expect(of('CPU')).toMatchObject({ figures: { needed: 2000, available: 16_000 } });
  });
});

describe('whatever the hosts', () => {
  const arbitraryPool = fc.record({
    id: fc.constantFrom('p1', 'p2', 'p3'),
    name: fc.constant('p'),
    scope: fc.constantFrom('HOST' as const, 'CLUSTER' as const, 'ZONE' as const),
    state: fc.constantFrom('Up', 'Up', 'Removing'),
    total: fc.integer({ min: 0, max: 100 }),
    used: fc.integer({ min: 0, max: 100 }),
    allocated: fc.integer({ min: 0, max: 250 }),
    overprovisioning: fc.constantFrom(1, 2),
    usedThreshold: fc.constant(0.85),
    allocatedThreshold: fc.constantFrom(0.85, 1),
    tags: fc.subarray(['ssd', 'fast']),
  });
  const arbitraryHost = fc.record({
    id: fc.uuid(),
    name: fc.string(),
    state: fc.constantFrom('Up', 'Up', 'Up', 'Alert', 'Connecting'),
    resourceState: fc.constantFrom('Enabled', 'Enabled', 'Disabled', 'being removed'),
    hypervisor: fc.constantFrom('KVM', 'KVM', 'Simulator'),
    zoneEnabled: fc.constant(true),
    podId: fc.constantFrom('pod1', 'pod2'),
    tags: fc.subarray(['gold', 'gpu']),
    ofAccount: fc.nat(5),
    podEnabled: fc.constantFrom(true, true, false),
    clusterId: fc.constantFrom('c1', 'c2'),
    clusterName: fc.constant('c'),
    clusterEnabled: fc.constant(true),
    cpuModel: fc.constant('one'),
    virtualization: fc.constant('kvm'),
    cpuSpeed: fc.integer({ min: 1, max: 20 }),
    cpuNumber: fc.integer({ min: 1, max: 8 }),
    cpuTotal: fc.integer({ min: 0, max: 160 }),
    cpuUsed: fc.integer({ min: 0, max: 160 }),
    memoryTotal: fc.integer({ min: 0, max: 64 }),
    memoryUsed: fc.integer({ min: 0, max: 64 }),
    created: fc.nat(),
    dedications: fc.constant([]),
    implicit: fc.constant({ all: 0, strict: 0, own: 0, ownStrict: 0 }),
    pools: fc.uniqueArray(arbitraryPool, { selector: (each) => each.id }),
  });
  const arbitraryCluster = (id: string) =>
    fc.record({
      id: fc.constant(id),
      cpuTotal: fc.integer({ min: 0, max: 600 }),
      cpuUsed: fc.integer({ min: 0, max: 600 }),
      memoryTotal: fc.integer({ min: 0, max: 300 }),
      memoryUsed: fc.integer({ min: 0, max: 300 }),
      cpuThreshold: fc.constantFrom(0, 0.85, 1),
      memoryThreshold: fc.constantFrom(0, 0.85, 1),
    });
  const arbitraryRequest = fc.record({
    hypervisor: fc.constant('KVM'),
    cpuNumber: fc.integer({ min: 1, max: 8 }),
    cpuSpeed: fc.integer({ min: 1, max: 20 }),
    memory: fc.integer({ min: 1, max: 64 }),
    disk: fc.integer({ min: 0, max: 200 }),
    storageType: fc.constantFrom('local' as const, 'shared' as const),
    localAllowed: fc.boolean(),
    thresholds: fc.boolean(),
  });
  const scene = fc.record({
    hosts: fc.uniqueArray(arbitraryHost, { maxLength: 12, selector: (each) => each.id }),
    clusters: fc.tuple(arbitraryCluster('c1'), arbitraryCluster('c2')),
    request: arbitraryRequest,
    algorithm: fc.constantFrom('random' as const, 'firstfit' as const, 'firstfitleastconsumed' as const),
    random: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
  });

  it('each is a candidate or has exactly one reason, a candidate has room for all of it, and the order decides nothing', () => {
    fc.assert(
      fc.property(scene, ({ hosts, clusters: both, request: wish, algorithm, random }) => {
        const table = clusters(...both);
        const numbers = [...random];
        const { candidates, refusals } = place(hosts, table, wish, algorithm, () => numbers.shift() ?? 0);
        const named = [...candidates, ...refusals].map((each) => each.hostId);
        expect([...named].sort()).toEqual(hosts.map((each) => each.id).sort());
        for (const refusal of refusals) {
          expect(refusal.rule).not.toBe('');
          expect(refusal.text).toMatch(/\.$/);
        }
        for (const { hostId, poolId } of candidates) {
          const chosen = hosts.find((each) => each.id === hostId) as PlacementHost;
          const its = table.get(chosen.clusterId) as PlacementCluster;
          const cpu = wish.cpuNumber * wish.cpuSpeed;
          expect([chosen.state, chosen.resourceState, chosen.hypervisor, chosen.podEnabled]).toEqual([
            'Up',
            'Enabled',
            'KVM',
            true,
          ]);
          expect(chosen.cpuUsed + cpu).toBeLessThanOrEqual(chosen.cpuTotal);
          expect(chosen.memoryUsed + wish.memory).toBeLessThanOrEqual(chosen.memoryTotal);
          if (wish.thresholds) {
            expect(its.cpuUsed + cpu).toBeLessThanOrEqual(its.cpuTotal * its.cpuThreshold);
            expect(its.memoryUsed + wish.memory).toBeLessThanOrEqual(its.memoryTotal * its.memoryThreshold);
          }
          const on = chosen.pools.find((each) => each.id === poolId) as PlacementPool;
          expect(on.state).toBe('Up');
          expect(on.used).toBeLessThanOrEqual(on.total * on.usedThreshold);
          expect(on.allocated + wish.disk).toBeLessThanOrEqual(on.total * on.overprovisioning * on.allocatedThreshold);
          if (wish.storageType === 'local') expect(on.scope).toBe('HOST');
        }
        for (const one of hosts) {
          const refused = checkAll(one, table.get(one.clusterId) as PlacementCluster, wish).filter(
            (check) => check.refusal !== undefined,
          );
          expect(refused[0]?.rule).toBe(refusals.find((each) => each.hostId === one.id)?.rule);
        }
        const reversed = place([...hosts].reverse(), table, wish, 'firstfit', first);
        expect(reversed.candidates.map((each) => each.hostId).sort()).toEqual(
          candidates.map((each) => each.hostId).sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('filling a host one by one ends at its capacity', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }), (memoryTotal, memory) => {
        let memoryUsed = 0;
        let placed = 0;
        const roomy = clusters(cluster());
        for (; placed < 100; placed++) {
          const one = host({ memoryTotal, memoryUsed });
          if (place([one], roomy, request({ memory, disk: 0 }), 'firstfit', first).candidates.length === 0) break;
          memoryUsed += memory;
        }
        expect(placed).toBe(Math.floor(memoryTotal / memory));
      }),
      { numRuns: 100 },
    );
  });
});
