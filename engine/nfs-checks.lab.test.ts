import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../e2e/lab/lab.ts';
import type { PoolSpec } from './drivers/driver.ts';
import { createKvmDriver } from './drivers/kvm/kvm.ts';
import { credentials, lab as found, impossible, target } from './drivers/kvm/testing/lab-host.ts';
import { LabNfsServer } from './testing/nfs-server.ts';

/**
 * What a host finds about an NFS server that is wrong in the ways of the installation guides, and the cure that makes it go: nfs-ganesha and
 * rpcbind on a machine of their own, asked by real rpcinfo and showmount. Runs only inside the lab's network, on a prepared host:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --prepared
 *     e2e/lab/lab run -- npx vitest run engine/nfs-checks.lab.test.ts
 *
 * What the lab cannot show: the kernel's own NFS server with its exports file and `exportfs -rv` (ganesha's own configuration is changed
 * instead), the kernel's client, and the log line "illegal port", which ganesha words otherwise.
 */
const lab = found as Lab;
const minutes = 60_000;

describe.skipIf(impossible !== undefined)(`an NFS server and its faults (skipped: ${impossible ?? 'no'})`, () => {
  let server: LabNfsServer;
  const driver = createKvmDriver({ credentials: async () => credentials('root') });
  const pool = (path = '/export/data'): PoolSpec => ({
    id: 'a0000000-0000-4000-8000-0000000000c1',
    type: 'NetworkFilesystem',
    server: server.address,
    path,
  });
  const probe = (path?: string) => driver.probePool(target('root'), pool(path));
  async function refusal(path?: string) {
    const thrown = await probe(path).then(
      () => undefined,
      (error: unknown) => error as { data: { message: string; hint: string } },
    );
    expect(thrown, 'the store was usable').toBeDefined();
    return thrown!.data;
  }
  const works = async () => expect((await probe()).checks.map((check) => check.name)).toContain('lock');

  beforeAll(async () => {
    server = new LabNfsServer();
  });
  afterAll(async () => {
    await driver.close();
    await server.remove();
  });

  test('that is not started: errno 111; then rpcbind alone: Program not registered; then NFS', {
    timeout: 3 * minutes,
  }, async () => {
    const nothing = await refusal();
    expect(nothing.message).toContain('errno 111');
    await server.start();
    const registered = await refusal();
    expect(registered.message).toContain('RPC: Program not registered');
    expect(registered.hint).toContain('rpcbind');
    await server.start({});
    await works();
  });

  test('whose firewall opens the ports below the rule that rejects: errno 113, until the order is right', {
    timeout: 3 * minutes,
  }, async () => {
    await server.start({});
    const accept = 'tcp dport { 111, 2049, 20048 } accept';
    const reject = 'reject with icmp type host-prohibited';
    server.firewall(reject, accept);
    const walled = await refusal();
    expect(walled.message).toContain('errno 113');
    expect(walled.hint).toContain('above its rule that rejects the rest');
    server.firewall(accept, reject);
    await works();
    server.firewall();
  });

  test('that does not let this host in: the very line, and for whom it is open', {
    timeout: 3 * minutes,
  }, async () => {
    await server.start({ clients: '10.77.0.77' });
    const denied = await refusal();
    expect(denied.message).toContain('access denied by the server');
    expect(denied.hint).toContain(
      `/export/data ${target('root').address}(rw,sync,no_root_squash,no_subtree_check,insecure)`,
    );
    expect(denied.hint).toContain('exportfs -rv');
    await server.start({ clients: target('root').address });
    await works();
  });

  test('that has no such export names those that it has', { timeout: 3 * minutes }, async () => {
    await server.start({});
    const missing = await refusal('/export/dta');
    expect(missing.message).toContain('10.77.0.150:/export/dta');
    expect(missing.hint).toMatch(/\/export\/data|exportfs -rv/);
  });

  test('that refuses ports of a NAT: illegal port, until it takes insecure ones', {
    timeout: 3 * minutes,
  }, async () => {
    const { name } = lab.hosts[0]!;
    await server.start({ privilegedPort: true });
    await works();
    await lab.exec(name, ['nft', '-f', '-'], {
      input: `table ip labnat {
        chain out {
          type nat hook postrouting priority 100
          ip daddr ${server.address} ip protocol tcp masquerade to :20000-29999
        }
      }\n`,
    });
    try {
      const illegal = await refusal();
      expect(illegal.message).toContain('illegal port');
      expect(illegal.hint).toContain('insecure)');
      await server.start({ privilegedPort: false });
      await works();
    } finally {
      await lab.exec(name, ['nft', 'delete', 'table', 'ip', 'labnat']);
    }
  });
});
