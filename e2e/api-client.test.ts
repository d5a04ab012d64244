import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Application,
  CsClient,
  has,
  type Method,
  type Page,
  practiceMade,
  python,
  type Row,
  root,
  startApplication,
} from './cs-client.ts';

// A client of CloudStack that is not ours, unmodified, on the practice cloud.
const possible = has('cs');
const hasLibcloud = has('libcloud');

describe.skipIf(!possible)(`Debian’s python3-cs${possible ? '' : ' (skipped: python3-cs is not installed)'}`, () => {
  let app: Application;
  let client: CsClient;
  const ask = (...given: Parameters<CsClient['ask']>) => client.ask(...given);
  const value = <T>(...given: Parameters<CsClient['value']>): Promise<T> => client.value<T>(...given);
  const run = (method: Method, command: string, given: Record<string, unknown>) =>
    client.run<{ virtualmachine: Row } & { success?: boolean }>(method, command, given);

  beforeAll(async () => {
    app = await startApplication('--practice');
    expect(JSON.parse(app.line)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/auth\?t=/),
      pid: app.pid,
      api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/client\/api$/),
      apikey: expect.stringMatching(/^[\w-]{86}$/),
      secretkey: expect.stringMatching(/^[\w-]{86}$/),
    });
    client = new CsClient(app.keys);
    await practiceMade(client);
  });
  afterAll(async () => {
    client?.close();
    await app?.stop();
  });

  test('lists zones, by GET and by POST, the same in the same second', async () => {
    const zones = await value<Page<'zone'>>('get', 'listZones');
    expect(zones).toMatchObject({ count: 1, zone: [{ networktype: 'Basic', allocationstate: 'Enabled' }] });
    expect(await value('get', 'listZones')).toEqual(zones);
    expect(await value('post', 'listZones')).toEqual(zones);
    expect(await value('post', 'listZones', { name: 'nowhere' })).toEqual({});
  });

  test('fetches a list page by page, and all at once', async () => {
    const types = await value<Row[]>('get', 'listOsTypes', { fetch_list: true });
    expect(types.length).toBeGreaterThan(100);
    const small = await value<Row[]>('post', 'listOsTypes', { fetch_list: true, pagesize: 40 });
    expect(small).toEqual(types);
    expect(await value('get', 'listOsTypes', { pagesize: -1 })).toEqual({ count: types.length, ostype: types });
    expect(await value('get', 'listZones', { fetch_list: true, name: 'nowhere' })).toEqual([]);
  });

  test.each(['get', 'post'] as const)('deploys, stops, starts and destroys an instance by %s', async (method) => {
    const [zone] = (await value<Page<'zone'>>(method, 'listZones')).zone ?? [];
    const offerings = await value<Page<'serviceoffering'>>(method, 'listServiceOfferings', { name: 'Small Instance' });
    const templates = await value<{ template: (Row & { isready: boolean })[] }>(method, 'listTemplates', {
      templatefilter: 'executable',
      zoneid: zone?.id,
    });
    const name = `cs-${method}`;
    const made = await run(method, 'deployVirtualMachine', {
      zoneid: zone?.id,
      serviceofferingid: offerings.serviceoffering?.[0]?.id,
      templateid: templates.template.find((each) => each.isready)?.id,
      name,
      displayname: `Grüße & <${method}> ~*[1]`,
    });
    expect(made.virtualmachine).toMatchObject({ name, state: 'Running', displayname: `Grüße & <${method}> ~*[1]` });
    const { id } = made.virtualmachine;
    expect((await run(method, 'stopVirtualMachine', { id, forced: true })).virtualmachine.state).toBe('Stopped');
    expect((await run(method, 'startVirtualMachine', { id })).virtualmachine.state).toBe('Running');
    expect((await value<Page<'virtualmachine'>>(method, 'listVirtualMachines', { ids: [id] })).count).toBe(1);
    expect((await run(method, 'destroyVirtualMachine', { id, expunge: true })).success).toBe(true);
    expect(await value(method, 'listVirtualMachines', { id })).toEqual({});
  });

  test.skipIf(!hasLibcloud)(
    `another client, libcloud, signs in its own way${hasLibcloud ? '' : ' (skipped: python3-libcloud is not installed)'}`,
    () => {
      const ran = spawnSync(python, ['e2e/api-libcloud.py', app.line], { cwd: root, encoding: 'utf8' });
      expect(ran.stderr).not.toContain('Traceback');
      expect(JSON.parse(ran.stdout)).toEqual({
        name: 'libcloud-1',
        state: 'running',
        found: ["odd [1] ~ * ' é & +"],
        stopped: 'Stopped',
        started: 'Running',
        rebooted: true,
        destroyed: true,
      });
    },
  );

  test('makes keys, and the former ones no longer work', async () => {
    const { session } = await value<{ session: { userid: string } }>('get', 'getSession');
    const shown = await value<{ userkeys: object }>('get', 'getUserKeys', { id: session.userid });
    expect(shown.userkeys).toMatchObject({ apikey: expect.any(String), secretkey: expect.any(String) });
    // Its last question by the former ones is what came of it.
    const made = await value<{ userkeys: object }>('post', 'registerUserKeys', {
      id: session.userid,
      fetch_result: true,
    });
    expect(made.userkeys).not.toEqual(shown.userkeys);
    expect(await ask('get', 'listZones')).toMatchObject({ status: 401, error: { errorcode: 401, uuidList: [] } });
    client.close();
    client = new CsClient({ ...(made.userkeys as { apikey: string; secretkey: string }), api: app.keys.api });
    expect((await value<Page<'zone'>>('get', 'listZones')).count).toBe(1);
  });

  test('is refused with the codes that it knows', async () => {
    const cases: [string, Record<string, unknown>, number, RegExp][] = [
      ['createZone', { name: 'incomplete' }, 431, /due to missing parameter/],
      ['listZones', { id: 'nonsense' }, 431, /due to invalid value/],
      ['stopVirtualMachine', { id: '11111111-2222-4333-8444-555555555555' }, 431, /does not exist/],
      ['listZones', { page: 1, pagesize: 1_000_000_000 }, 431, /pagesize/],
      ['noSuchCommand', {}, 401, /noSuchCommand/],
      ['listZones', { expires: '2001-01-01T00:00:00+0000', signatureVersion: '3' }, 401, /unable to verify/],
    ];
    for (const method of ['get', 'post'] as const)
      for (const [command, given, code, text] of cases)
        expect([command, await ask(method, command, given)]).toEqual([
          command,
          {
            status: code,
            error: {
              uuidList: [],
              errorcode: code,
              cserrorcode: expect.any(Number),
              errortext: expect.stringMatching(text),
            },
          },
        ]);
    expect((await value<Page<'zone'>>('get', 'listZones')).count).toBe(1);
  });
});
