import { define } from './setting-values.ts';

/** What guests are given at their start. */
export const guestSettings = [
  define(
    'user.vm.denied.details',
    'Advanced',
    'text',
    'rootdisksize, cpuOvercommitRatio, memoryOvercommitRatio, Message.ReservedCapacityFreed.Flag',
    'Details of instances that only Root Admin sees and changes, separated by commas.',
    'Read whenever details are shown to or changed by anybody else; those about the host’s processor are always among them.',
  ),
  define(
    'user.vm.readonly.details',
    'Advanced',
    'text',
    'dataDiskController, rootDiskController',
    'Details of instances that only Root Admin changes and others see, separated by commas.',
    'Read whenever details are changed by anybody but Root Admin.',
  ),
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
