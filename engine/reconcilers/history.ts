import { purgeOlder } from '../resources/event/history.ts';
import type { Reconciler } from './reconciler.ts';

const day = 86_400_000;

/** Compares the age of history with its retention setting: forgets what is older; 0 keeps it for ever. */
const forgetting = (noun: 'event' | 'alert'): Reconciler => ({
  name: `${noun}-purge`,
  period: (ctx) => Math.min(ctx.settings.number(`${noun}.purge.interval`) * 1000, 2_000_000_000),
  async run(ctx) {
    const days = ctx.settings.number(`${noun}.purge.delay`);
    if (days > 0) await purgeOlder(ctx, `${noun}s`, ctx.clock() - days * day);
  },
});

export const eventPurge = forgetting('event');
export const alertPurge = forgetting('alert');
