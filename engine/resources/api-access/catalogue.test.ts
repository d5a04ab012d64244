import { expect, it } from 'vitest';
import { type CommandName, contract, isJobCommand } from '../../contract/contract.ts';
import { catalogue } from './catalogue.ts';

// What listApis says, for whoever makes a client of it.

const everything = catalogue();
/** Without what stands there to be refused: refused.test.ts. */
const all = everything
  .filter((each) => each.refused !== true)
  .map((each) => ({ ...each, params: each.params.filter((parameter) => parameter.refused !== true) }));
const byName = new Map(all.map((each) => [each.name, each]));

it('has every command, with its parameters and what they mean', () => {
  expect([...byName.keys()].sort()).toEqual(Object.keys(contract).sort());
  for (const each of all) {
    const spec = contract[each.name as CommandName];
    expect(each.params.map(({ name }) => name)).toEqual(Object.keys(spec.input.entries));
    expect(each.isasync).toBe(isJobCommand(each.name as CommandName) && !spec.awaits);
  }
  for (const each of everything)
    for (const { description } of [each, ...each.params, ...each.response])
      expect(description).toMatch(/^.{2,250}\.$/s);
});

it('says types, lengths and what must be given as CloudStack does', () => {
  const parameter = (command: string, name: string) => byName.get(command)?.params.find((each) => each.name === name);
  expect(parameter('deployVirtualMachine', 'zoneid')).toMatchObject({ type: 'uuid', required: true });
  expect(parameter('deployVirtualMachine', 'networkids')).toMatchObject({ type: 'list', required: false });
  expect(parameter('deployVirtualMachine', 'rootdisksize')).toMatchObject({ type: 'integer' });
  expect(parameter('deployVirtualMachine', 'name')).toMatchObject({ type: 'string', length: 63 });
  expect(parameter('stopVirtualMachine', 'forced')).toMatchObject({ type: 'boolean' });
  expect(byName.get('listZones')?.response.find((each) => each.name === 'created')?.type).toBe('date');
});

it('says what is in an answer, nested things too, and which commands are about the same', () => {
  const answer = byName.get('listVirtualMachines')?.response.find((each) => each.name === 'nic');
  expect(answer).toMatchObject({ type: 'list' });
  expect(answer?.response?.map((each) => each.name)).toContain('macaddress');
  expect(byName.get('startVirtualMachine')?.response.map((each) => each.name)).toContain('displayname');
  expect(byName.get('createZone')?.related.split(',').sort()).toEqual([
    'deleteZone',
    'listZones',
    'listZonesMetrics',
    'updateZone',
  ]);
});
