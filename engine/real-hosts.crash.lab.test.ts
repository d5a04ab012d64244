import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type Lab, labOrReason } from '../e2e/lab/lab.ts';
import type { Manifest } from '../e2e/lab/manifest.ts';
import { idOf } from './testing/lab.ts';
import { CrashLane, cellsOf, points } from './testing/real-crash.ts';
import { manifestDifferences } from './testing/real-inventory.ts';
import {
  bridge,
  buildRealCloud,
  dismantle,
  installByHand,
  instanceInput,
  localPool,
  preparationInput,
  preparationOf,
  prepareHost,
} from './testing/real-lab.ts';

/**
 * The crash table of the jobs that touch real hosts most: a real process is really killed at each point of each step, and in the middle of
 * what a host does by itself (packages, the change of its network). The next start must end the job whole or leave nothing; what is there is
 * looked for on the hosts by commands of the test's own. Debian and the CentOS-like host take cells by turns.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/real-hosts.crash.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;

const preparationKinds = [
  'createHostPreparation',
  'updateHostPreparation',
  'applyHostPreparation',
  'undoHostPreparation',
] as const;
const instanceKinds = ['deployVirtualMachine', 'destroyVirtualMachine'] as const;
const moments = [
  'applyHostPreparation · while packages are installed',
  'applyHostPreparation · while the bridge is made',
  'undoHostPreparation · while the bridge is removed',
  'undoHostPreparation · while packages are removed',
] as const;

/** The cells that a lane takes: every second one, the lanes beginning differently. */
const share = <T>(lane: CrashLane, all: readonly T[]): T[] =>
  all.filter((_each, index) => index % 2 === lab.hosts.findIndex((host) => host.name === lane.host.name));

async function compareManifest(lane: CrashLane, where: string, expected: Manifest): Promise<void> {
  for (const line of manifestDifferences(expected, await lab.manifest(lane.host.name)))
    lane.problems.push(`${lane.host.os} · ${where}: ${line}`);
}

const planned = (lane: CrashLane) =>
  lane.withApp(async (app) => {
    await app.run('createHostPreparation', preparationInput(lane.host));
    return { id: (await preparationOf(app, lane.host)).id };
  });

/** Killed while the host is in the middle of something that it does by itself; the app that comes back finds it and goes on. */
async function moment(
  lane: CrashLane,
  which: (typeof moments)[number],
  input: unknown,
  condition: string,
  proof: { print: string; says: RegExp },
): Promise<void> {
  const kind = which.split(' ')[0] as (typeof preparationKinds)[number];
  const where = `${lane.host.os} · ${which}`;
  let said = '';
  const due = lane.until(condition, proof.print).then((text) => {
    said = text;
  });
  await lane.killed(where, lane.start(kind, input), due);
  if (!proof.says.test(said)) lane.problems.push(`${where}: killed at another moment: ${said}`);
  lane.rows.set(`${which} ${lane.host.os}`, await lane.recover(where, kind));
}

/** From a bare host to a hypervisor and back, killed where it hurts; what is left is told by the lab's manifest of the whole host. */
async function packages(lane: CrashLane): Promise<void> {
  const bare = await lab.manifest(lane.host.name);
  const input = await planned(lane);
  // The image tool is unpacked somewhere in the middle of the transaction.
  await moment(lane, moments[0], input, '[ -e /usr/bin/qemu-img ]', {
    print: "systemctl is-active 'benchtop-*-packages.service'",
    says: /^active$/,
  });
  await moment(lane, moments[3], input, '! [ -e /usr/bin/qemu-img ]', {
    print: "systemctl is-active 'benchtop-*-remove-packages.service'",
    says: /^active$/,
  });
  await compareManifest(lane, 'undone after both crashes', bare);
}

async function preparationCells(lane: CrashLane): Promise<void> {
  const { id } = await planned(lane);
  const plannedLook = await lane.look();
  // The very first start of daemons that somebody else installed leaves files and sockets of theirs; from then on nothing may differ.
  await lane.withApp((app) => app.run('applyHostPreparation', { id }));
  await lane.withApp((app) => app.run('undoHostPreparation', { id }));
  const bare = await lab.manifest(lane.host.name);
  await planned(lane);
  await lane.withApp(async (app) => app.run('applyHostPreparation', { id: (await preparationOf(app, lane.host)).id }));
  const prepared = await lab.manifest(lane.host.name);
  const appliedLook = await lane.look();
  await lane.withApp(async (app) => app.run('undoHostPreparation', { id: (await preparationOf(app, lane.host)).id }));
  const undoneLook = await lane.look();
  await compareManifest(lane, 'undone', bare);

  for (const at of share(lane, cellsOf('createHostPreparation')))
    await lane.cell('createHostPreparation', at, preparationInput(lane.host), {
      whole: plannedLook,
      before: plannedLook,
    });
  const undoCells = share(lane, cellsOf('undoHostPreparation'));
  const applyCells = share(lane, cellsOf('applyHostPreparation'));
  const newest = () => ({ id: lane.newest('host_preparation') });
  for (const at of share(lane, cellsOf('updateHostPreparation')))
    await lane.cell('updateHostPreparation', at, newest(), { whole: plannedLook, before: plannedLook });
  for (const [index, at] of applyCells.entries()) {
    await lane.cell('applyHostPreparation', at, newest(), { whole: appliedLook, before: plannedLook });
    await compareManifest(lane, `applyHostPreparation · ${at.step} · ${at.point}`, prepared);
    const next = undoCells[index];
    const applied = newest();
    if (next === undefined) await lane.withApp((app) => app.run('undoHostPreparation', applied));
    else {
      await lane.cell('undoHostPreparation', next, applied, { whole: undoneLook, before: appliedLook });
      await compareManifest(lane, `undoHostPreparation · ${next.step} · ${next.point}`, bare);
    }
    await planned(lane);
  }
  // The host's network: the bridge is there, or gone, and nobody has confirmed yet.
  const undecided = { print: 'ls /var/lib/benchtop/undo/*/decided 2>&1', says: /No such file/ };
  await moment(lane, moments[1], newest(), `[ -e /sys/class/net/${bridge} ]`, undecided);
  await compareManifest(lane, moments[1], prepared);
  await moment(lane, moments[2], newest(), `! [ -e /sys/class/net/${bridge} ]`, undecided);
  await compareManifest(lane, moments[2], bare);
}

