import { isIP } from 'node:net';
import {
  type Domain,
  DomainState,
  ErrorCode,
  LibvirtError,
  type LibvirtHost,
  MigrateFlag,
  migrateDomain,
  paramMap,
} from 'node-libvirt';
import { BenchtopError, fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { hostText } from '../../ssh/errors.ts';
import type { MigrationWork } from '../driver.ts';
import { copyConfigDrive } from './config-drive.ts';
import { destroyDomain, findDomain, isOn, stateOf, undefineDomain } from './domains.ts';
import type { HostLink } from './host-link.ts';
import { fileId } from './paths.ts';

/** Milliseconds between two looks at how far the copy of the memory is. */
const lookEvery = 1000;

/**
 * Live, and steered from here: neither host logs in to the other or trusts it. The destination keeps the definition and the source loses it.
 * A guest that writes faster than the network carries is slowed down until its memory fits. `unsafe`: libvirt knows a few kinds of shared
 * file systems by name and refuses the others; that the disks are on storage which both hosts share is what the engine has looked at.
 */
const flags =
  MigrateFlag.live |
  MigrateFlag.persistDestination |
  MigrateFlag.undefineSource |
  MigrateFlag.abortOnError |
  MigrateFlag.autoConverge |
  MigrateFlag.unsafe;

/** `VIR_DOMAIN_PAUSED_MIGRATION` and `…_STARTING_UP`: on its way, not stopped by anybody. */
const onItsWay: readonly number[] = [2, 11];

async function look(libvirt: LibvirtHost, vmId: string): Promise<{ dom?: Domain; on: boolean; moving: boolean }> {
  const dom = await findDomain(libvirt, vmId);
  if (dom === undefined) return { on: false, moving: false };
  const { state, reason } = await stateOf(libvirt, dom);
  return { dom, on: isOn(state), moving: state === DomainState.paused && onItsWay.includes(reason) };
}

/** See `Driver.migrateDomain`. */
export async function migrate(from: HostLink, to: HostLink, vmId: string, work: MigrationWork): Promise<void> {
  const [here, there] = [await from.libvirt(), await to.libvirt()];
  if ((await settle(here, there, from, to, vmId)) === 'destination') return;
  const { dom, on } = await look(here, vmId);
  if (dom === undefined || !on)
    throw fail('conflict', say`The instance is not running on ${from.target.name}.`, {
      hint: say`Start it where it is to run instead.`,
    });
  if (isLoopback(to.target.address))
    throw fail(
      'resourceUnavailable',
      say`${from.target.name} cannot reach ${to.target.name} under ${to.target.address}.`,
      {
        hint: say`Add that host by an address that the other hosts reach.`,
      },
    );
  const [source, destination] = [await here.transfer(), await there.transfer()];
  await copyConfigDrive(await from.ssh(), await to.ssh(), vmId);
  work.progress(undefined, say`Copying the memory`);
  const timer = setInterval(() => void tellProgress(here, dom, work), lookEvery);
  const stop = () => void here.force('domainAbortJob', { dom }).catch(() => undefined);
  work.signal.addEventListener('abort', stop, { once: true });
  const { address } = to.target;
  const host = isIP(address) === 6 ? `[${address}]` : address;
  try {
    work.signal.throwIfAborted();
    await migrateDomain({
      source,
      destination,
      dom,
      flags,
      // QEMU at the destination listens for the one that comes on that address alone, for as long as it takes.
      params: { migrate_uri: `tcp://${host}`, ...(isIP(address) !== 0 && { listen_address: address }) },
    });
  } catch (error) {
    if (work.signal.aborted) throw work.signal.reason;
    throw explained(from, to, error);
  } finally {
    clearInterval(timer);
    work.signal.removeEventListener('abort', stop);
    source.close();
    destination.close();
  }
}

const isLoopback = (address: string) => /^(127\.|localhost$|::1$)/i.test(address);

/** Which of both hosts said no does not show in libvirt’s words; that it concerns the move does. */
function explained(from: HostLink, to: HostLink, error: unknown): unknown {
  if (error instanceof BenchtopError || !(error instanceof LibvirtError) || error.reason !== 'remote') return error;
  return fail(
    'resourceUnavailable',
    say`The move from ${from.target.name} to ${to.target.name} failed: ${hostText(error.message)}`,
    {
      hint: say`The instance runs on where it was. Check that the hosts reach each other on TCP ports 49152 to 49215 and have the same versions of QEMU and libvirt.`,
      cause: error,
    },
  );
}

async function tellProgress(libvirt: LibvirtHost, dom: Domain, work: MigrationWork): Promise<void> {
  // It may be over by now, or the host too busy to say.
  const stats = await libvirt.query('domainGetJobStats', { dom, flags: 0 }).catch(() => undefined);
  if (stats === undefined) return;
  const values = paramMap(stats.params);
  const [total, left] = [Number(values.get('memory_total') ?? 0), Number(values.get('memory_remaining') ?? 0)];
  if (total > 0) work.progress(Math.floor((100 * (total - left)) / total), say`Copying the memory`);
}

/** See `Driver.settleMigration`. */
export async function settleMigration(
  from: HostLink,
  to: HostLink,
  vmId: string,
): Promise<'source' | 'destination' | 'off'> {
  return await settle(await from.libvirt(), await to.libvirt(), from, to, vmId);
}

async function settle(
  here: LibvirtHost,
  there: LibvirtHost,
  from: HostLink,
  to: HostLink,
  vmId: string,
): Promise<'source' | 'destination' | 'off'> {
  const [source, destination] = [await look(here, vmId), await look(there, vmId)];
  if (destination.on && !destination.moving) {
    if (source.on && !source.moving)
      throw fail('conflict', say`The instance runs on ${from.target.name} and on ${to.target.name}.`, {
        hint: say`Switch off the one that is not wanted on its host, then repair the job.`,
      });
    await remove(from, vmId);
    return 'destination';
  }
  // A copy that never began to run: a move whose steering was lost is not going on, and libvirt gives it up by itself as well.
  if (source.on && source.dom !== undefined)
    await here.force('domainAbortJob', { dom: source.dom }).catch(() => undefined);
  await remove(to, vmId);
  if (!source.on || source.dom === undefined) return 'off';
  if (source.moving)
    try {
      await here.work(fileId(vmId), 'domainResume', { dom: source.dom });
    } catch (error) {
      // The move that was given up has woken it already.
      if (!(error instanceof LibvirtError && error.code === ErrorCode.operationInvalid)) throw error;
    }
  return 'source';
}

/** Takes what is left of a domain off a host on which it does not run. */
async function remove(link: HostLink, vmId: string): Promise<void> {
  await destroyDomain(link, vmId);
  await undefineDomain(link, link.target, vmId);
}
