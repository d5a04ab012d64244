import { deployInput } from './lab.ts';
import { passwordTemplate } from './sample.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';

/** What the settings of guests do. */
export const guestEffects = {
  'vm.password.length': {
    values: ['6', '20'],
    seen: [6, 20],
    async look({ lab }: EffectCloud) {
      const input = { ...(await deployInput(lab, 'guarded-1')), templateid: await passwordTemplate(lab) };
      const { id: jobid } = await lab.run('deployVirtualMachine', input);
      const { jobresult } = await lab.call('queryAsyncJobResult', { jobid } satisfies Record<string, SettingEffect>;
      return (jobresult as { password?: string }).password?.length;
    },
  },
});
