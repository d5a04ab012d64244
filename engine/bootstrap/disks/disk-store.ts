import { BlockList, isIP } from 'node:net';
import { fail } from '../../contract/errors.ts';
import { say, withSemicolons } from '../../contract/phrase.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import { type ActionContext, runScript } from '../actions/context.ts';
import { fileState, installFile, journalFile, sha256 } from '../actions/files.ts';
import { openForPeers } from '../actions/firewall.ts';
import { installPackages, settleInstallation } from '../actions/packages.ts';
import { ensureService, noteUnits, restartUnits } from '../actions/services.ts';
import { runWork } from '../actions/work.ts';
import { families } from '../families/families.ts';
import { type Family, familyNameOf } from '../families/family.ts';
import { Journal } from '../journal.ts';
import { nfsServerDirectory } from '../paths.ts';
import type { DiskStore, DiskStoreRecord, DiskStoreWish, HostProbe } from '../types.ts';
import { undoEntry } from '../undo.ts';
import type { WorkOptions } from '../work.ts';
import { emptyScript, formatScript } from './disk-script.ts';
import { exportedPaths, ganeshaConfiguration, kernelExports, mountPoint, mountUnit, mountUnitText } from './exports.ts';
import { type DiskLook, lookAtDisks } from './look.ts';
import { isClient, readStores, removeRecord, writeRecord } from './records.ts';

const statePath = '/var/lib/nfs/state';
const ganeshaPath = '/etc/ganesha/ganesha.conf';
/** Name lookup of services, NFS, and the fixed port for mounting. */
const nfsPorts = ['111', '2049', '20048'];

async function contextOf(connection: SshConnection, options: WorkOptions): Promise<ActionContext> {
  const context = { connection, options } as ActionContext;
  context.journal = await Journal.open(() => context.connection, nfsServerDirectory);
  return context;
}

/** See `makeDiskStore`. */
export async function makeStore(
  connection: SshConnection,
  probe: HostProbe,
  wish: DiskStoreWish,
  options: WorkOptions,
): Promise<DiskStore> {
  const context = await contextOf(connection, options);
  const familyName = familyNameOf(probe.system);
  if (familyName === undefined || (await Journal.open(() => connection)).entries.length === 0)
    throw fail('conflict', say`${connection.target.address} is not prepared.`, {
      hint: say`Prepare the machine first.`,
    });
  if (wish.clients.length === 0 || !wish.clients.every(isClient))
    throw fail('parameter', say`Addresses or networks that may mount the store are missing.`, { field: 'clients' });

  options.progress(5, say`Looking at the disk ${wish.disk}`);
  const known = (await readStores(connection)).find((store) => store.id === wish.id);
  const look = await lookAtDisks(connection, options.signal);
  const own = ownAddress(connection, probe);
  const record = known ?? emptyDisk(look, { ...wish, clients: withOwn(wish.clients, own) }, connection.target.address);
  // Noted down first: whatever happens from here on can be taken back from what lies on the host.
  if (known === undefined) await writeRecord(connection, record);
  await context.connection.run(['mkdir', '--parents', '--mode=700', nfsServerDirectory]);

  options.progress(10, say`Installing packages`);
  await ensureServer(context, look, record, families[familyName]);
  options.progress(60, say`Making a file system on ${record.disk}`);
  await format(context, record, known !== undefined);
  options.progress(75, say`Mounting ${record.disk}`);
  await mount(context, record);
  options.progress(85, say`Exporting ${mountPoint(record.id)}`);
  await exportAll(context, families[familyName], record);
  await openFirewall(context, probe, record);
  await proveExport(context, own, record);
  options.progress(100, say`Done`);
  const { id, disk, identity, size, serial, server, clients } = record;
  return { id, disk, identity, size, serial, server, clients, paths: exportedPaths(id), mounted: true };
}

/** The host's own address on the network that it is managed by. */
const ownAddress = (connection: SshConnection, probe: HostProbe) =>
  isIP(probe.sshAddress) === 0 ? connection.target.address : probe.sshAddress;

/** The host uses its own disk in the same way as others do, so it is one of the clients. */
function withOwn(clients: readonly string[], own: string): string[] {
  if (isIP(own) === 0) return [...clients];
  const kind = isIP(own) === 6 ? 'ipv6' : 'ipv4';
  const covers = (client: string) => {
    const [address = '', prefix] = client.split('/');
    if (isIP(address) !== isIP(own)) return false;
    const list = new BlockList();
    list.addSubnet(address, Number(prefix ?? (kind === 'ipv6' ? 128 : 32)), kind);
    return list.check(own, kind);
  };
  return clients.some(covers) ? [...clients] : [...clients, own];
}

