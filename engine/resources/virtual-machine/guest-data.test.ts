import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { samplePublicKey } from '../../testing/sample.ts';
import { readWorld } from '../../testing/world.ts';

// What an instance was given, as its host has it: a config drive that is made at each start and goes at each stop.

const encoded = (text: string) => Buffer.from(text).toString('base64');
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

let lab: TestEngine;
let id: string;
/** The files of the instance's drive on its host, by their digests; undefined where it has none. */
function drive(): Record<string, string> | undefined {
  const [row] = readWorld<{ files: string | null }>(
    lab.directory,
    "SELECT spec ->> '$.configDrive' AS files FROM domain WHERE id = ?",
    id,
  );
  if (row === undefined || row.files === null) return undefined;
  const files = JSON.parse(row.files) as { path: string; sha256: string }[];
  return Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
}
const keyFile = 'cloudstack/metadata/public-keys.txt';

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  await lab.call('registerSSHKeyPair', { name: 'desk', publickey: samplePublicKey });
  await lab.call('createSSHKeyPair', { name: 'laptop' });
});
afterAll(() => lab.close());

const publicLine = samplePublicKey.split(' ').slice(0, 2).join(' ');

it('a guest finds its user data and its key on a drive of its own', async () => {
  const wish = { ...(await deployInput(lab, 'told')), keypair: 'desk', userdata: encoded('#!/bin/sh\n') };
  id = (await lab.run('deployVirtualMachine', wish)).resourceId ?? '';
  expect(drive()).toMatchObject({
    [keyFile]: digest(publicLine),
    'cloudstack/userdata/user_data.txt': digest('#!/bin/sh\n'),
    'openstack/latest/user_data': digest('#!/bin/sh\n'),
    'cloudstack/metadata/local-hostname.txt': digest('told'),
    'cloudstack/metadata/vm-id.txt': digest(id),
  });
});

it('a running instance is refused other keys and other user data', async () => {
  expect(await lab.refusal('resetSSHKeyForVirtualMachine', { id, keypair: 'laptop' })).toMatchObject({
    code: 'conflict',
    message: 'told is Running and cannot be given other SSH keys.',
  });
  expect(await lab.refusal('resetUserDataForVirtualMachine', { id })).toMatchObject({ code: 'conflict' });
});

it('the drive is gone while the instance is off, and tells the new keys when it is on again', async () => {
  await lab.run('stopVirtualMachine', { id, forced: true });
  expect(drive()).toBeUndefined();
  const after = await lab.run('resetSSHKeyForVirtualMachine', { id, keypairs: ['laptop', 'desk'] });
  expect(after.result).toMatchObject({ keypairs: 'laptop,desk' });
  await lab.call('resetUserDataForVirtualMachine', { id, userdata: encoded('other') });
  await lab.run('startVirtualMachine', { id });
  expect(drive()?.[keyFile]).not.toBe(digest(publicLine));
  expect(drive()?.['openstack/latest/user_data']).toBe(digest('other'));
});

it('instances are found by a key, and keep it when the pair is deleted', async () => {
  await lab.call('deleteSSHKeyPair', { name: 'laptop' });
  expect((await lab.call('listVirtualMachines', { keypair: 'laptop' })).virtualmachine[0]?.keypairs).toBe(
    'laptop,desk',
  );
  expect(
    await lab.refusal('deployVirtualMachine', { ...(await deployInput(lab, 'no-key')), keypair: 'laptop' }),
  ).toMatchObject({
    field: 'keypair',
  });
});

it('a move takes the drive along', async () => {
  const before = drive();
  await lab.run('migrateVirtualMachine', { virtualmachineid: id });
  expect(drive()).toEqual(before);
});

it('an instance that was given nothing has no such drive', async () => {
  await lab.run('stopVirtualMachine', { id, forced: true });
  await lab.run('resetSSHKeyForVirtualMachine', { id });
  await lab.call('resetUserDataForVirtualMachine', { id });
  await lab.run('startVirtualMachine', { id });
  expect(drive()).toBeUndefined();
});
