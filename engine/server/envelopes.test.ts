import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { type ApiClient, apiClient } from './testing/client.ts';

// What CloudStack's clients find in an answer, in both formats.

let lab: TestEngine;
let api: ApiClient;
let zone: { id: string; created: string };
const url = 'http://sim-z';

beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  api = await apiClient(lab);
  zone = (await lab.call('listZones', {})).zone[0] as typeof zone;
});
afterAll(() => lab.close());

const fullZone = () => ({
  id: zone.id,
  name: 'zone',
  networktype: 'Basic',
  allocationstate: 'Enabled',
  dns1: '192.0.2.53',
  internaldns1: '192.0.2.53',
  localstorageenabled: true,
  securitygroupsenabled: false,
  type: 'Core',
  dhcpprovider: 'VirtualRouter',
  ismultiarch: false,
  isnsxenabled: false,
  routedmodeenabled: false,
  created: zone.created,
  tags: [] as never[],
  hasannotations: false,
});

describe('a list', () => {
  it('has its count and its rows, in JSON', async () => {
    const response = await api.get('listZones', { response: 'json' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(await response.text()).toBe(JSON.stringify({ listzonesresponse: { count: 1, zone: [fullZone()] } }));
  });

  it('is XML where nothing else is asked for', async () => {
    const response = await api.get('listZones');
    expect(response.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
    // A list without entries is no element.
    const fields = Object.entries(fullZone())
      .filter(([name]) => name !== 'tags')
      .map(([name, value]) => `<${name}>${value}</${name}>`);
    expect(await response.text()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><listzonesresponse cloud-stack-version="4.22.0.0"><count>1</count><zone>${fields.join('')}</zone></listzonesresponse>`,
    );
  });

  it('is an empty envelope where nothing is found, and has the count alone past its end', async () => {
    expect((await api.json('listZones', { name: 'no such' })).body).toEqual({ listzonesresponse: {} });
    expect((await api.xml('listZones', { name: 'no such' })).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><listzonesresponse cloud-stack-version="4.22.0.0"></listzonesresponse>',
    );
    expect((await api.json('listZones', { page: '7', pagesize: '5' })).body).toEqual({
      listzonesresponse: { count: 1 },
    });
  });

  it('takes page and pagesize together or not at all', async () => {
    const odd: Record<string, string>[] = [
      { page: '1' },
      { pagesize: '5' },
      { page: '1', pagesize: '-1' },
      { page: '1', pagesize: '501' },
    ];
    for (const one of odd)
      expect(await api.json('listZones', one), JSON.stringify(one)).toMatchObject({
        status: 431,
        body: { listzonesresponse: { errorcode: 431, cserrorcode: 4350, uuidList: [] } },
      });
    expect((await api.json('listZones', { pagesize: '-1' })).body).toEqual({
      listzonesresponse: { count: 1, zone: [fullZone()] },
    });
  });

  it('finds by keyword, by ids and by names in any case', async () => {
    expect((await api.json('LISTZONES', { KeyWord: 'zon', ID: zone.id })).body).toMatchObject({
      listzonesresponse: { count: 1 },
    });
    const vms = `${zone.id}, 11111111-2222-4333-8444-555555555555`;
    expect((await api.json('listVirtualMachines', { ids: vms })).body).toEqual({ listvirtualmachinesresponse: {} });
  });

  it('repeats nested things', async () => {
    const { text } = await api.xml('listApis', { name: 'createZone' });
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><listapisresponse cloud-stack-version="4.22.0.0"><count>1<\/count><api><name>createZone<\/name>/,
    );
    expect(text).toContain('<isasync>false</isasync>');
    expect(text.match(/<params><name>/g)?.length).toBeGreaterThan(5);
  });
});

describe('one thing', () => {
  it('stands under its name; what was only done says so by itself', async () => {
    const made = await api.json('createDiskOffering', { name: 'two & <three>', displaytext: '"', disksize: '7' });
    expect(made.body).toMatchObject({
      creatediskofferingresponse: { diskoffering: { name: 'two & <three>', disksize: 7, iscustomized: false } },
    });
    const { text } = await api.xml('listDiskOfferings', { keyword: 'three' });
    expect(text).toContain('<name>two &amp; &lt;three&gt;</name><displaytext>&quot;</displaytext>');
    const { diskoffering } = (made.body as { creatediskofferingresponse: { diskoffering: { id: string } } })
      .creatediskofferingresponse;
    expect((await api.json('deleteDiskOffering', { id: diskoffering.id })).body).toEqual({
      deletediskofferingresponse: { success: true },
    });
  });

  it('is a list of one where CloudStack makes it one, and is waited for', async () => {
    const [cluster] = (await lab.call('listClusters', {})).cluster;
    const made = await api.json('addHost', {
      zoneid: zone.id,
      podid: cluster?.podid ?? '',
      clusterid: cluster?.id ?? '',
      hypervisor: 'Simulator',
      url,
      username: 'root',
    });
    expect(made).toMatchObject({
      status: 200,
      body: { addhostresponse: { count: 1, host: [{ name: 'sim-z', state: 'Up' }] } },
    });
  });

  it('that could not be made is told with the code of the job’s own error, and leaves nothing', async () => {
    const before = await lab.call('listHosts', {});
    const [cluster] = (await lab.call('listClusters', {})).cluster;
    const again = await api.json('addHost', {
      zoneid: zone.id,
      podid: cluster?.podid ?? '',
      clusterid: cluster?.id ?? '',
      hypervisor: 'Simulator',
      url,
      username: 'root',
    });
    expect(again.status).toBeGreaterThan(429);
    expect(again.body).toMatchObject({ addhostresponse: { errorcode: again.status, uuidList: [] } });
    expect((await lab.call('listHosts', {})).count).toBe(before.count);
  });
});

describe('a job', () => {
  /** On a host that has had its storage from the beginning. */
  const onOldHost = async (name: string) => {
    const [host] = (await lab.call('listHosts', { name: 'sim-a' })).host;
    return { ...(await deployInput(lab, name)), hostid: host?.id ?? '' };
  };
  const ended = async (jobid: string): Promise<Record<string, unknown>> => {
    await lab.engine.internals.ctx.jobs.wait(jobid);
    const { body } = await api.json('queryAsyncJobResult', { jobid });
    return body.queryasyncjobresultresponse as Record<string, unknown>;
  };

  it('is an id at once, and by and by a result under its name', async () => {
    const input = await onOldHost('wire-1');
    const { body } = await api.json('deployVirtualMachine', {
      ...Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])),
    });
    const { jobid, id } = body.deployvirtualmachineresponse as { jobid: string; id: string };
    expect(Object.keys(body.deployvirtualmachineresponse as object).sort()).toEqual(['id', 'jobid']);
    expect(await ended(jobid)).toMatchObject({
      jobid,
      cmd: 'deployVirtualMachine',
      jobstatus: 1,
      jobprocstatus: 0,
      jobresultcode: 0,
      jobresulttype: 'object',
      jobinstanceid: id,
      jobresult: { virtualmachine: { id, name: 'wire-1', state: 'Running' } },
    });
    expect((await api.xml('queryAsyncJobResult', { jobid })).text).toContain(
      `<jobresult><virtualmachine><id>${id}</id><name>wire-1</name>`,
    );
    expect((await api.json('listAsyncJobs', { resourceid: id })).body).toMatchObject({
      listasyncjobsresponse: { count: 1, asyncjobs: [{ jobresult: { virtualmachine: { id } } }] },
    });
    // Irregular: libcloud and others look for this name.
    const reset = await api.json('restoreVirtualMachine', { virtualmachineid: id });
    const again = (reset.body.restorevmresponse as { jobid: string }).jobid;
    expect(await ended(again)).toMatchObject({ jobstatus: 1 });
    const gone = await api.json('destroyVirtualMachine', { id, expunge: 'TRUE' });
    const last = (gone.body.destroyvirtualmachineresponse as { jobid: string }).jobid;
    expect((await ended(last)).jobresult).toEqual({ success: true });
  });

  it('that failed has the code and the text of its error, no more', async () => {
    const input = await onOldHost('wire-3');
    const { body } = await api.json('deployVirtualMachine', {
      ...Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])),
      startvm: 'False',
    });
    const made = body.deployvirtualmachineresponse as { jobid: string; id: string };
    expect(await ended(made.jobid)).toMatchObject({ jobstatus: 1 });
    for (const { id } of (await lab.call('listHosts', {})).host)
      await lab.call('injectSimulatorFault', { hostid: id, name: 'start-fails' });
    const start = await api.json('startVirtualMachine', { id: made.id });
    const failed = await ended((start.body.startvirtualmachineresponse as { jobid: string }).jobid);
    expect(failed).toMatchObject({ jobstatus: 2, jobresulttype: 'object' });
    const result = failed.jobresult as { errorcode: number; errortext: string };
    expect(Object.keys(result).sort()).toEqual(['errorcode', 'errortext']);
    expect(result.errorcode).toBe(failed.jobresultcode);
    expect(result.errorcode).toBeGreaterThanOrEqual(530);
    expect(result.errortext).toMatch(/\S.*\./);
  });
});
