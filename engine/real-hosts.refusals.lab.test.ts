import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf, type Lab, type LabHost, labOrReason } from '../e2e/lab/lab.ts';
import type { Input } from './contract/contract.ts';
import { idOf, startTestEngine, type TestEngine } from './testing/lab.ts';
import { differences, manifestDifferences, takeHostInventory } from './testing/real-inventory.ts';
import {
  buildFrame,
  dismantle,
  preparationInput,
  preparationOf,
  prepareHost,
  refusalOf,
  templateInput,
} from './testing/real-lab.ts';

/**
 * Wrong inputs and wrong worlds: each is answered with a sentence of its own and with what to do, and nothing of the attempt is left. The
 * hosts must be bare.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/real-hosts.refusals.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const skipped = impossible === undefined ? '' : ` (skipped: ${impossible})`;

const inside = async (host: LabHost, ...argv: string[]) => {
  const outcome = await lab.exec(host.name, argv);
  if (outcome.status !== 0) throw new Error(`${argv.join(' ')}: ${outcome.stderr}`);
  return outcome.stdout;
};

describe.skipIf(impossible !== undefined)(`hosts that cannot be prepared${skipped}`, () => {
  let app: TestEngine;
  let host: LabHost;
  beforeAll(async () => {
    host = lab.hosts.find((each) => each.os === 'debian') as LabHost;
    app = await startTestEngine();
  });
  afterAll(() => app?.close());

  /** The plan for a bare host, which is not carried out. */
  async function plan(of: LabHost, choices: Partial<Input<'createHostPreparation'>>) {
    await app.run('createHostPreparation', { ...preparationInput(of), ...choices });
    const preparation = await preparationOf(app, of);
    const stops = preparation.plan.filter((item) => item.status === 'blocked');
    return { id: preparation.id, canapply: preparation.canapply, stops };
  }
  /** Nothing is carried out of a plan that stops somewhere: neither by the button nor behind it. */
  async function refusesToApply(of: LabHost, id: string, hint: RegExp): Promise<void> {
    const before = await lab.manifest(of.name);
    const refusal = await refusalOf(app, 'applyHostPreparation', { id });
    expect(refusal).toMatchObject({ state: 'refused', code: 'conflict' });
    expect(refusal.hint).toMatch(hint);
    expect(manifestDifferences(before, await lab.manifest(of.name))).toEqual([]);
  }

  it('a wrong password, a wrong user', async () => {
    const wrong = await refusalOf(app, 'createHostPreparation', { ...preparationInput(host), password: 'not-it' });
    expect(wrong).toMatchObject({ state: 'failed', code: 'unauthorized' });
    expect(wrong.message).toMatch(/root.*password|password.*root/);
    expect(wrong.hint).toBeTruthy();
    const nobody = await refusalOf(app, 'createHostPreparation', { ...preparationInput(host), username: 'nosuchuser' });
    expect(nobody).toMatchObject({ state: 'failed', code: 'unauthorized' });
    expect(nobody.message).toContain('nosuchuser');
    expect((await preparationOf(app, host)).error).toBe(nobody.message);
  });

  it('a key that is not the host’s: nothing is sent, and the right one is still accepted afterwards', async () => {
    const other = lab.hosts.find((each) => each.os === 'centos') as LabHost;
    const stranger = { ...preparationInput(other), hostkeyfingerprint: `SHA256:${'A'.repeat(43)}` };
    const refusal = await refusalOf(app, 'createHostPreparation', stranger);
    expect(refusal).toMatchObject({ state: 'failed', code: 'hostKey' });
    expect(refusal.message).toContain(fingerprintOf(other));
    expect(refusal.hint).toBeTruthy();
    await plan(other, {});
  });

  it('a host whose key has changed since is refused until the old key is forgotten', async () => {
    await plan(host, {});
    const old = fingerprintOf(host);
    const key = '/etc/ssh/ssh_host_ed25519_key';
    await inside(host, 'sh', '-c', `cp -a ${key} ${key}.kept; cp -a ${key}.pub ${key}.pub.kept`);
    try {
      await inside(host, 'sh', '-c', `rm ${key}; ssh-keygen -q -t ed25519 -N '' -f ${key}; systemctl restart ssh`);
      const seen = await app.call('getHostKey', { address: host.address });
      expect(seen.pinnedfingerprint).toBe(old);
      const refusal = await refusalOf(app, 'createHostPreparation', {
        ...preparationInput(host),
        hostkeyfingerprint: seen.fingerprint,
      });
      expect(refusal).toMatchObject({ state: 'refused', code: 'hostKey', field: 'hostkeyfingerprint' });
      expect(refusal.hint).toMatch(/reinstalled/);
      // The pinned one is not presented any more either.
      const again = await refusalOf(app, 'createHostPreparation', preparationInput(host));
      expect(again).toMatchObject({ code: 'hostKey' });
      await app.call('forgetHostKey', { address: host.address, fingerprint: old });
      await plan(host, { hostkeyfingerprint: seen.fingerprint });
      await app.call('forgetHostKey', { address: host.address, fingerprint: seen.fingerprint });
    } finally {
      await inside(host, 'sh', '-c', `mv ${key}.kept ${key}; mv ${key}.pub.kept ${key}.pub; systemctl restart ssh`);
    }
  });

  it('no hardware virtualization, unless emulation is accepted', async () => {
    const { id, canapply, stops } = await plan(host, { acceptemulation: false });
    expect(canapply).toBe(false);
    expect(stops.map((item) => item.id)).toEqual(['virtualization']);
    await refusesToApply(host, id, /emulat|nested|BIOS/i);
  });

  it('an operating system that nobody has tried', async () => {
    const release = (await inside(host, 'readlink', '-f', '/etc/os-release')).trim();
    const text = await inside(host, 'cat', release);
    await lab.exec(host.name, ['sh', '-c', `cat >${release}`], {
      input: 'ID=arch\nNAME="Arch Linux"\nPRETTY_NAME="Arch Linux"\nBUILD_ID=rolling\n',
    });
    try {
      const { id, stops } = await plan(host, {});
      expect(stops.map((item) => item.id)).toEqual(['system']);
      expect(stops[0]?.hint).toMatch(/^Arch Linux is not supported. Install CentOS/);
      await refusesToApply(host, id, /Arch Linux is not supported/);
    } finally {
      await lab.exec(host.name, ['sh', '-c', `cat >${release}`], { input: text });
    }
  });

  it('a network card that is not there', async () => {
    const { id, stops } = await plan(host, { nic: 'eth7' });
    expect(stops.map((item) => item.id)).toEqual(['bridge']);
    expect(stops[0]?.hint).toMatch(/There is no card eth7\. There are: .*eth0/);
    await refusesToApply(host, id, /There is no card eth7/);
  });

  it('a package source that is down, and one that goes down after the plan was made', {
    timeout: 180_000,
  }, async () => {
    const list = '/etc/apt/sources.list';
    const { id, stops } = await plan(host, {});
    expect(stops).toEqual([]);
    const before = await lab.manifest(host.name);
    await inside(host, 'sh', '-c', `mv ${list} ${list}.kept; rm -rf /var/lib/apt/lists/*`);
    try {
      await lab.exec(host.name, ['sh', '-c', `cat >${list}`], {
        input: 'deb [trusted=yes] http://10.77.0.1:9/nowhere ./\n',
      });
      const late = await refusalOf(app, 'applyHostPreparation', { id });
      expect(late.state).toBe('failed');
      expect(`${late.message} ${late.hint}`).toMatch(/package source.*10\.77\.0\.1:9/i);
      expect((await preparationOf(app, host)).state).toBe('Failed');
      await app.run('updateHostPreparation', { id });
      const stop = (await preparationOf(app, host)).plan.find((item) => item.id === 'packages');
      expect(stop).toMatchObject({ status: 'blocked', hint: expect.stringContaining('10.77.0.1:9') });
    } finally {
      await inside(host, 'sh', '-c', `mv ${list}.kept ${list}; rm -rf /var/lib/apt/lists/*; apt-get -q update`);
    }
    expect(manifestDifferences(before, await lab.manifest(host.name))).toEqual([]);
  });

  it.each(['debian', 'centos'] as const)(
    'on %s, cancelled while packages are installed: they are taken off again',
    { timeout: 180_000 },
    async (os) => {
      const of = lab.hosts.find((each) => each.os === os) as LabHost;
      const { id } = await plan(of, {});
      const before = await lab.manifest(of.name);
      const { jobid } = await app.call('applyHostPreparation', { id });
      await inside(of, 'sh', '-c', 'until [ -e /usr/bin/qemu-img ]; do sleep 0.02; done');
      await app.call('cancelAsyncJob', { jobid });
      const job = await app.engine.internals.ctx.jobs.wait(jobid);
      expect(job).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
      expect(manifestDifferences(before, await lab.manifest(of.name))).toEqual([]);
    },
  );
});

