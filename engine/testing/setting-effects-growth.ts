import { deployInput, idOf, type TestEngine } from './lab.ts';
import { outcome, type SettingEffect } from './setting-effect.ts';

/** A running instance of a template that may grow, where its zone allows it. */
async function growing(lab: TestEngine): Promise<string> {
  const input = await deployInput(lab, 'growing');
  await lab.call('updateTemplate', { id: input.templateid, isdynamicallyscalable: true });
  return (await lab.run('deployVirtualMachine', input)).resourceId ?? '';
}

/** How an instance of alice's takes a change of a detail by her. */
async function changed(lab: TestEngine, details: Record<string, string>): Promise<unknown> {
  const alice = lab.user('alice');
  const input = { ...(await deployInput(lab, 'hers')), startvm: false };
  const id = (await lab.run('deployVirtualMachine', input, alice)).resourceId ?? '';
  return await outcome(lab, 'updateVirtualMachine', { id, details }, alice);
}

/** What the settings of growing instances and of their hardware do. */
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
  'user.vm.denied.details': {
    values: ['keyboard, nicAdapter', 'rootdisksize'],
    seen: ['account', 'allowed'],
    look: ({ lab }) => changed(lab, { nicAdapter: 'e1000' }),
  },
  'user.vm.readonly.details': {
    values: ['rootDiskController', 'keyboard'],
    seen: ['account', 'allowed'],
    look: ({ lab }) => changed(lab, { rootDiskController: 'scsi' }),
  },
} satisfies Record<string, SettingEffect>;
