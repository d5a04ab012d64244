import { resourceTypes } from '../resource-limit.ts';
import type { Texts } from './texts.ts';

const whose = {
  account: {
    en: 'The account, by its name in the domain. Empty: the domain itself.',
    zh: '账户在域中的名称。留空则为域本身。',
  },
  domainid: { en: 'The domain, or the domain of the account.', zh: '域，或账户所在的域。' },
  projectid: { en: 'The project.', zh: '项目。' },
  resourcetype: { en: 'Which resource, by CloudStack’s number.', zh: '资源类型，使用 CloudStack 的编号。' },
};

/** What the parameters and fields of limits mean. */
export const resourceLimitTexts: Texts = {
  commands: {
    updateResourceLimit: {
      ...whose,
      max: {
        en: 'How much there may be, memory in MiB and storage in GiB; -1 is no limit. What is used already stays.',
        zh: '允许的数量，内存以 MiB、存储以 GiB 计；-1 为不限。已使用的资源不受影响。',
      },
    },
    updateResourceCount: whose,
  },
  fields: {
    resourcetype: 'Number of the resource type.',
    resourcetypename: 'Name of the resource type.',
    max: 'How much there may be; -1 is no limit.',
    resourcecount: 'How much is used.',
    vmrunning: 'Instances that run.',
    vmstopped: 'Instances that do not run.',
    ...Object.fromEntries(
      resourceTypes.flatMap(({ field, name }) => [
        [`${field}limit`, `How much ${name} there may be, or Unlimited.`],
        [`${field}available`, `How much ${name} is left, or Unlimited.`],
        [`${field}total`, `How much ${name} is used.`],
      ]),
    ),
  },
};
