import type { Family } from './family.ts';

/** CentOS Stream, Rocky, Alma and RHEL, 9 and 10. */
export const redhat: Family = {
  name: 'redhat',
  packageManager: 'dnf',
  // Not the package `libvirt`, which brings and starts a network with NAT of its own (virbr0) and switches forwarding on.
  packages: [
    'libvirt-daemon-kvm',
    'libvirt-daemon-config-nwfilter',
    'libvirt-client',
    'qemu-kvm',
    'qemu-img',
    'dnsmasq',
    'nftables',
    'nfs-utils',
    'curl',
    'iproute',
  ],
  // The minimal curl is enough, and installing the full one beside it is a conflict.
  alternatives: { curl: ['curl-minimal'] },
  timePackage: 'chrony',
  polkitPackage: 'polkit',
  releases: {
    centos: { name: 'CentOS Stream', oldest: '9', newest: '10' },
    rocky: { name: 'Rocky Linux', oldest: '9', newest: '10' },
    almalinux: { name: 'AlmaLinux', oldest: '9', newest: '10' },
    rhel: { name: 'Red Hat Enterprise Linux', oldest: '9', newest: '10' },
  },
  libvirtUnits: [
    {
      active: [
        'virtqemud.socket',
        'virtnetworkd.socket',
        'virtstoraged.socket',
        'virtnodedevd.socket',
        'virtsecretd.socket',
        'virtnwfilterd.socket',
        'virtinterfaced.socket',
        'virtlogd.socket',
        'virtlockd.socket',
      ],
      enabled: ['virtqemud.service'],
    },
    { active: ['libvirtd.socket'], enabled: ['libvirtd.service'] },
  ],
  libvirtListeners: ['libvirtd-tcp.socket', 'libvirtd-tls.socket', 'virtproxyd-tcp.socket', 'virtproxyd-tls.socket'],
  qemuUser: 'qemu',
  libvirtArguments: '/etc/sysconfig/libvirtd',
  nfsServer: {
    kernel: { packages: ['nfs-utils'], unit: 'nfs-server.service' },
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
    '/etc/qemu-kvm',
    '/var/lib/nfs',
    '/var/lib/dnsmasq',
    '/var/lib/rpcbind',
  ],
};
