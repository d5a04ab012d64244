import { type Browser, test as base, expect, type Locator, type Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { type RunningApp, startApp } from './app.ts';

export interface Desk {
  app: RunningApp;
  /** The address of the application without its one-time token. */
  origin: string;
  /** The cookies of a browser that has been let in. */
  cookies: Awaited<ReturnType<import('@playwright/test').BrowserContext['cookies']>>;
}

interface Options {
  /** Whether the desk has its practice cloud; otherwise it asks the question of the first run. */
  practice: boolean;
  /** Stories that name the same desk share it; those that decide what a desk is to be want one of their own. */
  deskName: string;
}

interface Preferences {
  language: 'en' | 'zh-CN';
  theme: 'light' | 'dark';
}

/**
 * Lets a browser in once: the token of the address is spent, what remains is a cookie. A practice cloud is waited for to its last step,
 * the instance that is destroyed again.
 */
async function enter(browser: Browser, app: RunningApp, practice: boolean): Promise<Desk> {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(app.url);
  if (practice) {
    await visit(page, `${paths.instances}?q=Old`);
    await expect(page.getByRole('row', { name: /Old web server Destroyed/ })).toBeVisible({ timeout: 120_000 });
  }
  const cookies = await context.cookies();
  await context.close();
  return { app, origin: new URL(app.url).origin, cookies };
}

/**
 * Stories on one desk: the application with a data folder of its own for each worker, and for each test a fresh browser with English and
 * the light theme. A page that throws, or logs an error, fails the test.
 */
export const test = base.extend<Preferences, Options & { desk: Desk }>({
  practice: [true, { option: true, scope: 'worker' }],
  deskName: ['', { option: true, scope: 'worker' }],
  language: ['en', { option: true }],
  theme: ['light', { option: true }],
  desk: [
    async ({ browser, practice }, use) => {
      const app = await startApp({ practice });
      await use(await enter(browser, app, practice));
      await app.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  context: async ({ context, desk, language, theme }, use) => {
    await context.addCookies(desk.cookies);
    await context.addInitScript(
      ([key, value]) => {
        if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
      },
      ['benchtop-preferences', JSON.stringify({ state: { language, theme }, version: 1 })] as const,
    );
    await use(context);
  },
  page: async ({ page, desk }, use) => {
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(String(error)));
    await page.goto(`${desk.origin}/`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(page);
    expect(thrown, 'errors that the page did not catch').toEqual([]);
  },
});

export { expect };

/** Opens a page of the application by its path. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#${path}`);
}

/** The state badge in the title row. */
export const badge = (page: Page): Locator => page.locator('main h1 ~ [data-tone]').first();

/** Goes to an instance by its name in the list, as a person would. */
export async function openInstance(page: Page, name: string): Promise<void> {
  await visit(page, paths.instances);
  await page.getByRole('grid').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

/** Presses an action of the title row, or of its menu. */
export async function act(page: Page, action: string): Promise<void> {
  const button = page.locator('main').getByRole('button', { name: action, exact: true });
  if ((await button.count()) > 0) {
    await button.first().click();
    return;
  }
  await page.getByRole('button', { name: /^(More actions|更多操作)$/ }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Says yes to the question in the middle of the window. */
export async function confirm(page: Page, action: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
}

/** The console that is shown, once it is live. */
export async function liveConsole(page: Page, name?: string): Promise<Locator> {
  const console = page.getByRole('region', { name: name === undefined ? /^Console of / : `Console of ${name}` });
  await expect(console).toHaveAttribute('data-phase', 'connected');
  return console;
}

/** Makes a simulated host fail, as a trainer would; `hostPath` is its page. */
export async function injectFault(page: Page, hostPath: string, fault: string): Promise<void> {
  await visit(page, `${hostPath}?tab=faults`);
  await page.getByRole('button', { name: `Inject fault: ${fault}` }).click();
  await expect(page.getByRole('button', { name: `Clear fault: ${fault}` })).toBeVisible();
}

export async function clearFault(page: Page, hostPath: string, fault: string): Promise<void> {
  await visit(page, `${hostPath}?tab=faults`);
  await page.getByRole('button', { name: `Clear fault: ${fault}` }).click();
  await expect(page.getByRole('button', { name: `Inject fault: ${fault}` })).toBeVisible();
}
