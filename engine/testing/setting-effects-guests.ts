import { deployInput } from './lab.ts';
import { passwordTemplate } from './sample.ts';
import type { SettingEffect } from './setting-effect.ts';

/** What the settings of guests do. */
export const guestEffects = {
  'vm.password.length': {
    values: ['6', '20'],
    seen: [6, 20],
    async look({ lab }) {
      const input = { ...(await deployInput(lab, 'guarded-1')), templateid: await passwordTemplate(lab) };
      const { id: jobid } = await lab.run('deployVirtualMachine', input);
      const { jobresult } = await lab.call('queryAsyncJobResult', { jobid });
      return (jobresult as { password?: string }).password?.length;
    },
  },
} satisfies Record<string, SettingEffect>;
