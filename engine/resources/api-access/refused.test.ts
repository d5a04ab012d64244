import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandName, contract } from '../../contract/contract.ts';
import { textOf } from '../../contract/phrase.ts';
import { refusalReasons } from '../../contract/refused/reasons.ts';
import { allRefusals, refusedCommands, refusedFields, refusedParameters } from '../../contract/refused.ts';
import { inputOf } from '../../server/input.ts';
import { takeInventory } from '../../testing/inventory.ts';
import { buildCloud, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { catalogue } from './catalogue.ts';

// What CloudStack has and Benchtop refuses on purpose: all of it is declared, each says why, and none does anything.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const commands = (Object.keys(contract) as CommandName[]).filter((name) => Object.keys(refusedParameters(name)).length);
const declared = new Map(catalogue().map((each) => [each.name, each]));

describe.each(commands)('%s', (name) => {
  const refused = Object.entries(refusedParameters(name));

  it('declares what it refuses, by names that nothing else has', () => {
    for (const [parameter] of refused) {
      expect(parameter).toBe(parameter.toLowerCase());
      expect(Object.keys(contract[name].input.entries), parameter).not.toContain(parameter);
      expect(declared.get(name)?.params).toContainEqual(expect.objectContaining({ name: parameter, refused: true }));
    }
  });

  it('refuses each at its name, says why, and changes nothing', async () => {
    const before = takeInventory(lab.directory);
    for (const [parameter, { reason }] of refused) {
      const refusal = await lab.refusal(name, { [parameter]: 'something' });
      expect(refusal, parameter).toMatchObject({ code: 'parameter', field: parameter });
      expect(refusal.message).toContain(textOf(refusalReasons[reason]));
    }
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('goes on where nothing is asked for by it', async () => {
    for (const [parameter, { takes }] of refused)
      for (const value of [...takes, '']) {
        const refusal = await lab.refusal(name, { [parameter]: value, nonsense: 1 });
        expect(refusal.field, `${parameter}=${value}`).not.toBe(parameter);
      }
  });

  it('knows it on the wire in any case, as a map too', () => {
    for (const [parameter, { type }] of refused) {
      const given = type === 'map' ? `${parameter.toUpperCase()}[0].key` : parameter.toUpperCase();
      const parameters = new Map([[given, 'something']]);
      expect(inputOf(name, { method: 'GET', parameters, problem: undefined })).toHaveProperty(parameter);
    }
  });
});

describe('commands', () => {
  it.each(Object.keys(refusedCommands))('%s is declared, and refused to whom it would be for', async (name) => {
    const { kind, reason, params } = refusedCommands[name] as (typeof refusedCommands)[string];
    expect(Object.keys(contract)).not.toContain(name);
    const told = declared.get(name);
    expect(told).toMatchObject({ isasync: kind === 'job', refused: true });
    expect(told?.params.map((each) => each.name)).toEqual(Object.keys(params));
    const before = takeInventory(lab.directory);
    const refusal = await lab.refusal(name, {});
    expect(refusal).toMatchObject({ code: 'unsupportedCommand' });
    expect(refusal.message).toContain(textOf(refusalReasons[reason]));
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('are in the lists of those alone who might call them', async () => {
    const names = async (caller = lab.engine.desktopCaller()) =>
      (await lab.call('listApis', { pagesize: -1 }, caller)).api.map((each) => each.name);
    const student = lab.user('student');
    expect(await names()).toContain('startSystemVm');
    expect(await names(student)).not.toContain('startSystemVm');
    const refusal = await lab.refusal('startSystemVm', {}, student);
    expect(refusal.message).toBe('The command startSystemVm does not exist or is not available for this role.');
  });
});

it('says of no field that it is never there which an answer has', () => {
  for (const [name, spec] of Object.entries(contract)) {
    const response = declared.get(name)?.response ?? [];
    expect(new Set(response.map((each) => each.name)).size, name).toBe(response.length);
    const answered = ('row' in spec ? spec.row : spec.output) as { entries?: object };
    for (const { refused, name: field } of response)
      if (refused === true) expect(Object.keys(answered.entries ?? {}), name).not.toContain(field);
  }
});

it('has nothing for objects and commands that are not there, and no reason that nothing is refused for', () => {
  const objects = new Set(Object.values(contract).map((spec) => spec.object));
  const reasons = new Set<string>(['pending']);
  for (const { parameters, fields, commands: whole } of allRefusals) {
    for (const [name, refused] of Object.entries(parameters ?? {})) {
      expect(Object.keys(contract)).toContain(name);
      for (const { reason } of Object.values(refused)) reasons.add(reason);
    }
    for (const [object, refused] of Object.entries(fields ?? {})) {
      expect([...objects]).toContain(object);
      expect(refusedFields(object)).toMatchObject(refused);
      for (const { reason } of Object.values(refused)) reasons.add(reason);
    }
    for (const { reason } of Object.values(whole ?? {})) reasons.add(reason);
  }
  expect([...reasons].filter((reason) => !(reason in refusalReasons))).toEqual([]);
});
