import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { type ApiClient, apiClient } from './testing/client.ts';

// A run of calls in XML, CloudStack's default, against a golden that was read line by line: envelopes, lists and empty lists, nested rows, jobs
// and their results, errors, and names that are not the obvious ones. `vitest -u` writes it anew; then it is to be read again.

let lab: TestEngine;
let client: ApiClient;
beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  client = await apiClient(lab);
});
afterAll(() => lab.close());

const said: string[] = [];
async function call(command: string, parameters: Record<string, string> = {}): Promise<string> {
  const answer = await client.xml(command, parameters);
  said.push(
    `=== ${command} ${JSON.stringify(parameters)}\n${answer.status}\n${answer.text.replaceAll('><', '>\n<')}\n`,
  );
  return answer.text;
}
const element = (text: string, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';

/** Ids by the order of their appearance, and no moment of this run. */
function steady(text: string): string {
  const ids = new Map<string, string>();
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `id-${ids.size + 1}`);
      return ids.get(id) as string;
    })
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000/g, 'MOMENT')
    .replace(/<(powerstateage|receivedbytes|sentbytes|created|lastupdated)>\d+</g, '<$1>NUMBER<')
    .replace(/<managementservername>[^<]*</g, '<managementservername>NAME<')
    .replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, 'MAC');
}

it('is the golden, letter by letter', async () => {
  await call('listDomains');
  await call('listZones', { name: 'nowhere' });
  await call('listPods', { page: '9', pagesize: '10' });
  const created = await call('createDomain', { name: 'Ärger & "Co" <north>' });
  await call('createZone', { name: 'incomplete' });
  await call('listPods', { id: 'nonsense' });
  await call('noSuchCommand');
  await call('restoreVirtualMachine', { virtualmachineid: '11111111-2222-4333-8444-555555555555' });
  await call('addIpToNic', { nicid: '11111111-2222-4333-8444-555555555555' });
  await call('listResourceLimits', { resourcetype: '0' });

  const { zoneid, serviceofferingid, templateid } = await deployInput(lab, 'golden');
  const deployed = await call('deployVirtualMachine', { zoneid, serviceofferingid, templateid, name: 'golden' });
  await lab.engine.internals.ctx.jobs.wait(element(deployed, 'jobid'));
  const virtualmachineid = element(deployed, 'id');
  await call('listNics', { virtualmachineid });
  const stopped = await call('stopVirtualMachine', { id: virtualmachineid, forced: 'true' });
  await lab.engine.internals.ctx.jobs.wait(element(stopped, 'jobid'));
  const tagged = await call('createTags', {
    resourceids: virtualmachineid,
    resourcetype: 'UserVm',
    'tags[0].key': 'course',
    'tags[0].value': 'a < b',
  });
  await lab.engine.internals.ctx.jobs.wait(element(tagged, 'jobid'));
  await call('queryAsyncJobResult', { jobid: element(tagged, 'jobid') });
  await call('listTags', { resourcetype: 'UserVm' });

  const large = await lab.call('createServiceOffering', {
    name: 'huge',
    cpunumber: 64,
    cpuspeed: 4000,
    memory: 262144,
  });
  const refused = await call('deployVirtualMachine', { zoneid, serviceofferingid: large.id, templateid, name: 'huge' });
  if (element(refused, 'jobid') !== '') {
    await lab.engine.internals.ctx.jobs.wait(element(refused, 'jobid'));
    await call('queryAsyncJobResult', { jobid: element(refused, 'jobid') });
  }
  const deleted = await call('deleteDomain', { id: element(created, 'id') });
  await lab.engine.internals.ctx.jobs.wait(element(deleted, 'jobid'));
  await call('queryAsyncJobResult', { jobid: element(deleted, 'jobid') });
  const login = await fetch(`${client.url}?command=login&username=admin&password=x`);
  said.push(`=== login by GET\n${login.status}\n${(await login.text()).replaceAll('><', '>\n<')}\n`);
  await expect(steady(said.join('\n'))).toMatchFileSnapshot('testing/xml-run.golden.txt');
});
