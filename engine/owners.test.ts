import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import type { Change } from './contract/transport.ts';
import { disagreements, takeInventory } from './testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// Whose is what: every command that takes somebody's resource, called by somebody else.

let lab: TestEngine;
let alice: Caller;
let bob: Caller;
let vm: string;
let job: string;
let template: string;

const registration = async (name: string) => ({
  zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
  name,
  url: 'http://images.test/own.qcow2',
  format: 'QCOW2' as const,
  hypervisor: 'Simulator' as const,
  ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
  ispublic: false,
});

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  alice = lab.user('alice');
  bob = lab.user('bob');
  template = (await lab.run('registerTemplate', await registration('alice’s own'), alice)).resourceId ?? '';
  const deployed = await lab.run('deployVirtualMachine', await deployInput(lab, 'alice-vm'), alice);
  vm = deployed.resourceId ?? '';
  job = deployed.id;
});
afterAll(() => lab.close());

it('their own is theirs to use', async () => {
  expect((await lab.call('listVirtualMachines', {}, alice)).virtualmachine.map((each) => each.account)).toEqual([
    'alice',
  ]);
  expect((await lab.call('listVolumes', {}, alice)).count).toBe(2);
  expect((await lab.call('queryAsyncJobResult', { jobid: job }, alice)).jobstatus).toBe(1);
  expect((await lab.call('createConsoleEndpoint', { virtualmachineid: vm }, alice)).success).toBe(true);
  await lab.run('rebootVirtualMachine', { id: vm }, alice);
});

describe('what belongs to alice', () => {
  it('is in no list of bob’s, not by id and not by keyword', async () => {
    expect((await lab.call('listVirtualMachines', {}, bob)).count).toBe(0);
    expect((await lab.call('listVirtualMachines', { id: vm }, bob)).count).toBe(0);
    expect((await lab.call('listVirtualMachines', { ids: [vm] }, bob)).count).toBe(0);
    expect((await lab.call('listVirtualMachines', { keyword: 'alice' }, bob)).count).toBe(0);
    expect((await lab.call('listVolumes', { virtualmachineid: vm }, bob)).count).toBe(0);
    expect((await lab.call('listAsyncJobs', { resourceid: vm }, bob)).count).toBe(0);
    expect((await lab.call('listEvents', { resourceid: vm }, bob)).count).toBe(0);
    const all = await lab.call('listTemplates', { templatefilter: 'executable' }, bob);
    expect(all.template.map((each) => each.name)).toEqual(['template']);
    expect((await lab.call('listTemplates', { templatefilter: 'all', id: template }, bob)).count).toBe(0);
  });

  it('is refused to bob by every command, with nothing told of it', async () => {
    const before = takeInventory(lab.directory);
    const deploy = { ...(await deployInput(lab, 'bob-vm')), templateid: template };
    for (const [name, input] of [
      ['startVirtualMachine', { id: vm }],
      ['stopVirtualMachine', { id: vm }],
      ['rebootVirtualMachine', { id: vm }],
      ['explainLease', { virtualmachineid: vm }],
      ['explainSealing', { virtualmachineid: vm }],
      ['sealVirtualMachine', { id: vm, byhand: true }],
      ['destroyVirtualMachine', { id: vm, expunge: true }],
      ['recoverVirtualMachine', { id: vm }],
      ['expungeVirtualMachine', { id: vm }],
      ['updateVirtualMachine', { id: vm, displayname: 'mine' }],
      ['listNics', { virtualmachineid: vm }],
      ['createConsoleEndpoint', { virtualmachineid: vm }],
      ['getVirtualMachineThumbnail', { virtualmachineid: vm }],
      ['updateTemplate', { id: template, name: 'mine' }],
      ['deleteTemplate', { id: template }],
      ['deployVirtualMachine', deploy],
      ['queryAsyncJobResult', { jobid: job }],
      ['listJobLogs', { jobid: job }],
      ['cancelAsyncJob', { jobid: job }],
    ] as const) {
      const refusal = await lab.refusal(name, input, bob);
      expect(refusal.code, name).toBe('account');
      expect(JSON.stringify(refusal), name).not.toMatch(/alice|Running|Stopped/);
    }
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('is Root Admin’s to see', async () => {
    expect((await lab.call('listVirtualMachines', { id: vm })).count).toBe(1);
    expect((await lab.call('listTemplates', { templatefilter: 'all', id: template })).count).toBe(1);
  });
});

it('where an instance runs is Root Admin’s choice', async () => {
  const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  const input = await deployInput(lab, 'bob-vm');
  for (const place of [{ hostid }, { clusterid }])
    expect(await lab.refusal('deployVirtualMachine', { ...input, ...place }, bob)).toMatchObject({
      code: 'account',
      field: Object.keys(place)[0],
    });
  await lab.run('stopVirtualMachine', { id: vm }, alice);
  expect(await lab.refusal('startVirtualMachine', { id: vm, hostid }, alice)).toMatchObject({ code: 'account' });
  await lab.run('startVirtualMachine', { id: vm, hostid });
});

it('a user cannot make their template featured, nor read a host’s log', async () => {
  const made = await lab.run(
    'registerTemplate',
    { ...(await registration('bob’s')), isfeatured: true, ispublic: true },
    bob,
  );
  expect(made.result).toMatchObject({ isfeatured: false, account: 'bob' });
  const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  expect(await lab.refusal('listJobLogs', { hostid }, bob)).toMatchObject({ code: 'parameter', field: 'jobid' });
});

it('changes go to who may see what changed', async () => {
  const heard: Record<string, Change[]> = { admin: [], alice: [], bob: [] };
  const stops = [
    lab.engine.subscribe(lab.engine.desktopCaller(), (changes) => heard.admin?.push(...changes)),
    lab.engine.subscribe(alice, (changes) => heard.alice?.push(...changes)),
    lab.engine.subscribe(bob, (changes) => heard.bob?.push(...changes)),
  ];
  await lab.run('rebootVirtualMachine', { id: vm }, alice);
  lab.engine.internals.ctx.log.flush();
  for (const stop of stops) stop();
  const about = (changes: Change[] | undefined) => new Set((changes ?? []).map((each) => each.noun));
  expect(about(heard.alice)).toEqual(new Set(['virtualmachine', 'asyncjobs', 'event']));
  expect(about(heard.admin)).toEqual(about(heard.alice));
  expect(heard.bob).toEqual([]);
});

it('all of it leaves hosts and store in agreement', () => {
  expect(disagreements(lab.directory)).toEqual([]);
});
