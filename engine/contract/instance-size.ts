import * as v from 'valibot';
import { access, command, job, optional, success, uuid } from './command.ts';
import { details } from './disk-offering.ts';
import { virtualMachine } from './virtual-machine.ts';

/** Another offering for an instance; `details` choose the size where the offering leaves it open. */
const input = { id: uuid, serviceofferingid: uuid, details: optional(details) };

export const instanceSizeCommands = {
  scaleVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives an instance another compute offering, and with it another size: any while it is stopped, a larger one while it runs. Its disks stay as they are.',
      zh: '为实例更换计算方案，从而改变其规格：停止时任意更换，运行时只能扩容。磁盘保持不变。',
    },
    input,
    output: v.union([virtualMachine, success]),
  }),
  changeServiceForVirtualMachine: command({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'The same as scaleVirtualMachine for a stopped instance, at once.',
      zh: '对已停止的实例与 scaleVirtualMachine 相同，立即完成。',
    },
    input,
    output: virtualMachine,
  }),
};
