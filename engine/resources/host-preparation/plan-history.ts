import type { HostPlan } from '../../bootstrap/types.ts';

/**
 * The plan of a look after changes, in which what was changed still says so: an item that is fine now and was to be changed before is
 * `done`, with the change that made it so. `applied` is true for the look that follows an apply; a later look only keeps what is `done`.
 */
export function withChangesMade(fresh: HostPlan, before: HostPlan | undefined, applied: boolean): HostPlan {
  const earlier = new Map((before?.steps ?? []).map((step) => [step.item.id, step.item]));
  return {
    ...fresh,
    steps: fresh.steps.map((step) => {
      const was = earlier.get(step.item.id);
      const made = was !== undefined && (was.status === 'done' || (applied && was.status === 'change'));
      if (!made || step.item.status !== 'ok') return step;
      const phrases = { ...step.item.phrases, change: was.phrases?.change };
      return { ...step, item: { ...step.item, status: 'done' as const, change: was.change, phrases } };
    }),
  };
}
