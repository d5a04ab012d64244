import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LabDisk } from '../e2e/lab/disk.ts';
import { type Lab, labOrReason } from '../e2e/lab/lab.ts';
import { CrashLane, cellsOf } from './testing/real-crash.ts';
import { manifestDifferences } from './testing/real-inventory.ts';
import { prepareHost } from './testing/real-lab.ts';
import { bare, diskStoreInput, takeBackInput } from './testing/real-scenarios.ts';

/**
 * The crash table of the jobs that make a disk an NFS store and take it back: a real process is killed at each point, and while a host
 * installs packages by itself. The next start must end the job whole or leave an empty disk and the host as it was.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --prepared
 *     e2e/lab/lab run -- npx vitest run engine/host-disks.crash.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;

/** Every store has an id of its own; what is compared is what there is of one. */
class DiskLane extends CrashLane {
  override async look() {
    return (await super.look()).map((line) => line.replace(/(benchtop[/-])[0-9a-f]{8}\b/g, '$1STORE'));
  }
}

it.skipIf(impossible !== undefined)(
  `disks of killed jobs (skipped: ${impossible ?? 'no'})`,
  {
    timeout: 20 * 60_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchtop-disks-'));
    const host = lab.hosts.find((each) => each.os === 'debian')!;
    const directory = join(folder, 'data');
    mkdirSync(directory);
    const lane = new DiskLane(lab, host, directory, 'local');
    await lane.withApp((app) => prepareHost(app, host));
    const disk = await LabDisk.insert(lab, host.name, 2 * 2 ** 30);
    try {
      const zeros = disk.digest();
      const make = () => lane.withApp((app) => diskStoreInput(app, host, disk.name));
      const takeBack = () => lane.withApp((app) => takeBackInput(app, host));
      // Once undisturbed, for what the first start of foreign daemons leaves.
      await lane.withApp(async (app) => app.run('createHostDiskStore', await diskStoreInput(app, host, disk.name)));
      const whole = await lane.look();
      await lane.withApp(async (app) => app.run('deleteHostDiskStore', (await takeBackInput(app, host)) as never));
      const before = await lane.look();
      const manifest = await lab.manifest(host.name);
      const isEmpty = async (where: string) => {
        expect(disk.digest(), where).toBe(zeros);
        expect(manifestDifferences(manifest, await lab.manifest(host.name)), where).toEqual([]);
      };

      const takeBackCells = cellsOf('deleteHostDiskStore');
      for (const [index, at] of cellsOf('createHostDiskStore').entries()) {
        const outcome = await lane.cell('createHostDiskStore', at, await make(), { whole, before });
        if (outcome !== 'succeeded') {
          await isEmpty(`createHostDiskStore · ${at.point}`);
          await lane.withApp(async (app) => app.run('createHostDiskStore', await diskStoreInput(app, host, disk.name)));
        }
        const next = takeBackCells[index];
        if (next === undefined) continue;
        const input = await takeBack();
        const ended = await lane.cell('deleteHostDiskStore', next, input, { whole: before, before: whole });
        if (ended !== 'succeeded') await lane.withApp((app) => app.run('deleteHostDiskStore', input as never));
        await isEmpty(`deleteHostDiskStore · ${next.point}`);
      }

      // Killed from outside while the host is installing the server's packages.
      const child = lane.start('createHostDiskStore', await make());
      const installs = lane.until('ls /var/lib/benchtop/undo/nfs-server/packages/before >/dev/null 2>&1');
      await lane.killed('while packages are installed', child, installs);
      expect(await lane.recover('while packages are installed', 'createHostDiskStore')).toBe('succeeded');
      await lane.withApp(async (app) => app.run('deleteHostDiskStore', (await takeBackInput(app, host)) as never));
      await isEmpty('while packages are installed');
      expect(lane.problems).toEqual([]);
    } finally {
      await lane.withApp(async (app) => {
        const left = await takeBackInput(app, host);
        if (left !== undefined) await app.run('deleteHostDiskStore', left);
        await bare(app, host);
      });
      await disk.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
