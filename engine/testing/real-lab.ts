import { fingerprintOf, type Lab, type LabHost } from '../../e2e/lab/lab.ts';
import type { CommandName, Input } from '../contract/contract.ts';
import { type ErrorData, errorData } from '../contract/errors.ts';
import { idOf, type TestEngine } from './lab.ts';

/** What tests of the whole engine on the lab's real hosts share: the way from a bare host to a small cloud, by the product's own commands. */

export const bridge = 'cloudbr0';

export function preparationInput(host: LabHost): Input<'createHostPreparation'> {
  return {
    address: host.address,
    username: host.user,
    authentication: 'password',
    password: host.password,
    hostkeyfingerprint: fingerprintOf(host),
    acceptemulation: true,
    bridge,
    fqdn: `${host.name}.lab.test`,
  };
}

/** Looks at a bare host and turns it into a hypervisor. Resolves with the preparation's id. */
export async function prepareHost(app: TestEngine, host: LabHost): Promise<string> {
  const id = (await app.run('createHostPreparation', preparationInput(host))).resourceId ?? '';
  await app.run('applyHostPreparation', { id });
  return id;
}

/** The packages of a host's plan, installed by the test, where many preparations in a row need not wait for them. */
export async function installByHand(app: TestEngine, lab: Lab, host: LabHost): Promise<void> {
  await app.run('createHostPreparation', preparationInput(host));
  const item = (await preparationOf(app, host)).plan.find((each) => each.id === 'packages');
  if (item?.status !== 'change') return;
  const names = item.change
    .replace(/^installs /, '')
    .replace(/, with .*/, '')
    .split(', ');
  const argv =
    host.os === 'debian'
      ? ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qy', '--no-install-recommends', 'install', ...names]
      : ['dnf', '-qy', '--setopt=install_weak_deps=False', 'install', ...names];
  // A bare Debian has never asked what there is.
  if (host.os === 'debian') await lab.exec(host.name, ['apt-get', '-q', 'update']);
  const outcome = await lab.exec(host.name, argv);
  if (outcome.status !== 0) throw new Error(`${host.name}: ${outcome.stderr.slice(-500)}`);
}

export async function preparationOf(app: TestEngine, host: LabHost) {
  const { hostpreparation } = await app.call('listHostPreparations', {});
  const found = hostpreparation.find((each) => each.address === host.address);
  if (found === undefined) throw new Error(`${host.address} has no preparation`);
  return found;
}

export interface RealCloudOptions {
  hosts: LabHost[];
  /** `nfs`: the lab's exports. `local`: folders of the first host. */
  storage: 'nfs' | 'local';
  /** Guests get addresses from 10.77.0.<first> on, ten of them. */
  firstAddress?: number;
}

/** Folders of a host that is its own storage. */
export const localPool = '/var/lib/benchtop-pool';
export const localImages = '/var/lib/benchtop-images';

/** One zone, pod, cluster and network on prepared hosts; no storage yet. */
export async function buildFrame(app: TestEngine, hosts: LabHost[], firstAddress = 100): Promise<void> {
  const zone = await app.call('createZone', {
    name: 'zone',
    networktype: 'Basic',
    dns1: '10.77.0.1',
    internaldns1: '10.77.0.1',
  });
  const net = { gateway: '10.77.0.1', netmask: '255.255.255.0' };
  const pod = await app.call('createPod', {
    zoneid: zone.id,
    name: 'pod',
    ...net,
    startip: '10.77.0.50',
    endip: '10.77.0.59',
  });
  const physical = await app.run('createPhysicalNetwork', { zoneid: zone.id, name: 'physical' });
  await app.run('addTrafficType', {
    physicalnetworkid: physical.resourceId ?? '',
    traffictype: 'Guest',
    kvmnetworklabel: bridge,
  });
  await app.call('createNetwork', {
    zoneid: zone.id,
    name: 'guests',
    networkofferingid: (await app.call('listNetworkOfferings', {})).networkoffering[0]?.id ?? '',
    ...net,
    startip: `10.77.0.${firstAddress}`,
    endip: `10.77.0.${firstAddress + 9}`,
  });
  const cluster = await app.call('addCluster', {
    zoneid: zone.id,
    podid: pod.id,
    clustername: 'cluster',
    hypervisor: 'KVM',
  });
  for (const host of hosts)
    await app.run('addHost', {
      zoneid: zone.id,
      podid: pod.id,
      clusterid: cluster.id,
      hypervisor: 'KVM',
      url: `http://${host.address}`,
      hostpreparationid: (await preparationOf(app, host)).id,
    });
  await app.call('createServiceOffering', { name: 'tiny', cpunumber: 1, cpuspeed: 100, memory: 128 });
  await app.call('updateConfiguration', { name: 'secstorage.allowed.internal.sites', value: '10.77.0.1/32' });
  // The lab's storage is this machine's own disk, which may be fuller than a pool should be.
  await app.call('updateConfiguration', { name: 'pool.storage.capacity.disablethreshold', value: '0.99' });
}

