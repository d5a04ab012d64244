import { deployed, jobOf, type Scenario } from './scenario.ts';

/** Jobs about volumes that are there. */
export const volumeScenarios: readonly Scenario[] = [
  {
    kind: 'updateVolume',
    arrange: deployed,
    act: async (lab) =>
      jobOf(
        await lab.call('updateVolume', {
          id: (await lab.call('listVolumes', {})).volume[0]?.id ?? '',
          name: 'renamed',
          deleteprotection: true,
        }),
      ),
  },
];