/** The wished-for disk, if it is the one that was seen and nothing is on it. */
function emptyDisk(look: DiskLook, wish: DiskStoreWish, address: string): DiskStoreRecord {
  const disk = look.disks.find((entry) => entry.name === wish.disk);
  if (disk === undefined || disk.identity !== wish.identity)
    throw fail('conflict', say`${wish.disk} of ${address} is not the disk that was chosen.`, {
      hint: say`Disks were added or removed. Look at the disks again and choose once more; nothing was changed.`,
    });
  if (disk.found.length > 0)
    throw fail('conflict', say`${wish.disk} of ${address} is not empty: ${withSemicolons(disk.found)}.`, {
      hint: say`Only empty disks are taken. If nothing on it is needed any more, empty it by hand (wipefs, and zeros over its beginning and end), then look again.`,
    });
  const { name, identity, size, serial } = disk;
  return { id: wish.id, disk: name, identity, size, serial, server: look.server, clients: [...wish.clients] };
}

async function ensureServer(context: ActionContext, look: DiskLook, record: DiskStoreRecord, family: Family) {
  const { packages, unit } = family.nfsServer[record.server];
  const ours = context.journal.entries.some((entry) => entry.kind === 'packages');
  const there = look.units.includes(unit);
  if (record.server === 'ganesha' && there && !ours)
    throw fail(
      'conflict',
      say`nfs-ganesha is on ${context.connection.target.address} already, and its configuration is someone else’s.`,
      { hint: say`Export the disk by hand there, and give its path as NFS storage.` },
    );
  // The server brings these along, and leaves this file; those of a host that has them already stay as they are.
  await noteUnits(context, ['rpcbind.socket', 'rpcbind.service', 'rpc-statd.service', 'rpc-statd-notify.service']);
  // Empty as its package brings it, or not there: it was never used, and may be put back.
  if (['absent', sha256('')].includes(await fileState(context, statePath))) await journalFile(context, statePath, '');
  // Once more where we began it: the installation may have been cut short.
  if (!there || ours)
    await installPackages(context, { kind: 'packages', manager: family.packageManager, names: [...packages] });
}

async function format(context: ActionContext, record: DiskStoreRecord, again: boolean): Promise<void> {
  const { code, lines } = await runWork(context, {
    name: 'format',
    doing: say`make a file system on ${record.disk}`,
    script: formatScript,
    argv: [record.disk, String(record.size), record.id, again ? 'again' : 'fresh'],
  });
  if (code === 0) return;
  const said = lines
    .map((line) => line.replace(/^benchtop: /, ''))
    .join('; ')
    .slice(0, 300);
  const { address } = context.connection.target;
  if (code === 3)
    throw fail('conflict', say`${record.disk} of ${address} is not empty any more: ${said}.`, {
      hint: say`Something has used the disk meanwhile; it was left as it is. Look at the disks again.`,
    });
  throw fail('resourceUnavailable', say`Could not make a file system on ${record.disk} of ${address}: ${said}`, {
    hint: say`Look at dmesg there: the disk may be broken.`,
  });
}

/** Waits for udev's name of the file system. A container has no udev: then mount looks for the UUID itself. */
const deviceScript = `command -v udevadm >/dev/null 2>&1 && timeout 20 udevadm settle >/dev/null 2>&1
if [ -e "/dev/disk/by-uuid/$1" ]; then echo "/dev/disk/by-uuid/$1"; else echo "UUID=$1"; fi`;

async function mount(context: ActionContext, record: DiskStoreRecord): Promise<void> {
  const { connection } = context;
  const point = mountPoint(record.id);
  const what = (
    await runScript(context, say`find the file system of ${record.disk}`, deviceScript, [record.id])
  ).trim();
  if (what !== `UUID=${record.id}` && what !== `/dev/disk/by-uuid/${record.id}`)
    throw fail('hostUnreachable', say`The host names the new file system in a way that makes no sense.`);
  await connection.run(['mkdir', '--parents', point]);
  await connection.writeFile(`/etc/systemd/system/${mountUnit(record.id)}`, mountUnitText(record.id, what), 0o644);
  await connection.run(['systemctl', 'daemon-reload']);
  await connection.run(['systemctl', 'enable', '--quiet', '--now', mountUnit(record.id)], { deadline: 120_000 });
  await connection.run(['mkdir', '--parents', '--mode=755', ...exportedPaths(record.id)]);
}

