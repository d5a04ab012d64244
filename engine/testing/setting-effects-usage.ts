import { untilNext } from '../resources/usage/aggregate.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';

/** The records of what the small cloud's template used, two days on. */
async function twoDaysOn({ lab, pass, round }: EffectCloud) {
  pass(2 * 86_400);
  await round('usage');
  return (await lab.call('listUsageRecords', { startdate: '2000-01-01', enddate: '2999-01-01' })).usagerecord;
}

export const usageEffects = {
  'enable.usage.server': {
    values: ['true', 'false'],
    seen: ['added up', 'not added up'],
    look: async (cloud) => ((await twoDaysOn(cloud)).length > 0 ? 'added up' : 'not added up'),
  },
  'usage.stats.job.aggregation.range': {
    values: ['60', '1440'],
    seen: ['59:59', '23:59:59'],
    async look(cloud) {
      const [last] = (await twoDaysOn(cloud)).slice(-1);
      const seconds = (Date.parse(last?.enddate ?? '') - Date.parse(last?.startdate ?? '')) / 1000;
      const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
      return clock.replace(/^00:/, '');
    },
  },
  'usage.stats.job.exec.time': {
    values: ['00:15', '12:30'],
    seen: ['00:15', '12:30'],
    async look({ lab }) {
      const { ctx } = lab.engine.internals;
      const now = ctx.clock();
      // To the minute: the clock goes on between the two looks at it.
      return new Date(Math.round((now + untilNext(ctx)) / 60_000) * 60_000).toISOString().slice(11, 16);
    },
  },
} satisfies Record<string, SettingEffect>;
