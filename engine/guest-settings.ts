import { define } from './setting-values.ts';

/** What guests are given at their start. */
export const guestSettings = [
  define(
    'enable.dynamic.scale.vm',
    'Advanced',
    'boolean',
    'false',
    'Whether instances may be made larger while they run.',
    'Their offering and template have to allow it, too. What is started while it is on has room to grow; what ran before has not.',
    { scope: 'Zone' },
  ),
  define(
    'vm.userdata.max.length',
    'Advanced',
    'number',
    '32768',
    'Bytes of the longest user data.',
    'Longer user data is refused; it is counted before it is encoded.',
    { whole: true, minimum: 1, maximum: 1048576 },
  ),
  define(
    'vm.password.length',
    'Advanced',
    'number',
    '12',
    'Characters of a password that is made for a guest.',
    'Counts for the next password; those that were set stay.',
    {
      whole: true,
      minimum: 6,
      maximum: 64,
      deviation: 'CloudStack makes passwords of 6 characters, which are guessed within hours.',
    },
  ),
];
