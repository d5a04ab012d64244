import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Output } from '../../contract/contract.ts';
import { apiClient, hmac } from '../../server/testing/client.ts';
import { keysOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// A job makes keys, and keeps none.

let lab: TestEngine;
let ada: string;
beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  const made = await lab.call('createAccount', {
    username: 'ada',
    password: 'correct horse',
    firstname: 'Ada',
    lastname: 'L',
    email: 'ada@lab.example',
  });
  ada = made.user[0]?.id ?? '';
});
afterAll(() => lab.close());

const resultOf = async (jobid: string, caller = lab.engine.desktopCaller()) =>
  (await lab.call('queryAsyncJobResult', { jobid }, caller)).jobresult as Output<'registerUserKeys'>;

it('shows them to who made them, and has none itself', async () => {
  const job = await lab.run('registerUserKeys', { id: ada });
  const keys = await resultOf(job.id);
  expect(keys).toMatchObject({ username: 'ada', userid: ada });
  expect(keys.secretkey).toHaveLength(86);
  const { store } = lab.engine.internals.ctx;
  const kept = JSON.stringify([
    store.prepare('SELECT * FROM job').all(),
    store.prepare('SELECT * FROM job_step').all(),
    store.prepare('SELECT * FROM event').all(),
  ]);
  expect(kept).toContain('ada');
  expect(kept).not.toContain(keys.secretkey);
  expect(kept).not.toContain(keys.apikey);
  // Another administrator, and the list of jobs, see that keys were made, and not which.
  const other = lab.user('olga', 'Admin');
  expect(await resultOf(job.id, other)).toEqual(job.result);
  expect(JSON.stringify(await lab.call('listAsyncJobs', {}))).not.toContain(keys.secretkey);
});

it('shows them until others are made', async () => {
  const first = await lab.run('registerUserKeys', { id: ada });
  expect((await resultOf(first.id)).secretkey).toBeDefined();
  const second = await keysOf(lab, ada);
  expect((await resultOf(first.id)).secretkey).toBeUndefined();
  expect(second.secretkey).toHaveLength(86);
});

it('a client that makes itself new keys can ask for them by the former ones, and for nothing else', async () => {
  const client = await apiClient(lab);
  const { userid } = await lab.call('getSession', {});
  const { jobid } = (await client.json('registerUserKeys', { id: userid })).body.registeruserkeysresponse as {
    jobid: string;
  };
  await lab.engine.internals.ctx.jobs.wait(jobid);
  const told = (await client.json('queryAsyncJobResult', { jobid })).body.queryasyncjobresultresponse;
  const { userkeys } = (told as { jobresult: { userkeys: { apikey: string; secretkey: string } } }).jobresult;
  expect((await client.json('listZones')).status).toBe(401);
  const elsewhere = { jobid: '11111111-2222-4333-8444-555555555555' };
  expect((await client.json('queryAsyncJobResult', elsewhere)).status).toBe(401);
  const text = `apikey=${userkeys.apikey}&command=listZones&response=json`;
  const signature = encodeURIComponent(hmac(userkeys.secretkey, text));
  expect((await fetch(`${client.url}?${text}&signature=${signature}`)).status).toBe(200);
});
