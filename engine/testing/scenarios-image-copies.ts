import { idOf, type TestEngine } from './lab.ts';
import { secondZone } from './samples-image-copies.ts';
import { jobOf, type Scenario } from './scenario.ts';

const template = (lab: TestEngine) => idOf(lab, 'listTemplates', 'template', 'template');

export const imageCopyScenarios: Scenario[] = [
  {
    kind: 'copyTemplate',
    arrange: async (lab) => void (await secondZone(lab)),
    act: async (lab) =>
      jobOf(await lab.call('copyTemplate', { id: await template(lab), destzoneid: await secondZone(lab) })),
  },
  {
    kind: 'copyIso',
    async arrange(lab) {
      await secondZone(lab);
      await lab.run('registerIso', {
        zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
        name: 'disc',
        url: 'http://images.test/debian.iso',
        ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
      });
    },
    act: async (lab) =>
      jobOf(
        await lab.call('copyIso', {
          id: await idOf(lab, 'listIsos', 'iso', 'disc'),
          destzoneid: await secondZone(lab),
        }),
      ),
  },
  {
    kind: 'prepareTemplate',
    act: async (lab) =>
      jobOf(
        await lab.call('prepareTemplate', {
          templateid: await template(lab),
          zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
        }),
      ),
  },
];
