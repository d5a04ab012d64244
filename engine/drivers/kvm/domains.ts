import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  Affect,
  type Domain,
  DomainMetadata,
  DomainState,
  DomainXmlFlag,
  ErrorCode,
  LibvirtError,
  type LibvirtHost,
  ShutdownFlag,
  StatsGroup,
  UndefineFlag,
} from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { CdromSpec, ConsoleTarget, ConsoleType, DomainPower, DomainSpec, HostTarget } from '../driver.ts';
import { configDrivePath, removeConfigDrive, writeConfigDrive } from './config-drive.ts';
import { cdromElement, domainXml, metadataNamespace } from './domain-xml.ts';
import { type AskAgent, agentOf } from './guest-agent.ts';
import { hostCapacity } from './host-facts.ts';
import type { HostLink } from './host-link.ts';
import { type LiveDomain, readDomainXml } from './live-xml.ts';
import { fileId, imageStoreRoot, templatePath } from './paths.ts';
import { writebackPools } from './volumes.ts';
import { toXml } from './xml.ts';

/** Starting waits for QEMU, and on some hosts for a fresh look at what QEMU can do. */
const startDeadline = 120_000;

const hasCode = (error: unknown, ...codes: number[]) =>
  error instanceof LibvirtError && error.reason === 'remote' && codes.includes(error.code);

export async function findDomain(libvirt: LibvirtHost, vmId: string): Promise<Domain | undefined> {
  try {
    return (await libvirt.query('domainLookupByUuid', { uuid: fileId(vmId) })).dom;
  } catch (error) {
    if (hasCode(error, ErrorCode.noDomain)) return undefined;
    throw error;
  }
}

async function needDomain(libvirt: LibvirtHost, host: HostTarget, vmId: string): Promise<Domain> {
  const dom = await findDomain(libvirt, vmId);
  if (dom !== undefined) return dom;
  throw fail('resourceUnavailable', say`The instance is not defined on ${host.name}.`, {
    hint: say`Someone may have removed it there; stop and start it to define it again.`,
  });
}

export const isOn = (state: number) =>
  state !== DomainState.shutOff && state !== DomainState.crashed && state !== DomainState.none;

export async function stateOf(libvirt: LibvirtHost, dom: Domain): Promise<{ state: number; reason: number }> {
  return await libvirt.query('domainGetState', { dom, flags: 0 });
}

export async function ensureDomain(link: HostLink, host: HostTarget, spec: DomainSpec): Promise<void> {
  const libvirt = await link.libvirt();
  const ssh = await link.ssh();
  const existing = await findDomain(libvirt, spec.id);
  await needIso(link, host, spec.cdrom);
  // Before the definition, which names it.
  if (spec.configDrive !== undefined) await writeConfigDrive(ssh, spec.id, spec.configDrive);
  const capacity = await hostCapacity(link);
  const xml = domainXml(spec, {
    virtualization: host.virtualization === 'kvm' ? 'kvm' : 'qemu',
    totalCpu: capacity.cores * capacity.coreSpeed,
    coreSpeed: capacity.coreSpeed,
    screen: ssh.isRoot
      ? { kind: 'socket' }
      : {
          kind: 'loopback',
          password: (await screenPassword(libvirt, existing)) ?? randomBytes(6).toString('base64url'),
        },
    writebackPools: await writebackPools(link, spec),
  });
  try {
    await libvirt.work(fileId(spec.id), 'domainDefineXmlFlags', { xml, flags: 0 });
  } catch (error) {
    if (spec.settings?.UEFI !== undefined && error instanceof LibvirtError && /firmware/i.test(error.message))
      throw fail('resourceUnavailable', say`${host.name} has no UEFI firmware that fits.`, {
        hint: say`Install it there (the package ovmf or edk2-ovmf), or start the instance without the detail UEFI.`,
        cause: error,
      });
    if (hasCode(error, ErrorCode.domainExists, ErrorCode.operationFailed) && existing === undefined)
      throw fail('inUse', say`Another virtual machine named ${spec.instanceName} is on ${host.name} already.`, {
        hint: say`It was not made by this Benchtop, or by an earlier one. Rename or remove it on the host.`,
        cause: error,
      });
    throw error;
  }
}

