import * as v from 'valibot';
import { access, job, list, optional, uuid } from './command.ts';
import { host } from './host-fields.ts';
import { phrase } from './phrase.ts';
import { virtualMachine } from './virtual-machine.ts';

/** A host, and whether a running instance could go on there. */
export const hostForMigration = v.object({
  ...host.entries,
  suitableformigration: v.boolean(),
  /** Whether the instance’s volumes lie where this host does not reach them. */
  requiresStorageMotion: v.boolean(),
  hasenoughcapacity: v.boolean(),
  /** Ours: why it is not suitable. */
  reason: optional(v.string()),
  reasonphrase: optional(phrase),
});

export const migrationCommands = {
  findHostsForMigration: list({
    object: 'host',
    roles: access.admin,
    description: {
      en: 'Lists the hosts that a running instance could move to, and of the others why not.',
      zh: '列出运行中的实例可以迁移到的主机，以及其他主机不可用的原因。',
    },
    input: { virtualmachineid: uuid },
    row: hostForMigration,
  }),
  migrateVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.admin,
    description: {
      en: 'Moves a running instance to another host that shares its primary storage, while it runs.',
      zh: '将运行中的实例在线迁移到共享其主存储的另一台主机。',
    },
    input: {
      virtualmachineid: uuid,
      /** Left out: the best one is taken. */
      hostid: optional(uuid),
      autoselect: optional(v.boolean()),
    },
    output: virtualMachine,
  }),
};
