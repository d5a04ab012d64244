import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// What is said of templates and ISOs, told again; whose they are; and by what lists find them.

let lab: TestEngine;
let zoneid: string;
let elsewhere: string;
let ostypeid: string;
let windows: string;
let projectid: string;
let ada: Caller;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  const other = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' } as const;
  elsewhere = (await lab.call('createZone', { name: 'elsewhere', ...other })).id;
  ostypeid = await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)');
  windows = (await lab.call('listOsTypes', { keyword: 'Windows', pagesize: 1 })).ostype[0]?.id as string;
  projectid = (await lab.run('createProject', { name: 'films' })).resourceId as string;
  ada = lab.user('ada');
});
afterAll(() => lab.close());

const digest = 'a'.repeat(64);
const words = { displaytext: 'with all words', isextractable: true, isfeatured: true };
const qcow = { url: 'http://images.test/debian.qcow2', format: 'QCOW2', hypervisor: 'Simulator' } as const;
const disc = { url: 'http://images.test/debian.iso' };
const theirs = () => ({ account: 'ada', domainid: rootDomainId });
const template = async (id: string, caller?: Caller) =>
  (await lab.call('listTemplates', { templatefilter: 'all', id }, caller)).template[0];
const iso = async (id: string) => (await lab.call('listIsos', { id })).iso[0];

describe('what is said of a template', () => {
  it('is told again, by whoever it was said, for whom it was said', async () => {
    const { resourceId: id = '' } = await lab.run('registerTemplate', {
      ...qcow,
      ...words,
      ...theirs(),
      name: 'hers',
      zoneid,
      ostypeid,
      sshkeyenabled: true,
      passwordenabled: true,
      ispublic: false,
    });
    expect(await template(id)).toMatchObject({
      ...words,
      account: 'ada',
      accountid: ada.accountId,
      domainid: rootDomainId,
      sshkeyenabled: true,
      passwordenabled: true,
      ispublic: false,
      format: 'QCOW2',
      bootable: true,
      templatetype: 'USER',
      arch: 'x86_64',
      bits: 64,
      crossZones: false,
      requireshvm: true,
      deployasis: false,
      directdownload: false,
      hasannotations: false,
    });
    await lab.call('addAnnotation', { entitytype: 'TEMPLATE', entityid: id, annotation: 'seen', adminsonly: true });
    expect((await template(id))?.hasannotations).toBe(true);
    // What root admins say among themselves is no sign to others.
    expect((await template(id, ada))?.hasannotations).toBe(false);
    const changed = await lab.call(
      'updateTemplate',
      { id, name: 'other', displaytext: 'others', ostypeid: windows, passwordenabled: false, sshkeyenabled: false },
      ada,
    );
    expect(changed).toMatchObject({
      name: 'other',
      displaytext: 'others',
      ostypeid: windows,
      passwordenabled: false,
      sshkeyenabled: false,
    });
  });

  it('is a project’s where it is for one, and shared with one it is used there', async () => {
    const { resourceId: id = '' } = await lab.run('registerTemplate', {
      ...qcow,
      name: 'films',
      zoneid,
      ostypeid,
      projectid,
      ispublic: false,
    });
    expect(await template(id)).toMatchObject({ project: 'films', projectid });
    const hers = await lab.run('registerTemplate', {
      ...qcow,
      ...theirs(),
      name: 'b',
      zoneid,
      ostypeid,
      ispublic: false,
    });
    const shared = async () =>
      (await lab.call('listTemplatePermissions', { id: hers.resourceId as string })).projectids;
    await lab.call('updateTemplatePermissions', { id: hers.resourceId as string, op: 'add', projectids: [projectid] });
    expect(await shared()).toEqual([projectid]);
    await lab.call('updateTemplatePermissions', {
      id: hers.resourceId as string,
      op: 'remove',
      projectids: [projectid],
    });
    expect(await shared()).toEqual([]);
  });

  it('goes to each of several zones, once all of them can take it', async () => {
    const several = { ...qcow, name: 'twice', ostypeid, zoneids: [zoneid, elsewhere] };
    expect(await lab.refusal('registerTemplate', several)).toMatchObject({ code: 'resourceUnavailable' });
    expect((await lab.call('listTemplates', { templatefilter: 'all', name: 'twice' })).count).toBe(0);
    expect(await lab.refusal('registerTemplate', { ...qcow, name: 'nowhere', ostypeid })).toMatchObject({
      field: 'zoneid',
    });
    expect(await lab.refusal('registerTemplate', { ...several, zoneid })).toMatchObject({ field: 'zoneid' });
    await lab.run('registerTemplate', { ...qcow, name: 'once', ostypeid, zoneids: [zoneid] });
    const { template: found } = await lab.call('listTemplates', { templatefilter: 'all', name: 'once' });
    expect(found.map((each) => each.zoneid)).toEqual([zoneid]);
  });

  it('is said of one made of a volume, too, which tells what the volume was made of', async () => {
    const of = await idOf(lab, 'listTemplates', 'template', 'template');
    const vm = await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'model')), startvm: false });
    const { volume } = await lab.call('listVolumes', { virtualmachineid: vm.resourceId as string, type: 'ROOT' });
    const made = {
      volumeid: volume[0]?.id as string,
      displaytext: 'a copy',
      ispublic: false,
      isfeatured: true,
      passwordenabled: true,
      sshkeyenabled: true,
      ostypeid: windows,
    };
    const hers = await lab.run('createTemplate', { ...made, ...theirs(), name: 'for ada' });
    expect(await template(hers.resourceId as string)).toMatchObject({
      displaytext: 'a copy',
      ispublic: false,
      isfeatured: true,
      passwordenabled: true,
      sshkeyenabled: true,
      ostypeid: windows,
      account: 'ada',
      sourcetemplateid: of,
    });
    const ours = await lab.run('createTemplate', { ...made, name: 'for films', projectid });
    expect(await template(ours.resourceId as string)).toMatchObject({ project: 'films' });
  });
});

