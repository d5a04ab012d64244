import { expect, type Page } from '@playwright/test';
import type { Answer, CommandName, Input, JobCommandName } from '../../engine/contract/contract.ts';
import type { ResponseMessage } from '../../engine/contract/transport.ts';
import type { AsyncJobView } from '../../engine/contract/views.ts';
import { fingerprintOf, type Lab, type LabHost } from '../lab/lab.ts';

// A small cloud on prepared hosts by the contract's own commands, for stories whose beginning is told elsewhere (first-path.spec.ts).

/** Calls a command over the page's own connection. */
export async function call<K extends CommandName>(page: Page, name: K, input: Input<K>): Promise<Answer<K>> {
  const message = (await page.evaluate(
    (request) =>
      new Promise<unknown>((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/rpc`);
        socket.onopen = () => socket.send(JSON.stringify(request));
        socket.onerror = () => reject(new Error('no connection to Benchtop'));
        socket.onmessage = ({ data }) => {
          const answer = JSON.parse(String(data)) as { t: string };
          if (answer.t !== 'res') return;
          resolve(answer);
          socket.close();
        };
      }),
    { t: 'req', id: 1, m: name, i: input },
  )) as ResponseMessage;
  if ('e' in message) throw new Error(`${name}: ${message.e.message} ${message.e.hint ?? ''}`);
  return message.o as Answer<K>;
}

/** Calls a job command and waits for its end. Throws unless it succeeded. */
export async function run<K extends JobCommandName>(page: Page, name: K, input: Input<K>): Promise<AsyncJobView> {
  const { jobid } = (await call(page, name, input)) as { jobid: string };
  let job: AsyncJobView | undefined;
  await expect
    .poll(
      async () => {
        job = await call(page, 'queryAsyncJobResult', { jobid });
        return job.jobstatus !== 0 || job.state === 'stuck';
      },
      { message: `${name} ends`, timeout: 400_000 },
    )
    .toBe(true);
  if (job?.jobstatus !== 1) throw new Error(`${name} ${job?.state}: ${JSON.stringify(job?.jobresult)}`);
  return job;
}

async function prepare(page: Page, host: LabHost): Promise<string> {
  const job = await run(page, 'createHostPreparation', {
    address: host.address,
    username: host.user,
    authentication: 'password',
    password: host.password,
    hostkeyfingerprint: fingerprintOf(host),
    acceptemulation: true,
    bridge: 'cloudbr0',
    fqdn: `${host.name}.lab.test`,
  });
  const id = job.jobinstanceid ?? '';
  await run(page, 'applyHostPreparation', { id });
  return id;
}

/**
 * A zone with the lab's hosts, storage in folders of the first of them, the lab's guest as the template `tiny` and an offering of that
 * name. For hosts of `lab up --prepared`.
 */
export async function buildCloud(page: Page, lab: Lab): Promise<void> {
  const net = { gateway: '10.77.0.1', netmask: '255.255.255.0' };
  const { id: zoneid } = await call(page, 'createZone', {
    name: 'Zone 1',
    networktype: 'Basic',
    dns1: '10.77.0.1',
    internaldns1: '10.77.0.1',
  });
  const pod = { zoneid, name: 'Pod 1', ...net, startip: '10.77.0.50', endip: '10.77.0.59' };
  const { id: podid } = await call(page, 'createPod', pod);
  const physical = await run(page, 'createPhysicalNetwork', { zoneid, name: 'physical' });
  await run(page, 'addTrafficType', {
    physicalnetworkid: physical.jobinstanceid ?? '',
    traffictype: 'Guest',
    kvmnetworklabel: 'cloudbr0',
  });
  await call(page, 'createNetwork', {
    zoneid,
    name: 'guests',
    networkofferingid: (await call(page, 'listNetworkOfferings', {})).networkoffering[0]?.id ?? '',
    ...net,
    startip: '10.77.0.100',
    endip: '10.77.0.119',
  });
  const { id: clusterid } = await call(page, 'addCluster', {
    zoneid,
    podid,
    clustername: 'Cluster 1',
    hypervisor: 'KVM',
  });
  for (const host of lab.hosts)
    await run(page, 'addHost', {
      zoneid,
      podid,
      clusterid,
      hypervisor: 'KVM',
      url: `http://${host.address}`,
      hostpreparationid: await prepare(page, host),
    });
  await call(page, 'createServiceOffering', { name: 'tiny', cpunumber: 1, cpuspeed: 100, memory: 128 });
  for (const [name, value] of [
    ['secstorage.allowed.internal.sites', '10.77.0.1/32'],
    // The lab's storage is this machine's own disk, which may be fuller than a pool should be.
    ['pool.storage.capacity.disablethreshold', '0.99'],
  ] as const)
    await call(page, 'updateConfiguration', { name, value });
  const hostid = (await call(page, 'listHosts', {})).host.find((each) => each.ipaddress === lab.hosts[0]?.address)?.id;
  await run(page, 'createStoragePool', {
    zoneid,
    hostid,
    scope: 'HOST',
    name: 'Primary',
    url: 'file:///var/lib/benchtop-pool',
  });
  await run(page, 'addImageStore', {
    zoneid,
    hostid,
    name: 'Secondary',
    provider: 'Directory',
    url: 'file:///var/lib/benchtop-images',
  });
  await call(page, 'updateZone', { id: zoneid, allocationstate: 'Enabled' });
  const { ostype } = await call(page, 'listOsTypes', { pagesize: -1 });
  await run(page, 'registerTemplate', {
    zoneid,
    name: 'tiny',
    url: `${lab.description.http.url}/tiny.qcow2`,
    format: 'QCOW2',
    hypervisor: 'KVM',
    ostypeid: ostype.find((each) => each.description === 'Debian GNU/Linux 12 (64-bit)')?.id ?? '',
  });
}

/** Deploys an instance of the template `tiny` and waits until it runs. Resolves with its id. */
export async function deploy(page: Page, name: string): Promise<string> {
  const [zones, offerings, templates] = await Promise.all([
    call(page, 'listZones', {}),
    call(page, 'listServiceOfferings', {}),
    call(page, 'listTemplates', { templatefilter: 'all' }),
  ]);
  const job = await run(page, 'deployVirtualMachine', {
    zoneid: zones.zone[0]?.id ?? '',
    serviceofferingid: offerings.serviceoffering.find((each) => each.name === 'tiny')?.id ?? '',
    templateid: templates.template.find((each) => each.name === 'tiny')?.id ?? '',
    name,
  });
  return job.jobinstanceid ?? '';
}
