/** Devices that a guest operating system has drivers for; a pure function of the guest OS type's name. */
export interface GuestDevices {
  diskBus: 'virtio' | 'scsi' | 'ide';
  nicModel: 'virtio' | 'e1000';
  windows: boolean;
}

/** Systems that ship virtio drivers, by the beginning of the OS type's name. */
const paravirtual = [
  'Ubuntu',
  'Fedora',
  'CentOS',
  'Red Hat Enterprise Linux',
  'RHEL',
  'Debian',
  'FreeBSD',
  'Oracle',
  'Rocky',
  'Alma',
  'openEuler',
  'Kylin',
  'Other PV',
];

/**
 * CloudStack's rules for KVM (its LibvirtComputingResource and guest OS mappings): virtio for those known to have it, virtio-scsi where the
 * name asks for it, otherwise IDE and e1000, which every system knows.
 */
export function guestDevices(guestOs: string): GuestDevices {
  const windows = /^windows/i.test(guestOs);
  if (/^other pv virtio-scsi/i.test(guestOs)) return { diskBus: 'scsi', nicModel: 'virtio', windows };
  const lower = guestOs.toLowerCase();
  if (paravirtual.some((name) => lower.startsWith(name.toLowerCase())))
    return { diskBus: 'virtio', nicModel: 'virtio', windows };
  // "Windows PV": an image that has the virtio drivers inside.
  if (/^windows pv/i.test(guestOs)) return { diskBus: 'virtio', nicModel: 'virtio', windows };
  return { diskBus: 'ide', nicModel: 'e1000', windows };
}
