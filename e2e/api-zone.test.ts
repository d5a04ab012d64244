import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, CsClient, has, type Method, type Page, type Row, startApplication } from './cs-client.ts';

// A whole cloud by a client of CloudStack that is not ours: from nothing, in the order of calls of CloudStack's own set-up of a zone.
const possible = has('cs');

describe.skipIf(!possible)(`python3-cs${possible ? '' : ' (skipped: python3-cs is not installed)'}`, () => {
  let app: Application;
  let client: CsClient;
  beforeAll(async () => {
    app = await startApplication();
    client = new CsClient(app.keys);
  });
  afterAll(async () => {
    client?.close();
    await app?.stop();
  });

  /** A zone by one way of sending; each has addresses of its own. */
  async function makeZone(method: Method, number: number): Promise<string> {
    const subnet = (last: number) => `10.${number}.0.${last}`;
    const one = async <T>(command: string, given: Record<string, unknown>, object: string): Promise<T> =>
      (await client.value<Record<string, T>>(method, command, given))[object] as T;
    const zone = await one<Row>(
      'createZone',
      {
        name: `zone-${method}`,
        networktype: 'Basic',
        dns1: '192.0.2.53',
        internaldns1: '192.0.2.53',
        localstorageenabled: true,
      },
      'zone',
    );
    const zoneid = zone.id;
    expect((zone as unknown as { allocationstate: string }).allocationstate).toBe('Disabled');
    const { physicalnetwork } = await client.run<{ physicalnetwork: Row }>(method, 'createPhysicalNetwork', {
      zoneid,
      name: 'physical',
    });
    const physicalnetworkid = physicalnetwork.id;
    for (const traffictype of ['Guest', 'Management'])
      await client.run(method, 'addTrafficType', { physicalnetworkid, traffictype, kvmnetworklabel: 'cloudbr0' });
    await client.run(method, 'updatePhysicalNetwork', { id: physicalnetworkid, state: 'Enabled' });
    const providers = await client.value<Page<'networkserviceprovider'>>(method, 'listNetworkServiceProviders', {
      physicalnetworkid,
      name: 'VirtualRouter',
    });
    const nspid = providers.networkserviceprovider?.[0]?.id;
    const elements = await client.value<Page<'virtualrouterelement'>>(method, 'listVirtualRouterElements', { nspid });
    await client.run(method, 'configureVirtualRouterElement', {
      id: elements.virtualrouterelement?.[0]?.id,
      enabled: true,
    });
    await client.run(method, 'updateNetworkServiceProvider', { id: nspid, state: 'Enabled' });
    const offerings = await client.value<Page<'networkoffering'>>(method, 'listNetworkOfferings', {
      name: 'DefaultSharedNetworkOffering',
    });
    await client.value(method, 'createNetwork', {
      zoneid,
      name: 'guests',
      displaytext: 'Guests of the zone',
      networkofferingid: offerings.networkoffering?.[0]?.id,
      gateway: subnet(1),
      netmask: '255.255.255.0',
      startip: subnet(100),
      endip: subnet(200),
    });
    const pod = await one<Row>(
      'createPod',
      { zoneid, name: 'pod', gateway: subnet(1), netmask: '255.255.255.0', startip: subnet(10), endip: subnet(20) },
      'pod',
    );
    const clusters = await client.value<Page<'cluster'>>(method, 'addCluster', {
      zoneid,
      podid: pod.id,
      clustername: 'cluster',
      clustertype: 'CloudManaged',
      hypervisor: 'Simulator',
    });
    const clusterid = clusters.cluster?.[0]?.id;
    const hosts = await client.value<Page<'host'>>(method, 'addHost', {
      zoneid,
      podid: pod.id,
      clusterid,
      hypervisor: 'Simulator',
      url: `http://sim-${method}`,
      username: 'root',
      password: 'simulated',
    });
    expect(hosts.host?.[0]?.state).toBe('Up');
    const pool = await one<Row>(
      'createStoragePool',
      { zoneid, podid: pod.id, clusterid, name: 'primary', scope: 'CLUSTER', url: `nfs://nfs.test/primary-${method}` },
      'storagepool',
    );
    expect(pool.state).toBe('Up');
    await one(
      'addImageStore',
      { zoneid, name: 'images', provider: 'Simulator', url: `nfs://nfs.test/images-${method}` },
      'imagestore',
    );
    const enabled = await one<{ allocationstate: string }>(
      'updateZone',
      { id: zoneid, allocationstate: 'Enabled' },
      'zone',
    );
    expect(enabled.allocationstate).toBe('Enabled');
    return zoneid;
  }

  test.each([
    ['get', 11],
    ['post', 12],
  ] as const)(
    'by %s: a zone from nothing, a template, an account with keys and a limit, and its instances',
    async (method, number) => {
      const zoneid = await makeZone(method, number);
      const types = await client.value<Page<'ostype'>>(method, 'listOsTypes', {
        keyword: 'Debian GNU/Linux 12 (64-bit)',
      });
      const templates = await client.value<Page<'template', Row & { isready: boolean }>>(method, 'registerTemplate', {
        zoneid,
        name: `debian-${method}`,
        displaytext: 'Debian',
        url: 'http://images.test/debian.qcow2',
        format: 'QCOW2',
        hypervisor: 'Simulator',
        ostypeid: types.ostype?.[0]?.id,
        ispublic: true,
      });
      expect(templates.template).toMatchObject([{ name: `debian-${method}`, isready: true }]);
      const offering = await client.value<Page<'serviceoffering'>>(method, 'listServiceOfferings', {
        name: 'Small Instance',
      });

      // Somebody else, with keys of their own and room for two instances.
      const { account } = await client.value<{ account: Row & { user: Row[]; domainid: string } }>(
        method,
        'createAccount',
        {
          username: `ada-${method}`,
          password: 'correct horse battery',
          firstname: 'Ada',
          lastname: 'Example',
          email: 'ada@lab.example',
          accounttype: 0,
        },
      );
      await client.value(method, 'updateResourceLimit', {
        account: account.name,
        domainid: account.domainid,
        resourcetype: 0,
        max: 2,
      });
      const userid = account.user[0]?.id;
      const { userkeys } = await client.value<{ userkeys: { apikey: string; secretkey: string } }>(
        method,
        'registerUserKeys',
        { id: userid, ...(await keysAsAJob(client)) },
      );
      const ada = new CsClient({ ...userkeys, api: app.keys.api });
      try {
        const deploy = (name: string) => ({
          zoneid,
          serviceofferingid: offering.serviceoffering?.[0]?.id,
          templateid: templates.template?.[0]?.id,
          name: `${name}-${method}`,
        });
        for (const name of ['first', 'second'])
          expect(await ada.run(method, 'deployVirtualMachine', deploy(name))).toMatchObject({
            virtualmachine: { state: 'Running', account: account.name },
          });
        expect(await ada.ask(method, 'deployVirtualMachine', deploy('third'))).toMatchObject({
          status: 535,
          error: { errorcode: 535 },
        });
        expect(
          await ada.ask(method, 'createZone', { name: 'x', networktype: 'Basic', dns1: '192.0.2.1' }),
        ).toMatchObject({
          status: 432,
        });
        const own = await ada.value<Row[]>(method, 'listVirtualMachines', { fetch_list: true, pagesize: 1 });
        expect(own.map(({ name }) => name).sort()).toEqual([`first-${method}`, `second-${method}`]);
        const limits = await ada.value<Page<'resourcelimit', { resourcetype: string; max: number }>>(
          method,
          'listResourceLimits',
          { resourcetype: 0 },
        );
        expect(limits.resourcelimit).toMatchObject([{ max: 2 }]);
        for (const { id } of own) {
          await ada.run(method, 'stopVirtualMachine', { id, forced: true });
          await ada.run(method, 'destroyVirtualMachine', { id, expunge: true });
        }
        expect(await ada.value(method, 'listVirtualMachines')).toEqual({});
      } finally {
        ada.close();
      }
      expect((await client.run<{ success: boolean }>(method, 'deleteAccount', { id: account.id })).success).toBe(true);
    },
  );
});

/** Whether this server makes keys by a job; the client waits for it where it is told to. */
async function keysAsAJob(client: CsClient): Promise<{ fetch_result?: true }> {
  const apis = await client.value<Page<'api', { isasync: boolean }>>('get', 'listApis', { name: 'registerUserKeys' });
  return apis.api?.[0]?.isasync ? { fetch_result: true } : {};
}
