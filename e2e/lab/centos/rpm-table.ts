/**
 * How Debian's packages are presented as CentOS Stream 9's. Everything here is a stand-in: Debian's binaries under the names, users and
 * paths that the real distribution uses, so that a bootstrap's flow can be tested where no real RPM repository is reachable.
 */

/** Debian packages whose closure becomes RPMs. */
export const roots = [
  'libvirt-daemon-system',
  'libvirt-clients',
  'libvirt-daemon-config-network',
  'libvirt-daemon-config-nwfilter',
  'libvirt-daemon-driver-qemu',
  'qemu-system-x86',
  'qemu-utils',
  'qemu-block-extra',
  'ovmf',
  'chrony',
  'dnsmasq-base',
  'nfs-common',
  'rpcbind',
  'nfs-ganesha',
  'nfs-ganesha-vfs',
  'haproxy',
  'conntrack',
  'ethtool',
  'genisoimage',
  'xorriso',
  'socat',
  'tcpdump',
  'openvswitch-switch',
  'wireguard-tools',
  'rsync',
  'zstd',
  'xz-utils',
  'bzip2',
  'unzip',
  'jq',
  'parted',
  'lvm2',
  'xfsprogs',
  'dmidecode',
  'mdevctl',
  'lsof',
  'pciutils',
  'ipmitool',
];

/** Debian's name → CentOS's, where they differ. */
export const names: Record<string, string> = {
  'libvirt-daemon-system': 'libvirt-daemon-kvm',
  'libvirt-clients': 'libvirt-client',
  libvirt0: 'libvirt-libs',
  'qemu-system-x86': 'qemu-kvm-core',
  'qemu-system-common': 'qemu-kvm-common',
  'qemu-system-data': 'qemu-kvm-device-data',
  'qemu-utils': 'qemu-img',
  'qemu-block-extra': 'qemu-kvm-block-extra',
  seabios: 'seabios-bin',
  'ipxe-qemu': 'ipxe-roms-qemu',
  ovmf: 'edk2-ovmf',
  'nfs-common': 'nfs-utils',
  'dnsmasq-base': 'dnsmasq',
  conntrack: 'conntrack-tools',
  'openvswitch-switch': 'openvswitch',
  'xz-utils': 'xz',
};

/** Packages that only pull in others. */
export const metapackages: Record<string, string[]> = {
  libvirt: [
    'libvirt-daemon-kvm',
    'libvirt-client',
    'libvirt-daemon-config-network',
    'libvirt-daemon-config-nwfilter',
    'dnsmasq',
  ],
  'qemu-kvm': ['qemu-kvm-core', 'qemu-img', 'edk2-ovmf'],
};

const account = (user: string, group = user, more = '') =>
  `getent group ${group} >/dev/null || groupadd -r ${group}\n` +
  `getent passwd ${user} >/dev/null || useradd -r -g ${group} ${more} -d / -s /sbin/nologin ${user}\n`;

/** What a package's %pre does: the accounts it needs. */
export const before: Record<string, string> = {
  // Debian's libvirt was compiled with user libvirt-qemu and looks it up before it reads qemu.conf, which says qemu.
  'libvirt-daemon':
    'getent group libvirt >/dev/null || groupadd -r libvirt\n' +
    account('libvirt-qemu') +
    'getent group kvm >/dev/null || groupadd -r kvm\n' +
    account('qemu', 'qemu', '-G kvm'),
  dnsmasq: account('dnsmasq'),
  chrony: account('_chrony'),
  rpcbind: account('_rpc'),
  'nfs-utils': account('statd'),
  haproxy: account('haproxy'),
  openvswitch: account('openvswitch'),
  tcpdump: account('tcpdump'),
};

/** What a package's %post does. */
export const after: Record<string, string> = {
  // As the real package does: a default network that starts by itself.
  'libvirt-daemon-config-network':
    'if [ "$1" = 1 ] && [ ! -e /etc/libvirt/qemu/networks/default.xml ]; then\n' +
    'mkdir -p /etc/libvirt/qemu/networks/autostart\n' +
    'cp /usr/share/libvirt/networks/default.xml /etc/libvirt/qemu/networks/\n' +
    'ln -s ../default.xml /etc/libvirt/qemu/networks/autostart/default.xml\nfi\n',
  // It carries firewalld's zone `libvirt`, without which libvirt refuses to start a network beside the nftables backend.
  'libvirt-daemon-kvm': 'firewall-cmd --reload >/dev/null 2>&1 || :\n',
};

/** Packages that the CentOS-like layer has by other means; they stand in the RPM database without files. */
export const present: Record<string, { version: string; provides?: string[] }> = {
  'centos-stream-release': {
    version: '9.0',
    provides: ['centos-release', 'redhat-release = 9', 'system-release = 9', 'system-release(releasever) = 9'],
  },
  bash: { version: '5.1.8', provides: ['/bin/sh', '/bin/bash', '/usr/bin/sh', '/usr/bin/bash'] },
  glibc: { version: '2.34' },
  systemd: { version: '252' },
  'systemd-udev': { version: '252' },
  'openssh-server': { version: '9.9' },
  'openssh-clients': { version: '9.9' },
  NetworkManager: { version: '1.42' },
  firewalld: { version: '1.3' },
  nftables: { version: '1.0.6' },
  'iptables-nft': { version: '1.8.9', provides: ['iptables', 'ebtables'] },
  ipset: { version: '7.17' },
  iproute: { version: '6.1' },
  'iproute-tc': { version: '6.1' },
  iputils: { version: '20221126' },
  python3: { version: '3.9.18', provides: ['/usr/bin/python3'] },
  dnf: { version: '4.14' },
  rpm: { version: '4.16' },
  coreutils: { version: '8.32' },
  curl: { version: '7.76' },
  tar: { version: '1.34' },
  gzip: { version: '1.12' },
  sudo: { version: '1.9' },
  polkit: { version: '0.117' },
  dbus: { version: '1.12' },
  'util-linux': { version: '2.37' },
  'procps-ng': { version: '3.3' },
  'shadow-utils': { version: '4.9' },
  kmod: { version: '28' },
  cronie: { version: '1.5' },
  'ca-certificates': { version: '2024' },
};
