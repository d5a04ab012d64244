import type { Texts } from './texts.ts';

/** Parameters of giving an instance to another owner. */
export const assignTexts: Texts = {
  commands: {
    assignVirtualMachine: {
      virtualmachineid: { en: 'The stopped instance.', zh: '已停止的实例。' },
      account: { en: 'The account that it is given to, with its domain.', zh: '接收实例的帐户，须同时给出其域。' },
      domainid: { en: 'The domain of that account.', zh: '该帐户所在的域。' },
      projectid: { en: 'The project that it is given to, instead of an account.', zh: '接收实例的项目，替代帐户。' },
      networkids: {
        en: 'Networks in place of those that it has, the default one first. Each new card has a new address. Empty: its cards stay.',
        zh: '替代现有网络，第一个为默认网络。新网卡使用新地址。留空则网卡不变。',
      },
    },
  },
};
