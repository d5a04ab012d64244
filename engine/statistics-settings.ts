import { define } from './setting-values.ts';

const interval = { unit: 'milliseconds', whole: true, minimum: 0, maximum: 86_400_000 } as const;
const never = '0: never; less than a second counts as a second. A change counts from the next round.';
const retention = { unit: 'minutes', whole: true, minimum: 1, maximum: 525_600 } as const;
const kept = { deviation: 'With 0 CloudStack keeps them for ever; here 0 is refused.' } as const;

/** How often hosts are asked what they and their guests use, and how long the answers are kept. */
export const statisticsSettings = [
  define(
    'vm.stats.interval',
    'Advanced',
    'number',
    '60000',
    'Milliseconds between two rounds of asking hosts what their instances use.',
    `One question for each host that has instances. ${never}`,
    interval,
  ),
  define(
    'host.stats.interval',
    'Advanced',
    'number',
    '60000',
    'Milliseconds between two rounds of asking hosts what they use themselves.',
    `Hosts that are Up are asked. ${never}`,
    interval,
  ),
  define(
    'storage.stats.interval',
    'Storage',
    'number',
    '60000',
    'Milliseconds between two looks at the size and use of primary storage.',
    `A host of each pool is asked. ${never}`,
    interval,
  ),
  define(
    'stats.timeout',
    'Advanced',
    'number',
    '60000',
    'Milliseconds that a host has to answer with its figures.',
    'A host that is silent for longer is left out, in later rounds too, until it has answered.',
    { unit: 'milliseconds', whole: true, minimum: 1, maximum: 3_600_000, scope: 'Cluster' },
  ),
  define(
    'vm.stats.max.retention.time',
    'Advanced',
    'number',
    '720',
    'Minutes that figures of instances and hosts are kept.',
    'Older ones are deleted every few minutes. Of thousands of instances fewer rounds are kept, evenly over the time.',
    { ...retention, ...kept },
  ),
  define(
    'vm.stats.increment.metrics',
    'Advanced',
    'boolean',
    'false',
    'Whether figures of network and disks are sums since the instance was first measured, where a call does not say.',
    'Off: those of the last round. The accumulate parameter of listVirtualMachines says it for one call.',
    { deviation: 'CloudStack adds up what it still keeps; here nothing is left out of the sum.' },
  ),
  define(
    'vm.disk.stats.retention.enabled',
    'Advanced',
    'boolean',
    'false',
    'Whether figures of volumes are kept, for listVolumesUsageHistory.',
    'Off: only those of the last round are known.',
  ),
  define(
    'vm.disk.stats.max.retention.time',
    'Advanced',
    'number',
    '720',
    'Minutes that figures of volumes are kept.',
    'Older ones are deleted every few minutes.',
    { ...retention, ...kept, parent: 'vm.disk.stats.retention.enabled' },
  ),
];
