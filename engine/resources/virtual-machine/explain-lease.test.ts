import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../contract/phrase.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const deployed = async (name: string) =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';
const explained = async (id: string) => {
  const { nic } = await lab.call('explainLease', { virtualmachineid: id });
  expect(nic).toHaveLength(1);
  return nic[0]!;
};

it('an instance that has taken its address says so, and one that is off is not looked at', async () => {
  const id = await deployed('web');
  expect(await explained(id)).toMatchObject({ state: 'leased', check: [] });
  await lab.run('stopVirtualMachine', { id, forced: true });
  expect(await lab.call('explainLease', { virtualmachineid: id })).toEqual({ running: false, nic: [] });
});

it('a DHCP service that has stopped is the finding, at once; without the fault all is well again', async () => {
  const id = await deployed('db');
  const network = (await lab.call('listNetworks', {})).network.find((one) => one.servicehostid !== undefined);
  const fault = await lab.call('injectSimulatorFault', { hostid: network?.servicehostid ?? '', name: 'dhcp-down' });
  const found = await explained(id);
  expect(found.state).toBe('missing');
  expect(textOf(found.finding)).toContain('DHCP service of the network does not run');
  expect(found.check.filter((one) => one.status === 'problem').map((one) => one.name)).toEqual(['service']);
  await lab.call('clearSimulatorFault', { id: fault.id });
  expect((await explained(id)).state).toBe('leased');
});

it('a guest that never asks is given time to boot, then suspected by what it has sent', async () => {
  const ids = [await deployed('static-1'), await deployed('mute-1')];
  for (const id of ids) expect((await explained(id)).state).toBe('waiting');
  await lab.call('setSimulatorClock', { mode: 'manual', advance: 10 * 60_000 });
  await lab.call('setSimulatorClock', { mode: 'automatic' });
  const [fixed, mute] = [await explained(ids[0]!), await explained(ids[1]!)];
  for (const one of [fixed, mute]) {
    expect(one.state).toBe('missing');
    expect(one.check.filter((each) => each.status === 'problem')).toEqual([]);
  }
  const guest = (one: typeof fixed) => textOf(one.check.find((each) => each.name === 'guest')?.found ?? '');
  expect(guest(fixed)).toContain('static address');
  expect(guest(mute)).toContain('udev');
});
