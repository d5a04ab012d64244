import { define, type SettingDefinition } from './setting-values.ts';

/** What guests are given at their start. */
export const guestSettings: readonly SettingDefinition[] = [
  define(
    'vm.userdata.max.length',
    'Advanced',
    'number',
    '32768',
    'Bytes of the longest user data.',
    'Longer user data is refused; it is counted before it is encoded.',
    { whole: true, minimum: 1, maximum: 1048576 },
  ),
];
