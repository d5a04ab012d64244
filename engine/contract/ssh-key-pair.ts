import * as v from 'valibot';
import { annotatedFields } from './annotation.ts';
import { access, command, job, optional, success, uuid } from './command.ts';
import { keyPairEntries, pairName } from './guest-data.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { virtualMachine } from './virtual-machine.ts';

/** The public half of a key pair. The private half is its owner's alone and is kept nowhere here. */
export const sshKeyPair = v.object({
  id: v.string(),
  name: v.string(),
  /** MD5 of the public key, as CloudStack tells it. */
  fingerprint: v.string(),
  ...ownerFields,
  ...annotatedFields,
});

export const sshKeyPairCommands = {
  createSSHKeyPair: command({
    object: 'keypair',
    roles: access.everyone,
    description: {
      en: 'Makes an SSH key pair. The private key is in the answer alone: it is kept nowhere.',
      zh: '创建 SSH 密钥对。私钥只出现在返回结果中，不会保存在任何地方。',
    },
    input: { name: pairName, ...forOwnerEntries },
    output: v.object({ ...sshKeyPair.entries, privatekey: v.string() }),
  }),
  registerSSHKeyPair: command({
    object: 'keypair',
    roles: access.everyone,
    description: {
      en: 'Registers the public key of a pair that somebody has already.',
      zh: '注册已有密钥对的公钥。',
    },
    input: { name: pairName, publickey: v.pipe(v.string(), v.maxLength(5120)), ...forOwnerEntries },
    output: sshKeyPair,
  }),
  deleteSSHKeyPair: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Deletes an SSH key pair by its name. Instances that have it keep it.',
      zh: '按名称删除 SSH 密钥对。已使用它的实例仍保留该密钥。',
    },
    input: { name: pairName, ...forOwnerEntries },
    output: success,
  }),
  listSSHKeyPairs: ownedList({
    object: 'sshkeypair',
    description: { en: 'Lists SSH key pairs.', zh: '列出 SSH 密钥对。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      fingerprint: optional(v.pipe(v.string(), v.maxLength(64))),
    },
    row: sshKeyPair,
  }),
  resetSSHKeyForVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives a stopped instance other SSH keys, in place of those that it had; its guest takes them at the next start.',
      zh: '为已停止的实例更换 SSH 密钥，替换原有密钥；来宾系统在下次启动时采用。',
    },
    input: { id: uuid, ...keyPairEntries, ...forOwnerEntries },
    output: virtualMachine,
  }),
};
