import { LibvirtError } from 'node-libvirt';
import { createSshPool } from '../../ssh/pool.ts';
import type { Driver, HostCredentials, HostEvent, HostTarget } from '../driver.ts';
import { inspectVolume } from './adopted-image.ts';
import * as domains from './domains.ts';
import { explain } from './explain.ts';
import * as foreign from './foreign.ts';
import { askGuestAgent, runInGuest, setGuestPassword } from './guest-agent.ts';
import * as guestNetwork from './guest-network.ts';
import { readHostFacts, readHostUsage } from './host-facts.ts';
import { HostLink } from './host-link.ts';
import { ensureImageCopy } from './image-copy.ts';
import { lookAtCard, lookAtLease } from './lease.ts';
import { migrate, settleMigration } from './migration.ts';
import { attachNic, detachNic } from './nics.ts';
import * as reservations from './reservations.ts';
import { scaleDomain } from './scale.ts';
import { domainStatistics, hostStatistics } from './statistics.ts';
import { ensurePlace, imageStorePlace, needPlace, placeStats, poolPlace, removePlace } from './storage.ts';
import { probePlace } from './storage-probe.ts';
import * as templates from './templates.ts';
import * as uploads from './uploads.ts';
import { ensureTemplateFromVolume } from './volume-template.ts';
import * as volumes from './volumes.ts';

export interface KvmOptions {
  /** Asked each time a connection is opened; the answer is not kept. */
  credentials(hostId: string): Promise<HostCredentials>;
}

