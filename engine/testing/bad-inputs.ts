import { afterAll, beforeAll, expect } from 'vitest';
import { takeInventory } from './inventory.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from './lab.ts';

/** What the tests of bad inputs start from: a small cloud on simulated hosts, and names that resolve as a test says. */
export interface BadInputs {
  lab: TestEngine;
  ids: Record<'zone' | 'pod' | 'cluster' | 'host' | 'network' | 'physical' | 'offering' | 'osType', string>;
  /** What each name resolves to. */
  names: Record<string, string[]>;
  /** Refused at a field with such a sentence, leaving store and hosts as they were. */
  refused(
    command: string,
    input: object,
    field: string | undefined,
    sentence: RegExp,
    hint?: RegExp,
  ): ReturnType<TestEngine['refusal']>;
}

/** Declares the cloud's set-up and end for a test file; what is returned is filled before its first test. */
export function badInputs(): BadInputs {
  const world = { names: {} } as BadInputs;
  beforeAll(async () => {
    const lab = await startTestEngine({ resolve: async (name) => world.names[name] ?? [] });
    world.lab = lab;
    await buildCloud(lab);
    await lab.run('addImageStore', {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      name: 'real images',
      provider: 'NFS',
      url: 'nfs://nfs.test/real-images',
    });
    world.ids = {
      zone: await idOf(lab, 'listZones', 'zone', 'zone'),
      pod: await idOf(lab, 'listPods', 'pod', 'pod'),
      cluster: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
      host: await idOf(lab, 'listHosts', 'host', 'sim-a'),
      network: await idOf(lab, 'listNetworks', 'network', 'guests'),
      physical: await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical'),
      offering: await idOf(lab, 'listNetworkOfferings', 'networkoffering', 'DefaultSharedNetworkOffering'),
      osType: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    };
  });
  afterAll(() => world.lab.close());

  world.refused = async (command, input, field, sentence, hint) => {
    const { lab } = world;
    const before = takeInventory(lab.directory);
    const refusal = await lab.refusal(command, input);
    expect(refusal.message).toMatch(sentence);
    expect(refusal.message).toMatch(/[.)]$/);
    if (field !== undefined) expect(refusal.field).toBe(field);
    if (hint !== undefined) expect(refusal.hint).toMatch(hint);
    expect(takeInventory(lab.directory)).toEqual(before);
    return refusal;
  };
  return world;
}
