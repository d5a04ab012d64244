import { afterAll, beforeAll, expect, it } from 'vitest';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const deployed = async (name: string) =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';
const vm = async (id: string) => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];

it('every step is cleared by the guest agent and told, then the instance is off', async () => {
  const id = await deployed('golden');
  const { way, step } = await lab.call('explainSealing', { virtualmachineid: id });
  expect(way).toBe('agent');
  const job = await lab.run('sealVirtualMachine', { id });
  expect(await vm(id)).toMatchObject({ state: 'Stopped', powerstate: 'PowerOff' });
  const log = (await lab.call('listJobLogs', { jobid: job.id, pagesize: 500 })).joblog.map((line) => line.text);
  for (const each of step) expect(log).toContain(`${each.title.key}: cleared`);
  expect(disagreements(lab.directory)).toEqual([]);
  expect((await lab.refusal('sealVirtualMachine', { id })).message).toMatch(/Stopped and cannot be sealed/);
});

it('what could not be cleared is named, and the instance runs on', async () => {
  const id = await deployed('readonly-1');
  await expect(lab.run('sealVirtualMachine', { id })).rejects.toThrow(
    /readonly-1 is not sealed\. Not cleared: .*SSH host keys \(exit code 1: Read-only file system\)/,
  );
  expect(await vm(id)).toMatchObject({ state: 'Running', powerstate: 'PowerOn' });
});

it('without an agent it is done by hand: the steps are told, and the power goes', async () => {
  const id = await deployed('agentless-1');
  const { way, reason } = await lab.call('explainSealing', { virtualmachineid: id });
  expect([way, reason?.key]).toEqual(['byhand', 'No guest agent answers. It comes with the package qemu-guest-agent.']);
  await expect(lab.run('sealVirtualMachine', { id })).rejects.toThrow(/guest agent does not answer/);
  expect((await vm(id))?.state).toBe('Running');
  await lab.run('sealVirtualMachine', { id, byhand: true });
  expect((await vm(id))?.state).toBe('Stopped');
});

it('Windows is sealed by its own program', async () => {
  const template = await lab.run('registerTemplate', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name: 'windows',
    url: 'http://images.test/windows.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Windows Server 2022 (64-bit)'),
  });
  const id =
    (
      await lab.run('deployVirtualMachine', {
        ...(await deployInput(lab, 'desk')),
        templateid: template.resourceId ?? '',
      })
    ).resourceId ?? '';
  const { way, system, step } = await lab.call('explainSealing', { virtualmachineid: id });
  expect([way, system, step.map((each) => each.name)]).toEqual(['byhand', 'windows', ['sysprep']]);
  expect((await lab.refusal('sealVirtualMachine', { id })).hint).toMatch(/Sysprep/);
});
