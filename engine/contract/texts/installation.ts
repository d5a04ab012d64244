import type { Texts } from './texts.ts';

/** What is said of this installation in each answer, and what other systems may decide of what is made here. */
export const installationTexts: Texts = {
  commands: {
    updateHost: {
      annotation: {
        en: 'A comment on the host, as addAnnotation makes it.',
        zh: '对主机的注释，与 addAnnotation 相同。',
      },
    },
    createAccount: {
      accountid: {
        en: 'The id that the account is to have, where another system has given it one.',
        zh: '账户应使用的 ID（由其他系统指定时）。',
      },
      userid: {
        en: 'The id that its user is to have, where another system has given it one.',
        zh: '其用户应使用的 ID（由其他系统指定时）。',
      },
    },
    createUser: {
      userid: {
        en: 'The id that the user is to have, where another system has given it one.',
        zh: '用户应使用的 ID（由其他系统指定时）。',
      },
    },
    createDomain: {
      domainid: {
        en: 'The id that the domain is to have, where another system has given it one.',
        zh: '域应使用的 ID（由其他系统指定时）。',
      },
    },
    listHosts: {
      version: { en: 'Only those of this version of Benchtop.', zh: '仅此 Benchtop 版本的主机。' },
      managementserverid: { en: 'Only those that this server manages.', zh: '仅由此管理服务器管理的主机。' },
      hahost: {
        en: 'Only those that are kept free for what is started again elsewhere, or all others.',
        zh: '仅为高可用预留的主机，或其余所有主机。',
      },
    },
    listAsyncJobs: {
      managementserverid: { en: 'Only those that this server does.', zh: '仅由此管理服务器执行的任务。' },
    },
    listUsers: {
      usersource: { en: 'Only those from this source; all are native.', zh: '仅此来源的用户；均为 native。' },
    },
    listOsCategories: {
      zoneid: {
        en: 'Only those of which this zone has a template or an ISO.',
        zh: '仅此区域中有模板或 ISO 的类别。',
      },
      isiso: {
        en: 'Yes: only those of which there is an ISO. No: only those of which there is a template.',
        zh: '是：仅有 ISO 的类别。否：仅有模板的类别。',
      },
    },
  },
  fields: {
    hahost: 'Always false: no host is kept free for what is started again elsewhere.',
    arch: 'Processor architecture: x86_64.',
    islocalstorageactive: 'Whether primary storage of its own is in use.',
    managementserverid: 'Id of this Benchtop.',
    managementservername: 'Name of the computer that this Benchtop runs on.',
    agentscount: 'How many hosts it has to do with.',
    vpctotal: 'Always 0: there are no virtual private clouds here.',
    backuptotal: 'Always 0: there are no backups of instances here.',
    buckettotal: 'Always 0: there are no buckets here.',
    gputotal: 'Always 0: graphics cards are not given to instances here.',
    usersource: 'Always native: users are Benchtop’s own.',
    is2faenabled: 'Always false: there is no second factor here.',
    is2famandated: 'Always false: there is no second factor here.',
    broadcasturi: 'Always vlan://untagged.',
    networkofferingavailability: 'Always Optional.',
    networkofferingdisplaytext: 'Text of the network offering.',
    networkofferingconservemode: 'Always true.',
    supportsvmautoscaling: 'Always false: no groups grow and shrink by themselves here.',
    forsystemvms: 'Always false: there are no system VMs here.',
  },
};
