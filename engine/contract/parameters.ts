import { accountParameterText } from './account-parameters.ts';
import type { Text } from './command.ts';
import { type CommandName, contract } from './contract.ts';

/** What a parameter means, by its name: CloudStack gives one name one meaning. Where a command means something else, it says so below. */
const common: Readonly<Record<string, Text>> = {
  id: { en: 'What is changed.', zh: '要更改的对象。' },
  zoneid: {
    en: 'The zone: hosts, storage and networks of one place. Things of one zone do not reach those of another.',
    zh: '区域：同一地点的主机、存储和网络。不同区域的对象互不可见。',
  },
  podid: {
    en: 'The pod: hosts that share a subnet, such as one rack.',
    zh: '提供点：共享同一子网的主机，例如一个机架。',
  },
  clusterid: {
    en: 'The cluster: hosts of one hypervisor that share primary storage.',
    zh: '集群：使用同一虚拟机管理程序并共享主存储的主机。',
  },
  hostid: { en: 'The host that it belongs to or runs on.', zh: '所属或运行所在的主机。' },
  name: {
    en: 'Shown in lists and events. It can be changed later; machines are never addressed by it.',
    zh: '显示在列表和事件中，之后可以更改；机器不会以它来寻址。',
  },
  displaytext: {
    en: 'A sentence for people who choose it from a list. Empty: the name is shown.',
    zh: '供从列表中选择的人阅读的说明。留空则显示名称。',
  },
  hypervisor: {
    en: 'KVM runs on real hosts. Simulator hosts exist only in Benchtop: they practise everything and run nothing.',
    zh: 'KVM 运行在真实主机上。模拟器主机只存在于 Benchtop 中：可以练习所有操作，但不运行任何内容。',
  },
  gateway: {
    en: 'The router of the subnet. Guests or hosts leave the subnet through it; it lies outside the range of addresses.',
    zh: '子网的路由器。来宾或主机经由它离开子网；它必须在地址范围之外。',
  },
  netmask: {
    en: 'The size of the subnet, such as 255.255.255.0 for 254 addresses.',
    zh: '子网的大小，例如 255.255.255.0 表示 254 个地址。',
  },
  startip: { en: 'First address that Benchtop may give out.', zh: 'Benchtop 可以分配的第一个地址。' },
  endip: {
    en: 'Last address that Benchtop may give out. Nobody else may use what lies between: no other DHCP server, no other range.',
    zh: 'Benchtop 可以分配的最后一个地址。其间的地址不能另作他用：不能有其他 DHCP 服务器，也不能有其他范围。',
  },
  tags: {
    en: 'Words separated by commas. Kept for offerings that ask for storage of a kind.',
    zh: '以逗号分隔的词。供要求特定存储的方案使用。',
  },
  allocationstate: {
    en: 'Whether it takes new instances. What runs there goes on running.',
    zh: '是否接收新实例。已在其中运行的继续运行。',
  },
  ostypeid: {
    en: 'The guest’s operating system. It decides which disk and network devices the guest sees: a wrong one can keep it from booting.',
    zh: '来宾的操作系统。它决定来宾看到的磁盘和网络设备：选错可能导致无法启动。',
  },
  ispublic: { en: 'Whether every account may deploy from it.', zh: '是否所有账户都可以使用它部署。' },
  isfeatured: { en: 'Whether it stands first where a template is chosen.', zh: '选择模板时是否排在最前。' },
  isextractable: { en: 'Whether others may download it.', zh: '是否允许他人下载。' },
  passwordenabled: {
    en: 'Says that a script in the image can set passwords. Benchtop keeps it for other clients; nothing is set by it.',
    zh: '表示镜像中的脚本可以设置密码。Benchtop 仅为其他客户端保存此项，不会据此设置任何密码。',
  },
  checksum: {
    en: 'Digest from the publisher’s page. What has arrived is compared with it, and refused when it differs.',
    zh: '发布者页面上的摘要。收到的内容会与它比对，不同则拒绝。',
  },
  url: {
    en: 'Where the image is fetched from, once, by a host of the zone. Private addresses are refused unless the settings allow them.',
    zh: '镜像的来源地址，由区域中的一台主机下载一次。除非设置允许，否则拒绝私有地址。',
  },
  filesize: { en: 'Bytes of the file; so many have to arrive.', zh: '文件的字节数；必须收到这么多字节。' },
  bootable: {
    en: 'Whether an instance can be installed from it. Discs with drivers or files alone are not.',
    zh: '是否可用它安装实例。只含驱动程序或文件的光盘不可引导。',
  },
  username: {
    en: 'A user of the machine: root, or one who may run everything by sudo.',
    zh: '机器上的用户：root，或可通过 sudo 运行所有命令的用户。',
  },
  password: {
    en: 'Kept encrypted on this computer, and sent to that machine alone, over SSH.',
    zh: '加密保存在本机，只通过 SSH 发送给该机器。',
  },
  port: { en: 'Where sshd listens; 22 unless it was changed.', zh: 'sshd 监听的端口；未更改时为 22。' },
  address: {
    en: 'IP address or name by which this computer and the other hosts reach the machine. It should never change.',
    zh: '本机和其他主机访问该机器所用的 IP 地址或名称。它不应变动。',
  },
  bridge: {
    en: 'The bridge that guests are plugged into. It is made on the chosen card if it is not there.',
    zh: '来宾所接入的网桥。如不存在，会在所选网卡上创建。',
  },
  nic: {
    en: 'The card that becomes part of the bridge; its address moves to the bridge. Should the host be lost, it goes back by itself.',
    zh: '将加入网桥的网卡；其地址会移到网桥上。如果主机因此失联，会自行恢复原状。',
  },
  fqdn: {
    en: 'The host’s own full name. libvirt and NFS want a name that resolves to the host’s address.',
    zh: '主机自己的完整名称。libvirt 和 NFS 需要能解析到主机地址的名称。',
  },
  acceptemulation: {
    en: 'Without KVM, guests run by emulation: everything works, ten or more times as slowly.',
    zh: '没有 KVM 时来宾以软件模拟运行：一切可用，但慢十倍以上。',
  },
  closeagent: {
    en: 'CloudStack’s agent opens libvirt without a password. Closing it stops and disables the agent.',
    zh: 'CloudStack 的代理会无密码地开放 libvirt。关闭会停止并禁用该代理。',
  },
  proxyurl: {
    en: 'The HTTP proxy through which the host’s package manager reaches its sources.',
    zh: '主机的软件包管理器访问软件源所用的 HTTP 代理。',
  },
  proxyuser: { en: 'The user whom the proxy asks for, if it does.', zh: '代理要求的用户名（如有）。' },
  proxypassword: {
    en: 'The proxy’s password; kept encrypted here, and readable by root alone on the host.',
    zh: '代理的密码；在本机加密保存，在主机上仅 root 可读。',
  },
  packagesource: {
    en: 'A mirror of the distribution; packages are installed from it alone.',
    zh: '发行版的镜像站；只从它安装软件包。',
  },
  unsignedpackages: {
    en: 'Takes packages of that mirror without a signature. Whoever can change it then owns the host.',
    zh: '接受该镜像站未签名的软件包。能更改该镜像站的人即可控制主机。',
  },
  serviceofferingid: {
    en: 'CPU and memory of the instance, and whether its disks lie on shared or local storage.',
    zh: '实例的 CPU 和内存，以及其磁盘位于共享还是本地存储。',
  },
  templateid: {
    en: 'What the root disk begins with: a template is copied; from an ISO an empty disk is installed.',
    zh: '根磁盘的来源：模板会被复制；使用 ISO 时则在空磁盘上安装。',
  },
  networkids: {
    en: 'The guest networks, in this order; the first is the default one, through which the instance reaches the world.',
    zh: '来宾网络，按此顺序；第一个是默认网络，实例经由它访问外部。',
  },
  diskofferingid: {
    en: 'A further, empty disk; from an ISO: the root disk.',
    zh: '另一块空磁盘；使用 ISO 时为根磁盘。',
  },
  size: { en: 'GiB, where the disk offering leaves the size open.', zh: 'GiB；用于未指定大小的磁盘方案。' },
  rootdisksize: {
    en: 'GiB; at least the template’s size. The guest enlarges its file system itself, if it can.',
    zh: 'GiB；不小于模板大小。来宾若支持会自行扩大文件系统。',
  },
  startvm: {
    en: 'Whether the instance starts at once. Off: its disks and addresses are made, and it waits.',
    zh: '是否立即启动实例。关闭时会创建磁盘和地址，然后等待。',
  },
  displayname: {
    en: 'What people read; any characters. The name is what DNS and the guest know.',
    zh: '供人阅读的名称，可用任意字符。DNS 和来宾使用的是名称。',
  },
  ipaddress: {
    en: 'A free address of the network’s range that the instance gets by DHCP. Empty: the next free one.',
    zh: '实例通过 DHCP 获得的网络范围内的空闲地址。留空则使用下一个空闲地址。',
  },
  namepattern: {
    en: 'One run of # becomes the number: student-## makes student-01, student-02 and so on.',
    zh: '一串 # 会变为编号：student-## 生成 student-01、student-02 等。',
  },
  start: { en: 'The first number.', zh: '第一个编号。' },
  count: { en: 'How many alike instances are deployed.', zh: '要部署的相同实例数量。' },
  storagetype: {
    en: 'Shared storage is reached by all hosts of the cluster; local disks are faster, and gone with their host.',
    zh: '共享存储可由集群的所有主机访问；本地磁盘更快，但随主机一起不可用。',
  },
  forced: {
    en: 'Also when the guest holds on. What it had open there may be lost.',
    zh: '即使来宾仍在占用。其打开的内容可能丢失。',
  },
};

