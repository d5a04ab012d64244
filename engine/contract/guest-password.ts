import * as v from 'valibot';
import { access, job, optional, query, uuid } from './command.ts';
import { guestPassword } from './guest-data.ts';
import { virtualMachine } from './virtual-machine.ts';

export const guestPasswordCommands = {
  resetPasswordForVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives the administrator of a guest another password: at once by the agent of one that runs, else at its next start. The answer of the job shows it once.',
      zh: '为来宾系统的管理员设置新密码：运行中的实例通过代理立即生效，否则在下次启动时生效。密码只在作业结果中显示一次。',
    },
    input: { id: uuid, password: optional(guestPassword) },
    output: virtualMachine,
  }),
  getVMPassword: query({
    object: 'password',
    roles: access.everyone,
    description: {
      en: 'Shows the password of a guest, encrypted by the RSA key of its SSH key pair, in base64.',
      zh: '显示来宾系统的密码，使用其 SSH 密钥对中的 RSA 公钥加密，以 base64 表示。',
    },
    input: { id: uuid },
    output: v.object({ encryptedpassword: v.string() }),
  }),
};
