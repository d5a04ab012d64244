import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// An address range becomes longer or shorter, and never loses what an instance has.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

it('has another begin and end, and refuses what others have and what would leave an instance outside', async () => {
  const [range] = (await lab.call('listVlanIpRanges', {})).vlan;
  const { id, networkid } = range ?? { id: '', networkid: '' };
  const other = await lab.call('createVlanIpRange', { networkid, startip: '10.1.0.120', endip: '10.1.0.129' });
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), ipaddress: '10.1.0.105' });

  const change = (more: object) => lab.call('updateVlanIpRange', { id, ...more });
  const same = { gateway: '10.1.0.1', netmask: '255.255.255.0' };
  expect(await change({ ...same, startip: '10.1.0.99', endip: '10.1.0.110' })).toEqual({
    ...range,
    startip: '10.1.0.99',
    endip: '10.1.0.110',
  });
  const refused = (more: object) => lab.refusal('updateVlanIpRange', { id, ...more });
  expect(await refused({ endip: '10.1.0.120' })).toMatchObject({
    field: 'startip',
    message: expect.stringContaining('10.1.0.120'),
  });
  expect(await refused({ endip: '10.1.0.104' })).toMatchObject({ code: 'inUse', field: 'endip' });
  expect(await refused({ startip: '10.1.0.106' })).toMatchObject({ code: 'inUse', field: 'startip' });
  expect(await refused({ gateway: '10.1.0.2' })).toMatchObject({ field: 'gateway' });
  expect(await refused({ netmask: '255.255.0.0' })).toMatchObject({ field: 'netmask' });
  expect(await refused({ startip: '10.1.0.111' })).toMatchObject({ code: 'parameter' });
  // None of these changed anything.
  expect(
    (await lab.call('listVlanIpRanges', { networkid })).vlan.map((each) => `${each.startip}-${each.endip}`).sort(),
  ).toEqual([`${other.startip}-${other.endip}`, '10.1.0.99-10.1.0.110']);
  // What was added is given out.
  const vm = await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-2')), ipaddress: '10.1.0.110' });
  expect(vm.state).toBe('succeeded');
  expect((await lab.call('listEvents', { resourceid: id, type: 'VLAN.IP.RANGE.UPDATE' })).event[0]?.description).toBe(
    'The range 10.1.0.100–10.1.0.109 of the network guests is 10.1.0.99–10.1.0.110 now',
  );
});
