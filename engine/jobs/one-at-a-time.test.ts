import { expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

const gate = () => Promise.withResolvers<void>();

it('those that wait together share one run, which begins after the one before; other keys wait for nobody', async () => {
  const queue = new OneAtATime();
  const first = gate();
  const begun: string[] = [];
  const work =
    (name: string, until: Promise<void> = Promise.resolve()) =>
    () => {
      begun.push(name);
      return until;
    };
  const running = queue.run('host', work('running', first.promise));
  const waiting = [queue.run('host', work('waiting')), queue.run('host', work('shared'))];
  await queue.run('another', work('another'));
  expect(begun).toEqual(['running', 'another']);
  first.resolve();
  await Promise.all([running, ...waiting]);
  expect(begun).toEqual(['running', 'another', 'waiting']);
  await queue.run('host', work('later'));
  expect(begun.at(-1)).toBe('later');
});

it('a failure is told to who asked, and holds up nobody who waits', async () => {
  const queue = new OneAtATime();
  const first = gate();
  const failing = queue.run('host', () => first.promise);
  let ran = false;
  const next = queue.run('host', async () => {
    ran = true;
  });
  first.reject(new Error('the host is away'));
  await expect(failing).rejects.toThrow('the host is away');
  await next;
  expect(ran).toBe(true);
});
