import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabDisk } from '../e2e/lab/disk.ts';
import { fingerprintOf, type Lab, labOrReason } from '../e2e/lab/lab.ts';
import { traces } from '../e2e/lab/manifest.ts';
import {
  applyPlan,
  listDisks,
  makeDiskStore,
  planHost,
  probeHost,
  removeDiskStore,
  undoPlan,
} from './bootstrap/bootstrap.ts';
import { Subject } from './bootstrap/testing/lab-host.ts';
import type { HostProbe } from './bootstrap/types.ts';
import { textOf } from './contract/phrase.ts';
import { createKvmDriver } from './drivers/kvm/kvm.ts';
import { credentials, target } from './drivers/kvm/testing/lab-host.ts';

/**
 * A spare disk made an NFS store on real hosts: what counts as empty, that nothing else is ever touched, that the store can be used from
 * another host, and that taking it back leaves the host and the disk as they were. Runs only inside the lab's network, on prepared hosts:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --prepared
 *     e2e/lab/lab run -- npx vitest run engine/disk-checks.lab.test.ts
 *
 * What the lab cannot show: the kernel's own NFS server (this kernel has none, so nfs-ganesha serves), disks with models and serials, udev's
 * names for file systems, and LVM, RAID and ZFS in use. The disk is a loop device.
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const minutes = 60_000;
const id = 'd15c0000-0000-4000-8000-000000000001';

describe.skipIf(impossible !== undefined).each(['debian', 'centos'] as const)(
  `a spare disk of %s (skipped: ${impossible ?? 'no'})`,
  (os) => {
    let host: Subject;
    let probe: HostProbe;
    let disk: LabDisk;
    const look = async () => {
      const listed = (await listDisks(host.connection)).disks.find((entry) => entry.name === disk.name);
      expect(listed, 'the disk is listed').toBeDefined();
      return { ...listed!, found: listed!.found.map((phrase) => textOf(phrase)) };
    };
    const make = async (identity?: string) =>
      await makeDiskStore(
        host.connection,
        probe,
        { id, disk: disk.name, identity: identity ?? (await look()).identity, clients: ['10.77.0.0/24'] },
        host.options(),
      );
    const refusal = async (identity?: string) =>
      await make(identity).then(
        () => 'made',
        (error: { data?: { message: string } }) => error.data?.message ?? String(error),
      );

    beforeAll(async () => {
      host = await new Subject(lab, os).open();
      // A prepared host: its journal is there.
      probe = await probeHost(host.connection, { askSources: false });
      const whole = planHost(probe, { acceptEmulation: true });
      const steps = whole.steps.filter((step) => step.item.id === 'directories');
      await applyPlan(host.connection, probe, { ...whole, steps, canApply: true }, host.options());
      disk = await LabDisk.insert(lab, host.host.name, 2 * 2 ** 30);
    }, minutes);
    afterAll(async () => {
      await removeDiskStore(host.connection, probe, id, host.options());
      await undoPlan(host.connection, host.options());
      await disk.remove();
      host.connection.close();
    }, 3 * minutes);

    test('an empty one is told from one that anything is on, and only an empty one is taken', {
      timeout: 3 * minutes,
    }, async () => {
      const { device, name } = disk;
      expect(await look()).toMatchObject({ name, size: 2 * 2 ** 30, kind: 'loop', found: [] });
      const filled: [how: string, said: string, after?: string][] = [
        [`printf x | dd of=${device} bs=1 seek=70000 conv=notrunc,fsync`, 'data of an unknown kind'],
        [`printf x | dd of=${device} bs=1 seek=$((2147483648 - 100)) conv=notrunc,fsync`, 'data of an unknown kind'],
        [`mkfs.ext4 -q ${device}`, 'the signature of ext4'],
        [`mkswap ${device}`, 'the signature of swap'],
        [
          // A table of the old kind with one partition.
          `printf '\\200\\0\\0\\0\\203\\0\\0\\0\\0\\10\\0\\0\\0\\20\\0\\0' | dd of=${device} bs=1 seek=446 conv=notrunc
           printf '\\125\\252' | dd of=${device} bs=1 seek=510 conv=notrunc,fsync`,
          'the signature of dos',
        ],
        [
          `mkfs.ext4 -q ${device}; mkdir /srv/used; mount ${device} /srv/used`,
          'it is mounted at /srv/used',
          'umount /srv/used; rmdir /srv/used',
        ],
        [`setsid sleep 600 <${device} >/dev/null 2>&1 & sleep 0.2`, 'the program sleep has it open', 'pkill -x sleep'],
        [
          `echo '${device} /somewhere ext4 noauto 0 0' >>/etc/fstab`,
          '/etc/fstab names it',
          `sed -i '\\|^${device} |d' /etc/fstab`,
        ],
        [
          `mkdir -p /etc/libvirt/qemu; echo "<disk><source dev='${device}'/></disk>" >/etc/libvirt/qemu/somebodys-vm.xml`,
          'it is a disk of the guest somebodys-vm',
          'rm /etc/libvirt/qemu/somebodys-vm.xml',
        ],
      ];
      const identity = (await look()).identity;
      const zeros = disk.digest();
      for (const [how, said, after] of filled) {
        await disk.inside('sh', '-ec', how);
        expect((await look()).found, how).toContain(said);
        const before = disk.digest();
        expect(await refusal(identity), how).toContain(said);
        expect(disk.digest(), `nothing was written after: ${how}`).toBe(before);
        if (after !== undefined) await disk.inside('sh', '-ec', after);
        await disk.clear();
      }
      expect((await look()).found).toEqual([]);
      expect(disk.digest()).toBe(zeros);
      // Another disk under the same name.
      expect(await refusal(identity.replace('2147483648', '2147483647'))).toContain('is not the disk that was chosen');
      expect((await listDisks(host.connection)).stores).toEqual([]);
    });

    test('becomes a store that another host uses, stays one, and goes without a trace', {
      timeout: 5 * minutes,
    }, async () => {
      const zeros = disk.digest();
      const before = await lab.manifest(host.host.name);
      const made = await make();
      expect(made).toMatchObject({ disk: disk.name, server: 'ganesha', mounted: true });
      const [primary = '', secondary = ''] = made.paths;

      // From the other host, as the product tries any NFS store.
      const other = lab.hosts.find((each) => each.os !== os)!;
      const driver = createKvmDriver({ credentials: async () => credentials('root') });
      const { name, address } = other;
      const from = { ...target('root'), name, address, hostKeyFingerprint: fingerprintOf(other) };
      try {
        for (const path of [primary, secondary]) {
          const spec = { id, type: 'NetworkFilesystem' as const, server: host.host.address, path };
          const tried = await driver.probePool(from, spec);
          expect(tried.checks.map((check) => check.name)).toEqual(['mount', 'write', 'read', 'lock', 'space']);
          expect(tried.total).toBeGreaterThan(1.8 * 2 ** 30);
        }
      } finally {
        await driver.close();
      }

      // Again: nothing changes, and the disk of a store is not empty for anybody else.
      const once = await lab.manifest(host.host.name);
      await make((await look()).identity);
      expect(traces(once, await lab.manifest(host.host.name))).toEqual([]);
      expect((await look()).found).toContain(`it is mounted at ${primary.replace('/primary', '')}`);
      expect((await listDisks(host.connection)).stores).toMatchObject([{ id, disk: disk.name, mounted: true }]);

      // While it is there the host cannot be returned.
      await expect(undoPlan(host.connection, host.options())).rejects.toMatchObject({
        data: { code: 'inUse', message: expect.stringContaining(disk.name) },
      });

      await removeDiskStore(host.connection, probe, id, host.options());
      expect((await listDisks(host.connection)).stores).toEqual([]);
      expect((await look()).found).toEqual([]);
      expect(disk.digest()).toBe(zeros);
      expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);
    });
  },
);
