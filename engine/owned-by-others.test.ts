import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandName } from './contract/contract.ts';
import { buildCloud, startTestEngine, type TestEngine } from './testing/lab.ts';
import { samplePublicKey } from './testing/sample.ts';
import { person } from './testing/samples-accounts.ts';

// What instances are gathered in and given, made for somebody else or for a project: shown as theirs, found by what it is called, and taken
// away by saying whose it is.

let lab: TestEngine;
let domainid: string;
let projectid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  domainid = (await lab.call('createDomain', { name: 'sales' })).id;
  await lab.call('createAccount', { ...person('ada'), domainid });
  projectid = (await lab.run('createProject', { name: 'atlas' })).resourceId ?? '';
});
afterAll(() => lab.close());

type Row = Record<string, unknown> & { id: string };

/** Each noun: how one is made, listed, found and deleted. */
const nouns: {
  noun: string;
  create: CommandName;
  made: object;
  list: CommandName;
  object: string;
  /** Filters that find the one made for ada and no other. */
  finds(row: Row): Record<string, unknown>[];
  delete: CommandName;
  gone(row: Row): object;
  /** Whether its deletion says whose it is. */
  saysWhose: boolean;
}[] = [
  {
    noun: 'an affinity group',
    create: 'createAffinityGroup',
    made: { type: 'host affinity' },
    list: 'listAffinityGroups',
    object: 'affinitygroup',
    finds: ({ id, name }) => [{ id }, { name }],
    delete: 'deleteAffinityGroup',
    gone: ({ name }) => ({ name }),
    saysWhose: true,
  },
  {
    noun: 'an instance group',
    create: 'createInstanceGroup',
    made: {},
    list: 'listInstanceGroups',
    object: 'instancegroup',
    finds: ({ id, name }) => [{ id }, { name }],
    delete: 'deleteInstanceGroup',
    gone: ({ id }) => ({ id }),
    saysWhose: false,
  },
  {
    noun: 'a made key pair',
    create: 'createSSHKeyPair',
    made: {},
    list: 'listSSHKeyPairs',
    object: 'sshkeypair',
    finds: ({ id, name, fingerprint }) => [{ id }, { name }, { fingerprint }],
    delete: 'deleteSSHKeyPair',
    gone: ({ name }) => ({ name }),
    saysWhose: true,
  },
  {
    noun: 'a registered key',
    create: 'registerSSHKeyPair',
    made: { publickey: samplePublicKey },
    list: 'listSSHKeyPairs',
    object: 'sshkeypair',
    finds: ({ id, name }) => [{ id }, { name }],
    delete: 'deleteSSHKeyPair',
    gone: ({ name }) => ({ name }),
    saysWhose: true,
  },
  {
    noun: 'user data',
    create: 'registerUserData',
    made: { userdata: 'IyEvYmluL3NoCg==' },
    list: 'listUserData',
    object: 'userdata',
    finds: ({ id, name }) => [{ id }, { name }],
    delete: 'deleteUserData',
    gone: ({ id }) => ({ id }),
    saysWhose: true,
  },
];

const call = async (name: CommandName, input: object): Promise<unknown> => await lab.call(name, input as never);
/** Makes or deletes, whether it is a job or not. */
async function act(name: CommandName, input: object): Promise<Row> {
  const answer = (await call(name, input)) as { jobid?: string } & Row;
  if (answer.jobid === undefined) return answer;
  const { jobresult } = (await lab.engine.internals.ctx.jobs
    .wait(answer.jobid)
    .then(() => call('queryAsyncJobResult', { jobid: answer.jobid }))) as { jobresult: Row };
  return jobresult;
}

describe.each(nouns)('$noun', ({ create, made, list, object, finds, delete: remove, gone, saysWhose }) => {
  const rows = async (filter: object = {}) => ((await call(list, filter)) as Record<string, Row[]>)[object] ?? [];
  const ids = async (filter: object = {}) => (await rows(filter)).map(({ id }) => id);

  it('is made for an account, for a project, and by the caller for himself', async () => {
    const hers = await act(create, { ...made, name: 'thing-a', account: 'ada', domainid });
    const ours = await act(create, { ...made, name: 'thing-b', projectid });
    const mine = await act(create, { ...made, name: 'thing-c' });
    expect(hers).toMatchObject({ account: 'ada', domain: 'sales', domainid, domainpath: 'ROOT/sales' });
    expect(ours).toMatchObject({ project: 'atlas', projectid });
    expect(ours.account).toBeUndefined();
    expect(mine).toMatchObject({ account: 'admin', domain: 'ROOT' });
    expect(await ids({ account: 'ada', domainid })).toEqual([hers.id]);
    expect(await rows({ projectid })).toMatchObject([{ id: ours.id, project: 'atlas', projectid }]);
    for (const filter of finds(hers)) expect(await ids(filter), JSON.stringify(filter)).toEqual([hers.id]);
    const all = await ids({ pagesize: 500 });
    expect(await ids({ pagesize: 500, afterid: all[0] })).toEqual(all.slice(1));

    for (const [field, unclear] of [
      ['projectid', { account: 'ada', domainid, projectid }],
      ['account', { domainid }],
    ] as const)
      expect(await lab.refusal(create, { ...made, name: 'nobody', ...unclear })).toMatchObject({ field });
    expect(await ids()).toHaveLength(3);

    if (saysWhose) {
      // Somebody else’s is not taken for it, nor one’s own for somebody else’s.
      await expect(act(remove, { ...gone(ours), account: 'ada', domainid })).rejects.toThrow();
      await act(remove, { ...gone(ours), projectid });
      await act(remove, { ...gone(hers), account: 'ada', domainid });
    } else for (const each of [ours, hers]) await act(remove, gone(each));
    await act(remove, gone(mine));
    expect(await ids()).toEqual([]);
  });
});

