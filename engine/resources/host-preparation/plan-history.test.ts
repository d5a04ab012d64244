import { expect, it } from 'vitest';
import type { HostPlan, PlanItem } from '../../bootstrap/types.ts';
import { withChangesMade } from './plan-history.ts';

function plan(...items: [id: string, status: PlanItem['status'], change?: string][]): HostPlan {
  return {
    bridge: 'cloudbr0',
    nic: 'eth0',
    fqdn: 'host1.lab.internal',
    steps: items.map(([id, status, change = '']) => ({
      item: { id, group: 'System', title: id, found: '', change, why: '', status },
      actions: [],
    })),
    canApply: true,
    complete: true,
  };
}

const shown = (made: HostPlan) => made.steps.map(({ item }) => `${item.id} ${item.status} ${item.change}`.trim());

it('says after an apply what was changed, and nothing of what was fine before or is still open', () => {
  const before = plan(['packages', 'change', 'installs qemu'], ['time', 'ok'], ['bridge', 'change', 'makes cloudbr0']);
  const fresh = plan(['packages', 'ok'], ['time', 'ok'], ['bridge', 'change', 'makes cloudbr0']);
  expect(shown(withChangesMade(fresh, before, true))).toEqual([
    'packages done installs qemu',
    'time ok',
    'bridge change makes cloudbr0',
  ]);
});

it('says what was changed in every language', () => {
  const before = plan(['packages', 'change', 'installs qemu']);
  const change = { key: 'installs {0}', parameters: ['qemu'] };
  for (const { item } of before.steps) item.phrases = { change };
  const [step] = withChangesMade(plan(['packages', 'ok']), before, true).steps;
  expect(step?.item.phrases).toEqual({ change });
});

it('keeps saying so at later looks, and forgets what has come undone', () => {
  const before = plan(['packages', 'done', 'installs qemu'], ['names', 'done', 'writes hosts'], ['time', 'change']);
  const fresh = plan(['packages', 'ok'], ['names', 'change', 'writes hosts'], ['time', 'ok']);
  expect(shown(withChangesMade(fresh, before, false))).toEqual([
    'packages done installs qemu',
    'names change writes hosts',
    'time ok',
  ]);
});

it('takes a first look as it is', () => {
  const fresh = plan(['packages', 'change', 'installs qemu']);
  expect(withChangesMade(fresh, undefined, false)).toEqual(fresh);
});