/** Makes the server export exactly the disks that are noted down and mounted; `without` is one that is going. */
async function exportAll(context: ActionContext, family: Family, record: DiskStoreRecord, without?: string) {
  const { connection } = context;
  const stores = (await readStores(connection)).filter((store) => store.id !== without);
  const { unit } = family.nfsServer[record.server];
  if (record.server === 'kernel') {
    const path = exportsFile(record.id);
    if (record.id === without) await connection.run(['rm', '-f', '--', path]);
    else {
      await connection.run(['mkdir', '--parents', '/etc/exports.d']);
      await connection.writeFile(path, kernelExports(record), 0o644);
      await ensureService(context, [unit]);
    }
    await connection.exec(['exportfs', '-ra'], { deadline: 60_000 });
    return;
  }
  if (stores.length === 0) {
    await connection.exec(['systemctl', 'stop', unit], { deadline: 120_000 });
    return;
  }
  const after = ganeshaConfiguration(stores.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  if ((await connection.readFile(ganeshaPath)) !== after) {
    await journalFile(context, ganeshaPath, sha256(after));
    await installFile(context, { path: ganeshaPath, after, mode: 0o644 }, '');
    await restartUnits(context, [unit]);
  }
  await ensureService(context, [unit]);
}

const exportsFile = (id: string) => `/etc/exports.d/benchtop-${id.slice(0, 8)}.exports`;

async function openFirewall(context: ActionContext, probe: HostProbe, record: DiskStoreRecord): Promise<void> {
  const { tool, active, zone, zones } = probe.firewall;
  if (!active || (tool !== 'firewalld' && tool !== 'ufw')) return;
  if (record.server === 'kernel') {
    const path = '/etc/nfs.conf.d/benchtop.conf';
    const after = '# Written by Benchtop: a port that the firewall can let through.\n[mountd]\nport=20048\n';
    if ((await context.connection.readFile(path)) !== after) {
      await journalFile(context, path, sha256(after));
      await installFile(context, { path, after, mode: 0o644 }, '');
      await restartUnits(context, ['nfs-server.service', 'nfs-mountd.service']);
    }
  }
  const holder = probe.nics.find((nic) => nic.carriesSsh)?.name ?? '';
  for (const ports of nfsPorts)
    await openForPeers(context, {
      kind: 'firewall',
      tool,
      zone: zones[holder] ?? zone,
      peers: record.clients,
      ports,
    });
}

/**
 * Waits until the server names both exports, and until nfs-ganesha's grace time after its start is over, in which nothing can be written.
 * Arguments: the exports, the host's own address, the server.
 */
const proveScript = `in_grace() {
  [ "$4" = ganesha ] && dbus-send --system --print-reply --dest=org.ganesha.nfsd /org/ganesha/nfsd/admin \\
    org.ganesha.nfsd.admin.get_grace 2>/dev/null | grep -m 1 boolean | grep -q true
}
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
  said=$(timeout 10 showmount --no-headers --exports "$3" 2>&1)
  if printf '%s\\n' "$said" | grep -q "^$1 " && printf '%s\\n' "$said" | grep -q "^$2 "; then
    if ! in_grace "$@"; then exit 0; fi
    said='its grace time does not end'
  fi
  sleep 1
done
printf '%s\\n' "\${said:-the server exports nothing}" >&2
exit 1`;

async function proveExport(context: ActionContext, own: string, record: DiskStoreRecord): Promise<void> {
  const [primary = '', secondary = ''] = exportedPaths(record.id);
  const argv = [primary, secondary, own, record.server];
  await runScript(context, say`export ${mountPoint(record.id)}`, proveScript, argv, { deadline: 400_000 });
  context.options.log(say`${primary} and ${secondary} are exported to ${record.clients.join(', ')}`);
}

/** See `removeDiskStore`. */
export async function removeStore(
  connection: SshConnection,
  probe: HostProbe,
  id: string,
  options: WorkOptions,
): Promise<void> {
  const context = await contextOf(connection, options);
  const stores = await readStores(connection);
  const record = stores.find((store) => store.id === id);
  const familyName = familyNameOf(probe.system);
  if (record === undefined || familyName === undefined) return;
  await settleInstallation(context, { stop: true });
  options.progress(10, say`Ending the export of ${mountPoint(id)}`);
  await exportAll(context, families[familyName], record, id);
  options.progress(30, say`Unmounting ${record.disk}`);
  await unmount(context, record);
  options.progress(45, say`Emptying ${record.disk}`);
  const left = await runScript(context, say`empty ${record.disk}`, emptyScript, [record.disk, id], {
    deadline: 300_000,
  });
  if (left.trim() !== '') options.log(say`${record.disk} holds something else by now and was left as it is`);
  if (stores.length === 1) {
    options.progress(60, say`Removing the NFS server`);
    for (const entry of [...context.journal.entries].reverse()) {
      await undoEntry(context, entry);
      await context.journal.remove(entry);
    }
    await connection.run(['rm', '-rf', '--', nfsServerDirectory]);
  }
  await removeRecord(connection, id);
  options.progress(100, say`Done`);
}

async function unmount(context: ActionContext, record: DiskStoreRecord): Promise<void> {
  const { connection } = context;
  const point = mountPoint(record.id);
  const unit = mountUnit(record.id);
  const path = `/etc/systemd/system/${unit}`;
  if ((await connection.exec(['mountpoint', '-q', point])).code === 0) {
    const stopped = await connection.exec(['umount', point], { deadline: 120_000 });
    if (stopped.code !== 0)
      throw fail('inUse', say`${point} of ${connection.target.address} is still in use.`, {
        hint: say`A program on that host has a file open there. End it, then try again.`,
      });
  }
  if ((await connection.readFile(path)) !== undefined) {
    await connection.exec(['systemctl', 'disable', '--quiet', unit]);
    await connection.run(['rm', '-f', '--', path]);
    await connection.run(['systemctl', 'daemon-reload']);
    await connection.exec(['systemctl', 'reset-failed', '--quiet', unit]);
  }
  await connection.exec(['rmdir', point]);
  await connection.exec(['rmdir', '/srv/benchtop']);
}