/** The template lies on the pool after the first deployment; for the cells of its step it is taken off again, file and row. */
async function dropTemplateCopy(lane: CrashLane, storage: 'nfs' | 'local'): Promise<void> {
  const database = new Database(join(lane.directory, 'benchtop.db'));
  database.prepare('DELETE FROM template_copy').run();
  database.close();
  const folder = storage === 'nfs' ? '/var/lib/benchtop/pools/*' : localPool;
  await lab.exec(lane.host.name, ['sh', '-c', `rm -f ${folder}/template-*`]);
}

async function instanceCells(lane: CrashLane): Promise<void> {
  const { storage } = lane;
  await lane.withApp(async (app) => {
    await prepareHost(app, lane.host);
    const firstAddress = storage === 'nfs' ? 100 : 120;
    await buildRealCloud(app, lab, { hosts: [lane.host], storage, firstAddress });
    // Once undisturbed, for what stays by design: the template's copy, empty folders.
    await app.run('deployVirtualMachine', await instanceInput(app, 'vm'));
    await app.run('destroyVirtualMachine', {
      id: await idOf(app, 'listVirtualMachines', 'virtualmachine', 'vm'),
      expunge: true,
    });
  });
  const nothing = await lane.look();
  const input = await lane.withApp((app) => instanceInput(app, 'vm'));
  const destroyInput = () => ({ id: lane.newest('virtual_machine'), expunge: true });
  const destroyCells = share(lane, cellsOf('destroyVirtualMachine'));
  await lane.withApp((app) => app.run('deployVirtualMachine', input));
  const whole = await lane.look();
  for (const at of share(lane, cellsOf('deployVirtualMachine'))) {
    // The instance of the round before goes first, and its destruction is a cell as long as there are any.
    const next = destroyCells.shift();
    const running = destroyInput();
    if (next === undefined) await lane.withApp((app) => app.run('destroyVirtualMachine', running));
    else await lane.cell('destroyVirtualMachine', next, running, { whole: nothing, before: whole });
    if (at.step === 'template') await dropTemplateCopy(lane, storage);
    const outcome = await lane.cell('deployVirtualMachine', at, input, { whole, before: nothing });
    if (outcome !== 'succeeded') await lane.withApp((app) => app.run('deployVirtualMachine', input));
  }
  await lane.withApp(async (app) => {
    await dismantle(app);
    await app.run('undoHostPreparation', { id: (await preparationOf(app, lane.host)).id });
  });
}

async function wholeLane(lane: CrashLane): Promise<void> {
  await packages(lane);
  await lane.withApp((app) => installByHand(app, lab, lane.host));
  await preparationCells(lane);
  await instanceCells(lane);
}

function writeTable(lanes: readonly CrashLane[]): string[] {
  const rows = new Map(lanes.flatMap((lane) => [...lane.rows]));
  const empty: string[] = [];
  const cell = (key: string): string => {
    const outcome = rows.get(key);
    if (outcome === undefined) empty.push(key);
    return outcome ?? '';
  };
  const lines = [
    '| job on real hosts | step | killed before the intent | after it | after the effect | after the result |',
    '|---|---|---|---|---|---|',
    ...[...preparationKinds, ...instanceKinds].flatMap((kind) =>
      [...new Set(cellsOf(kind).map((each) => each.step))].map(
        (step) => `| ${kind} | ${step} | ${points.map((point) => cell(`${kind} ${step} ${point}`)).join(' | ')} |`,
      ),
    ),
    '',
    '| job · killed | debian | centos |',
    '|---|---|---|',
    ...moments.map((which) => `| ${which} | ${cell(`${which} debian`)} | ${cell(`${which} centos`)} |`),
  ];
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/crash-table-real.md', `${lines.join('\n')}\n`);
  return empty;
}

it.skipIf(impossible !== undefined)(
  `a process killed at any point of a job on a real host ends whole or leaves nothing${impossible === undefined ? '' : ` (skipped: ${impossible})`}`,
  { timeout: 1_200_000 },
  async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'benchtop-real-crash-'));
    const lanes = lab.hosts
      .slice(0, 2)
      .map((host) => new CrashLane(lab, host, join(scratch, host.name), host.os === 'debian' ? 'nfs' : 'local'));
    // Both lanes to their ends: what one finds says nothing about the other.
    await Promise.all(
      lanes.map((lane) =>
        wholeLane(lane).catch((error: Error) => lane.problems.push(`${lane.host.os} broke off: ${error.stack}`)),
      ),
    );
    const empty = writeTable(lanes);
    rmSync(scratch, { recursive: true, force: true });
    expect(lanes.flatMap((lane) => lane.problems)).toEqual([]);
    expect(empty).toEqual([]);
  },
);
