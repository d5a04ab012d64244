import type { Hardware } from '../looks.ts';

/** Devices that a guest operating system has drivers for. */
export interface GuestDevices extends Hardware {
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

/** The devices of a domain: those that it was adopted with, else those that its guest OS type has drivers for. */
export const devicesOf = (domain: { guestOs: string; hardware?: Hardware | undefined }): GuestDevices => ({
  ...guestDevices(domain.guestOs),
  ...domain.hardware,
});

/**
 * A pure function of the guest OS type's name. CloudStack's rules for KVM (its LibvirtComputingResource and guest OS mappings): virtio for those known to have it, virtio-scsi where the
 * name asks for it, otherwise IDE and e1000, which every system knows.
 */
export function guestDevices(guestOs: string): GuestDevices {
  const machine = 'pc';
  const windows = /^windows/i.test(guestOs);
  if (/^other pv virtio-scsi/i.test(guestOs)) return { machine, diskBus: 'scsi', nicModel: 'virtio', windows };
  const lower = guestOs.toLowerCase();
  if (paravirtual.some((name) => lower.startsWith(name.toLowerCase())))
    return { machine, diskBus: 'virtio', nicModel: 'virtio', windows };
  // "Windows PV": an image that has the virtio drivers inside.
  if (/^windows pv/i.test(guestOs)) return { machine, diskBus: 'virtio', nicModel: 'virtio', windows };
  return { machine, diskBus: 'ide', nicModel: 'e1000', windows };
}