/** The driver of real hosts: SSH for files and programs, libvirt over it for domains. One control connection per host. */
export function createKvmDriver(options: KvmOptions): Driver & { close(): Promise<void> } {
  const pool = createSshPool({ credentials: (target) => options.credentials(target.id) });
  const links = new Map<string, HostLink>();
  const listeners = new Set<(event: HostEvent) => void>();
  const emit = (event: HostEvent) => {
    for (const listener of listeners) listener(event);
  };

  function linkOf(host: HostTarget): HostLink {
    const known = links.get(host.id);
    if (known !== undefined && sameAddress(known.target, host)) return known;
    known?.close();
    const link: HostLink = new HostLink(host, pool, {
      up: () => emit({ type: 'connected', hostId: host.id }),
      down: (cause) => emit({ type: 'disconnected', hostId: host.id, reason: explain(host, cause).data.message }),
      event(event) {
        if (event.name !== 'domainLifecycle') return;
        // The event only says that something happened; what is true now is read. A failure to read shows as a lost connection.
        domains.domainPower(link, event.dom.uuid).then(
          (power) => power !== undefined && emit({ type: 'power', hostId: host.id, ...power }),
          () => undefined,
        );
      },
    });
    links.set(host.id, link);
    return link;
  }

  async function on<T>(host: HostTarget, work: (link: HostLink) => Promise<T>): Promise<T> {
    const link = linkOf(host);
    try {
      return await work(link);
    } catch (error) {
      // A call that went under with its connection says so; the reason is known underneath.
      throw explain(host, error instanceof LibvirtError ? await underlying(link, error) : error);
    }
  }
  const ssh = <T>(host: HostTarget, work: (connection: Awaited<ReturnType<HostLink['ssh']>>) => Promise<T>) =>
    on(host, async (link) => work(await link.ssh()));

  /** What concerns two hosts. A failure is explained for the second one where it is that which cannot be reached. */
  const between = <T>(
    source: HostTarget,
    destination: HostTarget,
    work: (from: HostLink, to: HostLink) => Promise<T>,
  ) =>
    on(source, async (from) => {
      const to = linkOf(destination);
      await on(destination, (link) => link.libvirt());
      return await work(from, to);
    });

  return {
    hypervisor: 'KVM',
    capabilities: {
      poolTypes: ['NetworkFilesystem', 'SharedMountPoint', 'Filesystem'],
      linkedClones: true,
      bootstrap: true,
      faults: false,
    },

    connectHost: (host) => on(host, (link) => readHostFacts(link, host)),
    async disconnectHost(hostId) {
      links.get(hostId)?.close();
      links.delete(hostId);
    },
    pingHost: (host) => on(host, readHostUsage),
    hostStatistics: (host) => on(host, hostStatistics),
    onHostEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    probePool: (host, spec) => ssh(host, (connection) => probePlace(connection, host, poolPlace(spec))),
    ensurePool: (host, spec) => ssh(host, (connection) => ensurePlace(connection, host, poolPlace(spec))),
    removePool: (host, spec) => on(host, (link) => removePlace(link, host, poolPlace(spec))),
    poolStats: (host, spec) =>
      ssh(host, async (connection) => {
        await needPlace(connection, host, poolPlace(spec));
        return await placeStats(connection, host, poolPlace(spec));
      }),
    probeImageStore: (host, spec) => ssh(host, (connection) => probePlace(connection, host, imageStorePlace(spec))),
    ensureImageStore: (host, spec) => ssh(host, (connection) => ensurePlace(connection, host, imageStorePlace(spec))),
    removeImageStore: (host, spec) => on(host, (link) => removePlace(link, host, imageStorePlace(spec))),

    ensureTemplate: (host, store, template, work) =>
      on(host, (link) => templates.ensureTemplate(() => link.ssh(), host, store, template, work)),
    removeTemplate: (host, store, id) =>
      on(host, (link) => templates.removeTemplate(() => link.ssh(), host, store, id)),
    uploadTarget: (host, store, upload) =>
      ssh(host, (connection) => uploads.uploadTarget(connection, host, store, upload)),
    ensureUploadPlace: (host, store, id) =>
      ssh(host, (connection) => uploads.ensureUploadPlace(connection, host, store, id)),
    uploadedSize: (host, store, id) => ssh(host, (connection) => uploads.uploadedSize(connection, host, store, id)),
    ensureUploadedTemplate: (host, store, template, size, work) =>
      on(host, (link) => uploads.ensureUploadedTemplate(() => link.ssh(), host, store, template, size, work)),
    ensureTemplateOnPool: (host, store, spec, template, work) =>
      on(host, (link) => templates.ensureTemplateOnPool(() => link.ssh(), host, store, spec, template, work)),
    removeTemplateFromPool: (host, spec, id) =>
      on(host, (link) => templates.removeTemplateFromPool(() => link.ssh(), host, spec, id)),
    ensureTemplateFromVolume: (host, spec, volumeId, store, templateId, work, adopted) =>
      on(host, (link) => ensureTemplateFromVolume(link, host, spec, volumeId, store, templateId, work, adopted)),

    ensureImageCopy: (host, copy, work) => on(host, (link) => ensureImageCopy(() => link.ssh(), host, copy, work)),

    ensureVolume: (host, spec, volume) => on(host, (link) => volumes.ensureVolume(link, host, spec, volume)),
    removeVolume: (host, spec, id, file) => on(host, (link) => volumes.removeVolume(link, host, spec, id, file)),
    inspectVolume: (host, spec, adopted) => on(host, (link) => inspectVolume(link, host, spec, adopted)),

    ensureBridge: (host, bridge) => ssh(host, (connection) => guestNetwork.ensureBridge(connection, host, bridge)),
    ensureGuestNetwork: (host, network) =>
      ssh(host, (connection) => guestNetwork.ensureGuestNetwork(connection, host, network)),
    ensureReservations: (host, id, cards) =>
      ssh(host, (connection) => reservations.ensureReservations(connection, host, id, cards)),
    removeReservations: (host, id, cards) =>
      ssh(host, (connection) => reservations.removeReservations(connection, host, id, cards)),
    removeGuestNetwork: (host, id) => ssh(host, (connection) => guestNetwork.removeGuestNetwork(connection, id)),
    lookAtLease: (host, question) => ssh(host, (connection) => lookAtLease(connection, question)),
    lookAtCard: (host, { vmId, ...card }) =>
      on(host, async (link) => lookAtCard(link, await domains.liveDomain(link, host, vmId), card)),

    ensureDomain: (host, domain) => on(host, (link) => domains.ensureDomain(link, host, domain)),
    startDomain: (host, vmId) => on(host, (link) => domains.startDomain(link, host, vmId)),
    changeCdrom: (host, vmId, cdrom, forced) =>
      on(host, (link) => domains.changeCdrom(link, host, vmId, cdrom, forced)),
    scaleDomain: (host, domain) => on(host, (link) => scaleDomain(link, host, domain)),
    attachNic: (host, domain, nicId) => on(host, (link) => attachNic(link, host, domain, nicId)),
    detachNic: (host, vmId, mac) => on(host, (link) => detachNic(link, host, vmId, mac)),
    shutdownDomain: (host, vmId) => on(host, (link) => domains.shutdownDomain(link, host, vmId)),
    destroyDomain: (host, vmId) => on(host, (link) => domains.destroyDomain(link, vmId)),
    rebootDomain: (host, vmId) => on(host, (link) => domains.rebootDomain(link, host, vmId)),
    undefineDomain: (host, vmId) => on(host, (link) => domains.undefineDomain(link, host, vmId)),
    migrateDomain: (source, destination, vmId, work) =>
      between(source, destination, (from, to) => migrate(from, to, vmId, work)),
    settleMigration: (source, destination, vmId) =>
      between(source, destination, (from, to) => settleMigration(from, to, vmId)),
    askGuestAgent: (host, vmId) => on(host, async (link) => askGuestAgent(await domains.guestAgent(link, host, vmId))),
    runInGuest: (host, vmId, command) =>
      on(host, async (link) => runInGuest(await domains.guestAgent(link, host, vmId), command)),
    setGuestPassword: (host, vmId, user) =>
      on(host, async (link) => setGuestPassword(await domains.guestAgent(link, host, vmId), user)),
    listPower: (host) => on(host, domains.listPower),
    domainPower: (host, vmId) => on(host, (link) => domains.domainPower(link, vmId)),
    domainStatistics: (host) => on(host, domainStatistics),
    // Nothing to be asked of the host: the shell comes by the connection that consoles have.
    shellTarget: async (host) => ({ driver: 'KVM', host }),
    listForeignDomains: (host, pools) => on(host, (link) => foreign.listForeignDomains(link, pools)),
    adoptDomain: (host, domain) => on(host, (link) => foreign.adoptDomain(link, host, domain)),
    releaseDomain: (host, vmId) => on(host, (link) => foreign.releaseDomain(link, vmId)),
    consoleTarget: (host, vmId, type) => on(host, (link) => domains.consoleTarget(link, host, vmId, type)),

    async close() {
      for (const link of links.values()) link.close();
      links.clear();
      await pool.close();
    },
  };
}

/** When libvirt is out of reach because SSH is, SSH's own sentence is the one that helps. */
async function underlying(link: HostLink, error: LibvirtError): Promise<unknown> {
  if (error.reason !== 'disconnected' || error.cause !== undefined) return error;
  return await link.ssh().then(
    () => error,
    (reason: unknown) => reason,
  );
}

function sameAddress(a: HostTarget, b: HostTarget): boolean {
  return (
    a.address === b.address &&
    a.port === b.port &&
    a.username === b.username &&
    a.hostKeyFingerprint === b.hostKeyFingerprint
  );
}
