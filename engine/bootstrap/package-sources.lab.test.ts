import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Lab, labOrReason } from '../../e2e/lab/lab.ts';
import { traces } from '../../e2e/lab/manifest.ts';
import { applyPlan, planHost, previewUndo, probeHost, undoPlan, verifyHost } from './bootstrap.ts';
import { Subject } from './testing/lab-host.ts';
import type { PackageSources } from './types.ts';

/**
 * A proxy and a local package source on real hosts. Runs only inside the lab's network:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/bootstrap/package-sources.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const minutes = 60_000;
const cache = join(import.meta.dirname, '../../.lab/cache');

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '10.77.0.1', resolve));
  return { server, url: `http://10.77.0.1:${(server.address() as AddressInfo).port}` };
}

describe.skipIf(impossible !== undefined)(`packages on real hosts (skipped: ${impossible ?? 'no'})`, () => {
  const servers: Server[] = [];
  const open: Subject[] = [];
  afterEach(async () => {
    for (const made of open.splice(0)) {
      made.connection.close();
      await made.open();
      const undone = await undoPlan(made.connection, made.options());
      undone.connection.close();
    }
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  }, 5 * minutes);

  async function start() {
    const asked: string[] = [];
    const mirror = await listen((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://mirror').pathname);
      const file = join(cache, path.startsWith('/debs/') || path.startsWith('/rpms/') ? path : 'none');
      asked.push(path);
      if (!existsSync(file)) return void response.writeHead(404).end();
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
    });
    const proxied: string[] = [];
    const proxy = await listen((request, response) => {
      const word = Buffer.from(String(request.headers['proxy-authorization']).split(' ')[1] ?? '', 'base64').toString();
      proxied.push(`${word} ${request.url}`);
      if (word !== 'lab user:s/e%c"ret') response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="lab"' }).end();
      else response.end('through the proxy');
    });
    servers.push(mirror.server, proxy.server);
    return { mirror: mirror.url, asked, proxy: proxy.url, proxied };
  }

  test.each(['debian', 'centos'] as const)(
    '%s: packages from a local source, everything else through a proxy, then undone without a trace',
    { timeout: 8 * minutes },
    async (os) => {
      const { mirror, asked, proxy, proxied } = await start();
      const host = await new Subject(lab, os).open();
      open.push(host);
      const sources: PackageSources = {
        proxyUrl: proxy,
        proxyUser: 'lab user',
        proxyPassword: 's/e%c"ret',
        mirror: `${mirror}/${os === 'debian' ? 'debs' : 'rpms'}`,
        unsigned: true,
      };
      const plan = async (packageSources: PackageSources) => {
        const probe = await probeHost(host.connection, { packageSources });
        return { probe, plan: planHost(probe, { acceptEmulation: true, packageSources }) };
      };
      const item = (made: Awaited<ReturnType<typeof plan>>, id: string) =>
        made.plan.steps.find((step) => step.item.id === id)?.item;

      // What cannot work is told by the plan, and nothing has changed on the host.
      const before = await lab.manifest(host.host.name);
      const unreachable = await plan({ ...sources, proxyUrl: 'http://10.77.0.1:9' });
      expect(item(unreachable, 'packageproxy')).toMatchObject({
        status: 'blocked',
        hint: expect.stringContaining('refused'),
      });
      const empty = await plan({ ...sources, mirror: `${mirror}/nothing` });
      expect(item(empty, 'packagesource')).toMatchObject({
        status: 'blocked',
        hint: expect.stringMatching(/404|repomd/),
      });
      expect(empty.plan.canApply).toBe(false);
      expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);

      const made = await plan(sources);
      expect(made.plan.steps.filter((step) => step.item.status === 'blocked')).toEqual([]);
      asked.length = 0;
      const applied = await applyPlan(host.connection, made.probe, made.plan, host.options());
      host.connection = applied.connection;
      expect(asked.filter((path) => /libvirt-daemon.*\.(deb|rpm)$/.test(path)).length).toBeGreaterThan(0);
      expect(host.log.join('\n')).not.toContain('s/e%c"ret');

      // The package manager itself goes through the proxy for what is not the local source.
      proxied.length = 0;
      if (os === 'debian')
        await host.inside('/usr/lib/apt/apt-helper', 'download-file', 'http://deb.example/x', '/run/benchtop-try');
      else
        await host.connection.exec(['dnf', '-q', '--repofrompath=try,http://rpm.example/', '--repo=try', 'makecache']);
      expect(proxied.join('\n')).toMatch(/^lab user:s\/e%c"ret http:\/\/(deb|rpm)\.example\//m);

      const verified = await verifyHost(host.connection, { acceptEmulation: true, packageSources: sources });
      expect(verified.plan.steps.filter((step) => step.item.status === 'change')).toEqual([]);
      // What the undo will do is told before, without the password and without a change on the host.
      const prepared = await lab.manifest(host.host.name);
      const { items, refusal } = await previewUndo(host.connection);
      expect(traces(prepared, await lab.manifest(host.host.name))).toEqual([]);
      expect(refusal).toBeUndefined();
      expect(items.filter((one) => one.fate === 'left' && one.kind !== 'packages')).toEqual([]);
      expect(items.find((one) => one.kind === 'packages' && one.fate === 'removed')?.names?.join(' ')).toMatch(/qemu/);
      const proxyFile = items.find((one) => /proxy|dnf\.conf/.test(one.path ?? ''));
      expect(proxyFile?.diff).toMatch(/^-.*10\.77\.0\.1/m);
      expect(JSON.stringify(items)).not.toMatch(/s\/e|s%2Fe/);
      expect(items.some((one) => one.kind === 'file' && /network|interfaces|Network/.test(one.path ?? ''))).toBe(true);

      const undone = await undoPlan(host.connection, host.options());
      host.connection = undone.connection;
      expect(undone.items.filter((each) => each.status !== 'undone')).toEqual([]);
      expect(traces(before, await lab.manifest(host.host.name)).filter((line) => !line.includes('/run/'))).toEqual([]);
    },
  );
});
