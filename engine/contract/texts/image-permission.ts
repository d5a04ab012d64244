import type { Texts } from './texts.ts';

const change = {
  id: { en: 'The template or ISO.', zh: '模板或 ISO。' },
  op: {
    en: 'add or remove the accounts and projects that are named; reset: nobody but the owner.',
    zh: 'add 或 remove 指定的账户和项目；reset：仅限所有者。',
  },
  accounts: {
    en: 'Accounts of the owner’s domain, by their names. They may deploy from it, or attach it, and nothing else.',
    zh: '所有者所在域的账户名称。它们可以用其部署或附加，仅此而已。',
  },
  projectids: { en: 'Projects that may use it.', zh: '可以使用它的项目。' },
  ispublic: { en: 'Whether everybody may use it.', zh: '是否所有人都可以使用。' },
  isfeatured: { en: 'Whether it is recommended; the root admin says so.', zh: '是否推荐；由根管理员决定。' },
  isextractable: { en: 'Whether it may be downloaded.', zh: '是否允许下载。' },
};

/** What the parameters and fields of sharing templates and ISOs mean. */
export const imagePermissionTexts: Texts = {
  commands: { updateTemplatePermissions: change, updateIsoPermissions: change },
  fields: { projectids: 'Ids of projects.' },
};
