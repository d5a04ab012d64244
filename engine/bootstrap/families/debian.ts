import type { Family } from './family.ts';

/** Debian and Ubuntu. Package names as of Debian 12. */
export const debian: Family = {
  name: 'debian',
  packageManager: 'apt',
  packages: [
    'libvirt-daemon-system',
    'libvirt-clients',
    'qemu-system-x86',
    'qemu-utils',
    'dnsmasq-base',
    'nftables',
    'nfs-common',
    'curl',
    'iproute2',
  ],
  alternatives: {},
  timePackage: 'chrony',
  // Its hooks understand bridge_ports and wait for the card at boot; ifupdown alone does not.
  ifupdownBridgePackage: 'bridge-utils',
  polkitPackage: 'polkitd',
  releases: {
    debian: { name: 'Debian', oldest: '12' },
    ubuntu: { name: 'Ubuntu', oldest: '22.04' },
  },
  libvirtUnits: [
    { active: ['libvirtd.socket'], enabled: ['libvirtd.service'] },
    {
      active: [
        'virtqemud.socket',
        'virtnetworkd.socket',
        'virtstoraged.socket',
        'virtnodedevd.socket',
        'virtlogd.socket',
      ],
      enabled: ['virtqemud.service'],
    },
  ],
  libvirtListeners: ['libvirtd-tcp.socket', 'libvirtd-tls.socket', 'virtproxyd-tcp.socket', 'virtproxyd-tls.socket'],
  qemuUser: 'libvirt-qemu',
  libvirtArguments: '/etc/default/libvirtd',
  nfsServer: {
    kernel: { packages: ['nfs-kernel-server'], unit: 'nfs-server.service' },
    ganesha: { packages: ['nfs-ganesha', 'nfs-ganesha-vfs'], unit: 'nfs-ganesha.service' },
    residue: ['/etc/ganesha', '/var/lib/nfs/ganesha', '/var/log/ganesha'],
  },
  residue: [
    '/etc/libvirt',
    '/var/lib/libvirt',
    '/var/cache/libvirt',
    '/var/log/libvirt',
    '/var/log/swtpm',
    '/var/lib/swtpm-localca',
    '/etc/chrony',
    '/var/lib/chrony',
    '/var/log/chrony',
    '/etc/qemu',
    '/var/lib/nfs',
    '/var/lib/misc',
  ],
};
