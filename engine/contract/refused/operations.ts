import type { Refusals } from './refusal.ts';

/** System VMs, which are not here. */
export const operationsRefusals: Refusals = {
  commands: {
    startSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Starts a system VM.', zh: '启动系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!' },
    },
    stopSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Stops a system VM.', zh: '停止系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!', forced: 'boolean' },
    },
    rebootSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Reboots a system VM.', zh: '重启系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!', forced: 'boolean' },
    },
    destroySystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Destroys a system VM.', zh: '销毁系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!' },
    },
  },
};
