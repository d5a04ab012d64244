import { afterEach, describe, expect, it } from 'vitest';
import { type Phrase, say as sentence } from '../contract/phrase.ts';
import type { KeyStore } from '../engine.ts';
import { freePort } from '../ssh/testing/sshd.ts';
import { disagreements, takeInventory } from '../testing/inventory.ts';
import {
  buildCloud,
  deployInput,
  idOf,
  startTestEngine,
  type TestEngine,
  type TestEngineOptions,
} from '../testing/lab.ts';
import { ended, errorOf, jobRow, letTimeRun, until } from '../testing/wait.ts';
import { maximumLinesPerJob } from './job-log.ts';

let lab: TestEngine;
afterEach(async () => await lab.close());

const start = async (options: TestEngineOptions = {}) => {
  lab = await startTestEngine(options);
  return lab;
};
const cloud = async (options: TestEngineOptions = {}) => {
  await start(options);
  await buildCloud(lab);
};
const template = async () => ({
  zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
  name: 'second',
  url: 'http://images.test/second.qcow2',
  format: 'QCOW2' as const,
  hypervisor: 'Simulator' as const,
  ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
});
const templateRow = async (name: string) =>
  (await lab.call('listTemplates', { templatefilter: 'all', name })).template[0];
const hosts = async () => (await lab.call('listHosts', {})).host.map((host) => host.id);
const faultOnAll = async (name: 'slow' | 'fail-next-operation', detail: string) => {
  for (const hostid of await hosts()) await lab.call('injectSimulatorFault', { hostid, name, detail });
};
const clearFaults = async () => {
  for (const fault of (await lab.call('listSimulatorFaults', {})).simulatorfault)
    await lab.call('clearSimulatorFault', { id: fault.id });
};
const logOf = async (jobid: string) =>
  (await lab.call('listJobLogs', { jobid, pagesize: -1 })).joblog.map((line) => line.text);
const inStep = (jobid: string, step: string) => until(lab, () => jobRow(lab, jobid).step === step);

it('what a step said is gone, in every language, when the job has gone on', async () => {
  await cloud();
  const job = await ended(lab, await lab.call('registerTemplate', await template()));
  expect(job).toMatchObject({ state: 'succeeded' });
  expect([job.progresstext, job.progressphrase]).toEqual([undefined, undefined]);
});

