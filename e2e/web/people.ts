import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { CommandName, Input } from '../../engine/contract/contract.ts';
import type { ErrorData } from '../../engine/contract/errors.ts';
import { type Desk, expect } from './stories.ts';

export type Outcome = { o?: Record<string, unknown>; e?: ErrorData };

/** Calls a command by a connection of this page's own session, as somebody does who knows more than the window shows. */
export function ask<K extends CommandName>(page: Page, name: K, input: Input<K>): Promise<Outcome> {
  return page.evaluate(
    ([m, i]) =>
      new Promise<Outcome>((resolve, reject) => {
        const socket = new WebSocket(`ws://${location.host}/rpc`);
        socket.onopen = () => socket.send(JSON.stringify({ t: 'req', id: 1, m, i }));
        socket.onerror = () => reject(new Error('no connection'));
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(String(data)) as { t: string };
          if (message.t !== 'res') return;
          socket.close();
          resolve(message as Outcome);
        };
      }),
    [name, input] as const,
  );
}

/** The same, where it must be done. */
export async function done<K extends CommandName>(
  page: Page,
  name: K,
  input: Input<K>,
): Promise<Record<string, unknown>> {
  const { o, e } = await ask(page, name, input);
  if (o === undefined) throw new Error(`${name}: ${e?.message}`);
  return o;
}

/** Waits for a job by its answer. */
export async function ended(page: Page, jobid: unknown): Promise<void> {
  await expect.poll(async () => (await done(page, 'queryAsyncJobResult', { jobid: String(jobid) })).jobstatus).toBe(1);
}

export const password = 'correct horse';

/** Lets people in, makes a domain and accounts in it, by the desk's own page. Answers with the domain's id. */
export async function populate(
  desk: Page,
  domain: string,
  accounts: Readonly<Record<string, string>>,
): Promise<string> {
  await done(desk, 'updateConfiguration', { name: 'window.signin.enabled', value: 'true' });
  const { id } = await done(desk, 'createDomain', { name: domain });
  const { role } = await done(desk, 'listRoles', { pagesize: 100 });
  for (const [username, roleName] of Object.entries(accounts)) {
    const roleid = (role as { id: string; name: string }[]).find((each) => each.name === roleName)?.id ?? '';
    const person = { username, password, firstname: username, lastname: 'x', email: `${username}@lab.example` };
    await done(desk, 'createAccount', { ...person, domainid: String(id), roleid });
  }
  return String(id);
}

/** Another person's browser, at the address of the window. */
export async function anotherBrowser(browser: Browser, desk: Desk, language = 'en', theme = 'light'): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ locale: 'en-US' });
  await context.addInitScript(
    ([key, value]) => {
      if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
    },
    ['benchtop-preferences', JSON.stringify({ state: { language, theme }, version: 1 })] as const,
  );
  const page = await context.newPage();
  await page.goto(`${desk.origin}/`);
  return page;
}

/** Fills the sign-in page and sends it. */
export async function giveName(page: Page, username: string, domain: string, secret = password): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(username);
  await page.getByRole('textbox', { name: 'Password' }).fill(secret);
  await page.getByRole('textbox', { name: 'Domain' }).fill(domain);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in and waits for the window; what it throws or is refused from then on is kept in the answer. */
export async function signIn(page: Page, username: string, domain: string): Promise<string[]> {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { t, e } = JSON.parse(String(payload).startsWith('{') ? String(payload) : '{}') as Outcome & { t?: string };
      if (t === 'res' && e !== undefined) troubles.push(e.message);
    }),
  );
  await giveName(page, username, domain);
  await expect(page.getByRole('button', { name: `You: ${username}` })).toBeVisible();
  return troubles;
}
