import { LabDisk } from '../../e2e/lab/disk.ts';
import { attachLab, type LabHost } from '../../e2e/lab/lab.ts';
import type { TestEngine } from './lab.ts';
import { preparationInput, preparationOf } from './real-lab.ts';

/** One job kind that can only be tried on a real host, set going on a bare one. */
export interface RealScenario {
  kind:
    | 'createHostPreparation'
    | 'updateHostPreparation'
    | 'applyHostPreparation'
    | 'undoHostPreparation'
    | 'createHostDiskStore'
    | 'deleteHostDiskStore';
  /** From a host that nobody has prepared to what is there before the job. */
  arrange(app: TestEngine, host: LabHost): Promise<void>;
  /** Calls the command; resolves with the job's id. */
  act(app: TestEngine, host: LabHost): Promise<string>;
}

const idOf = async (app: TestEngine, host: LabHost) => ({ id: (await preparationOf(app, host)).id });
const planned = async (app: TestEngine, host: LabHost) =>
  void (await app.run('createHostPreparation', preparationInput(host)));
const applied = async (app: TestEngine, host: LabHost) => {
  await planned(app, host);
  await app.run('applyHostPreparation', await idOf(app, host));
};

const disks = new Map<string, LabDisk>();
/** Puts a disk into the host, once. */
async function withDisk(app: TestEngine, host: LabHost): Promise<void> {
  await applied(app, host);
  if (!disks.has(host.name)) disks.set(host.name, await LabDisk.insert(await attachLab(), host.name, 2 * 2 ** 30));
}

/** What makes the host's disk a store. */
export async function diskStoreInput(app: TestEngine, host: LabHost, name: string) {
  const { id } = await idOf(app, host);
  const disk = (await app.call('listHostDisks', { id })).disk.find((each) => each.name === name);
  return { id, disk: name, identity: disk?.identity ?? '', confirm: name };
}

const nameOf = (host: LabHost) => disks.get(host.name)?.name ?? '';

/** What takes the host's only store back; nothing where there is none. */
export async function takeBackInput(app: TestEngine, host: LabHost) {
  const { id } = await idOf(app, host);
  const store = (await app.call('listHostDisks', { id })).store[0];
  return store === undefined ? undefined : { id, storeid: store.id, confirm: store.disk };
}

export const realScenarios: RealScenario[] = [
  {
    kind: 'createHostPreparation',
    arrange: async () => undefined,
    act: async (app, host) => (await app.call('createHostPreparation', preparationInput(host))).jobid,
  },
  {
    kind: 'updateHostPreparation',
    // A prepared host is the one that has something to lose by being looked at again.
    arrange: applied,
    act: async (app, host) => (await app.call('updateHostPreparation', await idOf(app, host))).jobid,
  },
  {
    kind: 'applyHostPreparation',
    arrange: planned,
    act: async (app, host) => (await app.call('applyHostPreparation', await idOf(app, host))).jobid,
  },
  {
    kind: 'undoHostPreparation',
    arrange: applied,
    act: async (app, host) => (await app.call('undoHostPreparation', await idOf(app, host))).jobid,
  },
  {
    kind: 'createHostDiskStore',
    arrange: withDisk,
    act: async (app, host) =>
      (await app.call('createHostDiskStore', await diskStoreInput(app, host, nameOf(host)))).jobid,
  },
  {
    kind: 'deleteHostDiskStore',
    async arrange(app, host) {
      await withDisk(app, host);
      await app.run('createHostDiskStore', await diskStoreInput(app, host, nameOf(host)));
    },
    async act(app, host) {
      const input = await takeBackInput(app, host);
      if (input === undefined) throw new Error(`${host.name} has no store`);
      return (await app.call('deleteHostDiskStore', input)).jobid;
    },
  },
];

/** Back to a host that nobody has prepared, by the product. */
export async function bare(app: TestEngine, host: LabHost): Promise<void> {
  const { hostpreparation } = await app.call('listHostPreparations', {});
  const row = hostpreparation.find((each) => each.address === host.address);
  if (row === undefined) return;
  const store = row.state === 'Applied' ? await takeBackInput(app, host) : undefined;
  if (store !== undefined) await app.run('deleteHostDiskStore', store);
  await disks.get(host.name)?.remove();
  disks.delete(host.name);
  if (row.state === 'Applied') await app.run('undoHostPreparation', { id: row.id });
  await app.call('deleteHostPreparation', { id: row.id });
}
