import type { Texts } from './texts.ts';

/** What the parameters and fields of usage mean. */
export const usageTexts: Texts = {
  commands: {
    listUsageRecords: {
      startdate: { en: 'First day or moment, in UTC.', zh: '起始日期或时刻（UTC）。' },
      enddate: { en: 'Last day or moment, in UTC.', zh: '结束日期或时刻（UTC）。' },
      type: { en: 'A number that listUsageTypes has.', zh: 'listUsageTypes 中的编号。' },
    },
    listUsageTotals: {
      startdate: { en: 'First day or moment, in UTC.', zh: '起始日期或时刻（UTC）。' },
      enddate: { en: 'Last day or moment, in UTC.', zh: '结束日期或时刻（UTC）。' },
      type: { en: 'A number that listUsageTypes has.', zh: 'listUsageTypes 中的编号。' },
    },
    generateUsageRecords: {
      startdate: { en: 'From here on periods are added up once more.', zh: '从此处起的时段重新汇总。' },
      enddate: { en: 'Up to here periods are added up once more.', zh: '到此处为止的时段重新汇总。' },
      domainid: { en: 'Once more for this domain and those below it alone.', zh: '仅对该域及其下级域重新汇总。' },
    },
  },
  fields: {
    startdate: 'Begin of the period.',
    enddate: 'End of the period.',
    usage: 'Hours, with their unit.',
    rawusage: 'Hours.',
    usagetype: 'Number of the kind of usage.',
    usageid: 'Id of what was used.',
    includetags: 'Whether the tags of what was used are shown.',
    oldformat: 'For older clients; it changes nothing.',
    virtualsize: 'Size that the guest sees.',
    resources: 'How many different things were used.',
    oscategoryid: 'Id of the category of the operating system.',
    oscategoryname: 'Category of the operating system.',
    osdisplayname: 'Operating system.',
  },
};
