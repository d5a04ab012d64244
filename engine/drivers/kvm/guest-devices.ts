import { fail } from '../../contract/errors.ts';
import type { InstanceSettings } from '../../contract/instance-setting.ts';
import { say } from '../../contract/phrase.ts';
import type { Hardware } from '../looks.ts';

export type DiskBus = Hardware['diskBus'];

/** Devices that a guest operating system has drivers for. */
export interface GuestDevices extends Hardware {
  windows: boolean;
}

/** Devices that a guest has: those of its system, unless its settings say otherwise. */
export interface ChosenDevices {
  machine: 'pc' | 'q35';
  rootBus: DiskBus;
  dataBus: DiskBus;
  nicModel: NonNullable<InstanceSettings['nicAdapter']>;
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
const devicesOf = (domain: { guestOs: string; hardware?: Hardware | undefined }): GuestDevices => ({
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

/** What a domain has by what was chosen for it. Where UEFI is asked for, the machine is the one that its firmware is made for. */
export function chosenDevices(domain: {
  guestOs: string;
  hardware?: Hardware | undefined;
  settings?: InstanceSettings | undefined;
}): ChosenDevices {
  const own = devicesOf(domain);
  const settings = domain.settings ?? {};
  const machine = settings['kvm.guest.os.machine.type'] ?? (settings.UEFI === undefined ? own.machine : 'q35');
  // A q35 has no IDE; what would have been on it is on SATA.
  const fitting: DiskBus = machine === 'q35' && own.diskBus === 'ide' ? 'sata' : own.diskBus;
  const busOf = (wish: InstanceSettings['rootDiskController'], otherwise: DiskBus): DiskBus =>
    wish === undefined || wish === 'osdefault' ? otherwise : wish === 'virtio-blk' ? 'virtio' : wish;
  const rootBus = busOf(settings.rootDiskController, fitting);
  const dataBus = busOf(settings.dataDiskController, fitting);
  if (machine === 'q35' && (rootBus === 'ide' || dataBus === 'ide'))
    throw fail('parameter', say`A guest with the machine type q35 or with UEFI has no IDE.`, {
      field: 'details',
      hint: say`Choose sata, scsi or virtio as rootDiskController and dataDiskController.`,
    });
  return { machine, rootBus, dataBus, nicModel: settings.nicAdapter ?? own.nicModel, windows: own.windows };
}
