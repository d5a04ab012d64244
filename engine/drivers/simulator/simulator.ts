import { randomUUID } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { Driver, DriverCapabilities, HostTarget } from '../driver.ts';
import type { ClockMode } from './clock.ts';
import * as domains from './domains.ts';
import { type Fault, type FaultName, listFaults, putFault, refusal, removeFault, silenceTimeout } from './faults.ts';
import * as foreign from './foreign.ts';
import * as guestAgent from './guest-agent.ts';
import { bindHost, findHost, hostById, hostFacts, putHost, type SimulatedHost } from './hosts.ts';
import { lookAtCard, lookAtLease } from './lease.ts';
import { ensureImageCopy, ensureTemplate, ensureTemplateFromVolume, ensureTemplateOnPool } from './long-work.ts';
import * as migration from './migration.ts';
import * as nics from './nics.ts';
import { createOutside, type Outside } from './outside.ts';
import { scale } from './scale.ts';
import { openSession, type Session } from './session.ts';
import { cpuLoad, domainStatistics, hostStatistics } from './statistics.ts';
import * as storage from './storage.ts';
import * as uploads from './uploads.ts';

export interface SimulatorOptions {
  /** The world's SQLite file, made if missing. */
  worldPath: string;
  /** How long simulated delays take: 1 (default) as a host would, 0 no time at all. */
  delayScale?: number;
  /** Makes the ids of faults. */
  ids?: () => string;
}

/** What a trainer or a test may do to the simulated hosts beside what the engine asks of them. */
export interface SimulatorControl {
  listFaults(hostId?: string): Fault[];
  /** Throws `parameter` when no simulated host has the id. */
  injectFault(fault: { hostId: string; name: FaultName; detail?: string }): Fault;
  /** Succeeds when the fault is gone already. */
  clearFault(id: string): void;
  /** Changes the clock's mode, then advances manual time by so many milliseconds. Answers with the world's time. */
  setClock(change: { mode?: ClockMode; advance?: number }): { mode: ClockMode; now: number };
  /** Makes a host of a given size, or resizes the one at that address; connectHost makes unknown ones of the default size. */
  addHost(host: SimulatedHost): void;
  /** Takes a machine off the rack with all it holds; shared storage stays. */
  removeHost(address: string): void;
  /** What someone else does on a host, with virsh or inside a guest. */
  outside: Outside;
  close(): void;
}

const capabilities: DriverCapabilities = {
  poolTypes: ['NetworkFilesystem', 'SharedMountPoint', 'Filesystem'],
  linkedClones: true,
  bootstrap: false,
  faults: true,
};

/** How long QEMU needs to start, and a guest to shut down, in milliseconds. */
const startTime = 300;
const shutdownTime = 500;
/** A guest’s memory on its way over the network. */
const migrationTime = 2000;

/** The same driver as for real hosts, on a world of its own. */
export function createSimulator(options: SimulatorOptions): Driver & SimulatorControl {
  const session = openSession(options.worldPath, options.delayScale);
  return { ...createDriver(session), ...createControl(session, options.ids ?? randomUUID) };
}

