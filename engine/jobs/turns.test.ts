import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('work of one key waits for what came before, also when that fails; other keys wait for nobody', async () => {
  const turns = new Turns();
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const work = (name: string, until?: Promise<void>) => async () => {
    begun.push(name);
    await until;
    return name;
  };
  const failing = turns.run('network', work('first', first.promise));
  const waiting = turns.run('network', work('second'));
  expect(await turns.run('another', work('other'))).toBe('other');
  expect(begun).toEqual(['first', 'other']);
  first.reject(new Error('the host is away'));
  await expect(failing).rejects.toThrow('the host is away');
  expect(await waiting).toBe('second');
  expect(await turns.run('network', work('third'))).toBe('third');
});
