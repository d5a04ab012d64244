import type * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uuid } from './contract/command.ts';
import { type CommandName, contract, isJobCommand } from './contract/contract.ts';
import { accessMatrix } from './testing/access-matrix.ts';
import { takeInventory } from './testing/inventory.ts';
import { buildCloud, startTestEngine, type TestEngine } from './testing/lab.ts';
import { listInputs } from './testing/list-inputs.ts';
import { type Neighbours, settleNeighbours } from './testing/neighbours.ts';
import { samples } from './testing/samples.ts';

// Every command of the contract: refused for each kind of wrong input and for the ids of somebody else before anything changes, then carried out.

const unknown = '11111111-2222-4333-8444-555555555555';
let lab: TestEngine;
let neighbours: Neighbours;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  neighbours = await settleNeighbours(lab);
});
afterAll(() => lab.close());

type Entries = Record<string, v.GenericSchema & { type: string; wrapped?: v.GenericSchema }>;
const entriesOf = (name: CommandName) => contract[name].input.entries as unknown as Entries;
const holdsId = (schema: Entries[string]): boolean => (schema.type === 'optional' ? schema.wrapped : schema) === uuid;
const holdsIds = (schema: Entries[string]): boolean => {
  const shape = (schema.type === 'optional' ? schema.wrapped : schema) as {
    type: string;
    item?: unknown;
    pipe?: unknown;
  };
  return shape.type === 'array' && shape.item === uuid;
};

/** An upload that was begun goes on by itself until it waits for its file. */
const uploadsWait = () =>
  vi.waitFor(() =>
    expect(lab.engine.internals.ctx.store.where('templates', "removed IS NULL AND state = 'NotUploaded'")).toEqual([]),
  );

