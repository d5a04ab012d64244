import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../engine/contract/transport.ts';
import type { AsyncJobView } from '../../engine/contract/views.ts';
import { type Destination, pages } from './deep-link.ts';
import { noticesOf, trayItems } from './job-notices.ts';
import { type RunningJobs, watchJobs } from './job-watch.ts';
import { menuTemplate } from './menu.ts';
import { wordsFor } from './words.ts';

const en = wordsFor('en-GB');
const zh = wordsFor('zh-CN');

const job = (more: Partial<AsyncJobView> & { jobid: string }): AsyncJobView => ({
  managementserverid: 'server',
  managementservername: 'desk',
  cmd: 'deployVirtualMachine',
  accountid: 'a',
  userid: 'u',
  domain: 'ROOT',
  domainid: 'r',
  domainpath: 'ROOT',
  jobstatus: 0,
  state: 'running',
  jobprocstatus: 0,
  jobresultcode: 0,
  cancellable: true,
  created: '2026-11-21T02:42:19+0000',
  jobinstancename: 'web-1',
  ...more,
});
const ended = (jobid: string, more: Partial<AsyncJobView> = {}): AsyncJobView =>
  job({ jobid, jobstatus: 1, state: 'succeeded', ...more });

describe('notifications', () => {
  test('say what ended and how, in both languages, and lead to the job', () => {
    const failed = ended('2', { jobstatus: 2, state: 'failed', jobresult: { errortext: 'No host has room.' } });
    expect(noticesOf([ended('1'), failed], en)).toEqual([
      { title: 'Deploy instance · web-1', body: 'Finished', opens: pages.job('1') },
      { title: 'Deploy instance · web-1', body: 'Failed: No host has room.', opens: pages.job('2') },
    ]);
    expect(noticesOf([failed], zh)[0]).toMatchObject({ title: '部署实例 · web-1', body: '失败: No host has room.' });
    expect(noticesOf([job({ jobid: '3', state: 'stuck' })], en)[0]?.body).toContain('could not be taken back');
  });

  test('of many at once are one', () => {
    const many = Array.from({ length: 40 }, (_each, index) =>
      ended(String(index), index % 4 === 0 ? { jobstatus: 2 } : {}),
    );
    expect(noticesOf(many, en)).toEqual([
      { title: 'Benchtop', body: '40 jobs ended: 30 finished, 10 failed', opens: pages.jobs },
    ]);
  });

  test('show what hosts and users wrote as one short line without markup', () => {
    const [notice] = noticesOf(
      [
        ended('1', {
          jobinstancename: '<b>bold</b>\n\u202Eevil & co',
          jobstatus: 2,
          jobresult: { errortext: 'x'.repeat(9999) },
        }),
      ],
      en,
    );
    expect(notice?.title).not.toMatch(/[<>&\n\u202E]/);
    expect(notice?.body.length).toBeLessThan(250);
  });
});

describe('the tray', () => {
  test('shows the jobs under way and how many there are besides', () => {
    expect(trayItems({ count: 0, first: [] }, en)).toEqual([{ label: 'No jobs running' }]);
    const running = { count: 12, first: [job({ jobid: '1', percent: 40.4 }), job({ jobid: '2' })] };
    expect(trayItems(running, en)).toEqual([
      { label: 'Deploy instance · web-1 — 40 %', opens: pages.job('1') },
      { label: 'Deploy instance · web-1', opens: pages.job('2') },
      { label: 'and 10 more', opens: pages.jobs },
    ]);
    expect(trayItems(running, zh).at(-1)?.label).toBe('还有 10 个');
  });
});

describe('the menu', () => {
  const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

  test.each(['linux', 'win32', 'darwin'] as const)('of %s has a word for everything, in both languages', (platform) => {
    for (const words of [en, zh]) {
      const items = flat(menuTemplate({ words, platform, development: false, open() {} }));
      expect(items.filter((item) => item.role !== 'appMenu' && item.type !== 'separator' && !item.label)).toEqual([]);
      const roles = items.map((item) => item.role);
      expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'selectAll', 'togglefullscreen', 'minimize']));
      // Tools for developers, and a reload that would lose a console, are not a user's.
      expect(roles.filter((role) => role === 'toggleDevTools' || role === 'reload')).toEqual([]);
    }
  });

  test('leads to pages', () => {
    const opened: Destination[] = [];
    const items = flat(
      menuTemplate({ words: en, platform: 'linux', development: false, open: (one) => opened.push(one) }),
    );
    const click = items.find((item) => item.label === 'Settings')?.click as (() => void) | undefined;
    click?.();
    expect(opened).toEqual([pages.settings]);
  });
});

describe('following jobs', () => {
  /** An engine that has these jobs and tells of them when asked to; what is tested is what is made of its answers. */
  function engineWith(jobs: Map<string, AsyncJobView>) {
    let tell: (changes: Change[], gap: boolean) => void = () => {};
    return {
      tell: (...ids: string[]) =>
        tell(
          ids.map((id) => ({ noun: 'asyncjobs', id, change: 'updated' as const })),
          false,
        ),
      follow(listener: typeof tell) {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
      async call(name: string, input: unknown) {
        if (name === 'queryAsyncJobResult') {
          const found = jobs.get((input as { jobid: string }).jobid);
          return found ? { o: found } : { e: { code: 'parameter' as const, message: 'There is no such job.' } };
        }
        const pending = [...jobs.values()].filter((each) => each.jobstatus === 0);
        return { o: { count: pending.length, asyncjobs: pending.slice(0, 8) } };
      },
    };
  }

  test('tells of each end once, never of a cancelled job, and keeps the number that runs', async () => {
    const jobs = new Map<string, AsyncJobView>();
    const engine = engineWith(jobs);
    const told: string[] = [];
    let arrived = (): void => {};
    const counts: number[] = [];
    const stop = watchJobs(engine, {
      running: (running: RunningJobs) => {
        counts.push(running.count);
        arrived();
      },
      ended: (list) => told.push(...list.map((each) => each.jobid)),
    });
    const round = (): Promise<void> =>
      new Promise((resolve) => {
        arrived = resolve;
      });
    await round();
    jobs.set('a', job({ jobid: 'a' }));
    jobs.set('b', job({ jobid: 'b' }));
    engine.tell('a', 'b', 'unknown');
    await round();
    jobs.set('a', ended('a'));
    jobs.set('b', ended('b', { jobstatus: 3, state: 'cancelled' }));
    engine.tell('a', 'b');
    await round();
    engine.tell('a');
    await round();
    await Promise.resolve();
    stop();
    expect(counts).toEqual([0, 2, 0, 0]);
    expect(told).toEqual(['a']);
  });
});
