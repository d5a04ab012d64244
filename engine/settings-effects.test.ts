import { cpSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SettingName, settingDefinitions } from './settings.ts';
import { buildCloud, startTestEngine } from './testing/lab.ts';
import { scratchFolder } from './testing/scratch.ts';
import { effectCloud, type SettingEffect } from './testing/setting-effect.ts';
import { apiEffects } from './testing/setting-effects-api.ts';
import { capacityEffects } from './testing/setting-effects-capacity.ts';
import { growthEffects } from './testing/setting-effects-growth.ts';
import { guestEffects } from './testing/setting-effects-guests.ts';
import { lifecycleEffects } from './testing/setting-effects-lifecycle.ts';
import { limitEffects } from './testing/setting-effects-limits.ts';
import { peopleEffects } from './testing/setting-effects-people.ts';
import { placementEffects } from './testing/setting-effects-placement.ts';
import { plannerEffects } from './testing/setting-effects-planner.ts';
import { statisticsEffects } from './testing/setting-effects-statistics.ts';
import { upkeepEffects } from './testing/setting-effects-upkeep.ts';
import { usageEffects } from './testing/setting-effects-usage.ts';

/** What each setting does. A setting without a row is an error of types, and fails below. */
const effects: Record<SettingName, SettingEffect> = {
  ...placementEffects,
  ...plannerEffects,
  ...peopleEffects,
  ...limitEffects,
  ...upkeepEffects,
  ...lifecycleEffects,
  ...apiEffects,
  ...usageEffects,
  ...guestEffects,
  ...growthEffects,
  ...statisticsEffects,
  ...capacityEffects,
};

let folder: string;
beforeAll(async () => {
  folder = scratchFolder('effects');
  const lab = await startTestEngine({ directory: folder, keep: true });
  await buildCloud(lab);
  await lab.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every setting that is listed has a row here, and no other', () => {
  expect(Object.keys(effects).sort()).toEqual(settingDefinitions.map((each) => each.name).sort());
});

describe.each(Object.entries(effects))('%s', (name, { values, seen, look }) => {
  it.each([0, 1] as const)('has an effect (value %i)', async (which) => {
    const copy = scratchFolder('effect');
    cpSync(folder, copy, { recursive: true });
    const value = values[which];
    let read: string[] = [];
    const cloud = await effectCloud(copy, value, (each) => each.name === name && read.push(each.value));
    try {
      await cloud.set(name, value);
      read = [];
      expect(await look(cloud)).toEqual(seen[which]);
      // Not by chance: the setting was read, through its one door, with this value.
      expect(read).toContain(value);
    } finally {
      await cloud.close();
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('and another one with another value', () => {
    expect(values[0]).not.toBe(values[1]);
    expect(seen[0]).not.toEqual(seen[1]);
  });
});
