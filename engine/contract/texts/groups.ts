import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

/** What the parameters and fields of groups of instances, and of tags of hosts and storage, mean. */
const owner: Readonly<Record<string, Text>> = {
  account: {
    en: 'The account whose group it is, by its name. Empty: your own.',
    zh: '组所属账户的名称。留空则为您自己的账户。',
  },
  domainid: { en: 'The domain in which that account is.', zh: '该账户所在的域。' },
  projectid: { en: 'The project whose group it is, in place of an account.', zh: '组所属的项目，代替账户。' },
};
const group: Text = {
  en: 'The instance group that it is in, by its name; one that is not there yet is made.',
  zh: '所属实例组的名称；尚不存在的会自动创建。',
};
const affinitygroupids: Text = {
  en: 'Affinity groups of its account. Where it runs is chosen by them, at its deployment and at each start.',
  zh: '其账户的关联组。部署和每次启动时据此选择运行的主机。',
};
const affinitygroupnames: Text = { en: 'The same by their names.', zh: '以名称指定关联组。' };

export const groupTexts: Texts = {
  commands: {
    createAffinityGroup: {
      ...owner,
      name: { en: 'One of its kind within the account.', zh: '在账户内唯一。' },
      description: { en: 'What it is for.', zh: '用途说明。' },
      type: {
        en: 'Affinity: its instances share a host. Anti-affinity: no two of them do. Non-strict: only where hosts leave a choice.',
        zh: '关联：其实例共用一台主机。反关联：任意两个都不共用。非严格：仅在有选择时遵循。',
      },
    },
    deleteAffinityGroup: {
      ...owner,
      id: { en: 'The affinity group.', zh: '关联组。' },
      name: { en: 'The same by its name.', zh: '以名称指定关联组。' },
    },
    updateVMAffinityGroup: {
      id: { en: 'The instance; it has to be stopped.', zh: '实例；必须已停止。' },
      affinitygroupids: {
        en: 'The affinity groups that it is in from now on; none for an empty list.',
        zh: '今后所属的关联组；空列表表示不属于任何组。',
      },
      affinitygroupnames,
    },
    createInstanceGroup: { ...owner, name: { en: 'One of its kind within the account.', zh: '在账户内唯一。' } },
    updateInstanceGroup: {
      id: { en: 'The instance group.', zh: '实例组。' },
      name: { en: 'Its name from now on.', zh: '新的名称。' },
    },
    deleteInstanceGroup: { id: { en: 'The instance group.', zh: '实例组。' } },
    updateHost: {
      hosttags: {
        en: 'Words separated by commas. Offerings that ask for host tags run only where all of theirs are.',
        zh: '以逗号分隔的词。要求主机标签的方案只在具有其全部标签的主机上运行。',
      },
    },
    createStoragePool: {
      tags: {
        en: 'Words separated by commas. Offerings that ask for storage tags have disks only where all of theirs are.',
        zh: '以逗号分隔的词。要求存储标签的方案只在具有其全部标签的主存储上放置磁盘。',
      },
    },
  },
  parameters: { group, affinitygroupids, affinitygroupnames },
  fields: {
    affinitygroup: 'Affinity groups that it is in.',
    affinitygroupid: 'Only instances in this affinity group.',
    virtualmachineIds: 'Instances in it, at most a thousand.',
    groupid: 'Id of the instance group.',
    group: 'Name of the instance group.',
    hosttags: 'Tags, separated by commas.',
    isimplicit: 'Always false: hosts have the tags that they were given.',
    poolid: 'Id of primary storage that has the tag.',
  },
};
