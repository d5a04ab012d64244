import { expect, test } from 'vitest';
import type { Change } from '../engine/contract/transport.ts';
import { ChangeQueue, maximumWaitingChanges } from './change-queue.ts';

function changes(from: number, count: number): Change[] {
  return Array.from({ length: count }, (_, i) => ({ noun: 'virtualmachine', id: String(from + i), change: 'updated' }));
}

function queue(): { queue: ChangeQueue; sent: { ids: string[]; gap: boolean }[] } {
  const sent: { ids: string[]; gap: boolean }[] = [];
  return { queue: new ChangeQueue((batch, gap) => sent.push({ ids: batch.map((one) => one.id), gap })), sent };
}

test('what comes while a batch is under way goes out as one batch when it was taken', () => {
  const { queue: q, sent } = queue();
  q.push(changes(1, 1), false);
  q.push(changes(2, 1), false);
  q.push(changes(3, 1), false);
  expect(sent).toEqual([{ ids: ['1'], gap: false }]);
  q.taken();
  expect(sent[1]).toEqual({ ids: ['2', '3'], gap: false });
  q.taken();
  expect(sent).toHaveLength(2);
});

test('a client that does not keep up is told to refetch, and follows again after that', () => {
  const { queue: q, sent } = queue();
  q.push(changes(0, 1), false);
  for (let i = 0; i < 5; i += 1) q.push(changes(i * 300, 300), false);
  q.push(changes(5000, 1), false);
  q.taken();
  expect(sent[1]).toEqual({ ids: [], gap: true });
  q.push(changes(6000, 1), false);
  q.taken();
  expect(sent[2]).toEqual({ ids: ['6000'], gap: false });
});

test('one batch over the limit is a gap too', () => {
  const { queue: q, sent } = queue();
  q.push(changes(0, maximumWaitingChanges + 1), false);
  expect(sent).toEqual([{ ids: [], gap: true }]);
});

test('a page that was reloaded gets a gap at once, even if its predecessor never took the last batch', () => {
  const { queue: q, sent } = queue();
  q.push(changes(1, 1), false);
  q.restart();
  expect(sent[1]).toEqual({ ids: [], gap: true });
});
