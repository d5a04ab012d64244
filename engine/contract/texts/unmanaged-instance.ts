import type { Texts } from './texts.ts';

/** Parameters and fields of virtual machines that are no instances yet, or no longer. */
export const unmanagedInstanceTexts: Texts = {
  commands: {
    listUnmanagedInstances: {
      clusterid: { en: 'The cluster whose hosts are asked.', zh: '要查询其主机的集群。' },
      hostid: { en: 'Only this host of the cluster.', zh: '仅查询集群中的这台主机。' },
      name: { en: 'Only the one that has exactly this name on its host.', zh: '仅列出在主机上恰为此名称的虚拟机。' },
    },
    importUnmanagedInstance: {
      clusterid: { en: 'The cluster that it is in.', zh: '其所在的集群。' },
      name: { en: 'Its name on the host.', zh: '其在主机上的名称。' },
      hostid: {
        en: 'The host that it is on. Needed where several hosts have one of that name.',
        zh: '其所在的主机。多台主机上有同名虚拟机时必填。',
      },
      serviceofferingid: {
        en: 'A compute offering of its very size while it runs; a custom one takes its size over.',
        zh: '计算方案。运行中时大小须与其一致；自定义方案则沿用其大小。',
      },
      templateid: {
        en: 'A template that it counts as made from. Empty: none, and it cannot be reset to one.',
        zh: '视为其来源的模板。留空则没有，也就不能重置到模板。',
      },
      displayname: {
        en: 'What it is called in lists. Empty: its name on the host.',
        zh: '列表中的名称。留空则为其在主机上的名称。',
      },
      hostname: { en: 'Its guest’s host name, for DHCP and DNS.', zh: '其客户机主机名，用于 DHCP 与 DNS。' },
      details: {
        en: 'Sizes for a custom offering: cpuNumber, cpuSpeed in MHz, memory in MiB. What is left out is as it has it.',
        zh: '自定义方案的大小：cpuNumber、cpuSpeed（MHz）、memory（MiB）。未填则沿用其现有大小。',
      },
      nicnetworklist: {
        en: 'The network of each card, by the card’s id: nicnetworklist[0].nic and nicnetworklist[0].network. A card that is not named gets the first network on its bridge.',
        zh: '每块网卡（按网卡 ID）的网络：nicnetworklist[0].nic 与 nicnetworklist[0].network。未指定的网卡使用其网桥上的第一个网络。',
      },
      nicipaddresslist: {
        en: 'The address that a card has: nicipaddresslist[0].nic and nicipaddresslist[0].ip4Address, or auto for a free one.',
        zh: '网卡的地址：nicipaddresslist[0].nic 与 nicipaddresslist[0].ip4Address；auto 表示任选空闲地址。',
      },
      datadiskofferinglist: {
        en: 'The disk offering of each disk after the first: datadiskofferinglist[0].disk and datadiskofferinglist[0].diskOffering.',
        zh: '第一块以外每块磁盘的磁盘方案：datadiskofferinglist[0].disk 与 datadiskofferinglist[0].diskOffering。',
      },
    },
    unmanageVirtualMachine: {
      hostid: {
        en: 'Of a stopped instance: the host on which it is defined. Empty: the one that it ran on last.',
        zh: '对于已停止的实例：在哪台主机上定义。留空则为其最近运行的主机。',
      },
      forced: {
        en: 'Also let go one that is given keys, user data or a password by a drive of its own.',
        zh: '即使实例通过自带驱动器获得密钥、用户数据或密码，也放弃管理。',
      },
    },
  },
  fields: {
    obstacle: 'Why it cannot be imported as it is.',
    cpucorepersocket: 'Cores of each of its processors.',
    boottype: 'Its firmware.',
    bootmode: 'Whether its firmware starts signed systems alone.',
    capacity: 'Bytes; 0 where the host does not say.',
    label: 'The disk’s name on the host.',
    controller: 'The bus that the disk is on.',
    controllerunit: 'The disk’s place on its bus.',
    position: 'The disk’s place among all disks; 0 is the one that it starts from.',
    imagepath: 'The disk’s file or source on the host.',
    datastorename: 'The primary storage that the disk lies on.',
    datastorehost: 'The server of that storage.',
    datastorepath: 'The folder of that storage.',
    datastoretype: 'The kind of that storage.',
    adaptertype: 'The card’s model.',
    bridge: 'What the card is plugged into on the host.',
    vlanid: 'The card’s VLAN, where the host says one.',
  },
};