describe('what is said of an ISO', () => {
  it('is told again, and changed', async () => {
    const { resourceId: id = '' } = await lab.run('registerIso', {
      ...disc,
      ...words,
      ...theirs(),
      name: 'hers',
      zoneid,
      ostypeid,
      hypervisor: 'Simulator',
      checksum: digest,
      bootable: true,
    });
    expect(await iso(id)).toMatchObject({ ...words, account: 'ada', hypervisor: 'Simulator', checksum: digest });
    const changed = await lab.call('updateIso', { id, name: 'drivers', ostypeid: windows, bootable: false });
    expect(changed).toMatchObject({ name: 'drivers', ostypeid: windows, bootable: false, format: 'ISO' });
    await expect(
      lab.refusal('registerIso', { ...disc, name: 'x', zoneid, ostypeid, hypervisor: 'KVM' }),
    ).resolves.toMatchObject({ code: 'resourceUnavailable' });
  });

  it('is shared as templates are', async () => {
    const { resourceId: id = '' } = await lab.run('registerIso', {
      ...disc,
      name: 'mine',
      zoneid,
      ostypeid,
      ispublic: false,
    });
    const seen = async () => (await lab.call('listIsos', { id, isofilter: 'shared' }, ada)).count;
    expect(await seen()).toBe(0);
    await lab.call('updateIsoPermissions', {
      id,
      op: 'add',
      accounts: ['ada'],
      projectids: [projectid],
      isextractable: true,
      isfeatured: true,
    });
    expect(await seen()).toBe(1);
    expect(await iso(id)).toMatchObject({ isextractable: true, isfeatured: true });
    expect(await lab.call('listIsoPermissions', { id })).toMatchObject({ account: ['ada'], projectids: [projectid] });
  });

  it('has user data for what is deployed of it', async () => {
    const { resourceId: id = '' } = await lab.run('registerIso', { ...disc, name: 'told', zoneid, ostypeid });
    const data = await lab.call('registerUserData', {
      name: 'greeting',
      userdata: Buffer.from('#cloud-config\n').toString('base64'),
      params: 'colour',
    });
    await lab.call('linkUserDataToTemplate', { isoid: id, userdataid: data.id, userdatapolicy: 'APPEND' });
    expect(await iso(id)).toMatchObject({
      userdataid: data.id,
      userdataname: 'greeting',
      userdatapolicy: 'APPEND',
      userdataparams: 'colour',
    });
  });
});