/** The password that the definition has already, so that a screen that is open stays valid. */
async function screenPassword(libvirt: LibvirtHost, dom: Domain | undefined): Promise<string | undefined> {
  if (dom === undefined) return undefined;
  const { xml } = await libvirt.query('domainGetXmlDesc', {
    dom,
    flags: DomainXmlFlag.secure | DomainXmlFlag.inactive,
  });
  return readDomainXml(xml).graphics.find((one) => one.type === 'vnc')?.password;
}

/** How the running domain is now, without its passwords. Throws conflict when it is off. */
export async function liveDomain(link: HostLink, host: HostTarget, vmId: string): Promise<LiveDomain> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (!isOn((await stateOf(libvirt, dom)).state))
    throw fail('conflict', say`The instance does not run on ${host.name}.`, { hint: say`Start it first.` });
  const { xml } = await libvirt.query('domainGetXmlDesc', { dom, flags: 0 });
  return readDomainXml(xml);
}

export async function startDomain(link: HostLink, host: HostTarget, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (isOn((await stateOf(libvirt, dom)).state)) return;
  try {
    await libvirt.work(fileId(vmId), 'domainCreateWithFlags', { dom, flags: 0 }, { timeout: startDeadline });
  } catch (error) {
    // Two starts at once, or an answer that came too late: what counts is that it runs.
    if (error instanceof LibvirtError && (error.reason === 'deadline' || hasCode(error, ErrorCode.operationInvalid)))
      if (isOn((await stateOf(libvirt, await needDomain(libvirt, host, vmId))).state)) return;
    throw error;
  }
}

/** VIR_DOMAIN_DEVICE_MODIFY_FORCE of libvirt’s headers: the drive is opened though the guest holds it. */
const modifyForce = 4;
const trayAttempts = 6;
/** Milliseconds. */
const trayPause = 500;

/** See `Driver.changeCdrom`. */
export async function changeCdrom(
  link: HostLink,
  host: HostTarget,
  vmId: string,
  cdrom: CdromSpec | undefined,
  forced: boolean,
): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  await needIso(link, host, cdrom);
  const on = isOn((await stateOf(libvirt, dom)).state);
  const flags = Affect.config | (on ? Affect.live : 0) | (forced ? modifyForce : 0);
  const place = readDomainXml((await libvirt.query('domainGetXmlDesc', { dom, flags: 0 })).xml).drives.find(
    (one) => one.file !== configDrivePath(vmId),
  );
  if (place === undefined)
    throw fail('conflict', say`The instance has no CD drive as it runs now.`, {
      hint: say`It was imported without one. Stop and start it; it has one then.`,
    });
  for (let attempt = 1; ; attempt += 1)
    try {
      await libvirt.work(fileId(vmId), 'domainUpdateDeviceFlags', {
        dom,
        xml: toXml(cdromElement(cdrom, place)),
        flags,
      });
      return;
    } catch (error) {
      if (!(error instanceof LibvirtError) || !/tray|locked|eject/i.test(error.message)) throw error;
      // A guest that is just looking into its drive, as each does while it boots, closes the tray that QEMU has opened: it lets go soon.
      if (attempt < trayAttempts && /is not open/i.test(error.message)) {
        await setTimeout(trayPause);
        continue;
      }
      throw fail('conflict', say`The guest holds the CD drive: its tray is locked.`, {
        hint: say`Unmount or eject the disc in the guest, or do it forced.`,
        cause: error,
      });
    }
}

/** Throws when the ISO’s file is not where the host would look for it. */
export async function needIso(link: HostLink, host: HostTarget, cdrom: CdromSpec | undefined): Promise<void> {
  if (cdrom === undefined) return;
  const file = templatePath(imageStoreRoot(cdrom.store), cdrom.isoId, 'ISO');
  if ((await (await link.ssh()).exec(['test', '-f', file])).code === 0) return;
  throw fail('resourceUnavailable', say`The ISO is not on the secondary storage that ${host.name} has mounted.`, {
    hint: say`Detach it, or delete it and register it again. If the storage is away, reconnect the host.`,
  });
}

