import * as v from 'valibot';
import { access, command, optional, query, success, uuid } from './command.ts';

// With whom templates and ISOs are shared.

export const imagePermission = v.object({
  id: v.string(),
  ispublic: v.boolean(),
  domainid: v.string(),
  /** Names of accounts. */
  account: v.array(v.string()),
  projectids: v.array(v.string()),
});

const change = {
  id: uuid,
  op: optional(v.picklist(['add', 'remove', 'reset'])),
  /** Names within the domain of the owner. */
  accounts: optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(255))), v.maxLength(200))),
  projectids: optional(v.pipe(v.array(uuid), v.maxLength(200))),
  ispublic: optional(v.boolean()),
  isfeatured: optional(v.boolean()),
  isextractable: optional(v.boolean()),
};

export const imagePermissionCommands = {
  updateTemplatePermissions: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Says for whom a template is: for all, for accounts and projects that are added or removed, or (reset) for its owner alone.',
      zh: '设置模板的使用者：所有人、添加或移除的账户和项目，或（重置）仅限所有者。',
    },
    input: change,
    output: success,
  }),
  listTemplatePermissions: query({
    object: 'templatepermission',
    roles: access.everyone,
    description: { en: 'Says with whom a template is shared.', zh: '列出模板的共享对象。' },
    input: { id: uuid },
    output: imagePermission,
  }),
  updateIsoPermissions: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Says for whom an ISO is: for all, for accounts and projects that are added or removed, or (reset) for its owner alone.',
      zh: '设置 ISO 的使用者：所有人、添加或移除的账户和项目，或（重置）仅限所有者。',
    },
    input: change,
    output: success,
  }),
  listIsoPermissions: query({
    object: 'templatepermission',
    roles: access.everyone,
    description: { en: 'Says with whom an ISO is shared.', zh: '列出 ISO 的共享对象。' },
    input: { id: uuid },
    output: imagePermission,
  }),
};
