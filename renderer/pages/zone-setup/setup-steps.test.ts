import { describe, expect, it } from 'vitest';
import { doneSteps, freeName, isReachable, nextStep, type SetupFacts } from './setup-steps.ts';

const empty: SetupFacts = {
  zone: { allocationstate: 'Disabled' },
  pods: [],
  physicalNetworks: [],
  networks: [],
  clusters: [],
  hosts: [],
  pools: [],
  stores: [],
};
const guest = { state: 'Enabled', traffictypes: [{ traffictype: 'Guest' }] };

describe('where a set-up stands', () => {
  it('is read from the resources alone, however they came about', () => {
    expect(nextStep(doneSteps(empty))).toBe('pod');
    expect(nextStep(doneSteps({ ...empty, pods: [1] }))).toBe('network');
    const wired = { ...empty, pods: [1], physicalNetworks: [guest], networks: [1] };
    expect(nextStep(doneSteps(wired))).toBe('cluster');
    expect(nextStep(doneSteps({ ...wired, clusters: [1], hosts: [{ state: 'Up' }], pools: [{ state: 'Up' }] }))).toBe(
      'secondary',
    );
  });

  it('counts a half-made network as not done', () => {
    const withoutGuest = { ...guest, traffictypes: [{ traffictype: 'Management' }] };
    for (const physicalNetworks of [[], [{ ...guest, state: 'Disabled' }], [withoutGuest]])
      expect(doneSteps({ ...empty, physicalNetworks, networks: [1] }).has('network')).toBe(false);
    expect(doneSteps({ ...empty, physicalNetworks: [guest] }).has('network')).toBe(false);
  });

  it('counts no host that is not Up and no pool that is still being tried', () => {
    const done = doneSteps({ ...empty, hosts: [{ state: 'Connecting' }], pools: [{ state: 'Attaching' }] });
    expect([...done]).toEqual(['zone']);
  });

  it('opens a step only when the ones before are done, and goes back to any that is', () => {
    const done = doneSteps({ ...empty, pods: [1], stores: [1] });
    expect(isReachable('network', done)).toBe(true);
    expect(isReachable('cluster', done)).toBe(false);
    expect(isReachable('secondary', done)).toBe(true);
    expect(isReachable('launch', done)).toBe(false);
  });
});

it('finds a name that nothing has', () => {
  expect(freeName('Zone', [])).toBe('Zone 1');
  expect(freeName('Zone', [{ name: 'Zone 1' }, { name: 'Zone 3' }])).toBe('Zone 2');
});
