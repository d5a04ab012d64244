import { createHash } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { closeCodes } from '../../contract/console.ts';
import type { Input } from '../../contract/contract.ts';
import { uploadChunk } from '../../contract/upload.ts';
import { isoBytes, qcow2Bytes } from '../../testing/image-bytes.ts';
import { disagreements, takeInventory } from '../../testing/inventory.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import { sendFile } from '../../testing/send-file.ts';

// Files that a page sends, through the whole engine on simulated hosts: what becomes of the job, the row and the bytes on the host.

let cloud: string;
beforeAll(async () => {
  const lab = await startTestEngine({ keep: true });
  await buildCloud(lab);
  await lab.close();
  cloud = lab.directory;
  return () => rmSync(cloud, { recursive: true });
});

async function desk(): Promise<TestEngine> {
  const directory = scratchFolder('upload');
  cpSync(cloud, directory, { recursive: true });
  const lab = await startTestEngine({ directory });
  onTestFinished(() => lab.close());
  return lab;
}

async function upload(lab: TestEngine, bytes: Buffer, more: Partial<Input<'getUploadParamsForTemplate'>> = {}) {
  return await lab.call('getUploadParamsForTemplate', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name: 'sent',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    filesize: bytes.length,
    ...more,
  });
}

const jobEnd = (lab: TestEngine, jobid: string) => lab.engine.internals.ctx.jobs.wait(jobid);
const row = async (lab: TestEngine, id: string) =>
  (await lab.call('listTemplates', { templatefilter: 'all', id })).template[0];

/** Neither bytes nor promises of a file are left, whatever stands in the list. */
function expectNothingLeft(lab: TestEngine): void {
  expect(takeInventory(lab.directory).world.upload).toEqual([]);
  expect(disagreements(lab.directory).filter((each) => !each.startsWith('job left open'))).toEqual([]);
}

test('a file becomes a template that instances are made of; its checksum and its sizes are the file’s', async () => {
  const lab = await desk();
  const bytes = qcow2Bytes({ virtualSize: 3 * 1024 ** 3 });
  const digest = createHash('sha512').update(bytes).digest('hex');
  const answer = await upload(lab, bytes, { checksum: `{SHA-512}${digest}`, ispublic: false });
  expect(await row(lab, answer.id)).toMatchObject({ isready: false, jobid: answer.jobid });
  expect((await sendFile(answer.url, bytes).closed).code).toBe(closeCodes.received);
  expect(await jobEnd(lab, answer.jobid)).toMatchObject({ state: 'succeeded', percent: 100 });
  const template = await row(lab, answer.id);
  expect(template).toMatchObject({
    state: 'Ready',
    status: 'Upload Complete',
    isready: true,
    size: 3 * 1024 ** 3,
    physicalsize: bytes.length,
    ispublic: false,
  });
  expect(template?.url).toBeUndefined();
  await lab.run('deployVirtualMachine', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    serviceofferingid: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny'),
    templateid: answer.id,
    name: 'vm-1',
  });
  expectNothingLeft(lab);
});

test('the percent of the job is that of the bytes, and the list shows it', async () => {
  const lab = await desk();
  const bytes = Buffer.alloc(8 * uploadChunk);
  const answer = await upload(lab, bytes, { format: 'RAW' });
  const page = sendFile(answer.url, bytes, { upTo: 4 * uploadChunk });
  await page.taken(4 * uploadChunk);
  await expect.poll(async () => (await row(lab, answer.id))?.status, { timeout: 10_000 }).toBe('50% Uploaded');
  expect(await row(lab, answer.id)).toMatchObject({ state: 'UploadInProgress', downloadpercent: 50 });
  page.cut();
  await jobEnd(lab, answer.jobid);
});

test('a window that goes leaves no byte behind; the row says why, and can be deleted', async () => {
  const lab = await desk();
  const bytes = Buffer.alloc(40 * uploadChunk);
  const answer = await upload(lab, bytes, { format: 'RAW' });
  const page = sendFile(answer.url, bytes, { upTo: 30 * uploadChunk });
  await page.taken(30 * uploadChunk);
  page.cut();
  const job = await jobEnd(lab, answer.jobid);
  expect(job.state).toBe('failed');
  expect(job.error?.hint).toMatch(/choose the file again/);
  expect(await row(lab, answer.id)).toMatchObject({
    state: 'UploadError',
    status: 'The window that sent the file was closed, or the connection to it was cut.',
  });
  expectNothingLeft(lab);
  await lab.run('deleteTemplate', { id: answer.id });
  expect(await row(lab, answer.id)).toBeUndefined();
});

test('a cancelled upload is abandoned, before its page came and in the middle', async () => {
  const lab = await desk();
  const bytes = Buffer.alloc(4 * uploadChunk);
  for (const comes of [false, true]) {
    const answer = await upload(lab, bytes, { format: 'RAW', name: `sent ${comes}` });
    const page = comes ? sendFile(answer.url, bytes, { upTo: uploadChunk }) : undefined;
    await page?.taken(uploadChunk);
    await lab.call('cancelAsyncJob', { jobid: answer.jobid });
    expect((await jobEnd(lab, answer.jobid)).state).toBe('cancelled');
    expect((await row(lab, answer.id))?.state).toBe('UploadAbandoned');
    if (page !== undefined) expect((await page.closed).code).toBe(closeCodes.ended);
    // A ticket that was not spent opens nothing any more.
    else expect((await sendFile(answer.url, bytes).closed).code).toBe(closeCodes.ended);
  }
  expectNothingLeft(lab);
});

