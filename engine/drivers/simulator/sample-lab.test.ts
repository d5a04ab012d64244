import * as v from 'valibot';
import { expect, test } from 'vitest';
import { contract } from '../../contract/contract.ts';
import { sampleLab } from './sample-lab.ts';

const anId = '00000000-0000-4000-8000-000000000001';

test('every step is a command of the contract with an input it takes, and names only what earlier steps made', () => {
  const made = new Set<string>();
  for (const step of sampleLab()) {
    const input = step.input({
      id(ref) {
        expect(made, `${step.ref} refers to ${ref}`).toContain(ref);
        return anId;
      },
      named: () => anId,
    });
    const parsed = v.safeParse(contract[step.command].input as v.GenericSchema, input);
    expect(
      parsed.issues?.map((issue) => issue.message),
      step.ref,
    ).toBeUndefined();
    expect(made, 'names are unique').not.toContain(step.ref);
    made.add(step.ref);
  }
});

test('the lab has the size that its description promises', () => {
  const count = (command: string) => sampleLab().filter((step) => step.command === command).length;
  expect(count('addCluster')).toBe(2);
  expect(count('addHost')).toBe(6);
  expect(count('registerTemplate')).toBe(6);
  expect(count('deployVirtualMachine')).toBeGreaterThanOrEqual(20);
});
