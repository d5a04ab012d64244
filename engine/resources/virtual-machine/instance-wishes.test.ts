import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { readViewerNews } from '../../contract/console.ts';
import {
  buildCloud,
  classInput,
  deployInput,
  idOf,
  startTestEngine,
  type TestEngine,
  testOrigin,
} from '../../testing/lab.ts';
import { passwordTemplate } from '../../testing/sample.ts';
import { readWorld } from '../../testing/world.ts';

// What is wished of one instance, at its deployment and later, and what comes of each wish.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const shown = async (id: string) => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const deploy = async (name: string, more: object = {}) =>
  (await lab.run('deployVirtualMachine', { ...(await deployInput(lab, name)), ...more })).resourceId ?? '';

it('a deployment has the networks, the card, the root disk and the keys that were wished for', async () => {
  const { zoneid } = await deployInput(lab, 'x');
  const second = await lab.call('createNetwork', {
    zoneid,
    name: 'second',
    networkofferingid: (await lab.call('listNetworkOfferings', {})).networkoffering[0]?.id ?? '',
    gateway: '10.4.0.1',
    netmask: '255.255.255.0',
    startip: '10.4.0.100',
    endip: '10.4.0.109',
  });
  const first = await idOf(lab, 'listNetworks', 'network', 'guests');
  for (const name of ['one', 'two']) await lab.call('createSSHKeyPair', { name });
  const id = await deploy('wished', {
    networkids: [second.id, first],
    macaddress: '1E:00:00:AB:CD:EF',
    rootdisksize: 30,
    keypairs: ['two', 'one'],
  });
  const vm = await shown(id);
  // The first network named is the default one.
  expect(vm?.nic.map((nic) => [nic.networkid, nic.isdefault])).toEqual([
    [second.id, true],
    [first, false],
  ]);
  expect(vm).toMatchObject({ macaddress: '1e:00:00:ab:cd:ef', keypairs: 'two,one' });
  const { volume } = await lab.call('listVolumes', { virtualmachineid: id, type: 'ROOT' });
  expect(volume[0]?.size).toBe(30 * 1024 ** 3);
  expect(
    await lab.refusal('deployVirtualMachine', { ...(await deployInput(lab, 'y')), rootdisksize: 1 }),
  ).toMatchObject({ field: 'rootdisksize' });
});

it('many alike have the password that was chosen for all', async () => {
  const job = await lab.run('deployVirtualMachines', {
    ...(await classInput(lab, 2)),
    templateid: await passwordTemplate(lab),
    password: 'open-sesame-7',
  });
  const { deployment } = job.result as unknown as { deployment: { jobid: string }[] };
  for (const { jobid } of deployment)
    expect((await lab.call('queryAsyncJobResult', { jobid })).jobresult).toMatchObject({ password: 'open-sesame-7' });
});

it('another size is chosen by details', async () => {
  const id = await deploy('sized', { startvm: false });
  const custom = await lab.call('createServiceOffering', { name: 'own size', customized: true, cpuspeed: 500 });
  const job = await lab.run('scaleVirtualMachine', {
    id,
    serviceofferingid: custom.id,
    details: { cpuNumber: '2', memory: '512' },
  });
  expect(job.result).toMatchObject({ serviceofferingname: 'own size', cpunumber: 2, memory: 512 });
});

it('a move chooses its host where that is wished, and is refused where neither is', async () => {
  const id = await deploy('mover');
  const before = await shown(id);
  expect(await lab.refusal('migrateVirtualMachine', { virtualmachineid: id, autoselect: false })).toMatchObject({
    field: 'hostid',
  });
  await lab.run('migrateVirtualMachine', { virtualmachineid: id, autoselect: true });
  expect((await shown(id))?.hostname).not.toBe(before?.hostname);
  // A third host, so that the list has two others.
  const { zoneid, podid, clusterid } = (await lab.call('listHosts', { name: 'sim-a' })).host[0] ?? {};
  const place = { zoneid, podid, clusterid, hypervisor: 'Simulator', url: 'http://sim-c' } as never;
  await lab.run('addHost', place);
  const all = (await lab.call('findHostsForMigration', { virtualmachineid: id })).host;
  expect(all).toHaveLength(2);
  // What is known of a real host is told here, too: the key that is pinned, and how it was prepared.
  const pinned = { hostKeyFingerprint: 'SHA256:abc', preparationId: lab.engine.internals.ctx.ids() };
  lab.engine.internals.ctx.store.update('hosts', all[0]?.id ?? '', pinned);
  expect((await lab.call('findHostsForMigration', { virtualmachineid: id })).host[0]).toMatchObject({
    hostkeyfingerprint: 'SHA256:abc',
    hostpreparationid: pinned.preparationId,
  });
  const rest = (await lab.call('findHostsForMigration', { virtualmachineid: id, afterid: all[0]?.id })).host;
  expect(rest.map((host) => host.name)).toEqual([all[1]?.name]);
});

describe('a console', () => {
  /** The first bytes, and what is said of this viewer. */
  async function look(id: string, wish: object) {
    const { url } = await lab.call('createConsoleEndpoint', { virtualmachineid: id, ...wish });
    const socket = new WebSocket(url, 'binary', { origin: testOrigin });
    const bytes: Buffer[] = [];
    const viewer = new Promise<boolean>((resolve, reject) => {
      socket.on('close', (code) => reject(new Error(`closed: ${code}`)));
      socket.on('message', (data: Buffer, binary: boolean) => {
        if (binary) bytes.push(data);
        const news = binary ? undefined : readViewerNews(data.toString());
        if (news?.type === 'viewers') {
          const you = news.viewers.find((each) => each.id === news.you);
          if (you !== undefined) resolve(you.mayTake);
        }
      });
    });
    const first = new Promise<string>((resolve) => {
      const seen = () => bytes.length > 0 && resolve(Buffer.concat(bytes).toString('latin1'));
      socket.on('message', seen);
    });
    // A test that asks for the first bytes alone hangs up before it is told of its viewer.
    viewer.catch(() => undefined);
    return { socket, viewer, first };
  }

  it('is of the screen or of the serial line, as asked', async () => {
    const id = await deploy('looked-at');
    const screen = await look(id, { type: 'vnc' });
    expect(await screen.first).toMatch(/^RFB 003\.008/);
    const serial = await look(id, { type: 'serial' });
    serial.socket.on('open', () => serial.socket.send(Buffer.from('\r')));
    expect(await serial.first).not.toMatch(/^RFB/);
    for (const { socket } of [screen, serial]) socket.terminate();
    expect(readWorld(lab.directory, 'SELECT state FROM domain WHERE id = ?', id)).toHaveLength(1);
  });

  it('opened to look only never lets its viewer act', async () => {
    const id = await deploy('watched');
    for (const [viewonly, may] of [
      [true, false],
      [false, true],
    ] as const) {
      const { socket, viewer } = await look(id, { type: 'serial', viewonly });
      expect(await viewer).toBe(may);
      socket.terminate();
    }
  });
});
