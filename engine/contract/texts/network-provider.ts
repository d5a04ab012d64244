import type { Texts } from './texts.ts';

/** Who provides the services of networks, and what CloudStack's set-up asks of them. */
export const networkProviderTexts: Texts = {
  commands: {
    addNetworkServiceProvider: {
      name: {
        en: 'Which provider. VirtualRouter answers DHCP and DNS; the others are there for CloudStack’s set-up and do nothing.',
        zh: '要添加的提供程序。VirtualRouter 提供 DHCP 和 DNS；其他仅供 CloudStack 的设置流程使用，没有作用。',
      },
    },
    configureVirtualRouterElement: { enabled: { en: 'On or off.', zh: '打开或关闭。' } },
    configureInternalLoadBalancerElement: { enabled: { en: 'On or off.', zh: '打开或关闭。' } },
    configureOvsElement: { enabled: { en: 'On or off.', zh: '打开或关闭。' } },
    updateNetworkServiceProvider: {
      state: {
        en: 'Enabled or Disabled. What answers already goes on answering.',
        zh: '启用或禁用。已在提供的服务不受影响。',
      },
    },
  },
  parameters: {
    physicalnetworkid: { en: 'The physical network that it belongs to.', zh: '所属的物理网络。' },
    servicelist: {
      en: 'Services of the provider that are on, separated by commas. Empty: all of them.',
      zh: '要启用的服务，以逗号分隔。留空则启用全部。',
    },
    kvmnetworklabel: {
      en: 'The bridge that carries this traffic on KVM hosts, such as cloudbr0.',
      zh: '在 KVM 主机上承载此流量的网桥，例如 cloudbr0。',
    },
  },
  fields: {
    nspid: 'The provider that the element belongs to.',
    enabled: 'Whether it is on.',
    servicelist: 'The services that the provider has here.',
    canenableindividualservice: 'Whether its services are turned on one by one.',
    systemvmtype: 'The kind of system VM.',
    securitygroupname: 'The name of the security group.',
    role: 'What the router is for.',
    redundantstate: 'Which of two routers it is; there are no pairs.',
    isredundantrouter: 'Whether it is one of a pair.',
    requiresupgrade: 'Whether it is older than Benchtop.',
    guestnetworkid: 'The guest network that it serves.',
    guestnetworkname: 'The name of the guest network that it serves.',
    guestipaddress: 'Its address in the guest network.',
    guestnetmask: 'The netmask of the guest network.',
  },
};
