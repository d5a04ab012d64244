import { StatsGroup } from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { ExecResult, SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, ImageStoreSpec, PoolSpec, PoolStats } from '../driver.ts';
import { writeFailure } from '../mount-failure.ts';
import type { HostLink } from './host-link.ts';
import { type NfsMount, nfsFileSystem, nfsMountUnit, nfsSource } from './mounts.ts';
import { explainMount } from './nfs-server.ts';
import { chosenPath, fileId, imageStoreRoot, poolRoot } from './paths.ts';
import { enableUnits, ensureUnitFile, removeUnit } from './units.ts';

/** A pool or an image store, seen as a folder on a host. */
export interface Place {
  kind: 'nfs' | 'directory' | 'shared';
  /** Where it is on the host. */
  root: string;
  server: string;
  path: string;
  /** As people know it. */
  label: string;
  mount?: NfsMount;
}

export function poolPlace(pool: PoolSpec): Place {
  const root = poolRoot(pool);
  if (pool.type !== 'NetworkFilesystem')
    return { kind: pool.type === 'Filesystem' ? 'directory' : 'shared', root, server: '', path: root, label: root };
  return nfsPlace(pool.server, pool.path, root, `Benchtop primary storage ${fileId(pool.id)}`, pool.mountOptions);
}

export function imageStorePlace(store: ImageStoreSpec): Place {
  const root = imageStoreRoot(store);
  if (store.provider !== 'NFS') return { kind: 'directory', root, server: '', path: root, label: root };
  return nfsPlace(store.server, store.path, root, `Benchtop image store ${fileId(store.id)}`);
}

function nfsPlace(server: string, path: string, root: string, description: string, options?: string): Place {
  const clean = chosenPath(path);
  const mount: NfsMount = { server, path: clean, where: root, description };
  if (options !== undefined && options !== '') mount.options = options;
  return { kind: 'nfs', root, server, path: clean, label: nfsSource(server, clean), mount };
}

/** A hung NFS server keeps a program waiting for ever; these answer in time or are given up. */
const shortly = ['timeout', '-k', '2', '20'] as const;

/** What is mounted at exactly this folder; undefined when nothing is. */
async function mountedAt(ssh: SshConnection, root: string): Promise<{ source: string; fstype: string } | undefined> {
  const result = await ssh.exec([...shortly, 'findmnt', '-n', '-r', '-o', 'SOURCE,FSTYPE', '-M', root]);
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.code !== 0 || line === '') return undefined;
  const [source = '', fstype = ''] = line.split(' ');
  return { source, fstype };
}

/**
 * Throws unless the place can be used: an NFS export that is not mounted would otherwise let files go to the host's own disk.
 */
export async function needPlace(ssh: SshConnection, host: HostTarget, place: Place): Promise<void> {
  if (place.kind === 'nfs') {
    const mounted = await mountedAt(ssh, place.root);
    if (mounted !== undefined && nfsFileSystem.test(mounted.fstype)) return;
    throw fail('resourceUnavailable', say`${place.label} is not mounted on ${host.name}.`, {
      hint: say`Reconnect the host; its storage is mounted again then.`,
    });
  }
  if ((await ssh.exec(['test', '-d', place.root])).code === 0) return;
  throw fail('resourceUnavailable', say`${place.root} is no folder on ${host.name}.`, {
    hint:
      place.kind === 'shared'
        ? say`Mount the shared file system there on every host of the cluster.`
        : say`Set the storage up again.`,
  });
}

/** Makes a place usable and persistent. */
export async function ensurePlace(ssh: SshConnection, host: HostTarget, place: Place): Promise<PoolStats> {
  if (place.kind === 'directory') {
    const made = await ssh.exec(['install', '-d', '-m', '0755', place.root]);
    if (made.code !== 0) throw writeFailure(attempt(host, place), lastWords(made.stderr), false);
  }
  if (place.kind === 'shared') await needSharedMount(ssh, host, place);
  if (place.kind === 'nfs') await ensureMount(ssh, host, place, place.mount as NfsMount);
  return await placeStats(ssh, host, place);
}

/** A shared mount point that is just a folder of the host's own disk is a mistake that shows only when hosts disagree. */
export async function needSharedMount(ssh: SshConnection, host: HostTarget, place: Place): Promise<void> {
  if ((await ssh.exec(['test', '-d', place.root])).code !== 0)
    throw fail('resourceUnavailable', say`There is no folder ${place.root} on ${host.name}.`, {
      hint: say`Mount the shared file system there on every host of the cluster, then try again.`,
    });
  const found = await ssh.exec([...shortly, 'findmnt', '-n', '-o', 'TARGET', '-T', place.root]);
  if (found.code === 0 && found.stdout.trim() !== '/') return;
  throw fail(
    'resourceUnavailable',
    say`${place.root} on ${host.name} lies on the host’s own disk: nothing is mounted there.`,
    {
      hint: say`Mount the shared file system there, or add the storage as a local directory (Filesystem).`,
    },
  );
}

