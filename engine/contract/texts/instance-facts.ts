import type { Texts } from './texts.ts';

/** What an instance shows of what it is made of, stands on, and comes from. */
export const instanceFactTexts: Texts = {
  commands: {
    listVirtualMachines: {
      userid: { en: 'Only those that this user deployed.', zh: '仅此用户部署的实例。' },
    },
  },
  fields: {
    templatedisplaytext: 'Text of the template or ISO that it was deployed from.',
    isodisplaytext: 'Text of the ISO in the CD drive.',
    isomaxcount: 'How many ISOs it can have at once: 1.',
    isos: 'The ISO in the CD drive, as a list.',
    lastupdated: 'Since when it is in its state.',
    hostcontrolstate: 'What its host is ready to do: Enabled, Disabled, or Offline.',
    guestosid: 'Id of the guest’s operating system.',
    rootdeviceid: 'Number of the root disk: 0.',
    pooltype: 'Kind of primary storage that the root disk lies on.',
    userdatapolicy: 'What the user data of its template or ISO does with its own.',
    vmtype: 'For CloudStack’s clients: UserVM.',
    arch: 'Processor architecture: x86_64.',
    displayvm: 'Always true: nothing is hidden.',
  },
};