describe.each(samples)('$name', ({ name, input, check, lenient }) => {
  it('is refused with a sentence at the field that is wrong, and nothing has changed', async () => {
    const right = (await input(lab)) as Record<string, unknown>;
    const before = takeInventory(lab.directory);
    expect(await lab.refusal(name, { ...right, nonsense: 1 })).toMatchObject({ code: 'parameter', field: 'nonsense' });
    for (const [field, schema] of Object.entries(entriesOf(name))) {
      if (schema.type !== 'optional') {
        const { [field]: _gone, ...rest } = right;
        expect(await lab.refusal(name, rest), field).toMatchObject({ code: 'parameter', field });
        expect(await lab.refusal(name, { ...right, [field]: null }), field).toMatchObject({ code: 'parameter', field });
      }
      if (!(field in right) && schema.type === 'optional') continue;
      const wrongType = { ...right, [field]: { $gt: '' } };
      expect(await lab.refusal(name, wrongType), field).toMatchObject({ code: 'parameter', field });
      if (!holdsId(schema)) continue;
      const noId = { ...right, [field]: "' OR 1=1 --" };
      expect(await lab.refusal(name, noId), field).toMatchObject({ code: 'parameter', field });
      if (lenient.includes(field)) continue;
      const refusal = await lab.refusal(name, { ...right, [field]: unknown });
      expect(refusal, field).toMatchObject({ code: 'parameter', field });
      expect(refusal.message).toContain(unknown);
    }
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('is not there for a role that may not use it', async () => {
    const right = await input(lab);
    const student = lab.user(`student-${Math.random()}`);
    if (contract[name].roles.includes('User')) return;
    const before = takeInventory(lab.directory);
    const refusal = await lab.refusal(name, right, student);
    expect(refusal).toMatchObject({ code: 'unsupportedCommand' });
    // In the very words for a command that does not exist.
    expect(await lab.refusal('noSuchCommand', right, student)).toEqual(
      JSON.parse(JSON.stringify(refusal).replaceAll(name, 'noSuchCommand')),
    );
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('refuses a stranger the ids of somebody else, wherever they stand', async () => {
    // What lists show to whom is a matter of access.test.ts.
    if (!accessMatrix[name].includes('f') || 'row' in contract[name]) return;
    const right = (await input(lab)) as Record<string, unknown>;
    await uploadsWait();
    const before = takeInventory(lab.directory);
    for (const [field, schema] of Object.entries(entriesOf(name))) {
      if (!holdsId(schema) && !holdsIds(schema)) continue;
      for (const [at, id] of neighbours.ids.entries()) {
        const aimed = { ...right, [field]: holdsId(schema) ? id : [id] };
        const refusal = await lab.refusal(name, aimed, neighbours.fred);
        expect(['account', 'parameter'], `${field} ${at}: ${refusal.message}`).toContain(refusal.code);
        expect(JSON.stringify(refusal).replaceAll(id, ''), `${field} ${at}`).not.toMatch(/alice/);
      }
    }
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('answers a right call in the shape of the contract', async () => {
    const right = await input(lab);
    const result = isJobCommand(name)
      ? (await lab.run(name, right as never)).result
      : await lab.call(name, right as never);
    expect(check(result), JSON.stringify(result)).toBe(true);
  });
});

it('every list refuses pages, orders and sizes that make no sense', async () => {
  const asked = await listInputs(lab);
  const lists = Object.entries(contract).filter(([, spec]) => 'row' in spec);
  expect(lists.length).toBeGreaterThan(20);
  for (const [name] of lists) {
    const right = asked[name] ?? {};
    for (const [field, value] of [
      ['pagesize', 501],
      ['pagesize', -2],
      ['pagesize', 1e9],
      ['page', 0],
      ['page', -1],
      ['page', 1.5],
      ['sortby', 'no such field'],
      ['sortorder', 'sideways'],
      ['keyword', 'x'.repeat(256)],
    ] as const) {
      const extra = field === 'page' ? { pagesize: 10 } : {};
      const refusal = await lab.refusal(name, { ...right, ...extra, [field]: value });
      expect(refusal, `${name} ${field}`).toMatchObject({ code: 'parameter', field });
    }
  }
});

it('every command has a sample here, except those that log in to bare machines', () => {
  const elsewhere = [
    // resources/host-preparation/host-preparation.test.ts, on a real sshd.
    'getThisComputer',
    'getHostKey',
    'forgetHostKey',
    'createHostPreparation',
    'updateHostPreparation',
    'explainHostPreparationUndo',
    'deleteHostPreparation',
    'listHostPreparations',
    // On the hosts of e2e/lab only: they change a whole machine.
    'applyHostPreparation',
    'undoHostPreparation',
    'listHostDisks',
    'createHostDiskStore',
    'deleteHostDiskStore',
    // jobs/runner.test.ts: they need a job in the middle, or a stuck one.
    'cancelAsyncJob',
    'repairAsyncJob',
    // resources/virtual-machine/deployments.test.ts: it needs some that failed.
    'retryVirtualMachineDeployments',
  ];
  const here = new Set(samples.map((sample) => sample.name));
  expect(
    Object.keys(contract)
      .filter((name) => !here.has(name as CommandName))
      .sort(),
  ).toEqual(elsewhere.sort());
});

describe('the door', () => {
  it.each(['', 'nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'x'.repeat(100_000)])(
    'does not know %.30j',
    async (name) => {
      const refusal = await lab.refusal(name, {});
      expect(refusal.code).toBe('unsupportedCommand');
      expect(refusal.message.length).toBeLessThan(300);
    },
  );

  it.each([[[]], ['text'], [7], [true], [[{}]]])('refuses %j as an input', async (input) => {
    expect(await lab.refusal('listZones', input)).toMatchObject({ code: 'parameter' });
  });

  it('takes no input for an empty one', async () => {
    await expect(lab.engine.call(lab.engine.desktopCaller(), 'listZones', undefined)).resolves.toBeDefined();
    await expect(lab.engine.call(lab.engine.desktopCaller(), 'listZones', null)).resolves.toBeDefined();
  });
});