function createDriver(session: Session): Driver {
  const { world, clock } = session;
  /** An operation over SSH, and one that needs libvirt as well. */
  const ssh = <T>(operation: string, host: HostTarget, takes: number, effect: (seen: storage.Seen) => T) =>
    session.operate(operation, host, { need: 'ssh', takes, effect });
  const libvirt = <T>(operation: string, host: HostTarget, takes: number, effect: (seen: storage.Seen) => T) =>
    session.operate(operation, host, { need: 'libvirt', takes, effect });

  return {
    hypervisor: 'Simulator',
    capabilities,

    async connectHost(host) {
      if (findHost(world, host.address) === undefined) putHost(world, { address: host.address });
      return libvirt('connectHost', host, 50, (seen) => hostFacts(bindHost(world, seen.row, host.id, host.name)));
    },
    async disconnectHost(hostId) {
      session.disconnected(hostId);
    },
    pingHost: (host) =>
      libvirt('pingHost', host, 5, ({ row }) => {
        const held = domains.memoryHeld(world, row.key);
        return {
          // A host without guests keeps a gibibyte for itself.
          memoryFree: Math.max(0, row.memory_total - held - 1024 ** 3),
          cpuUsed: cpuLoad(world, row, clock.now()),
        };
      }),
    hostStatistics: (host) =>
      libvirt('hostStatistics', host, 5, (seen) => hostStatistics(world, seen.row, clock.now())),
    onHostEvent: (listener) => session.onHostEvent(listener),

    probePool: (host, pool) => ssh('probePool', host, 100, (seen) => storage.probe(world, seen, pool)),
    ensurePool: (host, pool) => ssh('ensurePool', host, 100, (seen) => storage.mount(world, seen, pool)),
    removePool: (host, pool) => ssh('removePool', host, 50, (seen) => storage.unmount(world, seen, pool)),
    poolStats: (host, pool) => ssh('poolStats', host, 5, (seen) => storage.stats(world, seen, pool)),

    probeImageStore: (host, store) => ssh('probeImageStore', host, 100, (seen) => storage.probe(world, seen, store)),
    ensureImageStore: (host, store) => ssh('ensureImageStore', host, 100, (seen) => storage.mount(world, seen, store)),
    removeImageStore: (host, store) => ssh('removeImageStore', host, 50, (seen) => storage.unmount(world, seen, store)),
    ensureTemplate: (host, store, template, work) => ensureTemplate(session, host, store, template, work),
    removeTemplate: (host, store, templateId) =>
      ssh('removeTemplate', host, 20, (seen) => storage.removeImage(world, seen, store, templateId, 'image')),
    uploadTarget: (host, store, upload) =>
      ssh('uploadTarget', host, 10, (seen) => uploads.uploadTarget(world, seen, store, upload)),
    ensureUploadPlace: (host, store, id) =>
      ssh('ensureUploadPlace', host, 10, (seen) => uploads.putUploadPlace(world, seen, store, id)),
    uploadedSize: (host, store, id) =>
      ssh('uploadedSize', host, 10, (seen) => uploads.uploadedSize(world, seen, store, id)),
    ensureUploadedTemplate: (host, store, template, size, work) => {
      work.progress(undefined, say`Checking the image`);
      return ssh('ensureUploadedTemplate', host, 100, (seen) => uploads.sealUpload(world, seen, store, template, size));
    },
    ensureTemplateOnPool: (host, store, pool, template, work) =>
      ensureTemplateOnPool(session, host, store, pool, template, work),
    removeTemplateFromPool: (host, pool, templateId) =>
      ssh('removeTemplateFromPool', host, 20, (seen) => storage.removeImage(world, seen, pool, templateId, 'base')),
    ensureTemplateFromVolume: (host, pool, volumeId, store, templateId, work, adopted) =>
      ensureTemplateFromVolume(session, host, pool, adopted?.file ?? volumeId, store, templateId, work),

    ensureImageCopy: (host, copy, work) => ensureImageCopy(session, host, copy, work),

    ensureVolume: (host, pool, volume) =>
      ssh('ensureVolume', host, 50, (seen) => storage.putVolume(world, seen, pool, volume)),
    removeVolume: (host, pool, volumeId, file) =>
      ssh('removeVolume', host, 20, (seen) => storage.removeVolume(world, seen, pool, file ?? volumeId)),
    inspectVolume: (host, pool, { file }) =>
      ssh('inspectVolume', host, 20, (seen) => storage.inspectVolume(world, seen, pool, file)),

    ensureBridge: (host, bridge) => ssh('ensureBridge', host, 5, (seen) => domains.needBridge(world, seen, bridge)),
    ensureGuestNetwork: (host, network) =>
      ssh('ensureGuestNetwork', host, 100, (seen) => domains.putGuestNetwork(world, seen, network)),
    ensureReservations: (host, networkId, cards) =>
      ssh('ensureReservations', host, 30, (seen) => domains.putReservations(world, seen, networkId, cards)),
    removeReservations: (host, networkId, cards) =>
      ssh('removeReservations', host, 30, (seen) => {
        for (const card of cards) domains.dropReservation(world, seen, networkId, card);
      }),
    removeGuestNetwork: (host, networkId) =>
      ssh('removeGuestNetwork', host, 50, (seen) => domains.removeGuestNetwork(world, seen, networkId)),
    lookAtLease: (host, question) =>
      ssh('lookAtLease', host, 20, (seen) => lookAtLease(world, seen, question, clock.now())),
    lookAtCard: (host, card) => libvirt('lookAtCard', host, 20, (seen) => lookAtCard(world, seen, card, clock.now())),

    ensureDomain: (host, domain) => libvirt('ensureDomain', host, 20, (seen) => domains.putDomain(world, seen, domain)),
    startDomain: (host, vmId) =>
      session.operate('startDomain', host, {
        need: 'libvirt',
        takes: 20,
        work: startTime,
        effect: (seen) => domains.start(world, seen, vmId, clock.now()),
      }),
    changeCdrom: (host, vmId, cdrom, forced) =>
      libvirt('changeCdrom', host, 20, (seen) => domains.changeCdrom(world, seen, vmId, cdrom, forced)),
    scaleDomain: (host, domain) => libvirt('scaleDomain', host, 50, (seen) => scale(world, seen, domain)),
    attachNic: (host, domain, nicId) =>
      libvirt('attachNic', host, 50, (seen) => nics.attach(world, seen, domain, nicId)),
    detachNic: (host, vmId, mac) => libvirt('detachNic', host, 50, ({ row }) => nics.detach(world, row.key, vmId, mac)),
    shutdownDomain: (host, vmId) =>
      libvirt('shutdownDomain', host, 5, (seen) => domains.pressPower(world, seen, vmId, clock.now() + shutdownTime)),
    destroyDomain: (host, vmId) =>
      libvirt('destroyDomain', host, 20, ({ row }) => domains.cutPower(world, row.key, vmId)),
    rebootDomain: (host, vmId) =>
      libvirt('rebootDomain', host, 50, (seen) => domains.reboot(world, seen, vmId, clock.now())),
    undefineDomain: (host, vmId) => libvirt('undefineDomain', host, 20, (seen) => domains.undefine(world, seen, vmId)),
    migrateDomain: (source, destination, vmId, { signal, progress }) =>
      session.operate('migrateDomain', source, {
        need: 'libvirt',
        takes: 50,
        work: migrationTime,
        signal,
        begun: () => progress(undefined, say`Copying the memory`),
        effect: (seen) => migration.migrate(world, seen, session.look(destination, 'libvirt'), vmId),
      }),
    settleMigration: (source, destination, vmId) =>
      libvirt('settleMigration', source, 20, (seen) =>
        migration.settleMigration(world, seen, session.look(destination, 'libvirt'), vmId),
      ),
    askGuestAgent: (host, vmId) =>
      libvirt('askGuestAgent', host, 5, (seen) => guestAgent.facts(domains.needDomain(world, seen, vmId))),
    runInGuest: (host, vmId, command) =>
      libvirt('runInGuest', host, 50, (seen) => guestAgent.run(domains.needDomain(world, seen, vmId), command)),
    setGuestPassword: (host, vmId) =>
      libvirt('setGuestPassword', host, 20, (seen) => guestAgent.hearPassword(domains.needDomain(world, seen, vmId))),
    listPower: (host) => libvirt('listPower', host, 5, ({ row }) => domains.powerOfHost(world, row.key)),
    domainPower: (host, vmId) =>
      libvirt('domainPower', host, 5, ({ row }) => domains.powerOfDomain(world, row.key, vmId)),
    domainStatistics: (host) =>
      libvirt('domainStatistics', host, 5, ({ row }) => domainStatistics(world, row.key, clock.now())),
    listForeignDomains: (host, pools) =>
      libvirt('listForeignDomains', host, 20, ({ row }) => foreign.foreignDomains(world, row.key, pools)),
    adoptDomain: (host, domain) => libvirt('adoptDomain', host, 20, (seen) => foreign.adopt(world, seen, domain)),
    releaseDomain: (host, vmId) =>
      libvirt('releaseDomain', host, 20, ({ row }) => foreign.release(world, row.key, vmId)),

    shellTarget: (host) => ssh('shellTarget', host, 5, () => ({ driver: 'Simulator', host, worldPath: world.path })),
    consoleTarget: (host, vmId, type) =>
      libvirt('consoleTarget', host, 5, (seen) => {
        const domain = domains.needDomain(world, seen, vmId);
        if (domain.started_at === null)
          throw fail('conflict', say`${domain.instance_name} is not running, so it has no console.`, {
            hint: say`Start it first.`,
          });
        return { driver: 'Simulator', type, vmId, worldPath: world.path };
      }),
  };
}