export async function shutdownDomain(link: HostLink, host: HostTarget, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (!isOn((await stateOf(libvirt, dom)).state)) return;
  try {
    await libvirt.work(fileId(vmId), 'domainShutdownFlags', { dom, flags: ShutdownFlag.acpi });
  } catch (error) {
    if (!hasCode(error, ErrorCode.operationInvalid) || isOn((await stateOf(libvirt, dom)).state)) throw error;
  }
}

export async function destroyDomain(link: HostLink, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, vmId);
  if (dom === undefined) return;
  try {
    await libvirt.force('domainDestroyFlags', { dom, flags: 0 }, { timeout: 60_000 });
  } catch (error) {
    // Off already, or gone in between.
    if (!hasCode(error, ErrorCode.operationInvalid, ErrorCode.noDomain)) throw error;
  }
}

export async function rebootDomain(link: HostLink, host: HostTarget, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (!isOn((await stateOf(libvirt, dom)).state))
    throw fail('conflict', say`The instance is not running on ${host.name}.`, { hint: say`Start it instead.` });
  await libvirt.work(fileId(vmId), 'domainReboot', { dom, flags: 0 });
}

/** The agent in a running guest. Error: conflict. */
export async function guestAgent(link: HostLink, host: HostTarget, vmId: string): Promise<AskAgent> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (!isOn((await stateOf(libvirt, dom)).state))
    throw fail('conflict', say`The instance is not running on ${host.name}.`, { hint: say`Start it first.` });
  return agentOf(libvirt, dom);
}

/** A running domain would live on without a definition, so that is refused. */
export async function undefineDomain(link: HostLink, host: HostTarget, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, vmId);
  // Also where there is no definition: it may have been broken off between the drive and that.
  if (dom === undefined) return await removeConfigDrive(await link.ssh(), vmId);
  if (isOn((await stateOf(libvirt, dom)).state))
    throw fail('conflict', say`The instance is running on ${host.name}.`, { hint: say`Stop it first.` });
  const flags =
    UndefineFlag.managedSave | UndefineFlag.snapshotsMetadata | UndefineFlag.nvram | UndefineFlag.checkpointsMetadata;
  try {
    await libvirt.work(fileId(vmId), 'domainUndefineFlags', { dom, flags });
  } catch (error) {
    if (!hasCode(error, ErrorCode.noDomain)) throw error;
  }
  await removeConfigDrive(await link.ssh(), vmId);
}

/** Whether the domain carries our mark; remembered, because only we write it. */
export async function isOurs(link: HostLink, libvirt: LibvirtHost, dom: Domain): Promise<boolean> {
  const key = `ours ${dom.uuid}`;
  const known = link.cache.get(key) as boolean | undefined;
  if (known !== undefined) return known;
  let ours = false;
  try {
    const args = { dom, type: DomainMetadata.element, uri: metadataNamespace, flags: 0 };
    await libvirt.query('domainGetMetadata', args);
    ours = true;
  } catch (error) {
    if (hasCode(error, ErrorCode.noDomain)) return false;
    if (!hasCode(error, ErrorCode.noDomainMetadata)) throw error;
  }
  link.cache.set(key, ours);
  return ours;
}

/** What is known of a domain's mark from now on; undefined: nothing. */
export function rememberOurs(link: HostLink, dom: Domain, ours: boolean | undefined): void {
  if (ours === undefined) link.cache.delete(`ours ${dom.uuid}`);
  else link.cache.set(`ours ${dom.uuid}`, ours);
}

