import { define } from './setting-values.ts';

/** What the settings say of how instances live on: where they may move. */
export const instanceSettings = [
  define(
    'migrate.vm.across.clusters',
    'Advanced',
    'boolean',
    'false',
    'Whether a running instance may move to another cluster of its zone.',
    'Read when hosts for a move are looked for; the storage of the instance has to reach into that cluster, too.',
    { scope: 'Zone' },
  ),
];
