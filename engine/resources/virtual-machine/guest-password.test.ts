import { constants, createHash, privateDecrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { passwordTemplate } from '../../testing/sample.ts';
import { readWorld } from '../../testing/world.ts';

// The password of a guest: made, told once to whoever asked and once to the guest, and readable for the owner of the key alone.

const passwordFile = 'cloudstack/password/vm_password.txt';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

let lab: TestEngine;
let privateKey: string;
let templateid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  privateKey = (await lab.call('createSSHKeyPair', { name: 'laptop' })).privatekey;
  templateid = await passwordTemplate(lab);
});
afterAll(() => lab.close());

/** The password in the answer of a job, as a client reads it. */
const told = async (jobid: string) =>
  ((await lab.call('queryAsyncJobResult', { jobid })).jobresult as { password?: string }).password;
/** What the guest finds on its drive, as a digest. */
function onDrive(id: string): string | undefined {
  const [row] = readWorld<{ files: string | null }>(
    lab.directory,
    "SELECT spec ->> '$.configDrive' AS files FROM domain WHERE id = ?",
    id,
  );
  const files = JSON.parse(row?.files ?? '[]') as { path: string; sha256: string }[];
  return files.find((file) => file.path === passwordFile)?.sha256;
}
const deploy = async (name: string, more: object = {}) =>
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, name)), templateid, ...more });

describe('a password-enabled template', () => {
  it('gives each instance a password: told once, on the drive of its first start, encrypted for its key', async () => {
    const job = await deploy('one', { keypair: 'laptop' });
    const id = job.resourceId ?? '';
    expect(JSON.stringify(job.result)).not.toContain('"password"');
    const password = await told(job.id);
    expect(password).toMatch(/^[A-Za-z0-9]{12}$/);
    expect(await told(job.id)).toBeUndefined();
    expect(onDrive(id)).toBe(digest(password ?? ''));
    const { encryptedpassword } = await lab.call('getVMPassword', { id });
    const opened = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(encryptedpassword, 'base64'),
    );
    expect(opened.toString()).toBe(password);
    // The next start tells it no second time.
    await lab.run('stopVirtualMachine', { id, forced: true });
    await lab.run('startVirtualMachine', { id });
    expect(onDrive(id)).toBeUndefined();
  });

  it('lets a running guest be given another by its agent, and a stopped one at its next start', async () => {
    const id = (await deploy('two')).resourceId ?? '';
    const running = await lab.run('resetPasswordForVirtualMachine', { id });
    expect(await told(running.id)).toMatch(/^[A-Za-z0-9]{12}$/);
    await lab.run('stopVirtualMachine', { id, forced: true });
    const stopped = await lab.run('resetPasswordForVirtualMachine', { id, password: 'open-sesame-7' });
    expect(await told(stopped.id)).toBe('open-sesame-7');
    await lab.run('startVirtualMachine', { id });
    expect(onDrive(id)).toBe(digest('open-sesame-7'));
    expect(await lab.refusal('getVMPassword', { id })).toMatchObject({ field: 'id' });
  });

  it('without an answer of the agent leaves the password as it was, and says what to do', async () => {
    const id = (await deploy('no-agent', { displayname: 'agentless-two' })).resourceId ?? '';
    const { jobid } = await lab.call('resetPasswordForVirtualMachine', { id });
    const job = await lab.engine.internals.ctx.jobs.wait(jobid);
    expect(job).toMatchObject({ state: 'failed', error: { message: 'The guest agent does not answer.' } });
    expect(await told(jobid)).toBeUndefined();
  });
});

it('a template that is not password-enabled takes none', async () => {
  const { templateid: plain } = await deployInput(lab, 'x');
  expect(
    await lab.refusal('deployVirtualMachine', {
      ...(await deployInput(lab, 'plain')),
      templateid: plain,
      password: 'open-sesame-7',
    }),
  ).toMatchObject({ code: 'parameter', field: 'password' });
});

it('no password is in the data folder in clear', async () => {
  await deploy('three', { password: 'kX7.the.word.of.the.day' });
  lab.engine.internals.ctx.store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  for (const file of ['benchtop.db', 'simulator.db'])
    expect(readFileSync(join(lab.directory, file)).includes('kX7.the.word.of.the.day'), file).toBe(false);
});

it('only whoever started the job reads its password', async () => {
  const alice = lab.user('alice');
  const input = { ...(await deployInput(lab, 'hers')), templateid };
  const job = await lab.run('deployVirtualMachine', input, alice);
  expect(await told(job.id)).toBeUndefined();
  const answer = await lab.call('queryAsyncJobResult', { jobid: job.id }, alice);
  expect((answer.jobresult as { password?: string }).password).toMatch(/^\w{12}$/);
});