/** One call tells all states; another domain's hang does not hold it up. */
export async function listPower(link: HostLink): Promise<DomainPower[]> {
  const libvirt = await link.libvirt();
  const all = await libvirt.domainStats(StatsGroup.state);
  const listed = await Promise.all(
    all.map(async ({ dom, stats }) => {
      if (!(await isOurs(link, libvirt, dom))) return undefined;
      const state = stats.state as { state?: unknown; reason?: unknown } | undefined;
      return { vmId: dom.uuid, ...powerOf(Number(state?.state ?? 0), Number(state?.reason ?? 0)) };
    }),
  );
  return listed.filter((one) => one !== undefined);
}

/** The power of one domain of ours; undefined for other people's and for what is gone. */
export async function domainPower(link: HostLink, vmId: string): Promise<DomainPower | undefined> {
  const libvirt = await link.libvirt();
  const found = await findDomain(libvirt, vmId);
  if (found === undefined || !(await isOurs(link, libvirt, found))) return undefined;
  try {
    const { state, reason } = await stateOf(libvirt, found);
    return { vmId, ...powerOf(state, reason) };
  } catch (error) {
    if (hasCode(error, ErrorCode.noDomain)) return undefined;
    throw error;
  }
}

/** Reasons by their numbers in libvirt's virDomain…Reason lists. */
const reasons: Readonly<Record<number, readonly string[]>> = {
  [DomainState.running]: [
    '',
    'booted',
    'migrated',
    'restored',
    'from snapshot',
    'unpaused',
    'migration canceled',
    'save canceled',
    'woken',
    'crashed',
    'post-copy',
  ],
  [DomainState.paused]: [
    '',
    'by user',
    'migrating',
    'saving',
    'dumping',
    'I/O error',
    'watchdog',
    'from snapshot',
    'shutting down',
    'snapshot',
    'crashed',
    'starting up',
    'post-copy',
    'post-copy failed',
  ],
  [DomainState.shuttingDown]: ['', 'by user'],
  [DomainState.shutOff]: [
    '',
    'shut down',
    'destroyed',
    'crashed',
    'migrated',
    'saved',
    'failed',
    'from snapshot',
    'daemon',
  ],
  [DomainState.crashed]: ['', 'panicked'],
};
const words: Readonly<Record<number, string>> = {
  [DomainState.running]: 'running',
  [DomainState.blocked]: 'running',
  [DomainState.paused]: 'paused',
  [DomainState.shuttingDown]: 'shutting down',
  [DomainState.shutOff]: 'shut off',
  [DomainState.crashed]: 'crashed',
  [DomainState.suspendedByGuest]: 'asleep',
};

export function powerOf(state: number, reason: number): { power: DomainPower['power']; reason: string } {
  const word = words[state];
  if (word === undefined) return { power: 'PowerUnknown', reason: 'unknown' };
  const why = reasons[state]?.[reason] ?? '';
  return { power: isOn(state) ? 'PowerOn' : 'PowerOff', reason: why === '' ? word : `${word} (${why})` };
}

export async function consoleTarget(
  link: HostLink,
  host: HostTarget,
  vmId: string,
  type: ConsoleType,
): Promise<ConsoleTarget> {
  const libvirt = await link.libvirt();
  const dom = await needDomain(libvirt, host, vmId);
  if (!isOn((await stateOf(libvirt, dom)).state))
    throw fail('conflict', say`The instance is not running, so it has no console.`, { hint: say`Start it first.` });
  const target = { driver: 'KVM' as const, type, vmId, host };
  if (type === 'serial') return target;
  const { xml } = await libvirt.query('domainGetXmlDesc', { dom, flags: DomainXmlFlag.secure });
  const vnc = readDomainXml(xml).graphics.find((one) => one.type === 'vnc');
  if (vnc?.socket !== undefined) return { ...target, vnc: { kind: 'unix', path: vnc.socket } };
  if (vnc?.port === undefined)
    throw fail('resourceUnavailable', say`The instance has no VNC screen on ${host.name}.`, {
      hint: say`Someone may have changed its definition there; stop and start it.`,
    });
  return {
    ...target,
    vnc: { kind: 'tcp', port: vnc.port },
    ...(vnc.password === undefined ? {} : { password: vnc.password }),
  };
}
