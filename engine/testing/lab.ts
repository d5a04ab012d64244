import { rmSync } from 'node:fs';
import type { Role } from '../contract/command.ts';
import {
  type Answer,
  type CommandName,
  contract,
  type Input,
  isJobCommand,
  type JobCommandName,
  type Output,
} from '../contract/contract.ts';
import { type ErrorData, errorData } from '../contract/errors.ts';
import { rootDomainId } from '../contract/identity.ts';
import { roleOfType } from '../contract/role.ts';
import { type Caller, createEngine, type Engine, type KeyStore } from '../engine.ts';
import type { Instruments } from '../jobs/runner.ts';
import type { Settings } from '../settings.ts';
import type { JobRow } from '../store/rows.ts';
import { checkAnswer, checkError, checkResult } from './checked.ts';
import { noteExercised } from './exercised.ts';
import { scratchFolder } from './scratch.ts';

/** A real engine on simulated hosts that take no time, in a folder of its own, without periodic sweeps unless asked for. */
export interface TestEngine {
  directory: string;
  engine: Engine;
  /** Calls a command as the desktop's admin, or as another; every answer and every error is checked against the contract. */
  call<K extends CommandName>(name: K, input: Input<K>, caller?: Caller): Promise<Answer<K>>;
  /** Calls a job command and waits for its end. Throws with the job's own error unless it succeeded. */
  run<K extends JobCommandName>(name: K, input: Input<K>, caller?: Caller): Promise<JobRow>;
  /** The refusal of a call with any input, well formed or not. Throws when it was let through. */
  refusal(name: string, input: unknown, caller?: Caller): Promise<ErrorData>;
  /** Somebody without rights, with an account of their own in the store. */
  user(name: string, role?: Role, domainId?: string): Caller;
  close(): Promise<void>;
}

export interface TestEngineOptions {
  directory?: string;
  instruments?: Instruments;
  periodic?: boolean;
  delayScale?: number;
  keep?: boolean;
  keyStore?: KeyStore;
  resolve?(hostName: string): Promise<string[]>;
  apiAddress?: string;
  readsSetting?: Settings['recorder'];
}

/** Where pages of a test engine come from. */
export const testOrigin = 'http://127.0.0.1:1';

/** A key that is the same for every test engine, so that a copied folder stays readable. */
const key = new Uint8Array(32).fill(7);