describe('lists', () => {
  it('find templates by what they are, where they lie and who may use them', async () => {
    const { template: all } = await lab.call('listTemplates', { templatefilter: 'all', pagesize: 500 });
    const found = async (input: object) =>
      (await lab.call('listTemplates', { templatefilter: 'all', pagesize: 500, ...input })).template.map(
        (each) => each.id,
      );
    const those = (which: (each: (typeof all)[number]) => boolean) => all.filter(which).map((each) => each.id);
    expect(await found({ ispublic: false })).toEqual(those((each) => !each.ispublic));
    expect(await found({ ispublic: true })).toEqual(those((each) => each.ispublic));
    expect(await found({ hypervisor: 'KVM' })).toEqual([]);
    expect(await found({ hypervisor: 'Simulator' })).toEqual(all.map((each) => each.id));
    expect(await found({ zoneid: elsewhere })).toEqual([]);
    expect(await found({ zoneid })).toEqual(all.map((each) => each.id));
    const some = all.slice(0, 2).map((each) => each.id);
    expect(await found({ ids: some })).toEqual(some);
    const oscategoryid = (await lab.call('listOsTypes', { id: windows })).ostype[0]?.oscategoryid;
    expect(await found({ oscategoryid })).toEqual(those((each) => each.ostypeid === windows));
    const imagestoreid = await idOf(lab, 'listImageStores', 'imagestore', 'images');
    expect(await found({ imagestoreid })).toEqual(all.map((each) => each.id));
    const storageid = await idOf(lab, 'listStoragePools', 'storagepool', 'pool');
    expect(await found({ storageid })).toEqual(those((each) => each.name === 'template'));
    await lab.run('createTags', { resourcetype: 'Template', resourceids: some, tags: { course: 'physics' } });
    expect(await found({ tags: { course: 'physics' } })).toEqual(some);
  });

  it('find ISOs by the same', async () => {
    const { iso: all } = await lab.call('listIsos', { pagesize: 500 });
    const found = async (input: object) =>
      (await lab.call('listIsos', { pagesize: 500, ...input })).iso.map((each) => each.id);
    const those = (which: (each: (typeof all)[number]) => boolean) => all.filter(which).map((each) => each.id);
    expect(all.length).toBeGreaterThan(2);
    expect(await found({ isready: false })).toEqual(those((each) => !each.isready));
    expect(await found({ isready: true })).toEqual(those((each) => each.isready));
    expect(await found({ ispublic: false })).toEqual(those((each) => !each.ispublic));
    expect(await found({ hypervisor: 'KVM' })).toEqual([]);
    expect(await found({ zoneid: elsewhere })).toEqual([]);
    expect(await found({ zoneid })).toHaveLength(all.length);
    expect(await found({ bootable: false })).toEqual(those((each) => !each.bootable));
    const some = all.slice(0, 2).map((each) => each.id);
    expect(await found({ ids: some })).toEqual(some);
    expect(await found({ afterid: some[0], pagesize: 1 })).toEqual([some[1]]);
    const oscategoryid = (await lab.call('listOsTypes', { id: windows })).ostype[0]?.oscategoryid;
    expect(await found({ oscategoryid })).toEqual(those((each) => each.ostypeid === windows));
    expect(await found({ imagestoreid: await idOf(lab, 'listImageStores', 'imagestore', 'images') })).toHaveLength(
      all.length,
    );
    expect(await found({ storageid: await idOf(lab, 'listStoragePools', 'storagepool', 'pool') })).toEqual([]);
    await lab.run('createTags', { resourcetype: 'ISO', resourceids: some, tags: { course: 'physics' } });
    expect(await found({ tags: { course: 'physics' } })).toEqual(some);
  });

  it('of all are for administrators; a user asks for one of them, or for what is open to him', async () => {
    for (const [command, filter] of [
      ['listTemplates', 'templatefilter'],
      ['listIsos', 'isofilter'],
    ] as const)
      expect(await lab.refusal(command, { [filter]: 'all' }, ada)).toMatchObject({
        code: 'parameter',
        field: filter,
        message: 'Filter all can be specified by administrators only.',
      });
    const id = await idOf(lab, 'listTemplates', 'template', 'template');
    expect((await lab.call('listTemplates', { templatefilter: 'all', id }, ada)).count).toBe(1);
    const head = lab.user('head', 'DomainAdmin');
    expect((await lab.call('listTemplates', { templatefilter: 'all' }, head)).count).toBeGreaterThan(0);
    expect((await lab.call('listIsos', {}, ada)).count).toBeGreaterThan(0);
  });
});

