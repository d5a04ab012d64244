import type { ElectronApplication, Page } from '@playwright/test';
import type { Change, ChangeMessage } from '../../engine/contract/transport.ts';
import { paths } from '../../renderer/paths.ts';
import { firstFrame } from './first-frame.ts';
import { expect, test } from './fixtures.ts';

type Answer = { o?: unknown; e?: { code: string; field?: string; hint?: string } };

/** What preload puts into the page. */
declare const benchtop: {
  call(name: string, input: unknown): Promise<Answer>;
  on(listener: (message: ChangeMessage) => void): () => void;
  openStream(name: string, input: unknown): Promise<Answer>;
};

/**
 * A running instance of the practice cloud, once the job that makes it is through: the last thing it does is to destroy one of the
 * instances that ran until then.
 */
function runningInstance(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const first = async (state: string): Promise<string | undefined> => {
      const listed = (await benchtop.call('listVirtualMachines', { state, pagesize: 1 })).o as {
        virtualmachine: { id: string }[];
      };
      return listed.virtualmachine[0]?.id;
    };
    while ((await first('Destroyed')) === undefined)
      await new Promise<void>((resolve) => {
        const stop = benchtop.on((message) => {
          if (message.gap) return;
          stop();
          resolve();
        });
      });
    return (await first('Running')) ?? '';
  });
}

test('one window shows the application, and its page has nothing of Node', async ({ shell }) => {
  const { application, page } = shell;
  await expect(page).toHaveTitle(/Benchtop/);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  expect(application.windows()).toHaveLength(1);
  const seen = await page.evaluate(() => ({
    bridge: Object.keys(benchtop).sort(),
    require: typeof (globalThis as { require?: unknown }).require,
    process: typeof (globalThis as { process?: unknown }).process,
  }));
  expect(seen).toEqual({ bridge: ['call', 'on', 'openStream'], require: 'undefined', process: 'undefined' });
});

test('a call reaches the engine, and its error comes back as data', async ({ shell: { page } }) => {
  const session = await page.evaluate(() => benchtop.call('getSession', {}));
  expect(session).toMatchObject({ o: { account: 'admin', mode: 'practice', shell: 'electron' } });
  const zone = { name: 'wired', networktype: 'Basic', dns1: '192.0.2.53', internaldns1: 'nowhere' };
  const wrong = await page.evaluate((input) => benchtop.call('createZone', input), zone);
  expect(wrong).toMatchObject({ e: { code: 'parameter', field: 'internaldns1' } });
  const unknown = await page.evaluate(() => benchtop.call('__proto__', {}));
  expect(unknown).toMatchObject({ e: { code: 'unsupportedCommand' } });
});

test('a page hears of a change until it stops listening', async ({ shell: { page } }) => {
  const made = await page.evaluate(async () => {
    const heard: Change[] = [];
    let arrived = (): void => {};
    const stop = benchtop.on((message) => {
      heard.push(...message.changes);
      arrived();
    });
    const create = async (name: string): Promise<string> => {
      const input = { name, networktype: 'Basic', dns1: '192.0.2.53', internaldns1: '192.0.2.53' };
      return ((await benchtop.call('createZone', input)).o as { id: string }).id;
    };
    const first = await create('heard');
    while (!heard.some((change) => change.id === first)) {
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
    stop();
    const second = await create('not heard');
    // Listened to by another, the same change certainly has come through.
    await new Promise<void>((resolve) => {
      const stopOther = benchtop.on((message) => {
        if (!message.changes.some((change) => change.id === second) && !message.gap) return;
        stopOther();
        resolve();
      });
    });
    return {
      first: heard.filter((change) => change.id === first),
      second: heard.some((change) => change.id === second),
    };
  });
  expect(made).toMatchObject({ first: [{ noun: 'zone', change: 'created' }], second: false });
});

test('a console of a practice instance draws its screen through a stream ticket', async ({ shell: { page } }) => {
  const id = await runningInstance(page);
  const stream = await page.evaluate(
    (vm) => benchtop.openStream('createConsoleEndpoint', { virtualmachineid: vm }),
    id,
  );
  expect(stream.o).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/console\/[\w-]+$/);
  const frame = await page.evaluate(firstFrame, stream.o as string);
  expect(frame).toMatchObject({ width: expect.any(Number), height: expect.any(Number) });
  expect(frame?.colours).toBeGreaterThan(1);
  // The ticket is spent: the same address leads to no screen.
  expect(await page.evaluate(firstFrame, stream.o as string)).toBeUndefined();
});

/** What Electron does when the application is started once more, or a link is clicked: its words reach the first one. */
const secondStart = (application: ElectronApplication, ...words: string[]): Promise<void> =>
  application.evaluate(
    ({ app }, commandLine) => void app.emit('second-instance', {}, ['benchtop', ...commandLine], '/'),
    words,
  );

test('a link opens a console in its own window once, or a page in the main one', async ({ shell }) => {
  const { application, page } = shell;
  await expect(page).toHaveTitle(/Benchtop/);
  const id = await runningInstance(page);
  const opened = application.waitForEvent('window');
  await secondStart(application, '--no-sandbox', `benchtop://vm/${id}/console`);
  const console = await opened;
  await expect(console).toHaveURL(new RegExp(`#${paths.console(id)}$`));
  await expect(console.getByRole('region', { name: /^Console of / })).toHaveAttribute('data-phase', 'connected');
  await expect(page).not.toHaveURL(/#\/console/);

  // Asked for again, and by words that are no link of ours: nothing more opens.
  await secondStart(application, `benchtop://vm/${id}/console`);
  await secondStart(application, `benchtop://vm/${id}/destroy`);
  await secondStart(application, `benchtop://vm/${id}`);
  await expect(page).toHaveURL(new RegExp(`#${paths.instance(id)}$`));
  expect(application.windows()).toHaveLength(2);
  await console.close();
});