/** The frame with primary and secondary storage and the lab's guest as a template. */
export async function buildRealCloud(app: TestEngine, lab: Lab, options: RealCloudOptions): Promise<void> {
  await buildFrame(app, options.hosts, options.firstAddress);
  const { nfs } = lab.description;
  const zoneid = await idOf(app, 'listZones', 'zone', 'zone');
  const clusterid = await idOf(app, 'listClusters', 'cluster', 'cluster');
  const hostid = (await app.call('listHosts', {})).host.find(
    (each) => each.ipaddress === options.hosts[0]?.address,
  )?.id;
  if (options.storage === 'nfs') {
    const url = `nfs://${nfs.server}${nfs.export}`;
    await app.run('createStoragePool', { zoneid, clusterid, scope: 'CLUSTER', name: 'pool', url });
    await app.run('addImageStore', {
      zoneid,
      name: 'images',
      provider: 'NFS',
      url: `nfs://${nfs.server}${nfs.secondary}`,
    });
  } else {
    await app.run('createStoragePool', { zoneid, hostid, scope: 'HOST', name: 'pool', url: `file://${localPool}` });
    await app.run('addImageStore', {
      zoneid,
      hostid,
      name: 'images',
      provider: 'Directory',
      url: `file://${localImages}`,
    });
  }
  await app.call('updateZone', { id: zoneid, allocationstate: 'Enabled' });
  await app.run('registerTemplate', await templateInput(app, `${lab.description.http.url}/tiny.qcow2`, 'template'));
}

export async function templateInput(app: TestEngine, url: string, name: string): Promise<Input<'registerTemplate'>> {
  return {
    zoneid: await idOf(app, 'listZones', 'zone', 'zone'),
    name,
    url,
    format: 'QCOW2',
    hypervisor: 'KVM',
    ostypeid: await idOf(app, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
  };
}

export async function instanceInput(
  app: TestEngine,
  name: string,
  on?: LabHost,
): Promise<Input<'deployVirtualMachine'>> {
  const hostid =
    on === undefined
      ? undefined
      : (await app.call('listHosts', {})).host.find((each) => each.ipaddress === on.address)?.id;
  return {
    zoneid: await idOf(app, 'listZones', 'zone', 'zone'),
    serviceofferingid: await idOf(app, 'listServiceOfferings', 'serviceoffering', 'tiny'),
    templateid: await idOf(app, 'listTemplates', 'template', 'template'),
    name,
    ...(hostid !== undefined && { hostid }),
  };
}

/** Everything that the cloud put on the hosts goes again, by the product: instances, templates, storage, hosts. */
export async function dismantle(app: TestEngine): Promise<void> {
  for (const vm of (await app.call('listVirtualMachines', {})).virtualmachine)
    await app.run('destroyVirtualMachine', { id: vm.id, expunge: true });
  for (const template of (await app.call('listTemplates', { templatefilter: 'all' })).template)
    await app.run('deleteTemplate', { id: template.id });
  for (const pool of (await app.call('listStoragePools', {})).storagepool)
    await app.run('deleteStoragePool', { id: pool.id });
  for (const store of (await app.call('listImageStores', {})).imagestore)
    await app.run('deleteImageStore', { id: store.id });
  for (const host of (await app.call('listHosts', {})).host) await app.run('deleteHost', { id: host.id });
}

const virsh = ['virsh', '-q', '-c', 'qemu:///system'] as const;

/** Asks a guest's own agent by the host's virsh; undefined while it does not answer. */
async function askGuest(lab: Lab, host: LabHost, vmId: string, question: unknown): Promise<unknown> {
  const outcome = await lab.exec(host.name, [...virsh, 'qemu-agent-command', vmId, JSON.stringify(question)]);
  return outcome.status === 0 ? (JSON.parse(outcome.stdout) as { return: unknown }).return : undefined;
}

/** Returns when the guest's userland is up. */
export async function guestAnswers(lab: Lab, host: LabHost, vmId: string): Promise<void> {
  while ((await askGuest(lab, host, vmId, { execute: 'guest-ping' })) === undefined)
    await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Runs a program inside a guest; resolves with what it wrote. */
export async function inGuest(lab: Lab, host: LabHost, vmId: string, path: string, ...arg: string[]): Promise<string> {
  const started = (await askGuest(lab, host, vmId, {
    execute: 'guest-exec',
    arguments: { path, arg, 'capture-output': true },
  })) as { pid: number } | undefined;
  if (started === undefined) throw new Error(`${path} could not be run in the guest`);
  for (;;) {
    const status = (await askGuest(lab, host, vmId, {
      execute: 'guest-exec-status',
      arguments: { pid: started.pid },
    })) as { exited: boolean; 'out-data'?: string; 'err-data'?: string } | undefined;
    if (status?.exited)
      return [status['out-data'], status['err-data']].map((data) => Buffer.from(data ?? '', 'base64')).join('');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What a command was refused with, at once or by its job. Throws when it succeeded. */
export async function refusalOf<K extends CommandName>(
  app: TestEngine,
  name: K,
  input: Input<K>,
): Promise<ErrorData & { state: string }> {
  let jobid: string | undefined;
  try {
    jobid = ((await app.call(name, input)) as { jobid?: string }).jobid;
  } catch (error) {
    return { ...errorData(error), state: 'refused' };
  }
  if (jobid === undefined) throw new Error(`${name} succeeded`);
  const job = await app.engine.internals.ctx.jobs.wait(jobid);
  if (job.state === 'succeeded') throw new Error(`${name} succeeded`);
  return { ...(job.error ?? { code: 'internal', message: '' }), state: job.state };
}