it('what lies in one zone is not deleted in another', async () => {
  const made = await lab.run('registerTemplate', { ...qcow, name: 'gone', zoneid, ostypeid });
  const id = made.resourceId as string;
  expect(await lab.refusal('deleteTemplate', { id, zoneid: elsewhere })).toMatchObject({ field: 'zoneid' });
  await lab.run('deleteTemplate', { id, zoneid });
  expect((await lab.call('listTemplates', { templatefilter: 'all', id })).count).toBe(0);
  const other = (await lab.run('registerIso', { ...disc, name: 'gone', zoneid, ostypeid })).resourceId as string;
  expect(await lab.refusal('deleteIso', { id: other, zoneid: elsewhere })).toMatchObject({ field: 'zoneid' });
  await lab.run('deleteIso', { id: other, zoneid });
  expect((await lab.call('listIsos', { id: other })).count).toBe(0);
});

it('an ISO is taken out by force and put in by force', async () => {
  const { resourceId: id = '' } = await lab.run('registerIso', { ...disc, name: 'driver', zoneid, ostypeid });
  const vm = await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'driven')), displayname: 'mounted-1' });
  const virtualmachineid = vm.resourceId as string;
  await lab.run('attachIso', { id, virtualmachineid, forced: true });
  const second = (await lab.run('registerIso', { ...disc, name: 'second', zoneid, ostypeid })).resourceId as string;
  await expect(lab.run('attachIso', { id: second, virtualmachineid })).rejects.toThrow(/holds the CD drive/);
  await lab.run('attachIso', { id: second, virtualmachineid, forced: true });
  expect((await lab.call('listVirtualMachines', { isoid: second })).virtualmachine).toMatchObject([
    { id: virtualmachineid, isoname: 'second' },
  ]);
});

it('what is uploaded is told as it was said, for whom it was said', async () => {
  // A host takes two files at a time: none of these ever comes.
  const callOff = async (jobid: string) => {
    await lab.call('cancelAsyncJob', { jobid });
    await lab.engine.internals.ctx.jobs.wait(jobid);
  };
  const upload = { ...words, ...theirs(), zoneid, ostypeid, filesize: 4096 };
  const sent = await lab.call('getUploadParamsForTemplate', {
    ...upload,
    name: 'sent',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    passwordenabled: true,
    sshkeyenabled: true,
    checksum: digest,
  });
  expect(await template(sent.id)).toMatchObject({
    ...words,
    account: 'ada',
    passwordenabled: true,
    sshkeyenabled: true,
    checksum: digest,
  });
  await callOff(sent.jobid);
  const ours = { zoneid, ostypeid, filesize: 4096, projectid };
  const made = await lab.call('getUploadParamsForTemplate', {
    ...ours,
    name: 'film',
    format: 'RAW',
    hypervisor: 'Simulator',
  });
  expect(await template(made.id)).toMatchObject({ project: 'films' });
  await callOff(made.jobid);
  const disk = await lab.call('getUploadParamsForIso', {
    ...upload,
    name: 'disc',
    hypervisor: 'Simulator',
    bootable: false,
    checksum: digest,
  });
  expect(await iso(disk.id)).toMatchObject({ ...words, account: 'ada', bootable: false, checksum: digest });
  await callOff(disk.jobid);
  const film = await lab.call('getUploadParamsForIso', { ...ours, name: 'film' });
  expect(await iso(film.id)).toMatchObject({ project: 'films' });
});
