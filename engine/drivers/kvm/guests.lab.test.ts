import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../../e2e/lab/lab.ts';
import type { DomainSpec, GuestNetworkSpec, HostEvent, HostTarget } from '../driver.ts';
import { createConsoleOpener } from './console-opener.ts';
import { createKvmDriver } from './kvm.ts';
import {
  bridge,
  credentials,
  impossible,
  type Login,
  lab,
  localStore,
  longWork,
  nfsPool,
  onHost,
  prepareHost,
  target,
  world,
} from './testing/lab-host.ts';

const vmId = 'c2000000-0000-4000-8000-000000000001';
const volumeId = 'c2000000-0000-4000-8000-000000000002';
const templateId = 'c2000000-0000-4000-8000-000000000003';
const mac = '02:00:c2:00:00:01';
const address = '10.93.0.11';

const network: GuestNetworkSpec = {
  id: 'c2000000-0000-4000-8000-000000000004',
  bridge,
  serviceAddress: '10.93.0.2',
  prefixLength: 24,
  gateway: '10.93.0.2',
  netmask: '255.255.255.0',
  dns: [],
  domain: 'guests.test',
  reservations: [{ vmId, mac, address, hostName: 'guest-one' }],
};

const transcripts = new WeakMap<Duplex, { text: string; changed: Set<() => void> }>();

/** Waits until all that a pipe ever said holds what is wanted; what it said is in the error when it ends first. */
function readUntil(pipe: Duplex, wanted: RegExp): Promise<RegExpExecArray> {
  let transcript = transcripts.get(pipe);
  if (transcript === undefined) {
    const fresh = { text: '', changed: new Set<() => void>() };
    transcripts.set(pipe, fresh);
    transcript = fresh;
    pipe.on('data', (chunk: Buffer) => {
      fresh.text += chunk.toString('latin1');
      for (const look of [...fresh.changed]) look();
    });
  }
  const { changed } = transcript;
  const said = transcript;
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = wanted.exec(said.text);
      if (found === null) return;
      changed.delete(look);
      resolve(found);
    };
    changed.add(look);
    pipe.once('close', () => reject(new Error(`the pipe ended after ${JSON.stringify(said.text.slice(-300))}`)));
    look();
  });
}

