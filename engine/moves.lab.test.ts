import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, type LabHost, labOrReason } from '../e2e/lab/lab.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import {
  buildRealCloud,
  dismantle,
  guestAnswers,
  inGuest,
  instanceInput,
  preparationOf,
  prepareHost,
} from './testing/real-lab.ts';

/**
 * A real guest moves between two real hosts that share NFS storage, and goes on as it was.
 *
 *     e2e/lab/lab up --hosts 2 --prepared
 *     e2e/lab/lab run -- npx vitest run engine/moves.lab.test.ts
 */
const found = await labOrReason(['debian', 'debian']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;

describe.skipIf(impossible !== undefined)(
  `moves between hosts${impossible === undefined ? '' : ` (skipped: ${impossible})`}`,
  () => {
    let app: TestEngine;
    let id: string;
    const look = async () => {
      const vm = (await app.call('listVirtualMachines', { id })).virtualmachine[0];
      if (vm === undefined) throw new Error('the instance is gone');
      return vm;
    };
    const labHost = async (hostid: string | undefined): Promise<LabHost> => {
      const { host } = await app.call('listHosts', {});
      const address = host.find((each) => each.id === hostid)?.ipaddress;
      return lab.hosts.find((each) => each.address === address) as LabHost;
    };
    /** What each host says of the guest, asked without the product: its names of domains, with their states. */
    const domains = async () =>
      await Promise.all(
        lab.hosts.slice(0, 2).map(async (host) => {
          const told = await lab.exec(host.name, ['virsh', '-q', '-c', 'qemu:///system', 'list', '--all']);
          return told.stdout
            .trim()
            .replace(/^\S+\s+/, '')
            .replace(/\s+/g, ' ');
        }),
      );

    beforeAll(async () => {
      const hosts = lab.hosts.slice(0, 2);
      app = await startTestEngine({ periodic: false });
      for (const host of hosts) await prepareHost(app, host);
      await buildRealCloud(app, lab, { hosts, storage: 'nfs', firstAddress: 160 });
      id = (await app.run('deployVirtualMachine', await instanceInput(app, 'traveller', hosts[0]))).resourceId ?? '';
    }, 400_000);
    afterAll(async () => {
      if (app === undefined) return;
      await dismantle(app);
      for (const host of lab.hosts.slice(0, 2))
        await app.run('undoHostPreparation', { id: (await preparationOf(app, host)).id });
      await app.close();
    }, 400_000);

    it('the guest keeps its memory, its address and its time of start, and is on one host alone', {
      timeout: 300_000,
    }, async () => {
      const before = await look();
      await guestAnswers(lab, await labHost(before.hostid), id);
      // Kept in memory alone: a guest that was started anew would not have it.
      await inGuest(
        lab,
        await labHost(before.hostid),
        id,
        '/bin/sh',
        '-c',
        'echo still-here >/dev/shm/mark || echo still-here >/run/mark',
      );
      await app.run('migrateVirtualMachine', { virtualmachineid: id });
      const after = await look();
      expect(after).toMatchObject({ state: 'Running', powerstate: 'PowerOn', ipaddress: before.ipaddress });
      expect(after.hostid).not.toBe(before.hostid);
      expect((await domains()).sort()).toEqual(['', `${before.instancename} running`].sort());
      const said = await inGuest(
        lab,
        await labHost(after.hostid),
        id,
        '/bin/sh',
        '-c',
        'cat /dev/shm/mark /run/mark 2>/dev/null',
      );
      expect(said).toContain('still-here');
      // Its screen and its serial line are at the new host, and there is something to see.
      expect((await app.call('getVirtualMachineThumbnail', { virtualmachineid: id })).width).toBeGreaterThan(0);
    });

    it('a move that the destination cannot take leaves the guest running, and nothing behind', {
      timeout: 300_000,
    }, async () => {
      const before = await look();
      const target = (await app.call('listHosts', {})).host.find((each) => each.id !== before.hostid);
      const blocked = await labHost(target?.id);
      // The port that memory comes by is closed there.
      await lab.exec(blocked.name, ['nft', 'add', 'table', 'inet', 'closed']);
      await lab.exec(blocked.name, [
        'nft',
        'add',
        'chain',
        'inet',
        'closed',
        'in',
        '{ type filter hook input priority 0; }',
      ]);
      await lab.exec(blocked.name, [
        'nft',
        'add',
        'rule',
        'inet',
        'closed',
        'in',
        'tcp',
        'dport',
        '49152-49215',
        'reject',
      ]);
      try {
        const { jobid } = await app.call('migrateVirtualMachine', { virtualmachineid: id });
        const job = await app.engine.internals.ctx.jobs.wait(jobid);
        expect(job.state).toBe('failed');
        expect(job.error?.message).toContain('failed:');
      } finally {
        await lab.exec(blocked.name, ['nft', 'delete', 'table', 'inet', 'closed']);
      }
      expect(await look()).toMatchObject({ state: 'Running', hostid: before.hostid });
      expect((await domains()).sort()).toEqual(['', `${before.instancename} running`].sort());
      // And what was in the way is gone: it moves back.
      await app.run('migrateVirtualMachine', { virtualmachineid: id });
      expect((await look()).hostid).toBe(target?.id);
    });
  },
);
