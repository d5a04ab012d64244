import { deployInput, idOf, type TestEngine } from './lab.ts';
import { outcome, type SettingEffect } from './setting-effect.ts';

/** A running instance of a template that may grow, where its zone allows it. */
async function growing(lab: TestEngine): Promise<string> {
  const input = await deployInput(lab, 'growing');
  await lab.call('updateTemplate', { id: input.templateid, isdynamicallyscalable: true });
  return (await lab.run('deployVirtualMachine', input)).resourceId ?? '';
}

/** What the settings of growing instances do. */
export const growthEffects = {
  'enable.dynamic.scale.vm': {
    values: ['true', 'false'],
    seen: ['allowed', 'conflict'],
    async look({ lab }) {
      const id = await growing(lab);
      const serviceofferingid = await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'Medium Instance');
      return await outcome(lab, 'scaleVirtualMachine', { id, serviceofferingid });
    },
  },
} satisfies Record<string, SettingEffect>;
