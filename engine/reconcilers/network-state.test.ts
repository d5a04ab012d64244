import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disagreements } from '../testing/inventory.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { until } from '../testing/wait.ts';
import { clockAhead, onTheHost } from './testing/simulated-world.ts';

let lab: TestEngine;
const runOnce = (name: string) => lab.engine.internals.reconcilers.runOnce(name);
const deploy = async (name: string) =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';

beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterEach(async () => await lab.close());

it('a guest network that its host lost is made again, with the same reservations', async () => {
  await deploy('vm-1');
  await deploy('vm-2');
  const look = () =>
    onTheHost(lab, (world) => ({
      networks: world.prepare('SELECT id, spec FROM guest_network').all(),
      reservations: world.prepare('SELECT mac, address, host_name FROM reservation ORDER BY mac').all(),
    }));
  const before = look();
  expect(before.reservations).toHaveLength(2);
  onTheHost(lab, (world) => world.pragma('foreign_keys = ON') && world.exec('DELETE FROM guest_network'));
  expect(look()).toEqual({ networks: [], reservations: [] });
  await runOnce('network-state');
  expect(look()).toEqual(before);
});

it('a reservation that somebody changed on the host is set right', async () => {
  await deploy('vm-1');
  onTheHost(lab, (world) => world.exec("UPDATE reservation SET address = '10.1.0.66'"));
  await runOnce('network-state');
  expect(disagreements(lab.directory)).toEqual([]);
  const addresses = onTheHost(lab, (world) => world.prepare('SELECT address FROM reservation').pluck().all());
  expect(addresses).not.toContain('10.1.0.66');
});

it('an instance that comes or goes tells the host of itself alone, and the round finds nothing to do', async () => {
  const first = await deploy('vm-1');
  const tamper = () => onTheHost(lab, (world) => world.exec("UPDATE reservation SET host_name = 'tampered'"));
  const names = () =>
    onTheHost(lab, (world) => world.prepare('SELECT host_name FROM reservation ORDER BY host_name').pluck().all());
  tamper();
  const second = await deploy('vm-2');
  expect(names()).toEqual(['tampered', 'vm-2']);
  await lab.run('destroyVirtualMachine', { id: second, expunge: true });
  expect(names()).toEqual(['tampered']);
  await runOnce('network-state');
  expect(names()).toEqual(['vm-1']);
  // The last one takes the service with it.
  await lab.run('destroyVirtualMachine', { id: first, expunge: true });
  expect(onTheHost(lab, (world) => world.prepare('SELECT * FROM guest_network').all())).toEqual([]);
});

it('a deployment finds the network lost by its host and makes the whole of it again', async () => {
  await deploy('vm-1');
  onTheHost(lab, (world) => world.pragma('foreign_keys = ON') && world.exec('DELETE FROM guest_network'));
  await deploy('vm-2');
  expect(disagreements(lab.directory)).toEqual([]);
});

describe('while the host that answers DHCP and DNS is away', () => {
  const network = async () => {
    const [found] = (await lab.call('listNetworks', {})).network;
    if (found === undefined) throw new Error('The network is not listed');
    return found;
  };
  const services = () => onTheHost(lab, (world) => world.prepare('SELECT count(*) FROM guest_network').pluck().get());
  /** Deploys one instance, then cuts its network's host off; answers with the instance, that host, and the fault. */
  const cutOff = async (seconds: number) => {
    const vm = await deploy('vm-1');
    const before = await network();
    const hostid = before.servicehostid ?? '';
    const pass = clockAhead(lab);
    const fault = await lab.call('injectSimulatorFault', { hostid, name: 'link-cut' });
    pass(seconds);
    await runOnce('host-heartbeat');
    return { vm, before, hostid, fault };
  };
  const comeBack = async (fault: { id: string }, hostid: string) => {
    await lab.call('clearSimulatorFault', { id: fault.id });
    await until(lab, () => lab.engine.internals.ctx.store.get('hosts', hostid)?.state === 'Up');
    await runOnce('network-state');
  };

  it('a new instance brings the service to its own host, under an address that nobody else may hold', async () => {
    const { before, hostid, fault } = await cutOff(200);
    await deploy('vm-2');
    const moved = await network();
    expect(moved.servicehostid).not.toBe(hostid);
    expect(moved.serviceip).not.toBe(before.serviceip);
    // Two NICs, the service, and the address that the silent host may still answer on.
    expect(moved.ipused).toBe(4);
    const free = { ...(await deployInput(lab, 'vm-3')), ipaddress: before.serviceip };
    expect(await lab.refusal('deployVirtualMachine', free)).toMatchObject({ field: 'ipaddress' });
    expect(services()).toBe(2);

    await comeBack(fault, hostid);
    expect(services()).toBe(1);
    expect((await network()).ipused).toBe(3);
    expect(disagreements(lab.directory)).toEqual([]);
    await lab.run('deployVirtualMachine', free);
  });

  it('an instance that goes is gone; the host is told when it is back', async () => {
    const { vm, hostid, fault } = await cutOff(200);
    const second = await deploy('vm-2');
    await lab.run('destroyVirtualMachine', { id: second, expunge: true });
    await comeBack(fault, hostid);
    await lab.run('destroyVirtualMachine', { id: vm, expunge: true });
    await runOnce('network-state');
    expect(services()).toBe(0);
    expect(await network()).toMatchObject({ state: 'Allocated', ipused: 0 });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('for a moment only, a deployment fails with that reason and is taken back whole', async () => {
    const { hostid, fault } = await cutOff(10);
    const answer = await lab.call('deployVirtualMachine', await deployInput(lab, 'vm-2'));
    const job = await lab.engine.internals.ctx.jobs.wait(answer.jobid);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'hostUnreachable' } });
    expect((await lab.call('listVirtualMachines', {})).count).toBe(1);
    expect((await network()).servicehostid).toBe(hostid);
    await comeBack(fault, hostid);
    expect(disagreements(lab.directory)).toEqual([]);
    await deploy('vm-2');
  });
});
