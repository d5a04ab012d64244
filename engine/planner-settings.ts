import { define } from './setting-values.ts';

/** Settings of the order in which hosts are tried. */
export const plannerSettings = [
  define(
    'vm.deployment.planner',
    'Advanced',
    'choice',
    'FirstFitPlanner',
    'Planner of instances whose offering names none.',
    'FirstFitPlanner: clusters with the most free capacity first; UserDispersingPlanner: clusters and hosts with the fewest instances of the account first; UserConcentratedPodPlanner: pods with the most of them first; ImplicitDedicationPlanner: hosts that have only such instances of the account.',
    {
      choices: ['FirstFitPlanner', 'UserDispersingPlanner', 'UserConcentratedPodPlanner', 'ImplicitDedicationPlanner'],
    },
  ),
  define(
    'vm.allocation.algorithm',
    'Advanced',
    'choice',
    'random',
    'Order in which suitable hosts of a cluster are tried.',
    'random; firstfit: in order of their age; firstfitleastconsumed: the emptiest first; userdispersing: those with the fewest instances of the account first; userconcentratedpod_random and userconcentratedpod_firstfit: pods with the most of them first.',
    {
      choices: [
        'random',
        'firstfit',
        'userdispersing',
        'userconcentratedpod_random',
        'userconcentratedpod_firstfit',
        'firstfitleastconsumed',
      ],
    },
  ),
  define(
    'host.capacityType.to.order.clusters',
    'Advanced',
    'choice',
    'CPU',
    'Which free capacity decides the order of clusters.',
    'Planners try the cluster first whose share of CPU, of memory (RAM) or of both alike (COMBINED) is least allocated.',
    { choices: ['CPU', 'RAM', 'COMBINED'] },
  ),
  define(
    'vm.user.dispersion.weight',
    'Advanced',
    'number',
    '1',
    'How much the number of an account’s instances weighs against free capacity, from 0 to 1.',
    'The order of clusters with UserDispersingPlanner: at 1 the instances alone decide, at 0 free capacity alone.',
    { minimum: 0, maximum: 1 },
  ),
  define(
    'vm.strict.host.tags',
    'Advanced',
    'text',
    '',
    'Host tags, separated by commas, that hold also where an administrator asks for a host by name.',
    'Deployments, starts and moves to a named host: of the offering’s host tags only these are then asked for.',
  ),
];
