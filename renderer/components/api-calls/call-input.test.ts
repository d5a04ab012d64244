import { expect, it } from 'vitest';
import { parameterShapes } from '../../../engine/contract/shape.ts';
import { inputOf, typedOf } from './call-input.ts';

const shapes = parameterShapes('deployVirtualMachine');

it('makes of what is typed what the contract wants, and leaves what is empty out', () => {
  const typed = { name: ' web ', startvm: 'false', rootdisksize: '20', networkids: 'a, b', displayname: '  ' };
  expect(inputOf(shapes, typed)).toEqual({ name: 'web', startvm: false, rootdisksize: 20, networkids: ['a', 'b'] });
  expect(inputOf(shapes, { rootdisksize: 'big' })).toEqual({ rootdisksize: 'big' });
  const details = [{ name: 'details', type: 'map', required: false, secret: false }];
  expect(inputOf(details, { details: 'cpuNumber=2\n memory = 1=2 ' })).toEqual({
    details: { cpuNumber: '2', memory: '1=2' },
  });
});

it('goes the way back, without secrets', () => {
  const input = { name: 'web', startvm: false, networkids: ['a', 'b'] };
  expect(inputOf(shapes, typedOf(shapes, input))).toEqual(input);
  const user = parameterShapes('createUser');
  expect(typedOf(user, { username: 'ada', password: '•••' })).toMatchObject({ username: 'ada', password: '' });
});

it('puts what must be given first, and knows choices and secrets', () => {
  const user = parameterShapes('createUser');
  expect(user.slice(0, 3).every(({ required }) => required)).toBe(true);
  expect(user.find(({ name }) => name === 'password')?.secret).toBe(true);
  expect(parameterShapes('listZones').find(({ name }) => name === 'sortorder')?.choices).toEqual(['asc', 'desc']);
});
