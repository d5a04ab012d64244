import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { secondZone } from '../../testing/samples-image-copies.ts';
import { readWorld } from '../../testing/world.ts';

// Images on their way: to another zone, and to primary storage ahead of their first instance.

let lab: TestEngine;
let zoneid: string;
let other: string;
let id: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  other = await secondZone(lab);
  id = await idOf(lab, 'listTemplates', 'template', 'template');
});
afterAll(() => lab.close());

const images = () =>
  readWorld<{ template_id: string; path: string; checksum: string }>(
    lab.directory,
    "SELECT template_id, path, checksum FROM image JOIN store ON store.key = store_key WHERE role = 'image' ORDER BY path",
  );
const mounts = () => readWorld(lab.directory, 'SELECT * FROM mount ORDER BY host_key, spec_id');

describe('a template', () => {
  it('has a copy in the other zone, of its own bytes, that is used by whoever may use the first', async () => {
    const ada = lab.user('ada');
    await lab.call('updateTemplatePermissions', { id, ispublic: false, op: 'add', accounts: ['ada'] });
    const before = mounts();
    const job = await lab.run('copyTemplate', { id, sourcezoneid: zoneid, destzoneid: other });
    const copyId = job.resourceId as string;
    expect(copyId).not.toBe(id);
    const [copy] = (await lab.call('listTemplates', { templatefilter: 'shared', id: copyId }, ada)).template;
    expect(copy).toMatchObject({
      name: 'template',
      zoneid: other,
      sourcetemplateid: id,
      isready: true,
      ispublic: false,
      format: 'QCOW2',
    });
    const [first, second] = images();
    expect([first?.template_id, second?.template_id].sort()).toEqual([id, copyId].sort());
    expect(first?.checksum).toBe(second?.checksum);
    // The host has let go of the other zone's store.
    expect(mounts()).toEqual(before);
    await lab.run('deleteTemplate', { id: copyId });
    expect(images().map((each) => each.template_id)).toEqual([id]);
  });

  it('is not copied to where it is, to where a copy is, or from where it is not', async () => {
    const refused = (input: object) => lab.refusal('copyTemplate', { id, ...input });
    expect(await refused({ destzoneid: zoneid })).toMatchObject({ code: 'parameter', field: 'destzoneid' });
    expect(await refused({})).toMatchObject({ code: 'parameter', field: 'destzoneid' });
    expect(await refused({ destzoneid: other, destzoneids: [other] })).toMatchObject({ field: 'destzoneid' });
    expect(await refused({ destzoneid: other, sourcezoneid: other })).toMatchObject({ field: 'sourcezoneid' });
    const stranger = lab.user('stranger');
    expect(await lab.refusal('copyTemplate', { id, destzoneid: other }, stranger)).toMatchObject({ code: 'account' });
    await lab.run('copyTemplate', { id, destzoneids: [other] });
    expect(await refused({ destzoneids: [other] })).toMatchObject({ code: 'conflict', field: 'destzoneids' });
    const bare = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' } as const;
    const none = (await lab.call('createZone', { name: 'bare', ...bare })).id;
    expect(await refused({ destzoneid: none })).toMatchObject({ code: 'resourceUnavailable' });
  });

  it('that could not be copied leaves nothing, and the first as it was', async () => {
    const { resourceId: second = '' } = await lab.run('registerTemplate', {
      zoneid,
      name: 'second',
      url: 'http://images.test/second.qcow2',
      format: 'QCOW2',
      hypervisor: 'Simulator',
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    });
    const before = [images(), mounts()];
    const hostid = await idOf(lab, 'listHosts', 'host', 'sim-copies');
    const fault = await lab.call('injectSimulatorFault', { hostid, name: 'storage-full' as never });
    await expect(lab.run('copyTemplate', { id: second, destzoneid: other })).rejects.toThrow(/full|space/i);
    await lab.call('clearSimulatorFault', { id: fault.id });
    expect([images(), mounts()]).toEqual(before);
    expect((await lab.call('listTemplates', { templatefilter: 'all', zoneid: other, name: 'second' })).count).toBe(0);
  });
});

it('an ISO is copied in the same way', async () => {
  const { resourceId: disc = '' } = await lab.run('registerIso', {
    zoneid,
    name: 'disc',
    url: 'http://images.test/debian.iso',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
  });
  const job = await lab.run('copyIso', { id: disc, sourcezoneid: zoneid, destzoneids: [other] });
  expect((await lab.call('listIsos', { id: job.resourceId as string })).iso).toMatchObject([
    { name: 'disc', zoneid: other, sourcetemplateid: disc, isready: true, format: 'ISO' },
  ]);
  expect(await lab.refusal('copyIso', { id: disc, destzoneid: zoneid })).toMatchObject({ field: 'destzoneid' });
  expect((await lab.refusal('copyIso', { id, destzoneid: other })).message).toMatch(/not an ISO/);
});

describe('on primary storage', () => {
  const prepared = async (storageid: string) =>
    (await lab.call('listTemplates', { templatefilter: 'all', storageid })).template.map((each) => each.id);

  it('a template lies ahead of its first instance, where it was asked for or everywhere', async () => {
    const pool = await idOf(lab, 'listStoragePools', 'storagepool', 'pool');
    expect(await prepared(pool)).toEqual([]);
    await lab.run('prepareTemplate', { templateid: id, zoneid, storageid: pool });
    expect(await prepared(pool)).toEqual([id]);
    await lab.run('createStoragePool', { zoneid, name: 'wide', url: 'nfs://nfs.test/wide', scope: 'ZONE' });
    await lab.run('prepareTemplate', { templateid: id, zoneid });
    expect(await prepared(await idOf(lab, 'listStoragePools', 'storagepool', 'wide'))).toEqual([id]);
    const bases = readWorld(lab.directory, "SELECT * FROM image WHERE role = 'base'");
    expect(bases).toHaveLength(2);
    expect(
      (await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'quick')), templateid: id })).state,
    ).toBe('succeeded');
    expect(readWorld(lab.directory, "SELECT * FROM image WHERE role = 'base'")).toEqual(bases);
  });

  it('it goes nowhere else', async () => {
    const storageid = await idOf(lab, 'listStoragePools', 'storagepool', 'pool');
    expect(await lab.refusal('prepareTemplate', { templateid: id, zoneid: other })).toMatchObject({ field: 'zoneid' });
    const [copy] = (await lab.call('listTemplates', { templatefilter: 'all', zoneid: other })).template;
    const far = { templateid: copy?.id as string, zoneid: other };
    expect(await lab.refusal('prepareTemplate', { ...far, storageid })).toMatchObject({ field: 'storageid' });
    await expect(lab.run('prepareTemplate', far)).rejects.toThrow(/No host that is Up reaches/);
  });
});
