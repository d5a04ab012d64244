import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const which: Readonly<Record<'resourceids' | 'resourcetype', Text>> = {
  resourceids: { en: 'Ids of the resources, all of one type.', zh: '资源的 ID，须为同一类型。' },
  resourcetype: {
    en: 'UserVm, Template, ISO, Volume, Network or Zone.',
    zh: 'UserVm、Template、ISO、Volume、Network 或 Zone。',
  },
};

/** What the parameters of tags mean. */
export const tagTexts: Texts = {
  commands: {
    createTags: {
      ...which,
      tags: { en: 'Keys and their values. A resource has a key once.', zh: '键及其值。每个资源的键唯一。' },
      customer: { en: 'For whom the tag is, where that is not its owner.', zh: '标签所属的客户（若非资源所有者）。' },
    },
    deleteTags: {
      ...which,
      tags: {
        en: 'Which ones: keys, with a value or without. None: all of them.',
        zh: '要移除的标签：键，可带值。不填则移除全部。',
      },
    },
  },
  fields: {
    key: 'Key of the tag.',
    value: 'Value.',
    customer: 'For whom the tag is, where that is not its owner.',
    resourceid: 'Id of the resource.',
    resourcetype: 'Kind of the resource.',
    tags: 'Tags of the resource; as a filter, what has any of these.',
  },
};
