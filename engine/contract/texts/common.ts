import type { Texts } from './texts.ts';

/** What a parameter means, by its name. Where a command means something else, its noun’s file says so. */
export const commonTexts: Texts = {
  parameters: {
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
  },
};
