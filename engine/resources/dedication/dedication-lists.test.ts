import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dedicatedKinds } from '../../contract/dedication.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// The four lists of what is dedicated are alike: each thing of a kind is found by what it is, by whom it is for, and by its group.

type Row = Record<string, string | undefined> & { id: string };
let lab: TestEngine;
let sales: string;
const ids: Record<string, [string, string]> = {};
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  lab.user('ada', 'User', sales);
  const zone = await lab.call('createZone', {
    name: 'zone-2',
    networktype: 'Basic',
    dns1: '192.0.2.53',
    internaldns1: '192.0.2.53',
  });
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  const range = { gateway: '10.2.0.1', netmask: '255.255.255.0', startip: '10.2.0.10', endip: '10.2.0.19' };
  const podid = await idOf(lab, 'listPods', 'pod', 'pod');
  const pod = await lab.call('createPod', { zoneid, name: 'pod-2', ...range });
  const clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  const cluster = await lab.call('addCluster', { zoneid, podid, clustername: 'cluster-2', hypervisor: 'Simulator' });
  ids.zone = [zoneid, zone.id];
  ids.pod = [podid, pod.id];
  ids.cluster = [clusterid, cluster.id];
  ids.host = [await idOf(lab, 'listHosts', 'host', 'sim-a'), await idOf(lab, 'listHosts', 'host', 'sim-b')];
});
afterAll(() => lab.close());

const nameOf = { zone: 'Zone', pod: 'Pod', cluster: 'Cluster', host: 'Host' } as const;

describe.each(dedicatedKinds)('dedicated: %s', (kind) => {
  const list = async (input: object): Promise<{ count: number; rows: Row[] }> => {
    const page = await lab.call(`listDedicated${nameOf[kind]}s`, input);
    return { count: page.count, rows: (page as unknown as Record<string, Row[]>)[`dedicated${kind}`] ?? [] };
  };
  const found = async (input: object) => (await list(input)).rows.map((row) => row[`${kind}name`]);

  it('is listed as it was given, and read in pages', async () => {
    const [first, second] = ids[kind] as [string, string];
    const job = await lab.run(`dedicate${nameOf[kind]}`, {
      [`${kind}id`]: first,
      domainid: sales,
      account: 'ada',
    } as never);
    expect(job.result).toMatchObject({ [`${kind}id`]: first, account: 'ada', domain: 'ROOT/sales' });
    await lab.run(`dedicate${nameOf[kind]}`, { [`${kind}id`]: second, domainid: rootDomainId } as never);
    const [ada, all] = (await list({ sortby: 'account', sortorder: 'desc' })).rows as [Row, Row];
    const [a, b] = [ada[`${kind}name`], all[`${kind}name`]];
    expect([ada.domainid, ada.account, all.domainid, all.account]).toEqual([sales, 'ada', rootDomainId, undefined]);

    expect(await found({ sortby: 'account' })).toEqual([b, a]);
    expect(await found({ [`${kind}id`]: first })).toEqual([a]);
    expect(await found({ account: 'ada' })).toEqual([a]);
    expect(await found({ domainid: rootDomainId })).toEqual([b]);
    expect(await found({ affinitygroupid: ada.affinitygroupid })).toEqual([a]);
    expect(await found({ keyword: 'sales' })).toEqual([a]);
    expect(await list({ page: 2, pagesize: 1 })).toMatchObject({ count: 2, rows: [{ id: all.id }] });
    expect(await found({ afterid: ada.id, pagesize: 1 })).toEqual([b]);

    for (const id of [first, second]) await lab.run(`releaseDedicated${nameOf[kind]}`, { [`${kind}id`]: id } as never);
    expect((await list({})).count).toBe(0);
  });
});
