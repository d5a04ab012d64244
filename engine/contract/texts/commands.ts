import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const details: Text = {
  en: 'What is chosen of a custom offering: cpuNumber, cpuSpeed (MHz) and memory (MiB).',
  zh: '在自定义方案中选择的 cpuNumber、cpuSpeed（MHz）和 memory（MiB）。',
};

/** Where a command means something of its own by a parameter. */
export const commandTexts: Texts = {
  commands: {
    createZone: {
      networktype: {
        en: 'Basic: all instances of the zone share one guest network. Advanced zones are not available yet.',
        zh: '基本：区域中的所有实例共享一个来宾网络。高级区域尚不可用。',
      },
    },
    addCluster: {
      clustername: { en: 'Shown in lists and events.', zh: '显示在列表和事件中。' },
      clustertype: {
        en: 'For CloudStack’s clients: always CloudManaged.',
        zh: '供 CloudStack 客户端使用：始终为 CloudManaged。',
      },
    },
    updateCluster: { clustername: { en: 'Shown in lists and events.', zh: '显示在列表和事件中。' } },
    addHost: {
      url: {
        en: 'Address of the host: http://192.168.10.11, or the address alone. For a simulated host any name that no other has.',
        zh: '主机的地址：http://192.168.10.11，或只写地址。模拟主机可用任何未被占用的名称。',
      },
      hostpreparationid: {
        en: 'The preparation that was applied to this machine.',
        zh: '已在该机器上执行的准备。',
      },
      hosttags: {
        en: 'For CloudStack’s clients; nothing acts on it here.',
        zh: '供 CloudStack 客户端使用；在此不起作用。',
      },
      cpunumber: { en: 'Cores of the simulated host.', zh: '模拟主机的核心数。' },
      memorytotal: { en: 'Bytes of memory of the simulated host.', zh: '模拟主机的内存（字节）。' },
    },
    createHostPreparation: {
      authentication: {
        en: 'A password, a private key, or the SSH agent of this desktop, which keeps the key to itself.',
        zh: '密码、私钥，或本桌面的 SSH 代理（密钥不离开代理）。',
      },
      privatekey: {
        en: 'The whole file, from “-----BEGIN” to “-----END”. Kept encrypted on this computer.',
        zh: '整个文件，从“-----BEGIN”到“-----END”。加密保存在本机。',
      },
      passphrase: { en: 'What opens the private key, if it is encrypted.', zh: '私钥加密时用于打开它的口令。' },
      sudopassword: {
        en: 'Asked by sudo for a user other than root. Empty: the password above, or none where sudoers says NOPASSWD.',
        zh: '非 root 用户使用 sudo 时所需。留空则使用上面的密码；sudoers 设为 NOPASSWD 时无需密码。',
      },
      hostkeyfingerprint: {
        en: 'The key that the host must show. Compare it with what the machine says on its own screen.',
        zh: '主机必须出示的密钥。请与机器本机屏幕上显示的比较。',
      },
      peers: { en: 'Other hosts that may reach this one’s migration ports.', zh: '可以访问此主机迁移端口的其他主机。' },
    },
    createPhysicalNetwork: {
      name: { en: 'What stands for the cables and switches of the zone.', zh: '代表区域中的网线和交换机。' },
      isolationmethods: {
        en: 'For CloudStack’s clients; Basic zones have none.',
        zh: '供 CloudStack 客户端使用；基本区域没有隔离方法。',
      },
    },
    addTrafficType: {
      physicalnetworkid: { en: 'The physical network that carries it.', zh: '承载该流量的物理网络。' },
      traffictype: {
        en: 'Guest: what instances say. Management: what Benchtop and the hosts say. Storage: what goes to NFS servers.',
        zh: '来宾：实例的流量。管理：Benchtop 与主机之间的流量。存储：到 NFS 服务器的流量。',
      },
      kvmnetworklabel: {
        en: 'The bridge that carries this traffic, of the same name on every KVM host of the zone.',
        zh: '承载此流量的网桥，在区域的每台 KVM 主机上名称相同。',
      },
    },
    createStoragePool: {
      url: {
        en: 'nfs://server/export for all hosts, sharedmountpoint:///path for a file system that is mounted on each, file:///path for one host’s own disk.',
        zh: 'nfs://服务器/导出 供所有主机使用；sharedmountpoint:///路径 为每台主机上已挂载的文件系统；file:///路径 为单台主机自己的磁盘。',
      },
      scope: {
        en: 'Who may use it: every host of the zone, of one cluster, or one host alone.',
        zh: '谁可以使用：区域的所有主机、一个集群的主机，或单台主机。',
      },
      provider: { en: 'For CloudStack’s clients; the URL decides.', zh: '供 CloudStack 客户端使用；由 URL 决定。' },
    },
    addImageStore: {
      provider: {
        en: 'NFS keeps templates where all hosts reach them. A directory lies on one host: only that host can deploy from it.',
        zh: 'NFS 将模板存放在所有主机都能访问的位置。目录位于一台主机上：只有该主机可以用它部署。',
      },
      url: {
        en: 'nfs://server/export, or file:///path on the host of a directory. It is tried before it is saved.',
        zh: 'nfs://服务器/导出，或目录所在主机上的 file:///路径。保存前会试用。',
      },
    },
    createHostDiskStore: {
      id: { en: 'The machine’s preparation.', zh: '该机器的准备。' },
      disk: { en: 'An empty disk; one with anything on it is refused.', zh: '空磁盘；有任何内容的磁盘会被拒绝。' },
      identity: {
        en: 'Size and serial number as they were shown, so that no other disk is taken.',
        zh: '所显示的大小和序列号，以免误用其他磁盘。',
      },
      confirm: { en: 'The disk’s name once more: its content is lost.', zh: '再次输入磁盘名称：其内容将会丢失。' },
      clients: {
        en: 'Addresses or networks that may mount the store; all of the zone’s hosts must be among them.',
        zh: '可以挂载该存储的地址或网络；区域的所有主机都必须包含在内。',
      },
    },
    createNetwork: {
      networkofferingid: {
        en: 'What the network offers: DHCP and DNS for a shared one.',
        zh: '网络提供的服务：共享网络提供 DHCP 和 DNS。',
      },
      physicalnetworkid: {
        en: 'The physical network whose guest bridge carries it.',
        zh: '其来宾网桥承载该网络的物理网络。',
      },
      networkdomain: {
        en: 'Domain of the guests’ names in DNS. Empty: the zone’s.',
        zh: '来宾名称在 DNS 中的域。留空则使用区域的域。',
      },
    },
    createVlanIpRange: {
      networkid: { en: 'The guest network that gets more addresses.', zh: '要增加地址的来宾网络。' },
      vlan: { en: 'For CloudStack’s clients: always untagged.', zh: '供 CloudStack 客户端使用：始终为 untagged。' },
      forvirtualnetwork: {
        en: 'For CloudStack’s clients: always false.',
        zh: '供 CloudStack 客户端使用：始终为 false。',
      },
    },
    createTemplate: {
      volumeid: {
        en: 'The root volume of a stopped instance; it is copied whole.',
        zh: '已停止实例的根卷；会完整复制。',
      },
    },
    registerTemplate: {
      format: {
        en: 'QCOW2 is what cloud images are; RAW has no header. A compressed file must be unpacked first.',
        zh: '云镜像通常为 QCOW2；RAW 没有文件头。压缩文件必须先解压。',
      },
    },
    attachIso: {
      id: { en: 'The ISO.', zh: 'ISO。' },
      virtualmachineid: { en: 'The instance whose CD drive gets it.', zh: '将 ISO 放入其光驱的实例。' },
    },
    updateVirtualMachine: {
      haenable: {
        en: 'Kept for CloudStack’s clients; nothing acts on it yet.',
        zh: '为 CloudStack 客户端保存；目前不起作用。',
      },
      bootorder: {
        en: 'Whether the guest boots from its disk or from the CD first; counts from its next start.',
        zh: '来宾优先从磁盘还是光盘引导；下次启动时生效。',
      },
    },
    deployVirtualMachine: {
      macaddress: {
        en: 'MAC address of the default NIC. Empty: a new one.',
        zh: '默认网卡的 MAC 地址。留空则新生成。',
      },
      iptonetworklist: {
        en: 'Networks with the address (ip) and MAC address (mac) that are wished for in each, instead of networkids.',
        zh: '各网络及其中希望使用的地址（ip）和 MAC 地址（mac），用于代替 networkids。',
      },
      name: {
        en: 'Host name of the guest and its name in DNS: letters, digits and hyphens. Empty: one is made up.',
        zh: '来宾的主机名及其在 DNS 中的名称：字母、数字和连字符。留空则自动生成。',
      },
      hostid: {
        en: 'Runs on this host or not at all. Empty: the best one is chosen.',
        zh: '只在此主机上运行。留空则选择最合适的主机。',
      },
      podid: { en: 'Runs in this pod or not at all.', zh: '只在此提供点中运行。' },
      clusterid: { en: 'Runs in this cluster or not at all.', zh: '只在此集群中运行。' },
      details,
    },
    deployVirtualMachines: {
      hostid: {
        en: 'All run on this host. Empty: the best one is chosen for each.',
        zh: '全部在此主机上运行。留空则为每个实例选择最合适的主机。',
      },
      podid: { en: 'All run in this pod.', zh: '全部在此提供点中运行。' },
      clusterid: { en: 'All run in this cluster.', zh: '全部在此集群中运行。' },
      details,
    },
  },
};
