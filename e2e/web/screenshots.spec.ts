import path from 'node:path';
import type { Page } from '@playwright/test';
import { detailPages, listPages } from './pages.ts';
import { expect, test, visit } from './stories.ts';

// The pictures of the manual, drawn from the practice cloud: SCREENSHOTS=1 npx playwright test --project=web screenshots

const folder = path.join(import.meta.dirname, '../../docs/screenshots');

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status', { name: /^(Loading|正在加载)$/ })).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
}

for (const language of ['en', 'zh-CN'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${language}, ${theme}`, () => {
      test.use({ language, theme });

      test('pages', async ({ page }) => {
        const picture = (name: string) =>
          page.screenshot({ path: path.join(folder, `${language}-${theme}-${name}.png`), animations: 'disabled' });
        for (const [name, address] of Object.entries(listPages)) {
          await visit(page, address);
          await settled(page);
          await picture(name);
        }
        for (const [name, { list, link, live }] of Object.entries(detailPages)) {
          await visit(page, list);
          await page.getByRole('grid').getByRole('link', { name: link, exact: true }).first().click();
          await expect(page.getByRole('heading', { level: 1, name: link })).toBeVisible();
          if (live) await expect(page.locator('[data-phase=connected]')).toBeVisible();
          await settled(page);
          await picture(name);
        }
      });
    });
  }
}
