import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// User data from a client to what an instance keeps: the template's part in it, its bounds, and that it is a secret.

const encoded = (text: string) => Buffer.from(text).toString('base64');
const decoded = (text: string) => Buffer.from(text, 'base64').toString();

let lab: TestEngine;
let templateid: string;
let number = 0;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  templateid = await idOf(lab, 'listTemplates', 'template', 'template');
  await lab.call('registerUserData', {
    name: 'base',
    userdata: encoded('#cloud-config\npackage_update: true\n'),
    params: 'site',
  });
});
afterAll(() => lab.close());

const base = () => idOf(lab, 'listUserData', 'userdata', 'base');
const link = async (userdatapolicy: 'ALLOWOVERRIDE' | 'APPEND' | 'DENYOVERRIDE') =>
  lab.call('linkUserDataToTemplate', { templateid, userdataid: await base(), userdatapolicy });
const wish = async (given: object) => ({ ...(await deployInput(lab, `vm-${++number}`)), startvm: false, ...given });
/** The text that an instance was given. */
async function givenTo(given: object): Promise<string> {
  const job = await lab.run('deployVirtualMachine', await wish(given));
  const id = job.resourceId ?? '';
  const answer = await lab.call('getVirtualMachineUserData', { virtualmachineid: id });
  await lab.run('destroyVirtualMachine', { id, expunge: true });
  return decoded(answer.userdata);
}

describe('the user data of a template', () => {
  it('is given to an instance that brings none', async () => {
    await link('ALLOWOVERRIDE');
    expect(await givenTo({})).toBe('#cloud-config\npackage_update: true\n');
  });

  it('gives way to an instance’s own', async () => {
    await link('ALLOWOVERRIDE');
    expect(await givenTo({ userdata: encoded('#!/bin/sh\n') })).toBe('#!/bin/sh\n');
  });

  it('is put before an instance’s own, as one message that cloud-init reads', async () => {
    await link('APPEND');
    const text = await givenTo({ userdata: encoded('#!/bin/sh\necho own\n'), userdatadetails: { site: 'shop' } });
    const boundary = /boundary="([^"]+)"/.exec(text)?.[1] ?? 'none';
    const parts = text.split(`--${boundary}`).slice(1, -1);
    expect(parts.map((part) => /Content-Type: ([^;\n]+)/.exec(part)?.[1])).toEqual([
      'text/cloud-config',
      'text/x-shellscript',
    ]);
    expect(parts.map((part) => decoded(part.split('\n\n')[1] ?? ''))).toEqual([
      '#cloud-config\npackage_update: true\n',
      '#!/bin/sh\necho own\n',
    ]);
  });

  it('that bears none beside it refuses an instance’s own', async () => {
    await link('DENYOVERRIDE');
    expect(await lab.refusal('deployVirtualMachine', await wish({ userdata: encoded('own') }))).toMatchObject({
      code: 'parameter',
      field: 'userdata',
    });
    expect(await givenTo({})).toContain('package_update');
    expect(await lab.refusal('deleteUserData', { id: await base() })).toMatchObject({ code: 'inUse' });
    await lab.call('linkUserDataToTemplate', { templateid });
    expect(await givenTo({})).toBe('');
  });
});

it('values go to names that are declared, and to no others', async () => {
  const userdataid = await base();
  expect(
    await lab.refusal('deployVirtualMachine', await wish({ userdataid, userdatadetails: { port: '80' } })),
  ).toMatchObject({ field: 'userdatadetails', message: 'The user data declares no port.' });
  expect(await givenTo({ userdataid, userdatadetails: { site: 'shop' } })).toContain('package_update');
});

it('is as long as the setting says, counted before it is encoded', async () => {
  expect(await givenTo({ userdata: encoded('x'.repeat(32768)) })).toHaveLength(32768);
  expect(await lab.refusal('deployVirtualMachine', await wish({ userdata: encoded('x'.repeat(32769)) }))).toMatchObject(
    { field: 'userdata', message: 'The user data has 32769 bytes, and at most 32768 are taken.' },
  );
  expect(await lab.refusal('deployVirtualMachine', await wish({ userdata: 'A' }))).toMatchObject({ field: 'userdata' });
});

it('is in no file of the data folder in clear, nor in a job or an event', async () => {
  const secret = 'kX7-the-word-of-the-day';
  await lab.run('deployVirtualMachines', {
    ...(({ name: _name, ...alike }) => alike)(await wish({ userdata: encoded(secret) })),
    namepattern: 'many-#',
    count: 2,
  });
  const { store } = lab.engine.internals.ctx;
  store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const file = readFileSync(join(lab.directory, 'benchtop.db'));
  expect(file.includes('many-2')).toBe(true);
  for (const form of [secret, encoded(secret), encoded(secret).replace(/=+$/, '')])
    expect(file.includes(form)).toBe(false);
  const many = (await lab.call('listVirtualMachines', { keyword: 'many-2' })).virtualmachine[0];
  expect(decoded((await lab.call('getVirtualMachineUserData', { virtualmachineid: many?.id ?? '' })).userdata)).toBe(
    secret,
  );
});

it('goes with the instance', async () => {
  const job = await lab.run('deployVirtualMachine', await wish({ userdata: encoded('gone') }));
  const id = job.resourceId ?? '';
  const kept = () =>
    lab.engine.internals.ctx.store.prepare('SELECT count(*) AS n FROM secret WHERE owner_id = ?').get(id);
  expect(kept()).toEqual({ n: 1 });
  await lab.run('destroyVirtualMachine', { id, expunge: true });
  expect(kept()).toEqual({ n: 0 });
});
