import { define } from './setting-values.ts';

/** What guests are given at their start. */
export const guestSettings = [
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
