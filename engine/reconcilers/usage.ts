import { aggregate, untilNext } from '../resources/usage/aggregate.ts';
import type { Reconciler } from './reconciler.ts';

/** Compares the log of usage with the records that were added up from it: periods that are over get theirs. */
export const usageRecords: Reconciler = {
  name: 'usage',
  period: untilNext,
  async run(ctx) {
    if (ctx.settings.boolean('enable.usage.server')) await aggregate(ctx);
  },
};
