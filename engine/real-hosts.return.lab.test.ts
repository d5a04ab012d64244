import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
 * What happens to a cloud while the app is away, and what the app says when it returns.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/real-hosts.return.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;

async function instance(app: TestEngine, name: string) {
  const vm = (await app.call('listVirtualMachines', {})).virtualmachine.find((each) => each.name === name);
  if (vm === undefined) throw new Error(`There is no ${name}`);
  return vm;
}

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 200));
};

describe.skipIf(impossible !== undefined)(
  `an app that comes back to real hosts${impossible === undefined ? '' : ` (skipped: ${impossible})`}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'benchtop-return-'));
    let [h1, h2] = [] as unknown as [LabHost, LabHost];
    const withApp = async <T>(periodic: boolean, work: (app: TestEngine) => Promise<T>): Promise<T> => {
      const app = await startTestEngine({ directory, keep: true, periodic });
      try {
        return await work(app);
      } finally {
        await app.close();
      }
    };

    beforeAll(async () => {
      [h1, h2] = lab.hosts as [LabHost, LabHost];
      await withApp(false, async (app) => {
        for (const host of [h1, h2]) await prepareHost(app, host);
        await buildRealCloud(app, lab, { hosts: [h1, h2], storage: 'nfs' });
        // The first instance's host serves the network.
        await app.run('deployVirtualMachine', await instanceInput(app, 'on-h1', h1));
        await app.run('deployVirtualMachine', await instanceInput(app, 'on-h2', h2));
        for (const [name, host] of [
          ['on-h1', h1],
          ['on-h2', h2],
        ] as const)
          await guestAnswers(lab, host, (await instance(app, name)).id);
      });
    }, 300_000);

    afterAll(async () => {
      await withApp(false, async (app) => {
        await dismantle(app);
        for (const host of [h1, h2]) await app.run('undoHostPreparation', { id: (await preparationOf(app, host)).id });
      });
      rmSync(directory, { recursive: true, force: true });
    }, 300_000);

    it('killed, and a host rebooted meanwhile: guests’ network answers without it, and back again it tells the truth', {
      timeout: 240_000,
    }, async () => {
      const before = await withApp(false, async (app) => ({
        first: await instance(app, 'on-h1'),
        second: await instance(app, 'on-h2'),
        service: app.engine.internals.ctx.store.first('networks', "removed IS NULL AND state = 'Implemented'"),
      }));
      const service = before.service?.serviceIp ?? '';
      const child = spawn(
        process.execPath,
        ['--no-warnings', join(import.meta.dirname, 'testing/real-app.ts'), directory],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const dead = new Promise((resolve) => child.on('close', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill('SIGKILL');
      await dead;
      const away = Date.now();

      await lab.fault('kill', h1.name);
      await lab.fault('start', h1.name);

      // Nobody but the host itself can have brought this back. A real resolver asks, from outside the host.
      const resolver = new Resolver({ timeout: 1000, tries: 1 });
      resolver.setServers([service]);
      const ask = (name: string) => resolver.resolve4(name).catch(() => [] as string[]);
      await until(async () => (await ask('on-h2')).length > 0);
      expect(await ask('on-h2')).toEqual([before.second.ipaddress]);
      expect(await ask('on-h1')).toEqual([before.first.ipaddress]);
      // A guest on the other host asks for an address anew and is given its own.
      const renewed = await inGuest(
        lab,
        h2,
        before.second.id,
        'udhcpc',
        '-i',
        'eth0',
        '-s',
        '/sbin/dhcp',
        '-n',
        '-q',
        '-t',
        '10',
      );
      expect(renewed).toMatch(new RegExp(`lease of ${before.second.ipaddress} obtained from ${service}`));

      // Before it has spoken with the hosts, the app claims to know no more than it last saw.
      await withApp(false, async (app) => {
        for (const name of ['on-h1', 'on-h2']) {
          const vm = await instance(app, name);
          expect(Date.parse(vm.powerstatetime ?? '')).toBeLessThanOrEqual(away);
          expect(vm.powerstateage).toBeGreaterThan(0);
        }
      });

      await withApp(true, async (app) => {
        const back = Date.now();
        await until(async () => (await instance(app, 'on-h1')).state === 'Stopped');
        const first = await instance(app, 'on-h1');
        expect(first).toMatchObject({ state: 'Stopped', powerstate: 'PowerOff', hostid: undefined });
        expect(Date.parse(first.powerstatetime ?? '')).toBeGreaterThanOrEqual(back - 1000);
        await until(async () => Date.parse((await instance(app, 'on-h2')).powerstatetime ?? '') >= back - 1000);
        const second = await instance(app, 'on-h2');
        expect(second).toMatchObject({ state: 'Running', powerstate: 'PowerOn', ipaddress: before.second.ipaddress });
        const told = (await app.call('listEvents', { pagesize: 50 })).event.filter(
          (each) => Date.parse(each.created) >= back - 1000,
        );
        const ofInstances = told.filter((each) => each.resourcetype === 'VirtualMachine');
        expect(ofInstances).toHaveLength(1);
        expect(ofInstances[0]).toMatchObject({
          type: 'VM.STATE.SYNC',
          level: 'WARN',
          resourceid: first.id,
          description: expect.stringMatching(/^on-h1 is off on .*: shut off/),
        });
        // And so it is: nothing was started behind anybody's back.
        const state = async (host: LabHost, id: string) =>
          (await lab.exec(host.name, ['virsh', '-c', 'qemu:///system', 'domstate', id])).stdout.trim();
        expect(await state(h1, first.id)).toBe('shut off');
        expect(await state(h2, second.id)).toBe('running');
        for (const host of (await app.call('listHosts', {})).host) expect(host.state).toBe('Up');

        // The stopped one starts again where it was, with its address and its disk.
        await app.run('startVirtualMachine', { id: first.id });
        await guestAnswers(lab, h1, first.id);
        expect(await inGuest(lab, h1, first.id, 'ip', '-4', 'address', 'show', 'eth0')).toContain(
          `${before.first.ipaddress}/24`,
        );
      });
    });
  },
);