describe.skipIf(impossible !== undefined)(
  `guests of a real host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let driver: ReturnType<typeof createKvmDriver>;
    let host: HostTarget;
    let spec: DomainSpec;
    const events: HostEvent[] = [];
    const seen = async (wanted: (event: HostEvent) => boolean) => {
      while (!events.some(wanted)) await new Promise((resolve) => setTimeout(resolve, 50));
    };

    function login(as: Login) {
      driver = createKvmDriver({ credentials: async () => credentials(as) });
      driver.onHostEvent((event) => events.push(event));
      host = target(as);
    }
    const opener = (as: Login) => createConsoleOpener(() => credentials(as));
    async function powerOf() {
      return (await driver.listPower(host)).find((one) => one.vmId === vmId)?.power;
    }

    beforeAll(async () => {
      await prepareHost();
      login('root');
      const pool = nfsPool();
      await driver.ensurePool(host, pool);
      await driver.ensureImageStore(host, localStore);
      const { http } = (lab as Lab).description;
      const image = {
        id: templateId,
        url: `${http.url}/tiny.qcow2`,
        addresses: [],
        format: 'QCOW2' as const,
        maximumSize: 1024 ** 3,
      };
      const facts = await driver.ensureTemplate(host, localStore, image, longWork('guests'));
      await driver.ensureTemplateOnPool(
        host,
        localStore,
        pool,
        { id: templateId, format: 'QCOW2', virtualSize: facts.virtualSize },
        longWork('guests'),
      );
      await driver.ensureVolume(host, pool, {
        id: volumeId,
        size: facts.virtualSize,
        templateId,
        templateFormat: 'QCOW2',
      });
      await driver.ensureGuestNetwork(host, network);
      spec = {
        id: vmId,
        instanceName: 'i-2-9300-VM',
        displayName: 'guest',
        cpuNumber: 1,
        cpuSpeed: 500,
        limitCpuUse: false,
        memory: 128 * 1024 ** 2,
        guestOs: 'Debian GNU/Linux 12 (64-bit)',
        disks: [{ volumeId, pool, deviceId: 0, type: 'ROOT', format: 'qcow2', size: facts.virtualSize }],
        nics: [{ id: 'c2000000-0000-4000-8000-000000000005', mac, bridge, deviceId: 0 }],
      };
      await driver.ensureDomain(host, spec);
    }, 120_000);

    afterAll(async () => {
      if (driver === undefined) return;
      await driver.destroyDomain(host, vmId);
      await driver.undefineDomain(host, vmId);
      await driver.removeGuestNetwork(host, network.id);
      await driver.removeVolume(host, nfsPool(), volumeId);
      await driver.removeTemplateFromPool(host, nfsPool(), templateId);
      await driver.removeTemplate(host, localStore, templateId);
      await driver.removePool(host, nfsPool());
      await driver.removeImageStore(host, localStore);
      await driver.close();
    }, 120_000);

    test('a guest gets its reserved address, and its serial line can be read and written', async () => {
      await driver.startDomain(host, vmId);
      const consoles = opener('root');
      const serial = await consoles.open(await driver.consoleTarget(host, vmId, 'serial'));
      const lease = await readUntil(serial, /TINY-DHCP eth0 (\S+) gw=(\S+) dns=(\S+) server/);
      expect(lease.slice(1)).toEqual([address, network.gateway, network.serviceAddress]);
      await world.booted(vmId);
      serial.write('\necho sum=$((40 + 2)) $(hostname)\n');
      expect((await readUntil(serial, /sum=(\d+) (\S+)\r/)).slice(1)).toEqual(['42', 'guest-one']);
      serial.write('nslookup guest-one.guests.test; nslookup 10.93.0.11\n');
      await readUntil(serial, /name = guest-one\.guests\.test/);
      serial.destroy();
      await consoles.close();
    }, 120_000);

    test('its screen is a socket that only root can open, and no port listens for it', async () => {
      const console = await driver.consoleTarget(host, vmId, 'vnc');
      expect(console).toMatchObject({
        vnc: { kind: 'unix', path: expect.stringMatching(/^\/var\/lib\/libvirt\/qemu\/.*vnc\.sock$/) },
      });
      const consoles = opener('root');
      const screen = await consoles.open(console);
      expect((await readUntil(screen, /^RFB 003\.\d{3}\n/))[0]).toBe('RFB 003.008\n');
      screen.destroy();
      await consoles.close();
      expect(await onHost('sh', '-c', 'ss -Hlnt | grep -c ":59" || true')).toBe('0\n');
    });

    test('a virtual machine that someone else made is left out, and untouched', async () => {
      const uuid = 'c2000000-0000-4000-8000-0000000000ff';
      const xml = `<domain type="qemu"><name>theirs</name><uuid>${uuid}</uuid><memory>65536</memory><os><type>hvm</type></os></domain>`;
      await onHost('sh', '-c', `printf %s '${xml}' > /tmp/theirs.xml; virsh define /tmp/theirs.xml`);
      expect(await world.domain(uuid)).toEqual({ running: false });
      expect((await driver.listPower(host)).map((one) => one.vmId)).toEqual([vmId]);
      const clash = {
        ...spec,
        id: 'c2000000-0000-4000-8000-0000000000fe',
        instanceName: 'theirs',
        disks: [],
        nics: [],
      };
      await expect(driver.ensureDomain(host, clash)).rejects.toMatchObject({ data: { code: 'inUse' } });
      await onHost('virsh', 'undefine', uuid);
    });

    test('libvirt’s daemon dies: the loss and the return are told, and the guest has not noticed', async () => {
      events.length = 0;
      await onHost('pkill', '-9', '-x', 'libvirtd');
      await seen((event) => event.type === 'disconnected');
      await seen((event) => event.type === 'connected');
      expect(await powerOf()).toBe('PowerOn');
    }, 60_000);

    test('a host whose power was cut has its storage and its guest network again while the app is away', async () => {
      await driver.close();
      const name = (lab as Lab).hosts[0]!.name;
      await (lab as Lab).fault('kill', name);
      await (lab as Lab).fault('start', name);
      // The bridge comes late, as with a slow network service.
      await prepareHost();
      const ready = async () =>
        (
          await onHost(
            'sh',
            '-c',
            'systemctl is-active "benchtop-dnsmasq-c2000000"; ip netns exec bt-c2000000 ss -Hlnu | grep -c ":67 "; findmnt -rn -o FSTYPE /var/lib/benchtop/pools/*',
          )
        ).split('\n');
      while (!(await ready()).join(' ').match(/^active 1 fuse\.nfs/))
        await new Promise((resolve) => setTimeout(resolve, 250));
      login('root');
      expect(await powerOf()).toBe('PowerOff');
      await driver.startDomain(host, vmId);
      const consoles = opener('root');
      const serial = await consoles.open(await driver.consoleTarget(host, vmId, 'serial'));
      expect((await readUntil(serial, /TINY-DHCP eth0 (\S+) gw/))[1]).toBe(address);
      expect((await readUntil(serial, /TINY-READY .*boots=(\d+)\s/))[1]).toBe('2');
      await consoles.close();
      await driver.destroyDomain(host, vmId);
    }, 180_000);

    test('with a sudo login the screen listens on loopback only, with a password, which stays when the domain is defined again', async () => {
      await driver.close();
      login('ops');
      await driver.ensureDomain(host, spec);
      await driver.startDomain(host, vmId);
      const before = await driver.consoleTarget(host, vmId, 'vnc');
      expect(before).toMatchObject({ vnc: { kind: 'tcp' }, password: expect.stringMatching(/^.{8}$/) });
      const consoles = opener('ops');
      const screen = await consoles.open(before);
      await readUntil(screen, /^RFB 003\.008\n/);
      screen.write('RFB 003.008\n');
      // One security type, 2: VNC authentication.
      expect((await readUntil(screen, /\n([\s\S]{2})$/))[1]).toBe('\u0001\u0002');
      const serial = await consoles.open(await driver.consoleTarget(host, vmId, 'serial'));
      await readUntil(serial, /TINY-READY/);
      await consoles.close();
      const listening = (await onHost('sh', '-c', 'ss -Hlnt | grep ":59"')).trim().split('\n');
      expect(listening.every((line) => line.includes('127.0.0.1:59'))).toBe(true);
      await driver.ensureDomain(host, { ...spec, displayName: 'again' });
      await driver.destroyDomain(host, vmId);
      await driver.startDomain(host, vmId);
      expect(await driver.consoleTarget(host, vmId, 'vnc')).toMatchObject({
        password: (before as { password: string }).password,
      });
    }, 180_000);

    test('requiretty in sudoers is worked around', async () => {
      await driver.close();
      const name = (lab as Lab).hosts[0]!.name;
      await (lab as Lab).fault('requiretty', name);
      try {
        login('ops');
        expect((await driver.connectHost(host)).hostname).not.toBe('');
        expect(await powerOf()).toBe('PowerOn');
        expect((await driver.probePool(host, nfsPool())).checks).toHaveLength(5);
      } finally {
        await (lab as Lab).fault('no-requiretty', name);
      }
    }, 60_000);

    test('another host key, or a wrong password, stops everything with its own error', async () => {
      const other = createKvmDriver({ credentials: async () => ({ authentication: 'password', password: 'wrong' }) });
      const errorOf = (work: Promise<unknown>) =>
        work.then(
          () => expect.fail('it should have failed'),
          (error) => (error as { data: { code: string } }).data.code,
        );
      const stranger = { ...target('root'), hostKeyFingerprint: 'SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
      expect(await errorOf(other.connectHost(stranger))).toBe('hostKey');
      expect(await errorOf(other.pingHost(target('root')))).toBe('unauthorized');
      expect(await errorOf(other.pingHost({ ...target('root'), port: 9 }))).toBe('hostUnreachable');
      await other.close();
    });
  },
);
