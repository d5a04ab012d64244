import type { Texts } from './texts.ts';

/** Parameters and fields of moves from host to host. */
export const migrationTexts: Texts = {
  commands: {
    findHostsForMigration: {
      virtualmachineid: { en: 'The running instance that is to move.', zh: '要迁移的运行中实例。' },
    },
    migrateVirtualMachine: {
      virtualmachineid: { en: 'The running instance that is to move.', zh: '要迁移的运行中实例。' },
      hostid: {
        en: 'The host that it moves to. Empty: the best one of those that can take it.',
        zh: '迁移的目标主机。留空则在可用主机中选择最合适的一台。',
      },
      autoselect: {
        en: 'Whether a host is chosen where none is named; it is, unless this says no.',
        zh: '未指定主机时是否自动选择；除非明确关闭，否则自动选择。',
      },
    },
  },
  fields: {
    suitableformigration: 'Whether the instance could go on there.',
    requiresStorageMotion: 'Whether its volumes lie where that host does not reach them; they do not move along.',
    hasenoughcapacity: 'Whether there is room for it.',
    reason: 'Why not.',
    reasonphrase: 'The same as data, for windows in other languages.',
  },
};
