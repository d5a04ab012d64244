import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesOfPattern } from '../../contract/name-pattern.ts';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, classInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

describe('a name pattern', () => {
  it.each([
    ['student-##', 1, 3, ['student-01', 'student-02', 'student-03']],
    ['student-##', 99, 2, ['student-99', 'student-100']],
    ['pc#-room', 0, 2, ['pc0-room', 'pc1-room']],
    [' vm-### ', 7, 1, ['vm-007']],
  ])('%s from %i, %i of them', (pattern, start, count, names) => {
    expect(namesOfPattern(pattern, start, count)).toEqual(names);
  });

  it.each(['student', '', 'a#b#', '##-##'])('%j stands for no names', (pattern) => {
    expect(namesOfPattern(pattern, 1, 2)).toBeUndefined();
  });
});

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

interface Result {
  count: number;
  failed: number;
  deployment: { name: string; state: string; errortext?: string; ipaddress?: string }[];
}
const names = async () =>
  (await lab.call('listVirtualMachines', { sortby: 'name', pagesize: -1 })).virtualmachine.map((vm) => vm.name);

it('deploys a class: each with its own address, one job that says so', async () => {
  const job = await lab.run('deployVirtualMachines', { ...(await classInput(lab, 3)), namepattern: 'student-##' });
  const result = job.result as Result;
  expect(result).toMatchObject({ count: 3, failed: 0 });
  expect(result.deployment.map((each) => each.name)).toEqual(['student-01', 'student-02', 'student-03']);
  expect(new Set(result.deployment.map((each) => each.ipaddress)).size).toBe(3);
  expect(job.resourceName).toBe('student-01 … student-03');
  expect(await names()).toEqual(['student-01', 'student-02', 'student-03']);
});

it('a class that does not fit is deployed as far as it goes, and the rest again once there is room', async () => {
  // Ten addresses in all: one is the service's, three are taken.
  const input = { ...(await classInput(lab, 8)), namepattern: 'late-#' };
  const job = await lab.run('deployVirtualMachines', input);
  const result = job.result as Result;
  expect(result).toMatchObject({ count: 8, failed: 2 });
  // The job of many does not pass for a whole success, nor is it found among them.
  const jobid = job.id;
  expect(await lab.call('queryAsyncJobResult', { jobid })).toMatchObject({ jobstatus: 1, state: 'partial' });
  const ids = async (state: string) => (await lab.call('listAsyncJobs', { state })).asyncjobs.map((one) => one.jobid);
  expect(await ids('partial')).toEqual([jobid]);
  expect(await ids('succeeded')).not.toContain(jobid);
  const failed = result.deployment.filter((each) => each.state === 'failed');
  expect(failed.every((each) => /no free address/i.test(each.errortext ?? ''))).toBe(true);
  expect(await names()).toHaveLength(9);
  expect(disagreements(lab.directory)).toEqual([]);
  const listed = await lab.call('listVirtualMachineDeployments', { jobid: job.id, keyword: 'no free' });
  expect(listed.deployment.map((each) => each.name)).toEqual(failed.map((each) => each.name));

  const one = failed[0]?.name ?? '';
  const done = result.deployment.find((each) => each.state === 'succeeded')?.name ?? '';
  const retry = { jobid: job.id, names: [one] };
  expect(await lab.refusal('retryVirtualMachineDeployments', { jobid: job.id, names: [done] })).toMatchObject({
    field: 'names',
    message: `${done} is not one that failed.`,
  });
  const gone = await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'student-01');
  await lab.run('destroyVirtualMachine', { id: gone, expunge: true });
  const again = (await lab.run('retryVirtualMachineDeployments', retry)).result as Result;
  expect(again).toMatchObject({ count: 1, failed: 0, deployment: [{ name: one, state: 'succeeded' }] });
  // What was deployed meanwhile is not deployed twice.
  expect((await lab.refusal('retryVirtualMachineDeployments', retry)).message).toContain(one);
});

describe('is refused before anything begins', () => {
  it.each([
    ['without a place for the number', { namepattern: 'student' }, /no place for the number/],
    ['with two places', { namepattern: 'a#-#' }, /more than one/],
    ['with a name that is no host name', { namepattern: '##-student' }, /"01-student", which is not a host name/],
    ['with names that are too long', { namepattern: `${'x'.repeat(62)}#`, count: 10 }, /not a host name/],
    ['with a name that is taken', { namepattern: 'student-##' }, /already: student-02, student-03/],
  ])('%s', async (_what, more, sentence) => {
    const before = await names();
    const refusal = await lab.refusal('deployVirtualMachines', { ...(await classInput(lab, 3)), ...more });
    expect(refusal).toMatchObject({ code: 'parameter', field: 'namepattern' });
    expect(refusal.message).toMatch(sentence);
    expect(await names()).toEqual(before);
  });

  it.each([0, -1, 1.5, 101])('%d of them', async (count) => {
    const refusal = await lab.refusal('deployVirtualMachines', { ...(await classInput(lab, 1)), count });
    expect(refusal.field).toBe('count');
  });

  it('for the job of something else, and of somebody else', async () => {
    const jobs = (await lab.call('listAsyncJobs', { pagesize: -1 })).asyncjobs;
    const other = jobs.find((job) => job.cmd === 'addHost')?.jobid;
    expect((await lab.refusal('listVirtualMachineDeployments', { jobid: other })).message).toMatch(
      /no set of instances/,
    );
    const mine = jobs.find((job) => job.cmd === 'deployVirtualMachines')?.jobid;
    const student = lab.user('student');
    for (const command of ['listVirtualMachineDeployments', 'retryVirtualMachineDeployments'])
      expect(await lab.refusal(command, { jobid: mine }, student)).toMatchObject({ code: 'account' });
  });
});

it('more classes at once than jobs may run come to their end all the same', async () => {
  const input = await classInput(lab, 1);
  const jobs = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      lab.call('deployVirtualMachines', { ...input, namepattern: `many-${index}-#` }),
    ),
  );
  const ended = await Promise.all(jobs.map((job) => lab.engine.internals.ctx.jobs.wait(job.jobid)));
  expect(ended.every((job) => job.state === 'succeeded')).toBe(true);
});
