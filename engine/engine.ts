import { randomBytes, randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import { currentCaller, visibleChanges } from './access.ts';
import { createConsoleService } from './console/console-service.ts';
import type { Caller, Ctx } from './context.ts';
import { fail } from './contract/errors.ts';
import { adminUserId } from './contract/identity.ts';
import { type Phrase, say } from './contract/phrase.ts';
import type { Change, SignInRequest } from './contract/transport.ts';
import { dispatch } from './dispatcher.ts';
import type { Driver, HostEvent } from './drivers/driver.ts';
import { createKvmDriver } from './drivers/kvm/kvm.ts';
import { createRegistry } from './drivers/registry.ts';
import { sampleLab } from './drivers/simulator/sample-lab.ts';
import { createSimulator } from './drivers/simulator/simulator.ts';
import { handlers, sagas } from './handlers.ts';
import { JobLog } from './jobs/job-log.ts';
import { type Instruments, JobRunner } from './jobs/runner.ts';
import { capacityAlerts } from './reconcilers/capacity-alerts.ts';
import { cleanup } from './reconcilers/cleanup.ts';
import { alertPurge, eventPurge } from './reconcilers/history.ts';
import { hostHeartbeat } from './reconcilers/host-heartbeat.ts';
import { instanceLease } from './reconcilers/instance-lease.ts';
import { keywordUpkeep } from './reconcilers/keyword-upkeep.ts';
import { networkState } from './reconcilers/network-state.ts';
import { powerSync, syncHost, syncInstance } from './reconcilers/power-sync.ts';
import { type ReconcilerScheduler, scheduleReconcilers } from './reconcilers/reconciler.ts';
import { hostStatistics, instanceStatistics, statisticsPurge } from './reconcilers/statistics.ts';
import { storageStats } from './reconcilers/storage-stats.ts';
import { updateCheck } from './reconcilers/update-check.ts';
import { usageRecords } from './reconcilers/usage.ts';
import { vmScheduleRuns } from './reconcilers/vm-schedule.ts';
import { jobEvents } from './resources/event/job-events.ts';
import { credentialsOf } from './resources/host-preparation/host-preparation.ts';
import { keepUsageLog } from './resources/usage/usage-log.ts';
import { userOfApiKey } from './resources/user/keys.ts';
import { passwordMark, signIn, tellSignOut } from './resources/user/sign-in.ts';
import { callerOfUser, signedInUser } from './resources/user/user.ts';
import { Secrets } from './secrets.ts';
import { seed } from './seed.ts';
import { ApiListener } from './server/api-listener.ts';
import type { CertificateStore } from './server/certificate.ts';
import type { ApiDoor } from './server/door.ts';
import { Settings } from './settings.ts';
import { openConnection } from './ssh/connection.ts';
import { fetchHostKey } from './ssh/host-key.ts';
import { thisComputer } from './ssh/local-way.ts';
import { openDatabase } from './store/database.ts';
import { Store } from './store/store.ts';
import { WindowSessions } from './window-sessions.ts';

export type { Caller } from './context.ts';

/** Keeps the wrapped data key. Lives in the shell (safeStorage in Electron, a passphrase or a key file elsewhere). */
export interface KeyStore {
  /** Shown to the user: `desktop key store`, `passphrase`, `key file`. */
  readonly kind: string;
  /**
   * The data key's 32 bytes; undefined when none was saved yet. Rejects when it exists and cannot be opened (locked).
   *
   * @param passphrase what the user typed just now, where the key is sealed by one.
   */
  load(passphrase?: string): Promise<Uint8Array | undefined>;
  save(dataKey: Uint8Array): Promise<void>;
}

export interface EngineDependencies {
  /** Made if missing. Holds the store, the simulator's world, logs and the instance lock. */
  dataDirectory: string;
  version: string;
  shell: 'electron' | 'web' | 'test';
  keyStore: KeyStore;
  /** Origins whose pages may open console pipes. */
  allowedOrigins: string[];
  /** Where the console worker lies when the engine is bundled. */
  consoleWorkerUrl?: URL;
  /** Where the HTTP API listens in this run, whatever the settings say: `127.0.0.1:8080`. */
  apiAddress?: string | undefined;
  /** For tests: the simulator's delays as a share of real ones, periodic sweeps on or off, and the crash harness's hooks. */
  testing?: {
    delayScale?: number;
    periodic?: boolean;
    instruments?: Instruments;
    resolve?(hostName: string): Promise<string[]>;
    /** Told of every setting that is acted on. */
    readsSetting?: Settings['recorder'];
  };
}

/** The whole product without a window. */
export interface Engine {
  /** Runs a contract command. Rejects with a BenchtopError. */
  call(caller: Caller, name: string, input: unknown): Promise<unknown>;
  /** The desktop's own user: Root Admin of the ROOT domain. */
  desktopCaller(): Caller;
  /** Changes after commit that the caller may see, in batches; `gap` when some were dropped. Returns the unsubscribe function. */
  subscribe(caller: Caller, listener: (changes: Change[], gap: boolean) => void): () => void;
  /** Windows that people sign in to by name and password. */
  readonly windows: {
    /** Whether anybody may. */
    readonly offered: boolean;
    /** Answers with the session's id. Rejects with a BenchtopError. */
    signIn(given: SignInRequest): Promise<string>;
    /** Who a session is of now. Throws where it is over. */
    callerOf(id: string): Caller;
    /** Somebody is at a window of the session. */
    touch(id: string): void;
    signOut(id: string): void;
    /** Told of every session's end. */
    onOver(listener: (id: string, reason: Phrase) => void): void;
  };
  /** Stops taking calls, lets steps in hand reach a safe point, closes the store. */
  close(): Promise<void>;
  /** What tests of the engine's own rooms look at; nothing in the product uses it. */
  readonly internals: { ctx: Ctx; reconcilers: ReconcilerScheduler };
}

/** The only wiring. Rejects with a sentence when the data folder is in use by another instance or from a newer version. */
export async function createEngine(dependencies: EngineDependencies): Promise<Engine> {
  const clock = Date.now;
  const ids = randomUUID;
  const store = new Store(await openDatabase(dependencies.dataDirectory), clock);
  const secrets = new Secrets(store, clock, ids);
  const log = new JobLog(store, clock, secrets.redact);
  const openKey = (passphrase?: string) => unlock(secrets, dependencies.keyStore, passphrase);
  // A key that cannot be opened leaves secrets locked: jobs that need one wait, visibly, until `unlockSecrets`.
  await openKey().catch((error: unknown) =>
    log.add({ level: 'error', text: `Secrets stay locked: ${error instanceof Error ? error.message : String(error)}` }),
  );

  const subscribe: Engine['subscribe'] = (caller, listener) =>
    store.onChanges((changes) => {
      const visible = visibleChanges(ctx, caller, changes);
      if (visible.length > 0) listener(visible, false);
    });
  const simulator = createSimulator({
    worldPath: join(dependencies.dataDirectory, 'simulator.db'),
    ...(dependencies.testing?.delayScale !== undefined && { delayScale: dependencies.testing.delayScale }),
  });
  const kvm = createKvmDriver({ credentials: async (hostId) => credentialsOf(ctx, hostId) });
  const drivers: Driver[] = [kvm, simulator];
  const consoles = createConsoleService({
    allowedOrigins: dependencies.allowedOrigins,
    ...(dependencies.consoleWorkerUrl !== undefined && { workerUrl: dependencies.consoleWorkerUrl }),
    crashed: (error) => log.add({ level: 'error', text: `The console thread ended: ${error.message}` }),
  });

  const settings = new Settings(store);
  settings.recorder = dependencies.testing?.readsSetting;
  const door: ApiDoor = {
    call: (caller, name, input) => dispatch(ctx, handlers, caller, name, input),
    subscribe,
    identify(apiKey) {
      const known = userOfApiKey(ctx, apiKey);
      // Whoever is locked out has no key either, to CloudStack's clients.
      return known === undefined || currentCaller(ctx, known.caller) === undefined ? undefined : known;
    },
    signIn: async (given) => signedInUser(ctx, await signIn(ctx, given)),
    signedOut: (userId) => tellSignOut(ctx, userId),
    callerOf(userId) {
      const user = store.get('users', userId);
      return user === undefined || user.removed !== undefined
        ? undefined
        : currentCaller(ctx, callerOfUser(ctx, userId));
    },
    passwordMark: (userId) => passwordMark(ctx, userId),
    clock,
    limit: () =>
      settings.boolean('api.throttling.enabled')
        ? {
            intervalMs: settings.number('api.throttling.interval') * 1000,
            calls: settings.number('api.throttling.max'),
          }
        : undefined,
    enforced: () => settings.boolean('enforce.post.requests.and.timestamps'),
    report: (error) =>
      log.add({ level: 'error', text: `The API: ${error instanceof Error ? error.message : String(error)}` }),
  };
  const listening = {
    door,
    certificates: apiCertificates(store, secrets),
    changed: () => store.write(() => store.changed({ noun: 'apiserver', id: 'apiserver', change: 'updated' })),
  };
  const api = new ApiListener({
    ...listening,
    certificateFiles: () => ({
      certificate: settings.text('api.certificate.file'),
      key: settings.text('api.key.file'),
    }),
    wanted: () =>
      settings.boolean('api.enabled')
        ? { host: settings.text('api.address'), port: settings.number('api.port') }
        : undefined,
  });
  const integration = new ApiListener({
    ...listening,
    // On loopback there is none.
    certificateFiles: () => ({ certificate: '', key: '' }),
    wanted() {
      const port = settings.number('integration.api.port');
      return port === 0 ? undefined : { host: '127.0.0.1', port };
    },
    everybody: () => callerOfUser(ctx, adminUserId),
  });

  let reconcilers: ReconcilerScheduler | undefined;
  const jobs = new JobRunner<Ctx>({
    store,
    log,
    clock,
    ids,
    context: () => ctx,
    events: jobEvents(() => ctx),
    ...(dependencies.testing?.instruments !== undefined && { instruments: dependencies.testing.instruments }),
  });
  const ctx: Ctx = {
    store,
    jobs,
    drivers: createRegistry(drivers),
    console: consoles,
    access: {
      thisComputer,
      hostKey: fetchHostKey,
      open: (target, credentials) => openConnection(target, credentials),
    },
    api: { status: () => api.status(), integration: () => integration.status() },
    practice: {
      sampleLab,
      addHost: (host) => simulator.addHost(host),
      listFaults: (hostId) => simulator.listFaults(hostId),
      injectFault: (fault) => simulator.injectFault(fault),
      clearFault: (id) => simulator.clearFault(id),
      setClock: (change) => simulator.setClock(change),
    },
    settings,
    secrets,
    unlock: openKey,
    log,
    clock,
    ids,
    resolve: dependencies.testing?.resolve ?? resolveName,
    poke: (name) => reconcilers?.poke(name),
    call: (caller, name, input) => dispatch(ctx, handlers, caller, name, input),
    installation: { version: dependencies.version, shell: dependencies.shell, keyStore: dependencies.keyStore.kind },
  };
  seed(ctx);
  keepUsageLog(ctx);
  jobs.register(...sagas);
  for (const driver of drivers) driver.onHostEvent((event) => onHostEvent(ctx, event));
  const all = [
    hostHeartbeat,
    powerSync,
    networkState,
    storageStats,
    cleanup,
    eventPurge,
    alertPurge,
    keywordUpkeep,
    usageRecords,
    updateCheck,
    instanceStatistics(),
    hostStatistics(),
    statisticsPurge,
    capacityAlerts,
    instanceLease,
    vmScheduleRuns,
  ];
  reconcilers = scheduleReconcilers(ctx, all, { periodic: dependencies.testing?.periodic ?? true });
  const scheduler = reconcilers;
  jobs.resume();
  // The first look at the hosts waits for nothing and nobody waits for it.
  const first = ['host-heartbeat', 'power-sync', 'update-check', 'vm-schedule', 'vm-statistics', 'host-statistics'];
  if (dependencies.testing?.periodic ?? true) for (const name of first) scheduler.poke(name);

  store.onChanges((changes) => {
    // Secrets that were unlocked may hold the key that was missing.
    const concerns = changes.some(
      ({ noun, id }) =>
        noun === 'session' ||
        (noun === 'configuration' && /^(api\.(enabled|address|port|certificate|key)|integration\.api\.port$)/.test(id)),
    );
    if (concerns) void Promise.all([api.follow(), integration.follow()]);
  });

  const overListeners = new Set<(id: string, reason: Phrase) => void>();
  const windows = new WindowSessions(ctx, (id, reason) => {
    for (const listener of overListeners) listener(id, reason);
  });

  let closed = false;
  const engine: Engine = {
    async call(caller, name, input) {
      if (closed) throw fail('unavailable', say`Benchtop is closing.`);
      return await dispatch(ctx, handlers, caller, name, input);
    },
    desktopCaller: () => callerOfUser(ctx, adminUserId),
    subscribe,
    windows: {
      get offered() {
        return windows.offered;
      },
      signIn: (given) => windows.signIn(given),
      callerOf: (id) => windows.callerOf(id),
      touch: (id) => windows.touch(id),
      signOut: (id) => windows.signOut(id),
      onOver: (listener) => void overListeners.add(listener),
    },
    async close() {
      if (closed) return;
      closed = true;
      windows.close();
      await Promise.all([api.close(), integration.close()]);
      const resting = Promise.all([scheduler.stop(), jobs.close()]);
      // A job that waits for a window must not hold this up; it ends at the next start.
      consoles.stopWaiting();
      await resting;
      await consoles.close();
      await kvm.close();
      simulator.close();
      log.flush();
      store.close();
    },
    internals: { ctx, reconcilers: scheduler },
  };
  try {
    await integration.follow();
    if (dependencies.apiAddress === undefined) await api.follow();
    else await api.listenAt(dependencies.apiAddress);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

/** Where the certificate that Benchtop made for its API is kept: it is shown to everybody, its key to nobody. */
function apiCertificates(store: Store, secrets: Secrets): CertificateStore {
  const owner = 'api';
  return {
    load() {
      const [certificate, key] = [store.meta('apicertificate'), secrets.get(owner, 'tlskey')];
      return certificate === undefined || key === undefined ? undefined : { certificate, key };
    },
    save(made) {
      store.write(() => {
        store.setMeta('apicertificate', made.certificate);
        secrets.put(owner, 'tlskey', made.key);
      });
    },
  };
}

/** Opens the data key, or makes the first one. */
async function unlock(secrets: Secrets, keyStore: KeyStore, passphrase: string | undefined): Promise<void> {
  let dataKey = await keyStore.load(passphrase);
  if (dataKey === undefined) {
    dataKey = new Uint8Array(randomBytes(32));
    await keyStore.save(dataKey);
  }
  secrets.unlock(dataKey);
}

function onHostEvent(ctx: Ctx, event: HostEvent): void {
  const host = ctx.store.get('hosts', event.hostId);
  if (host === undefined || host.removed !== undefined) return;
  if (event.type === 'disconnected') {
    ctx.log.add({ hostId: host.id, level: 'warn', text: `Connection lost: ${event.reason}` });
    ctx.poke('host-heartbeat');
    return;
  }
  // A host that is back is not left in Alert, or with the reason of its absence, until the next round.
  if (event.type === 'connected') ctx.poke('host-heartbeat');
  // What the event says is only a hint: the host is asked, for all that it has where it is back.
  const asked = event.type === 'power' ? syncInstance(ctx, host, event.vmId) : syncHost(ctx, host);
  asked.catch((error: unknown) =>
    ctx.log.add({
      hostId: host.id,
      level: 'warn',
      text: `After an event the host could not be read: ${error instanceof Error ? error.message : String(error)}`,
    }),
  );
}

async function resolveName(hostName: string): Promise<string[]> {
  try {
    return (await lookup(hostName, { all: true })).map((each) => each.address);
  } catch {
    return [];
  }
}
