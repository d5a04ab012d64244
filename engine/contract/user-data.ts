import * as v from 'valibot';
import { annotatedFields } from './annotation.ts';
import { access, command, optional, query, success, uuid } from './command.ts';
import { encodedUserData, pairName, userDataEntries, userDataPolicies } from './guest-data.ts';
import { iso, template } from './image.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { virtualMachine } from './virtual-machine.ts';

/** What a guest is told at its first start, by name, to be used for many instances. */
export const userData = v.object({
  id: v.string(),
  name: v.string(),
  /** In base64; left out while the stored secrets are locked. */
  userdata: optional(v.string()),
  /** Names that an instance gives values for, separated by commas. */
  params: optional(v.string()),
  ...ownerFields,
  ...annotatedFields,
  accountid: v.string(),
});

export const userDataCommands = {
  registerUserData: command({
    object: 'userdata',
    roles: access.everyone,
    description: {
      en: 'Registers user data under a name, for instances and templates to use.',
      zh: '以名称注册用户数据，供实例和模板使用。',
    },
    input: {
      name: pairName,
      userdata: encodedUserData,
      params: optional(
        v.pipe(v.string(), v.maxLength(1024), v.regex(/^[A-Za-z0-9_.,\s-]*$/, 'names separated by commas')),
      ),
      ...forOwnerEntries,
    },
    output: userData,
  }),
  listUserData: ownedList({
    object: 'userdata',
    description: { en: 'Lists registered user data.', zh: '列出已注册的用户数据。' },
    input: { id: optional(uuid), name: optional(v.string()) },
    row: userData,
  }),
  deleteUserData: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Deletes registered user data that no template is linked to. Instances keep what they were given.',
      zh: '删除没有模板链接的已注册用户数据。实例保留已获得的内容。',
    },
    input: { id: uuid, ...forOwnerEntries },
    output: success,
  }),
  linkUserDataToTemplate: command({
    object: 'template',
    roles: access.everyone,
    description: {
      en: 'Links user data to a template or ISO, with what it does with an instance’s own; without userdataid it is unlinked.',
      zh: '将用户数据链接到模板或 ISO，并指定如何处理实例自己的用户数据；不带 userdataid 则取消链接。',
    },
    input: {
      templateid: optional(uuid),
      isoid: optional(uuid),
      userdataid: optional(uuid),
      userdatapolicy: optional(v.picklist(userDataPolicies)),
    },
    output: v.union([template, iso]),
  }),
  resetUserDataForVirtualMachine: command({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives a stopped instance other user data; its guest finds it at the next start.',
      zh: '为已停止的实例更换用户数据；来宾系统在下次启动时读取。',
    },
    input: { id: uuid, ...userDataEntries, ...forOwnerEntries },
    output: virtualMachine,
  }),
  getVirtualMachineUserData: query({
    object: 'virtualmachineuserdata',
    roles: access.everyone,
    description: { en: 'Shows the user data of an instance, in base64.', zh: '以 base64 显示实例的用户数据。' },
    input: { virtualmachineid: uuid },
    output: v.object({ virtualmachineid: v.string(), userdata: v.string() }),
  }),
};