test.for([
  ['an ISO as a template', isoBytes(), {}, /not a QCOW2 image/],
  ['an image with a backing file', qcow2Bytes({ backingFile: '/etc/shadow' }), {}, /backing file/],
  ['another checksum', qcow2Bytes(), { checksum: 'f'.repeat(64) }, /not the expected sha256 checksum/],
  [
    'an image that is larger inside than allowed',
    qcow2Bytes({ virtualSize: 2 ** 41 }),
    {},
    /larger than templates may be/,
  ],
] as const)('%s is refused when it has arrived, and goes', async ([_what, bytes, more, says]) => {
  const lab = await desk();
  const answer = await upload(lab, bytes, more);
  expect((await sendFile(answer.url, bytes).closed).code).toBe(closeCodes.received);
  const job = await jobEnd(lab, answer.jobid);
  expect(job).toMatchObject({ state: 'failed', error: { step: 'check' } });
  expect(job.error?.message).toMatch(says);
  expect((await row(lab, answer.id))?.state).toBe('UploadError');
  expectNothingLeft(lab);
});

test('a file that is too large, or has no room, or nowhere to go, is refused before anything begins', async () => {
  const lab = await desk();
  const before = takeInventory(lab.directory);
  const ask = async (more: Partial<Input<'getUploadParamsForTemplate'>>) =>
    await upload(lab, Buffer.alloc(1), more).then(
      () => expect.fail('it was let through'),
      (error) => (error as { data: { code: string; message: string; field?: string; hint?: string } }).data,
    );
  expect(await ask({ filesize: 51 * 1024 ** 3 })).toMatchObject({
    code: 'parameter',
    field: 'filesize',
    message: 'The file is 51 GiB large; at most 50 GiB are allowed.',
  });
  await lab.call('updateConfiguration', { name: 'max.template.iso.size', value: '9000' });
  expect(await ask({ filesize: 8000 * 1024 ** 3 })).toMatchObject({ code: 'insufficientCapacity' });
  expect(await ask({ filesize: 0 })).toMatchObject({ code: 'parameter', field: 'filesize' });
  expect(await ask({ checksum: 'no digest' })).toMatchObject({ code: 'parameter', field: 'checksum' });
  expect(await ask({ hypervisor: 'KVM' })).toMatchObject({ code: 'resourceUnavailable', field: 'zoneid' });
  expect(takeInventory(lab.directory)).toEqual(before);
});

test('a third file at once to one host waits for a person to decide, not for a place', async () => {
  const lab = await desk();
  const bytes = Buffer.alloc(uploadChunk);
  const first = await upload(lab, bytes, { format: 'RAW', name: 'one' });
  await upload(lab, bytes, { format: 'RAW', name: 'two' });
  await expect(upload(lab, bytes, { format: 'RAW', name: 'three' })).rejects.toThrow(
    /^2 files are being sent to .* already\.$/,
  );
  await lab.call('cancelAsyncJob', { jobid: first.jobid });
  await jobEnd(lab, first.jobid);
  await upload(lab, bytes, { format: 'RAW', name: 'three' });
});

test('a host that is lost in the middle ends it; the job is stuck until the host is back, then nothing is left', async () => {
  const lab = await desk();
  const bytes = Buffer.alloc(8 * uploadChunk);
  const answer = await upload(lab, bytes, { format: 'RAW' });
  const page = sendFile(answer.url, bytes, { upTo: 2 * uploadChunk });
  await page.taken(2 * uploadChunk);
  const hostid = lab.engine.internals.ctx.store.need('jobs', answer.jobid).hostId ?? '';
  const fault = await lab.call('injectSimulatorFault', { hostid, name: 'power-cut' });
  const job = await jobEnd(lab, answer.jobid);
  expect(job.state).toBe('stuck');
  expect(job.error?.message).toMatch(/lost while the file was being sent/);
  await lab.call('clearSimulatorFault', { id: fault.id });
  await lab.call('repairAsyncJob', { jobid: answer.jobid });
  expect((await jobEnd(lab, answer.jobid)).state).toBe('failed');
  expect((await row(lab, answer.id))?.state).toBe('UploadError');
  expectNothingLeft(lab);
});

test('an app that was closed meanwhile takes back at its next start what it had of the file', async () => {
  const directory = scratchFolder('upload');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  cpSync(cloud, directory, { recursive: true });
  const first = await startTestEngine({ directory, keep: true });
  const bytes = Buffer.alloc(40 * 1024 ** 2);
  const answer = await upload(first, bytes, { format: 'RAW' });
  const page = sendFile(answer.url, bytes, { upTo: 36 * 1024 ** 2 });
  await page.taken(36 * 1024 ** 2);
  await first.close();
  expect(takeInventory(directory).world.upload).not.toEqual([]);
  const second = await startTestEngine({ directory, keep: true });
  onTestFinished(() => second.close());
  const job = await jobEnd(second, answer.jobid);
  expect(job.error?.message).toBe('Benchtop was closed before the whole file was there.');
  expect((await row(second, answer.id))?.state).toBe('UploadError');
  expectNothingLeft(second);
});

test('an ISO is sent the same way, and only a user’s own account sees it where it is not public', async () => {
  const lab = await desk();
  const alice = lab.user('alice');
  const bob = lab.user('bob');
  const bytes = isoBytes(128 * 1024);
  const answer = await lab.call(
    'getUploadParamsForIso',
    {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      name: 'disc',
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
      ispublic: false,
      isfeatured: true,
      filesize: bytes.length,
    },
    alice,
  );
  sendFile(answer.url, bytes);
  expect((await jobEnd(lab, answer.jobid)).state).toBe('succeeded');
  const seen = async (caller: typeof alice) => (await lab.call('listIsos', { id: answer.id }, caller)).iso;
  expect(await seen(alice)).toMatchObject([{ name: 'disc', state: 'Ready', size: bytes.length, isfeatured: false }]);
  expect(await seen(bob)).toEqual([]);
});
