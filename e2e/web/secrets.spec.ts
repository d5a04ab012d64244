import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startApp } from './app.ts';
import { expect, test } from './stories.ts';

// Each story starts an application of its own: what is looked at is how it starts.
let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-e2e-secrets-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const locked = (page: Page) => page.getByRole('region', { name: 'Locked secrets' });

test('a desk whose key is sealed by a passphrase says that it is locked, and opens by typing it', async ({
  browser,
}) => {
  const passphraseFile = join(folder, 'passphrase');
  writeFileSync(passphraseFile, 'correct horse battery\n');
  const dataDirectory = join(folder, 'data');
  const before = await startApp({ dataDirectory, passphraseFile, practice: true });
  await before.stop();

  const app = await startApp({ dataDirectory });
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.goto(app.url);
    await expect(locked(page)).toContainText('Jobs that need one wait');
    await expect(locked(page).getByRole('button', { name: 'Unlock' })).toBeDisabled();
    await locked(page).getByLabel('Passphrase').fill('correct donkey');
    await page.keyboard.press('Enter');
    await expect(locked(page).getByRole('alert')).toContainText('The passphrase is wrong.');
    await locked(page).getByLabel('Passphrase').fill('correct horse battery');
    await locked(page).getByRole('button', { name: 'Unlock' }).click();
    await expect(locked(page)).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(locked(page)).toHaveCount(0);
  } finally {
    await context.close();
    await app.stop();
  }
});

test('a desk of real hosts says openly that only a file guards its key, until that was read', async ({ browser }) => {
  const app = await startApp({ dataDirectory: join(folder, 'data') });
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.goto(app.url);
    await page.getByRole('button', { name: 'Begin with real hosts' }).click();
    const notice = page.getByRole('region', { name: 'Key of the stored passwords' });
    await expect(notice).toContainText('a file that only its mode protects');
    await notice.getByRole('button', { name: 'Understood' }).click();
    await expect(notice).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(notice).toHaveCount(0);
  } finally {
    await context.close();
    await app.stop();
  }
});
