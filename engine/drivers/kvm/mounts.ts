import { isIP } from 'node:net';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { chosenPath } from './paths.ts';
import { setting, unitNameOf } from './unit-text.ts';

/** An NFS export to be mounted at a place of ours. */
export interface NfsMount {
  server: string;
  path: string;
  where: string;
  /** Beside `hard`, comma-separated. */
  options?: string;
  description: string;
}

export interface UnitFile {
  name: string;
  text: string;
}

/** The kernel's list of file systems says `nfs` or `nfs4`; a FUSE client puts `fuse.` before it. */
export const nfsFileSystem = /^(fuse\.)?nfs4?$/;

/** `server:/path` as mount takes it; an IPv6 address in brackets. Throws `parameter`. */
export function nfsSource(server: string, path: string): string {
  if (isIP(server) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(server))
    throw fail('parameter', say`${JSON.stringify(server).slice(0, 100)} is not the name or address of a server.`, {
      field: 'server',
    });
  return `${isIP(server) === 6 ? `[${server}]` : server}:${chosenPath(path)}`;
}

/** Options an admin may add. Throws `parameter` for what could be more than options. */
export function nfsOptions(extra: string | undefined): string {
  const own = 'hard,noatime,_netdev';
  if (extra === undefined || extra === '') return own;
  if (!/^[A-Za-z0-9_=.:,/-]{1,500}$/.test(extra) || extra.startsWith('-'))
    throw fail('parameter', say`${JSON.stringify(extra).slice(0, 100)} are no mount options.`, {
      hint: say`Write them comma-separated, such as vers=4.1,nconnect=4.`,
    });
  return `${own},${extra}`;
}

/**
 * The mount as a systemd unit, so that it is there after a host's reboot while the app is closed. `hard`: a server that is away makes
 * guests wait, where `soft` would make them see a broken disk.
 */
export function nfsMountUnit(mount: NfsMount): UnitFile {
  return {
    name: `${unitNameOf(mount.where)}.mount`,
    text: [
      '# Written by Benchtop; changed whenever the storage is set up again.',
      '[Unit]',
      setting('Description', mount.description),
      'Wants=network-online.target',
      'After=network-online.target remote-fs-pre.target',
      // Guests that libvirt starts by itself find their disks.
      'Before=libvirtd.service virtqemud.service libvirt-guests.service',
      '',
      '[Mount]',
      setting('What', nfsSource(mount.server, mount.path)),
      setting('Where', mount.where),
      'Type=nfs',
      setting('Options', nfsOptions(mount.options)),
      'TimeoutSec=60',
      '',
      '[Install]',
      'WantedBy=multi-user.target remote-fs.target',
      '',
    ].join('\n'),
  };
}