function createControl(session: Session, newId: () => string): SimulatorControl {
  const { world, clock } = session;

  function injectFault(wanted: { hostId: string; name: FaultName; detail?: string }): Fault {
    const host = hostById(world, wanted.hostId);
    const { name, detail } = wanted;
    const fault = session.commit(() => {
      const put = putFault(world, host, { id: newId(), name, ...(detail === undefined ? {} : { detail }) });
      if (name === 'power-cut') domains.losePower(world, host.key);
      if (name === 'foreign-guests') foreign.makeByHand(world, host, clock.now());
      return put;
    });
    loseConnection(wanted.hostId, fault);
    session.ring();
    return fault;
  }

  /** The connection to a dead or cut-off host breaks at once; to a frozen one, when its silence has lasted long enough. */
  function loseConnection(hostId: string, fault: Fault): void {
    const target = { id: hostId, name: fault.hostName, address: hostById(world, hostId).address } as HostTarget;
    const reason = refusal([fault], target, 'libvirt')?.data.message;
    if (reason === undefined) return;
    if (fault.name !== 'freeze') session.disconnected(hostId, reason);
    else
      clock.sleep(silenceTimeout).then(
        () => {
          if (listFaults(world, hostId).some((one) => one.id === fault.id)) session.disconnected(hostId, reason);
        },
        () => undefined,
      );
  }

  return {
    listFaults: (hostId) => listFaults(world, hostId),
    injectFault,
    clearFault: (id) =>
      session.commit(() => {
        const fault = listFaults(world).find((one) => one.id === id);
        removeFault(world, id);
        if (fault?.name === 'foreign-guests') foreign.takeAway(world, hostById(world, fault.hostId));
      }),
    setClock({ mode, advance }) {
      if (mode !== undefined) clock.setMode(mode);
      if (advance !== undefined) clock.advance(advance);
      return { mode: clock.mode, now: clock.now() };
    },
    addHost: (host) => {
      putHost(world, host);
    },
    removeHost(address) {
      session.commit(() => {
        const host = findHost(world, address);
        if (host === undefined) return;
        const stores = world.all<{ key: number }>('SELECT key FROM store WHERE host_key = ?', host.key);
        world.run('DELETE FROM host WHERE key = ?', host.key);
        for (const { key } of stores) {
          world.run('DELETE FROM image WHERE store_key = ?', key);
          world.run('DELETE FROM volume WHERE store_key = ?', key);
          world.run('DELETE FROM store WHERE key = ?', key);
        }
      });
    },
    outside: createOutside(session),
    close: () => session.close(),
  };
}