describe.skipIf(impossible !== undefined)(`storage and images that cannot be used${skipped}`, () => {
  let app: TestEngine;
  let hosts: LabHost[];
  let server: Server;
  let answer: RequestListener = (_request, response) => void response.writeHead(404).end();
  let own: string;

  beforeAll(async () => {
    hosts = lab.hosts;
    app = await startTestEngine();
    for (const host of hosts) await prepareHost(app, host);
    await buildFrame(app, hosts);
    await app.run('addImageStore', {
      zoneid: await idOf(app, 'listZones', 'zone', 'zone'),
      name: 'images',
      provider: 'NFS',
      url: `nfs://${lab.description.nfs.server}${lab.description.nfs.secondary}`,
    });
    server = createServer((request, response) => answer(request, response)).listen(0, '10.77.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    own = `http://10.77.0.1:${(server.address() as { port: number }).port}`;
  }, 240_000);
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    if (app === undefined) return;
    await dismantle(app);
    for (const host of hosts) await app.run('undoHostPreparation', { id: (await preparationOf(app, host)).id });
    await app.close();
  }, 240_000);

  /** What both hosts and the NFS server hold; folders for logs of work stay once made. */
  const everything = async () =>
    (await Promise.all(hosts.map((host) => takeHostInventory(lab, host))))
      .flat()
      .filter((line) => !/ \S*\/work$/.test(line));

  const exports = [
    ['/export/nothing', /no such export|access denied/i, /showmount|exportfs/],
    ['/export/denied', /access denied/i, /exportfs -rv/],
    ['/export/readonly', /read-only/i, /\(rw,/],
  ] as const;
  it.each(exports)('primary storage on %s', { timeout: 120_000 }, async (path, says, cure) => {
    const before = await everything();
    const refusal = await refusalOf(app, 'createStoragePool', {
      zoneid: await idOf(app, 'listZones', 'zone', 'zone'),
      clusterid: await idOf(app, 'listClusters', 'cluster', 'cluster'),
      scope: 'CLUSTER',
      name: 'pool',
      url: `nfs://10.77.0.1${path}`,
    });
    expect(refusal.state).toBe('failed');
    expect(refusal.message).toMatch(says);
    expect(refusal.message).toContain(`10.77.0.1:${path}`);
    expect(refusal.hint).toMatch(cure);
    expect((await app.call('listStoragePools', {})).storagepool).toEqual([]);
    expect(differences(before, await everything())).toEqual([]);
  });

  /** Registers, expects the refusal with its sentence in the list, deletes; nothing may be left on hosts or server. */
  async function refusedImage(url: string, says: RegExp, more: { checksum?: string } = {}): Promise<void> {
    const before = await everything();
    const refusal = await refusalOf(app, 'registerTemplate', { ...(await templateInput(app, url, 'bad')), ...more });
    expect(refusal.message).toMatch(says);
    expect(refusal.hint).toBeTruthy();
    if (refusal.state !== 'refused') {
      const row = (await app.call('listTemplates', { templatefilter: 'all' })).template.find(
        (each) => each.name === 'bad',
      );
      expect(row).toMatchObject({ state: 'Failed', status: refusal.message, isready: false });
      expect(differences(before, await everything())).toEqual([]);
      await app.run('deleteTemplate', { id: row?.id ?? '' });
    }
    expect(differences(before, await everything())).toEqual([]);
  }

  afterEach(async () => {
    // What a failed test left must not be taken for the next one's.
    for (const row of (await app.call('listTemplates', { templatefilter: 'all' })).template)
      await app.run('deleteTemplate', { id: row.id });
  });

  const images = [
    ['that is not there', 'not-there.qcow2', /404 Not Found/, {}],
    ['cut off', 'truncated.qcow2', /damaged|not complete/, {}],
    ['that is another than was meant', 'tiny.qcow2', /checksum/, { checksum: 'a'.repeat(64) }],
    ['that is based on a file of the host', 'backing-file.qcow2', /backing file/, {}],
    ['that is larger than templates may be', 'huge.qcow2', /at most 50 GiB|can be counted/, {}],
    ['that keeps its data in another file', 'data-file.qcow2', /data in another file/, {}],
    ['that holds something else', 'wrong-content.qcow2', /not a QCOW2 image/, {}],
    ['of a server in trouble', 'error/tiny.qcow2', /answered 500/, {}],
    ['behind redirects in a circle', 'redirect-loop/tiny.qcow2', /redirects without end/, {}],
  ] as const;
  it.each(images)('an image %s', { timeout: 60_000 }, async (_what, path, says, more) => {
    await refusedImage(`${lab.description.http.url}/${path}`, says, more);
  });

  it('an image on an internal site, asked for directly or by a redirect', { timeout: 60_000 }, async () => {
    await refusedImage('http://169.254.169.254/latest/meta-data', /internal site \(169\.254\.169\.254\)/);
    answer = (_request, response) =>
      void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    await refusedImage(`${own}/image.qcow2`, /redirects to 169\.254\.169\.254, which is inside a private network/);
    // A server that shows the redirect only to those who mean it.
    answer = (request, response) =>
      void (request.method === 'HEAD'
        ? response.writeHead(405).end()
        : response.writeHead(302, { location: 'http://169.254.169.254/' }).end('a body instead of the image'));
    await refusedImage(`${own}/image.qcow2`, /answered 302/);
  });

  it('a stream that never ends and says no length is stopped at the size that is allowed', {
    timeout: 180_000,
  }, async () => {
    await app.call('updateConfiguration', { name: 'max.template.iso.size', value: '1' });
    let poured = 0;
    answer = (request, response) => {
      response.writeHead(200);
      if (request.method === 'HEAD') return void response.end();
      const chunk = Buffer.alloc(4 * 1024 ** 2);
      const pour = () => {
        do poured += chunk.length;
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    };
    await refusedImage(`${own}/endless.qcow2`, /larger than templates may be|at most 1 GiB/);
    expect(poured).toBeLessThan(1.2 * 1024 ** 3);
    await app.call('updateConfiguration', { name: 'max.template.iso.size', value: '50' });
  });

  it('a download that is cancelled in the middle leaves no file and no work', { timeout: 60_000 }, async () => {
    const before = await everything();
    const { jobid } = (await app.call(
      'registerTemplate',
      await templateInput(app, `${lab.description.http.url}/slow/tiny.qcow2`, 'slow'),
    )) as { jobid: string };
    const partial = async () => (await everything()).some((line) => /^export secondary \.template-/.test(line));
    while (!(await partial())) await new Promise((resolve) => setTimeout(resolve, 200));
    await app.call('cancelAsyncJob', { jobid });
    expect(await app.engine.internals.ctx.jobs.wait(jobid)).toMatchObject({
      state: 'cancelled',
      error: { code: 'cancelled' },
    });
    expect(differences(before, await everything())).toEqual([]);
    const id = await idOf(app, 'listTemplates', 'template', 'slow');
    await app.run('deleteTemplate', { id });
  });
});