async function ensureMount(ssh: SshConnection, host: HostTarget, place: Place, mount: NfsMount): Promise<void> {
  const unit = nfsMountUnit(mount);
  await ssh.run(['install', '-d', '-m', '0755', place.root]).catch((error) => {
    // An export that hangs cannot even be looked at; the mount below tells.
    if (error instanceof Error && /Stale file handle|Transport endpoint/i.test(error.message)) return;
    throw error;
  });
  const mounted = await mountedAt(ssh, place.root);
  const changed = await ensureUnitFile(ssh, unit);
  if (mounted !== undefined && nfsFileSystem.test(mounted.fstype)) {
    const same = mounted.source.replace(/\/$/, '') === nfsSource(mount.server, mount.path);
    if (same) {
      await enableUnits(ssh, [unit.name]);
      return;
    }
    throw fail('conflict', say`${place.root} on ${host.name} is mounted from ${lastWords(mounted.source)} already.`, {
      hint: say`Unmount it on the host first.`,
    });
  }
  if (changed) await ssh.run(['systemctl', 'reset-failed', unit.name]).catch(() => '');
  const since = (await ssh.run(['date', '+@%s'])).trim();
  const started = await ssh.exec(['systemctl', 'start', unit.name], { deadline: 90_000 });
  if (started.code !== 0) {
    const journal = await ssh.exec([
      'journalctl',
      '-q',
      '-o',
      'cat',
      '--no-pager',
      '-n',
      '20',
      '-u',
      unit.name,
      `--since=${since}`,
    ]);
    await removeUnit(ssh, unit.name);
    await ssh.exec(['rmdir', place.root]);
    throw await explainMount(ssh, attempt(host, place), mountWords(journal, started));
  }
  await enableUnits(ssh, [unit.name]);
}

/** mount's own lines out of the unit's journal; systemd's lines around them say only that it failed. */
function mountWords(journal: ExecResult, started: ExecResult): string {
  const lines = journal.stdout
    .split('\n')
    .filter(
      (line) =>
        /mount|nfs|rpc/i.test(line) &&
        !/^(Mounting|Mounted|Failed to mount|Unmount)|: (Mount process exited|Failed with result)/.test(line),
    );
  return lines.length > 0 ? lines.join('\n') : `${journal.stdout}\n${started.stderr}`;
}

export const attempt = (host: HostTarget, place: Place) => ({
  server: place.server,
  path: place.path,
  hostName: host.name,
  hostAddress: host.address,
});

/** Takes a place off the host. The files of a pool are left; a folder that holds nothing goes. */
export async function removePlace(link: HostLink, host: HostTarget, place: Place): Promise<void> {
  await refuseIfUsed(link, host, place);
  const ssh = await link.ssh();
  if (place.kind === 'nfs') {
    await removeUnit(ssh, nfsMountUnit(place.mount as NfsMount).name);
    if ((await mountedAt(ssh, place.root)) !== undefined) {
      const unmounted = await ssh.exec([...shortly, 'umount', place.root]);
      if (unmounted.code !== 0)
        throw fail('inUse', say`${place.label} is still in use on ${host.name}: ${lastWords(unmounted.stderr)}`, {
          hint: say`Something on the host has a file open there.`,
        });
    }
  }
  // rmdir takes empty folders only, and no mount points.
  if (place.kind !== 'shared') await ssh.exec(['rmdir', place.root]);
}

async function refuseIfUsed(link: HostLink, host: HostTarget, place: Place): Promise<void> {
  const user = (await filesInUse(link)).find(({ path }) => path.startsWith(`${place.root}/`));
  if (user === undefined) return;
  throw fail('inUse', say`The instance ${user.domain} runs from ${place.label} on ${host.name}.`, {
    hint: say`Stop it first.`,
  });
}

/** Disk files of running domains, anyone's. */
export async function filesInUse(link: HostLink): Promise<{ domain: string; path: string }[]> {
  const libvirt = await link.libvirt();
  const all = await libvirt.domainStats(StatsGroup.block | StatsGroup.state);
  return all.flatMap(({ dom, stats }) => {
    if (dom.id < 0) return [];
    const blocks = Object.values((stats.block ?? {}) as Record<string, unknown>);
    return blocks.flatMap((block) => {
      const path = typeof block === 'object' && block !== null ? (block as { path?: unknown }).path : undefined;
      return typeof path === 'string' ? [{ domain: dom.name, path }] : [];
    });
  });
}

export async function placeStats(ssh: SshConnection, host: HostTarget, place: Place): Promise<PoolStats> {
  const result = await ssh.exec([...shortly, 'df', '-B1', '--output=size,avail', place.root]);
  const [size, available] = (result.stdout.trim().split('\n').at(-1) ?? '').trim().split(/\s+/).map(Number);
  if (result.code === 0 && size !== undefined && available !== undefined && Number.isFinite(size + available))
    return { total: size, used: Math.max(0, size - available) };
  throw fail('resourceUnavailable', say`The storage ${place.label} does not answer on ${host.name}.`, {
    hint: say`Check the storage server and the network between it and the host. Nothing was changed.`,
  });
}
