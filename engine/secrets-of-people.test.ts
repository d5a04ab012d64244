import { afterEach, expect, it } from 'vitest';
import { apiClient, hmac } from './server/testing/client.ts';
import { answersOfLists, placesOf, tellTales } from './testing/canaries.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from './testing/lab.ts';
import { person } from './testing/samples-accounts.ts';

// What people bring and are given (passwords, keys, what their guests are told) is sealed or forgotten, whichever way it came.

let lab: TestEngine;
afterEach(async () => await lab.close());
const encoded = (text: string): string => Buffer.from(text).toString('base64');

it('passwords, secret keys, private keys and user data stand nowhere in the clear, whatever becomes of the call', async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  const told: unknown[] = [];
  lab.engine.subscribe(lab.engine.desktopCaller(), (batch) => told.push(...batch));
  const canary = {
    password: 'CANARY-people-5d41aa',
    wrongPassword: 'CANARY-wrong-77b2c1',
    newPassword: 'CANARY-renewed-0c9d8e',
    userData: '#cloud-config\npassword: CANARY-userdata-4e6f10\n',
    registered: '#!/bin/sh\n: CANARY-registered-91ab23\n',
    refused: 'CANARY-refused-data-33cc44',
  };

  // Accounts, by the window and over HTTP; what is refused leaves nothing either.
  const account = await lab.call('createAccount', { ...person('ada'), password: canary.password });
  const userid = account.user[0]?.id ?? '';
  told.push(await lab.refusal('createAccount', { ...person('ada'), password: canary.password }));
  told.push(await lab.refusal('createUser', { ...person('bo'), account: 'nobody', password: canary.password }));
  await lab.call('updateUser', { id: userid, password: canary.newPassword });
  const api = await apiClient(lab);
  const form = (password: string) =>
    fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ command: 'login', username: 'ada', password, response: 'json' }).toString(),
    });
  for (const password of [canary.wrongPassword, canary.password]) {
    const answer = await form(password);
    expect(answer.status).toBe(531);
    told.push(await answer.text());
  }
  expect((await form(canary.newPassword)).status).toBe(200);
  const keys = await api.json('getUserKeys', { id: (await lab.call('getApiServer', {})).userid });
  expect(JSON.stringify(keys.body)).toContain(api.secretkey);
  told.push(
    await (await fetch(`${api.url}?apikey=${api.apikey}&command=listZones&signature=${hmac('x', 'y')}`)).text(),
  );

  // Keys and user data of guests.
  const pair = await lab.call('createSSHKeyPair', { name: 'pair' });
  const privateKey = pair.privatekey;
  const registered = await lab.call('registerUserData', { name: 'base', userdata: encoded(canary.registered) });
  const input = { ...(await deployInput(lab, 'told')), keypair: 'pair' };
  const deployed = await lab.run('deployVirtualMachine', { ...input, userdata: encoded(canary.userData) });
  const id = deployed.resourceId ?? '';
  const other = await lab.run('deployVirtualMachine', { ...input, name: 'told-too', userdataid: registered.id });
  told.push(
    await lab.refusal('deployVirtualMachine', { ...input, name: '-', userdata: encoded(canary.refused) }),
    await lab.refusal('resetUserDataForVirtualMachine', { id, userdata: encoded(canary.refused) }),
  );
  await lab.run('stopVirtualMachine', { id, forced: true });
  await lab.call('resetUserDataForVirtualMachine', { id, userdata: encoded(`${canary.userData}# again\n`) });
  await lab.run('startVirtualMachine', { id });

  const jobs = await lab.call('listAsyncJobs', {});
  const logs = await Promise.all(jobs.asyncjobs.map(({ jobid }) => lab.call('listJobLogs', { jobid })));
  lab.engine.internals.ctx.log.flush();
  const answers = await answersOfLists(lab);
  const places = placesOf(lab, [
    // The one list whose rows are the data itself, for who may see it.
    ...answers.filter(([name]) => name !== 'listUserData'),
    ...jobs.asyncjobs.map((job, at): [string, unknown] => [`job ${job.cmd} ${at}`, [job, logs[at]]]),
    ['told', told],
  ]);
  const secrets = [...Object.values(canary), privateKey, privateKey.split('\n')[2] ?? '', api.secretkey];
  expect(secrets.every((secret) => secret.length > 12)).toBe(true);
  expect(tellTales([['found', Buffer.from(encoded(`x${canary.userData}`))]], secrets)).toEqual(['found']);
  expect(tellTales(places, secrets)).toEqual([]);
  // And yet who may ask has them.
  const shown = await lab.call('getVirtualMachineUserData', { virtualmachineid: id });
  expect(Buffer.from(shown.userdata, 'base64').toString()).toContain('CANARY-userdata-4e6f10');
  const second = await lab.call('getVirtualMachineUserData', { virtualmachineid: other.resourceId ?? '' });
  expect(Buffer.from(second.userdata, 'base64').toString()).toBe(canary.registered);
});