it('whoever watches what a job works on hears of its end, though nothing else of it changes then', async () => {
  await cloud();
  const [hostid = ''] = await hosts();
  await lab.call('setSimulatorClock', { mode: 'manual' });
  const answer = await lab.call('reconnectHost', { id: hostid });
  const heard: string[] = [];
  lab.engine.subscribe(lab.engine.desktopCaller(), (changes) => {
    // What the end's own commit says, and nothing before it.
    if (changes.some((change) => change.id === answer.jobid) && jobRow(lab, answer.jobid).completed !== undefined)
      heard.push(...changes.map((change) => `${change.noun} ${change.id}`));
  });
  await letTimeRun(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
  expect((await ended(lab, answer)).state).toBe('succeeded');
  expect(heard).toContain(`host ${hostid}`);
});

describe('cancel', () => {
  it('in the middle of a download stops it and leaves nothing but the reason', async () => {
    await cloud();
    const before = takeInventory(lab.directory);
    await lab.call('setSimulatorClock', { mode: 'manual' });
    const answer = await lab.call('registerTemplate', await template());
    await until(lab, () => jobRow(lab, answer.jobid).step === 'download' && jobRow(lab, answer.jobid).progressText);
    await lab.call('setSimulatorClock', { advance: 1000 });
    expect((await lab.call('queryAsyncJobResult', { jobid: answer.jobid })).cancellable).toBe(true);
    await lab.call('cancelAsyncJob', { jobid: answer.jobid });
    const job = await ended(lab, answer);
    expect(job).toMatchObject({ jobstatus: 3, state: 'cancelled', cancellable: false });
    expect(errorOf(job).errortext).toBe('The job was cancelled.');
    expect(await templateRow('second')).toMatchObject({
      state: 'Failed',
      status: 'The job was cancelled.',
      isready: false,
    });
    await lab.call('setSimulatorClock', { mode: 'automatic' });
    await lab.run('deleteTemplate', { id: (await templateRow('second'))?.id ?? '' });
    expect(takeInventory(lab.directory)).toEqual(before);
    await expect(lab.refusal('cancelAsyncJob', { jobid: answer.jobid })).resolves.toMatchObject({
      code: 'conflict',
      message: 'The job has already ended.',
    });
  });

  it('of a deployment takes everything back', async () => {
    await cloud();
    const before = takeInventory(lab.directory);
    await lab.call('setSimulatorClock', { mode: 'manual' });
    const answer = await lab.call('deployVirtualMachine', await deployInput(lab, 'vm-1'));
    await letTimeRun(lab, () => jobRow(lab, answer.jobid).step === 'start');
    await lab.call('cancelAsyncJob', { jobid: answer.jobid });
    await letTimeRun(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
    expect((await ended(lab, answer)).state).toBe('cancelled');
    const after = takeInventory(lab.directory);
    // The whole copy of the template on primary storage is the base of the next deployment and stays.
    for (const side of [before, after]) for (const part of [side.store.templateCopy, side.world.image]) part?.splice(0);
    expect(after).toEqual(before);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('is refused, with the reason, past the point of no return', async () => {
    await cloud();
    const { resourceId: id = '' } = await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
    await lab.call('setSimulatorClock', { mode: 'manual' });
    await faultOnAll('slow', '1000');
    const answer = await lab.call('destroyVirtualMachine', { id });
    await letTimeRun(lab, () => jobRow(lab, answer.jobid).step === 'domain');
    expect(await lab.refusal('cancelAsyncJob', { jobid: answer.jobid })).toMatchObject({
      code: 'conflict',
      message: 'The job is past the point from which it can only go forward.',
    });
    expect((await lab.call('queryAsyncJobResult', { jobid: answer.jobid })).cancellable).toBe(false);
    await letTimeRun(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
    expect((await ended(lab, answer)).state).toBe('succeeded');
  });

  it('is for the job’s owner', async () => {
    await cloud();
    await lab.call('setSimulatorClock', { mode: 'manual' });
    const answer = await lab.call('registerTemplate', await template());
    await inStep(answer.jobid, 'download');
    expect(await lab.refusal('cancelAsyncJob', { jobid: answer.jobid }, lab.user('student'))).toMatchObject({
      code: 'account',
    });
    await lab.call('setSimulatorClock', { mode: 'automatic' });
    expect((await ended(lab, answer)).state).toBe('succeeded');
  });
});

describe('a stuck job', () => {
  it('is shown, blocks its resource, and goes forward when repaired', async () => {
    await cloud();
    const { resourceId: id = '' } = await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
    await faultOnAll('fail-next-operation', 'destroyDomain');
    const answer = await lab.call('destroyVirtualMachine', { id });
    const job = await ended(lab, answer);
    expect(job).toMatchObject({ jobstatus: 0, state: 'stuck', step: 'domain', cancellable: false });
    expect(errorOf(job).errortext).toContain('fail-next-operation');
    expect((await lab.call('listAsyncJobs', { state: 'stuck' })).asyncjobs.map((each) => each.jobid)).toEqual([
      answer.jobid,
    ]);
    expect(await lab.refusal('cancelAsyncJob', { jobid: answer.jobid })).toMatchObject({
      message: 'The job is stuck: repair it instead.',
    });
    expect(await lab.refusal('stopVirtualMachine', { id })).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('repairAsyncJob', { jobid: answer.jobid }, lab.user('student'))).toMatchObject({
      code: 'unsupportedCommand',
    });
    await clearFaults();
    await lab.call('repairAsyncJob', { jobid: answer.jobid });
    await until(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
    expect(await lab.call('queryAsyncJobResult', { jobid: answer.jobid })).toMatchObject({ state: 'succeeded' });
    expect(await lab.refusal('repairAsyncJob', { jobid: answer.jobid })).toMatchObject({
      code: 'conflict',
      message: 'Only a stuck job can be repaired.',
    });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('whose undo failed says which, and goes on undoing when repaired', async () => {
    await cloud();
    const before = takeInventory(lab.directory);
    await faultOnAll('fail-next-operation', 'startDomain');
    await faultOnAll('fail-next-operation', 'removeVolume');
    const answer = await lab.call('deployVirtualMachine', await deployInput(lab, 'vm-1'));
    const job = await ended(lab, answer);
    expect(job).toMatchObject({ state: 'stuck' });
    expect(errorOf(job).hint).toMatch(/^Undoing "volumes" failed: .* repair the job\.$/);
    const vm = (await lab.call('listVirtualMachines', {})).virtualmachine[0];
    expect(vm).toMatchObject({ name: 'vm-1', jobid: answer.jobid });
    expect(await lab.refusal('destroyVirtualMachine', { id: vm?.id })).toMatchObject({ code: 'conflict' });
    await clearFaults();
    await lab.call('repairAsyncJob', { jobid: answer.jobid });
    await until(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
    expect(await lab.call('queryAsyncJobResult', { jobid: answer.jobid })).toMatchObject({
      jobstatus: 2,
      state: 'failed',
    });
    const after = takeInventory(lab.directory);
    for (const side of [before, after]) for (const part of [side.store.templateCopy, side.world.image]) part?.splice(0);
    expect(after).toEqual(before);
    expect(disagreements(lab.directory)).toEqual([]);
  });
});

it('two jobs on one instance: the second is refused and told of the first', async () => {
  await cloud();
  const { resourceId: id = '' } = await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
  await lab.call('setSimulatorClock', { mode: 'manual' });
  await faultOnAll('slow', '1000');
  const answer = await lab.call('rebootVirtualMachine', { id });
  for (const name of ['stopVirtualMachine', 'rebootVirtualMachine', 'destroyVirtualMachine'] as const)
    expect(await lab.refusal(name, { id })).toMatchObject({
      code: 'conflict',
      message: 'vm-1 has a job in hand: rebootVirtualMachine.',
      hint: 'Wait until it has ended, or cancel it.',
    });
  await letTimeRun(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
  expect((await ended(lab, answer)).state).toBe('succeeded');
});

it('a job goes on after a restart from where its journal ends', async () => {
  await cloud({ keep: true });
  await lab.call('setSimulatorClock', { mode: 'manual' });
  const answer = await lab.call('registerTemplate', await template());
  await inStep(answer.jobid, 'download');
  const closed = lab.close();
  // The step in hand is let finish; the next one is not begun any more.
  while (jobRow(lab, answer.jobid).stepIndex === 2 && !(await Promise.race([closed.then(() => true), tick()])));
  await closed;
  const { directory } = lab;
  await start({ directory });
  await lab.call('setSimulatorClock', { mode: 'automatic' });
  const job = await ended(lab, answer);
  expect(job.state).toBe('succeeded');
  expect(await templateRow('second')).toMatchObject({ isready: true });
  expect((await logOf(answer.jobid)).filter((line) => line.includes('started on'))).toHaveLength(1);

  async function tick(): Promise<false> {
    lab.engine.internals.ctx.practice.setClock({ advance: 500 });
    await new Promise((resolve) => setImmediate(resolve));
    return false;
  }
});

describe('locked secrets', () => {
  const login = (port: number) => ({
    address: '127.0.0.1',
    port,
    username: 'root',
    authentication: 'password' as const,
    password: 'correct horse battery staple',
    hostkeyfingerprint: `SHA256:${'A'.repeat(43)}`,
  });
  const lockable = (): KeyStore & { locked: boolean } => ({
    kind: 'test',
    locked: false,
    async load() {
      if (this.locked) throw new Error('the desktop’s key store is locked');
      return new Uint8Array(32).fill(7);
    },
    save: async () => undefined,
  });

  it('make jobs that need one wait, visibly, until they are unlocked', async () => {
    const port = await freePort();
    await start({ keep: true });
    const made = await ended(lab, await lab.call('createHostPreparation', login(port)));
    expect(errorOf(made).code).toBe('hostUnreachable');
    const { directory } = lab;
    await lab.close();

    const keyStore = lockable();
    keyStore.locked = true;
    await start({ directory, keyStore });
    expect((await lab.call('getSession', {})).unlocked).toBe(false);
    const before = takeInventory(lab.directory);
    expect(await lab.refusal('createHostPreparation', login(port + 1))).toMatchObject({
      code: 'locked',
      hint: expect.stringContaining('key store'),
    });
    expect(takeInventory(lab.directory)).toEqual(before);

    const id = made.jobinstanceid ?? '';
    const waiting = await lab.call('updateHostPreparation', { id, bridge: 'br7' });
    await until(lab, () => jobRow(lab, waiting.jobid).state === 'locked');
    expect(await lab.call('queryAsyncJobResult', { jobid: waiting.jobid })).toMatchObject({
      state: 'locked',
      jobstatus: 0,
      cancellable: true,
    });
    expect(await lab.refusal('unlockSecrets', {})).toMatchObject({
      code: 'locked',
      message: 'The stored passwords stay locked: the desktop’s key store is locked',
    });
    expect(jobRow(lab, waiting.jobid).state).toBe('locked');

    keyStore.locked = false;
    await lab.call('unlockSecrets', {});
    expect((await lab.call('getSession', {})).unlocked).toBe(true);
    // It goes on: now it is the host that does not answer.
    expect(errorOf(await ended(lab, waiting))).toMatchObject({ code: 'hostUnreachable' });
  });

  it('do not keep a job from being cancelled', async () => {
    const port = await freePort();
    await start({ keep: true });
    const made = await ended(lab, await lab.call('createHostPreparation', login(port)));
    const { directory } = lab;
    await lab.close();
    const keyStore = lockable();
    keyStore.locked = true;
    await start({ directory, keyStore });
    const waiting = await lab.call('updateHostPreparation', { id: made.jobinstanceid ?? '', bridge: 'br7' });
    await until(lab, () => jobRow(lab, waiting.jobid).state === 'locked');
    await lab.call('cancelAsyncJob', { jobid: waiting.jobid });
    expect((await ended(lab, waiting)).state).toBe('cancelled');
    expect((await lab.call('listHostPreparations', {})).hostpreparation[0]?.state).toBe('New');
  });
});

describe('a job’s log', () => {
  const quickJob = async () => {
    await start();
    const zone = await lab.call('createZone', {
      name: 'z',
      networktype: 'Basic',
      dns1: '192.0.2.1',
      internaldns1: '192.0.2.1',
    });
    return (await lab.run('createPhysicalNetwork', { zoneid: zone.id, name: 'p' })).id;
  };
  const say = async (jobId: string, text: string) => {
    lab.engine.internals.ctx.log.add({ jobId, level: 'info', text });
    return await logOf(jobId);
  };

  it('keeps a sentence of ours as data beside its text, inert in what it quotes; one that quotes lines is these lines', async () => {
    const jobid = await quickJob();
    const add = (text: Phrase) => lab.engine.internals.ctx.log.add({ jobId: jobid, level: 'info', text });
    add(sentence`${'h1\u001b[31m'} said ${'one\ttwo'}`);
    add(sentence`${'h1'} said ${'one\ntwo'}`);
    const lines = (await lab.call('listJobLogs', { jobid, pagesize: -1 })).joblog;
    expect(lines.map(({ text, phrase }) => [text, phrase])).toEqual([
      ['h1 said one\ttwo', { key: '{0} said {1}', parameters: ['h1', 'one\ttwo'] }],
      ['h1 said one', undefined],
      ['two', undefined],
    ]);
  });

  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after a title', 'after a title'],
    ['\u001b]52;c;ZXZpbA==\u001b\\after the clipboard', 'after the clipboard'],
    ['\u001bP1;2|device\u001b\\control', 'control'],
    ['be\u0008ep\u0007', 'beep'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u009b31mC1', '31mC1'],
    ['unfinished \u001b[', 'unfinished ['],
    ['<img src=x onerror=alert(1)> $(reboot)', '<img src=x onerror=alert(1)> $(reboot)'],
    ['a\ttab', 'a\ttab'],
  ])('%j is kept as %j', async (text, kept) => {
    expect(await say(await quickJob(), text)).toEqual([kept]);
  });

  it('keeps lines apart, also a progress bar’s', async () => {
    expect(await say(await quickJob(), 'one\r\ntwo\n\n10%\r20%\rdone')).toEqual(['one', 'two', '10%', '20%', 'done']);
  });

  it('holds so many lines and no more, says so, and shortens long ones', async () => {
    const id = await quickJob();
    const first = await say(id, 'x'.repeat(100_000));
    expect(first[0]).toHaveLength(2000);
    for (let round = 0; round < 3; round++) await say(id, 'line\n'.repeat(9000));
    const lines = await logOf(id);
    expect(lines).toHaveLength(maximumLinesPerJob);
    expect(lines.at(-1)).toBe('The log is full; further lines are dropped.');
  });

  it('never shows a secret, not in pieces, not between control sequences', async () => {
    const id = await quickJob();
    const key =
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\nQyNTUxOQAAACB\n-----END OPENSSH PRIVATE KEY-----\n';
    const { secrets } = lab.engine.internals.ctx;
    secrets.put('host', 'password', 'hunter2');
    secrets.put('host', 'sudoPassword', 'hunter2-and-more');
    secrets.put('host', 'privateKey', key);
    const lines = await say(
      id,
      `${key}login with hunter2 failed; hunter2-and-more; hun\u001b[0mter2; QyNTUxOQAAACB; h\u0000unter2`,
    );
    expect(lines.join('\n')).not.toMatch(/hunter|b3Blbn|QyNTUx|and-more/);
    expect(lines.at(-1)).toBe('login with ••• failed; •••; •••; •••; •••');
  });
});