/** Where a command means something of its own by a name; and the parameters that only one command has. */
const own: { readonly [K in CommandName]?: { readonly [P in keyof (typeof contract)[K]['input']['entries']]?: Text } } =
  {
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
    createServiceOffering: {
      cpunumber: { en: 'Virtual CPUs of each instance.', zh: '每个实例的虚拟 CPU 数。' },
      cpuspeed: {
        en: 'MHz that each virtual CPU is promised when hosts are filled. With the CPU cap it is also the most.',
        zh: '分配主机时为每个虚拟 CPU 保证的 MHz。启用 CPU 上限时也是最大值。',
      },
      memory: {
        en: 'MiB that the guest sees, taken from the host while it runs.',
        zh: '来宾可见的内存（MiB），运行时占用主机内存。',
      },
      offerha: {
        en: 'For instances that are to be started elsewhere when their host fails. Kept; nothing acts on it yet.',
        zh: '用于主机故障时在其他位置启动的实例。此项会保存，目前不起作用。',
      },
      limitcpuuse: {
        en: 'Caps the instance at its promised MHz, also on an idle host.',
        zh: '将实例限制在保证的 MHz 内，即使主机空闲。',
      },
    },
    createDiskOffering: {
      disksize: { en: 'GiB of each disk.', zh: '每块磁盘的大小（GiB）。' },
      customized: {
        en: 'Whether the size is chosen with each disk instead.',
        zh: '是否改为在每块磁盘创建时选择大小。',
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
      name: {
        en: 'Host name of the guest and its name in DNS: letters, digits and hyphens. Empty: one is made up.',
        zh: '来宾的主机名及其在 DNS 中的名称：字母、数字和连字符。留空则自动生成。',
      },
      hostid: {
        en: 'Runs on this host or not at all. Empty: the best one is chosen.',
        zh: '只在此主机上运行。留空则选择最合适的主机。',
      },
      clusterid: { en: 'Runs in this cluster or not at all.', zh: '只在此集群中运行。' },
    },
    deployVirtualMachines: {
      hostid: {
        en: 'All run on this host. Empty: the best one is chosen for each.',
        zh: '全部在此主机上运行。留空则为每个实例选择最合适的主机。',
      },
      clusterid: { en: 'All run in this cluster.', zh: '全部在此集群中运行。' },
    },
  };

/** Parameters of zones, whichever command has them. */
const zone: Readonly<Record<string, Text>> = {
  dns1: { en: 'The name server that guests are given by DHCP.', zh: '通过 DHCP 提供给来宾的 DNS 服务器。' },
  dns2: { en: 'Asked by guests when the first one is silent.', zh: '第一个没有应答时来宾使用的 DNS 服务器。' },
  internaldns1: {
    en: 'The name server that hosts and services of the zone use.',
    zh: '区域中的主机和服务使用的 DNS 服务器。',
  },
  internaldns2: { en: 'Asked by them when the first one is silent.', zh: '第一个没有应答时它们使用的 DNS 服务器。' },
  domain: {
    en: 'Domain of the guests’ names, such as lab.example, where their network has none of its own.',
    zh: '来宾名称的域，例如 lab.example；用于没有自己的域的网络。',
  },
  localstorageenabled: {
    en: 'Whether instances may have disks on a host’s own disks. Needed where no storage is shared.',
    zh: '实例是否可以使用主机自己的磁盘。没有共享存储时需要启用。',
  },
};

/** What a parameter of a command means, in both languages; undefined for parameters without a text, and for what is no parameter of it. */
export function parameterText(command: CommandName, parameter: string): Text | undefined {
  if (!Object.hasOwn(contract[command].input.entries, parameter)) return undefined;
  const texts = own[command] as Readonly<Record<string, Text>> | undefined;
  return texts?.[parameter] ?? accountParameterText(command, parameter) ?? zone[parameter] ?? common[parameter];
}