it('affinity groups are told apart by their type', async () => {
  for (const type of ['host affinity', 'host anti-affinity'] as const)
    await lab.run('createAffinityGroup', { name: type, type });
  const page = await lab.call('listAffinityGroups', { type: 'host anti-affinity' });
  expect(page.affinitygroup.map(({ name }) => name)).toEqual(['host anti-affinity']);
});

it('an instance group of a project keeps its project under another name', async () => {
  const { id } = await lab.call('createInstanceGroup', { name: 'old', projectid });
  expect(await lab.call('updateInstanceGroup', { id, name: 'new' })).toMatchObject({
    name: 'new',
    project: 'atlas',
    projectid,
  });
});

it('tags say who they are for, of what they are, and whose', async () => {
  const { virtualmachine: none } = await lab.call('listVirtualMachines', {});
  expect(none).toEqual([]);
  const zone = (await lab.call('listZones', {})).zone[0]?.id ?? '';
  await lab.run('createTags', { resourcetype: 'Zone', resourceids: [zone], tags: { row: '4' }, customer: 'acme' });
  await lab.run('createTags', { resourcetype: 'Zone', resourceids: [zone], tags: { hall: '2' } });
  const template = (await lab.call('listTemplates', { templatefilter: 'all' })).template[0]?.id ?? '';
  await lab.run('createTags', { resourcetype: 'Template', resourceids: [template], tags: { os: 'debian' } });
  const keys = async (filter: object) => (await lab.call('listTags', filter)).tag.map(({ key }) => key);
  expect(await keys({ customer: 'acme' })).toEqual(['row']);
  expect((await lab.call('listTags', { customer: 'acme' })).tag[0]).toMatchObject({ customer: 'acme' });
  expect(await keys({ resourcetype: 'Template' })).toEqual(['os']);
  const all = (await lab.call('listTags', {})).tag;
  const rest = (await lab.call('listTags', { afterid: all[0]?.id })).tag;
  expect(rest.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
  const iso = await lab.run('registerTemplate', {
    zoneid: zone,
    name: 'of-atlas',
    url: 'http://images.test/b.qcow2',
    format: 'QCOW2',
    hypervisor: 'Simulator',
    ostypeid: (await lab.call('listOsTypes', {})).ostype[0]?.id ?? '',
    projectid,
  });
  await lab.run('createTags', { resourcetype: 'Template', resourceids: [iso.resourceId ?? ''], tags: { stage: 'x' } });
  expect((await lab.call('listTags', { projectid })).tag).toMatchObject([
    { key: 'stage', project: 'atlas', projectid },
  ]);
});

it('user data is linked to an ISO of a project, which says so', async () => {
  const zoneid = (await lab.call('listZones', {})).zone[0]?.id ?? '';
  const disc = await lab.run('registerIso', {
    zoneid,
    name: 'disc-of-atlas',
    url: 'http://images.test/a.iso',
    ostypeid: (await lab.call('listOsTypes', {})).ostype[0]?.id ?? '',
    projectid,
  });
  const data = await lab.call('registerUserData', { name: 'answers', userdata: 'IyEvYmluL3NoCg==', projectid });
  const linked = await lab.call('linkUserDataToTemplate', {
    isoid: disc.resourceId ?? '',
    userdataid: data.id,
    userdatapolicy: 'DENYOVERRIDE',
  });
  expect(linked).toMatchObject({ bootable: true, project: 'atlas', projectid, userdataname: 'answers' });
  const { iso } = await lab.call('listIsos', { id: disc.resourceId ?? '' });
  expect(iso[0]).toMatchObject({ userdataid: data.id, userdatapolicy: 'DENYOVERRIDE' });
});
