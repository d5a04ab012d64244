import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, type LabHost, labOrReason } from '../e2e/lab/lab.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import { buildRealCloud, dismantle, instanceInput, preparationOf, prepareHost } from './testing/real-lab.ts';

/**
 * What others do on a host reaches the app by itself: every periodic sweep is off here, so only the host's events can have told.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/real-hosts.events.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;

describe.skipIf(impossible !== undefined)(
  `changes from outside${impossible === undefined ? '' : ` (skipped: ${impossible})`}`,
  () => {
    let app: TestEngine;
    /** The CentOS-like one; the other tests use Debian more. */
    let host: LabHost;
    let id: string;

    /** Resolves when the instance looks as wished; looks again only after a change was announced. */
    async function followed(wish: (vm: Awaited<ReturnType<typeof look>>) => boolean): Promise<void> {
      await new Promise<void>((resolve, reject) => {
        const again = () =>
          look().then((vm) => {
            if (!wish(vm)) return;
            stop();
            resolve();
          }, reject);
        const stop = app.engine.subscribe(app.engine.desktopCaller(), () => void again());
        void again();
      });
    }
    async function look() {
      const vm = (await app.call('listVirtualMachines', { id })).virtualmachine[0];
      if (vm === undefined) throw new Error('the instance is gone');
      return vm;
    }
    const inside = async (...argv: string[]) => {
      const outcome = await lab.exec(host.name, argv);
      if (outcome.status !== 0) throw new Error(`${argv.join(' ')}: ${outcome.stderr}`);
      return outcome.stdout;
    };
    const virsh = (...argv: string[]) => inside('virsh', '-q', '-c', 'qemu:///system', ...argv);
    const told = async () =>
      (await app.call('listEvents', { pagesize: 50 })).event
        .filter((event) => event.resourceid === id && event.type === 'VM.STATE.SYNC')
        .map((event) => event.description);

    beforeAll(async () => {
      host = lab.hosts.find((each) => each.os === 'centos') as LabHost;
      app = await startTestEngine({ periodic: false });
      await prepareHost(app, host);
      await buildRealCloud(app, lab, { hosts: [host], storage: 'local', firstAddress: 140 });
      id = (await app.run('deployVirtualMachine', await instanceInput(app, 'watched'))).resourceId ?? '';
    }, 240_000);
    afterAll(async () => {
      if (app === undefined) return;
      await dismantle(app);
      await app.run('undoHostPreparation', { id: (await preparationOf(app, host)).id });
      await app.close();
    }, 240_000);

    it('a guest destroyed and started by virsh is Stopped and Running here, with an event for each', {
      timeout: 180_000,
    }, async () => {
      await virsh('destroy', id);
      await followed((vm) => vm.state === 'Stopped' && vm.powerstate === 'PowerOff');
      await virsh('start', id);
      await followed((vm) => vm.state === 'Running' && vm.powerstate === 'PowerOn');
      const hostName = (await look()).hostname;
      expect(await told()).toEqual([
        `watched was started on ${hostName} from outside`,
        `watched is off on ${hostName}: shut off (destroyed)`,
      ]);
    });

    it('libvirt’s daemon is killed: the app connects anew, and events arrive again', { timeout: 180_000 }, async () => {
      await inside('pkill', '-9', '-x', 'libvirtd');
      await expect
        .poll(async () => (await lab.exec(host.name, ['virsh', '-c', 'qemu:///system', 'uri'])).status, {
          timeout: 60_000,
        })
        .toBe(0);
      expect((await look()).state).toBe('Running');
      // The first round may be told by the list that is asked for on the return, the second by events alone.
      for (let round = 0; round < 2; round += 1) {
        await virsh('destroy', id);
        await followed((vm) => vm.state === 'Stopped');
        await virsh('start', id);
        await followed((vm) => vm.state === 'Running');
      }
    });

    it('what happened while nobody could tell is seen when the daemon is back', { timeout: 180_000 }, async () => {
      const before = (await told()).length;
      const units = (
        await inside(
          'sh',
          '-c',
          "systemctl list-units --plain --no-legend --state=active 'libvirtd*.socket' 'virtqemud*.socket' | cut -d' ' -f1",
        )
      )
        .split('\n')
        .filter(Boolean);
      const services = units.some((unit) => unit.startsWith('libvirtd')) ? ['libvirtd.service'] : ['virtqemud.service'];
      await inside('systemctl', 'stop', ...units, ...services);
      // QEMU dies while no daemon looks.
      await inside('pkill', '-9', '^qemu');
      expect((await look()).state).toBe('Running');
      await inside('systemctl', 'start', ...units);
      await followed((vm) => vm.state === 'Stopped' && vm.powerstate === 'PowerOff');
      expect(await told()).toHaveLength(before + 1);
      await expect
        .poll(async () => (await app.call('listHosts', {})).host[0], { timeout: 60_000 })
        .toMatchObject({ state: 'Up', statereason: undefined });
    });
  },
);
