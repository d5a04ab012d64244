import type { Texts } from './texts.ts';

/** Parameters and fields of NICs. */
export const nicTexts: Texts = {
  commands: {
    listNics: {
      fordisplay: {
        en: 'For CloudStack’s clients: every NIC is for display.',
        zh: '供 CloudStack 客户端使用：所有网卡均可显示。',
      },
    },
    addNicToVirtualMachine: {
      virtualmachineid: { en: 'The instance that the NIC is for.', zh: '要添加网卡的实例。' },
      networkid: {
        en: 'The network that it is in; an instance has one NIC in each.',
        zh: '网卡所在的网络；实例在每个网络中有一块网卡。',
      },
      ipaddress: { en: 'A free address of that network. Empty: any.', zh: '该网络中的空闲地址。留空则任选。' },
      macaddress: {
        en: 'A MAC address that no other NIC has. Empty: a new one.',
        zh: '其他网卡未使用的 MAC 地址。留空则新生成。',
      },
    },
    updateVmNicIp: {
      ipaddress: {
        en: 'A free address of its network. Empty: any other one.',
        zh: '其网络中的空闲地址。留空则任选另一个。',
      },
    },
    addIpToNic: {
      ipaddress: { en: 'A free address of its network. Empty: any.', zh: '其网络中的空闲地址。留空则任选。' },
      description: { en: 'What it is for.', zh: '用途说明。' },
    },
    removeIpFromNic: { id: { en: 'Id of the further address.', zh: '附加地址的 ID。' } },
  },
  parameters: { nicid: { en: 'Id of the NIC.', zh: '网卡的 ID。' } },
  fields: {
    nicid: 'Id of the NIC.',
    deviceid: 'Place among the instance’s devices of its kind.',
    enabled: 'Whether it is plugged in.',
    broadcasturi: 'How the network is told apart on the wire.',
    isolationuri: 'How the network is told apart on the wire.',
    secondaryip: 'Further addresses, which the guest gives itself.',
    ipaddresses: 'All of its addresses.',
  },
};