/** Under which name a list has its rows. */
const objectOf = (name: CommandName): string | undefined =>
  'row' in contract[name] ? contract[name].object : undefined;

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const directory = options.directory ?? scratchFolder('test');
  const engine = await createEngine({
    dataDirectory: directory,
    version: '0.0.0-test',
    shell: 'test',
    allowedOrigins: [testOrigin],
    apiAddress: options.apiAddress,
    keyStore: options.keyStore ?? { kind: 'test', load: async () => key, save: async () => undefined },
    testing: {
      delayScale: options.delayScale ?? 0,
      periodic: options.periodic ?? false,
      resolve: options.resolve ?? (async () => []),
      ...(options.instruments !== undefined && { instruments: options.instruments }),
      readsSetting: options.readsSetting,
    },
  });
  const ask = async (name: string, input: unknown, caller = engine.desktopCaller()): Promise<unknown> => {
    try {
      return await engine.call(caller, name, input);
    } catch (error) {
      checkError(name, errorData(error));
      throw error;
    }
  };
  const call: TestEngine['call'] = async (name, input, caller) => {
    const answer = await ask(name, input, caller);
    checkAnswer(name, answer);
    noteExercised(name, input, isJobCommand(name) ? undefined : answer, objectOf(name));
    if (name === 'queryAsyncJobResult') {
      // What a job tells once, such as a password, is in this answer alone.
      const { jobid, jobresult } = answer as Output<'queryAsyncJobResult'>;
      noteExercised(engine.internals.ctx.store.need('jobs', jobid).command, undefined, jobresult, undefined);
    }
    return answer as never;
  };
  return {
    directory,
    engine,
    call,
    async run(name, input, caller) {
      const answer = (await call(name, input, caller)) as { jobid: string };
      const job = await engine.internals.ctx.jobs.wait(answer.jobid);
      if (job.state !== 'succeeded')
        throw new Error(`${name} ${job.state} at ${job.error?.step}: ${job.error?.message} ${job.error?.hint ?? ''}`);
      checkResult(name, job.result);
      noteExercised(name, undefined, job.result, undefined);
      return job;
    },
    async refusal(name, input, caller) {
      let answer: unknown;
      try {
        answer = await ask(name, input, caller);
      } catch (error) {
        return errorData(error);
      }
      throw new Error(`${name} was let through: ${JSON.stringify(answer)?.slice(0, 300)}`);
    },
    user(name, role = 'User', domainId = rootDomainId) {
      const { store, ids, clock } = engine.internals.ctx;
      const [accountId, userId, created] = [ids(), ids(), clock()];
      const owner = { domainId, state: 'enabled', created } as const;
      store.insert('accounts', { ...owner, id: accountId, name, role, roleId: roleOfType[role] });
      const person = { username: name, firstName: '', lastName: '', email: '', hasPassword: false, failedAttempts: 0 };
      store.insert('users', { ...owner, ...person, id: userId, accountId });
      return { accountId, account: name, userId, username: name, domainId, role };
    },
    async close() {
      await engine.close();
      if (!options.keep) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Makes a user's keys and reads them from the job's result, as a client does. */
export async function keysOf(
  lab: TestEngine,
  id: string,
  caller?: Caller,
): Promise<{ apikey: string; secretkey: string }> {
  const { id: jobid } = await lab.run('registerUserKeys', { id }, caller);
  const { jobresult } = await lab.call('queryAsyncJobResult', { jobid }, caller);
  const { apikey = '', secretkey = '' } = jobresult as Output<'registerUserKeys'>;
  return { apikey, secretkey };
}

/** The id of a row by its name, looked up in the list as a client would. */
export async function idOf(lab: TestEngine, list: CommandName, object: string, name: string): Promise<string> {
  const page = (await lab.engine.call(lab.engine.desktopCaller(), list, {
    ...(list === 'listTemplates' && { templatefilter: 'all' }),
    pagesize: -1,
  })) as Record<string, { id: string; name?: string; displayname?: string; description?: string }[]>;
  const row = (page[object] ?? []).find((each) => each.name === name || each.description === name);
  if (row === undefined) throw new Error(`${list} has no ${name}`);
  return row.id;
}

/** A small whole cloud: one zone, pod, cluster, two hosts, NFS pool, image store, a template that is ready. */
export async function buildCloud(lab: TestEngine): Promise<void> {
  const zone = await lab.call('createZone', {
    name: 'zone',
    networktype: 'Basic',
    dns1: '192.0.2.53',
    internaldns1: '192.0.2.53',
  });
  const pod = await lab.call('createPod', {
    zoneid: zone.id,
    name: 'pod',
    gateway: '10.1.0.1',
    netmask: '255.255.255.0',
    startip: '10.1.0.10',
    endip: '10.1.0.19',
  });
  const physical = await lab.run('createPhysicalNetwork', { zoneid: zone.id, name: 'physical' });
  await lab.run('addTrafficType', {
    physicalnetworkid: physical.resourceId ?? '',
    traffictype: 'Guest',
    kvmnetworklabel: 'cloudbr0',
  });
  const offerings = await lab.call('listNetworkOfferings', {});
  await lab.call('createNetwork', {
    zoneid: zone.id,
    name: 'guests',
    networkofferingid: offerings.networkoffering[0]?.id ?? '',
    gateway: '10.1.0.1',
    netmask: '255.255.255.0',
    startip: '10.1.0.100',
    endip: '10.1.0.109',
  });
  const cluster = await lab.call('addCluster', {
    zoneid: zone.id,
    podid: pod.id,
    clustername: 'cluster',
    hypervisor: 'Simulator',
  });
  const host = {
    zoneid: zone.id,
    podid: pod.id,
    clusterid: cluster.id,
    hypervisor: 'Simulator' as const,
    cpunumber: 8,
    memorytotal: 16 * 1024 ** 3,
  };
  await lab.run('addHost', { ...host, url: 'http://sim-a' });
  await lab.run('addHost', { ...host, url: 'http://sim-b' });
  await lab.run('createStoragePool', {
    zoneid: zone.id,
    clusterid: cluster.id,
    scope: 'CLUSTER',
    name: 'pool',
    url: 'nfs://nfs.test/primary',
  });
  await lab.run('addImageStore', {
    zoneid: zone.id,
    name: 'images',
    provider: 'Simulator',
    url: 'nfs://nfs.test/secondary',
  });
  await lab.run('registerTemplate', {
    zoneid: zone.id,
    name: 'template',
    url: 'http://images.test/debian.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
  });
  await lab.call('createServiceOffering', { name: 'tiny', cpunumber: 1, cpuspeed: 500, memory: 256 });
  await lab.call('updateZone', { id: zone.id, allocationstate: 'Enabled' });
}

/** Input of many alike deployments in that cloud: `class-1`, `class-2`, … */
export async function classInput(lab: TestEngine, count: number): Promise<Input<'deployVirtualMachines'>> {
  const { name: _one, diskofferingid: _disk, ...alike } = await deployInput(lab, 'class');
  return { ...alike, namepattern: 'class-#', count };
}

/** Input of a deployment in that cloud. */
export async function deployInput(lab: TestEngine, name: string): Promise<Input<'deployVirtualMachine'>> {
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  // Copies of the template in other zones have its name.
  const { template } = await lab.call('listTemplates', { templatefilter: 'all', name: 'template', zoneid });
  return {
    zoneid,
    serviceofferingid: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny'),
    templateid: template[0]?.id ?? '',
    diskofferingid: await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Small'),
    name,
  };
}
