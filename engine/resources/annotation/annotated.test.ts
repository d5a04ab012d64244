import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandName } from '../../contract/contract.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Lists say of each row whether there are comments on it.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const kinds: readonly [list: CommandName, object: string, entitytype: string, name: string][] = [
  ['listZones', 'zone', 'ZONE', 'zone'],
  ['listPods', 'pod', 'POD', 'pod'],
  ['listClusters', 'cluster', 'CLUSTER', 'cluster'],
  ['listHosts', 'host', 'HOST', 'sim-a'],
  ['listDomains', 'domain', 'DOMAIN', 'ROOT'],
  ['listNetworks', 'network', 'NETWORK', 'guests'],
  ['listNetworkOfferings', 'networkoffering', 'NETWORK_OFFERING', 'DefaultSharedNetworkOffering'],
];

it.each(kinds)('%s says which of its rows have comments', async (list, object, entitytype, name) => {
  const entityid = name === 'ROOT' ? rootDomainId : await idOf(lab, list, object, name);
  const marked = async (): Promise<unknown> => {
    const page = (await lab.call(list, {} as never)) as unknown as Record<string, Record<string, unknown>[]>;
    return page[object]?.find((row) => row.id === entityid)?.hasannotations;
  };
  expect(await marked()).toBe(false);
  const { id } = await lab.call('addAnnotation', {
    annotation: 'Behind the door.',
    entitytype: entitytype as 'HOST',
    entityid,
  });
  expect(await marked()).toBe(true);
  await lab.call('removeAnnotation', { id });
  expect(await marked()).toBe(false);
});

it('a comment for root admins alone counts only once everybody sees it', async () => {
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  const of = async () => (await lab.call('listZones', {}, student)).zone[0]?.hasannotations;
  const student = lab.user('student');
  const { id } = await lab.call('addAnnotation', {
    annotation: 'The key lies under the mat.',
    entitytype: 'ZONE',
    entityid: zoneid,
    adminsonly: true,
  });
  expect(await of()).toBe(false);
  await lab.call('updateAnnotationVisibility', { id, adminsonly: false });
  expect(await of()).toBe(true);
});

it('a host shows the last comment on it, and when that was made', async () => {
  const entityid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const { ctx } = lab.engine.internals;
  const { clock } = ctx;
  ctx.clock = () => clock() + 60_000;
  for (const annotation of ['Loud fan.', 'The fan was changed.']) {
    await lab.call('addAnnotation', { annotation, entitytype: 'HOST', entityid });
    ctx.clock = () => clock() + 120_000;
  }
  ctx.clock = clock;
  const [first, second] = (await lab.call('listHosts', {})).host;
  const [last] = (await lab.call('listAnnotations', { entityid, entitytype: 'HOST' })).annotation;
  expect(first).toMatchObject({ annotation: 'The fan was changed.', lastannotated: last?.created });
  expect(second?.annotation).toBeUndefined();
});
