import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

/** Where a setting is read or changed; at most one of them. */
const scopes: Readonly<Record<string, Text>> = {
  zoneid: { en: 'The zone whose own value it is.', zh: '该值所属的区域。' },
  clusterid: { en: 'The cluster whose own value it is.', zh: '该值所属的集群。' },
  storageid: { en: 'The primary storage whose own value it is.', zh: '该值所属的主存储。' },
  imagestoreid: { en: 'The secondary storage whose own value it is.', zh: '该值所属的二级存储。' },
  accountid: { en: 'The account whose own value it is.', zh: '该值所属的账户。' },
  domainid: { en: 'The domain whose own value it is.', zh: '该值所属的域。' },
};

/** What the words of settings mean. */
export const settingTexts: Texts = {
  commands: {
    listConfigurations: {
      ...scopes,
      group: { en: 'Only settings of this group.', zh: '只列出该分组的设置。' },
      subgroup: { en: 'Only settings of this part of a group.', zh: '只列出该子分组的设置。' },
      parent: { en: 'Only settings that this one switches on.', zh: '只列出由该设置启用的设置。' },
    },
    updateConfiguration: scopes,
    resetConfiguration: { ...scopes, name: { en: 'The setting, by its name.', zh: '设置的名称。' } },
    listConfigurationGroups: { group: { en: 'Only this group.', zh: '只列出该分组。' } },
  },
  fields: {
    content: 'The file, as text.',
    displaytext: 'A title for people.',
    overridden: 'Whether the scope that was asked for has a value of its own.',
    inheritedvalue: 'What holds at that scope without a value of its own.',
    scopes: 'Where it may have a value of its own, narrowest first.',
    subgroup: 'The part of the group that it stands in.',
    options: 'What may be chosen, separated by commas.',
    precedence: 'Its place in the order.',
  },
};
