import type { Reconciler } from './reconciler.ts';

/** Merges what writes have left in the keyword index, one short step a second; nothing where nothing was written. */
export const keywordUpkeep: Reconciler = {
  name: 'keyword-upkeep',
  period: () => 1_000,
  run: (ctx) => Promise.resolve(void ctx.store.mergeWords()),
};
