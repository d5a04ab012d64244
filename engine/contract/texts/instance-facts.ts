import type { Texts } from './texts.ts';

/** What an instance shows of what it is made of, stands on, and comes from. */
export const instanceFactTexts: Texts = {
  commands: {
    listVirtualMachines: {
      userid: { en: 'Only those that this user deployed.', zh: '仅此用户部署的实例。' },
    },
    startVirtualMachine: {
      hostid: { en: 'Starts on this host or not at all.', zh: '只在此主机上启动。' },
      podid: { en: 'Starts in this pod or not at all.', zh: '只在此提供点中启动。' },
      clusterid: { en: 'Starts in this cluster or not at all.', zh: '只在此集群中启动。' },
    },
    updateVirtualMachine: {
      name: {
        en: 'Host name of the guest and its name in DNS, from the next start on.',
        zh: '来宾的主机名及其在 DNS 中的名称，从下次启动起生效。',
      },
    },
  },
  parameters: {
    deploymentplanner: {
      en: 'In which order hosts are tried, this time. Empty: as the offering says, or else the setting vm.deployment.planner.',
      zh: '本次按什么顺序尝试主机。留空则按计算方案，否则按设置 vm.deployment.planner。',
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
