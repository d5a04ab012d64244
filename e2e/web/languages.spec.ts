import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { listPages } from './pages.ts';
import { expect, test, visit } from './stories.ts';

/** A key that has no text is shown as it is: `pages.noHosts`. Names of settings look alike, but lie in monospaced cells. */
const keyLike = /^[a-z]+(\.[a-z][A-Za-z]*)+$/;

/** What stands on the page, piece by piece, without what is set in monospace or a link: names and addresses. */
const shownTexts = (page: Page): Promise<string[]> =>
  page.locator('body').evaluate((body) => {
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent?.closest('.mono, main a, style, script') === null)
        texts.push(walker.currentNode.textContent?.trim() ?? '');
    }
    return texts;
  });

for (const language of ['en', 'zh-CN'] as const) {
  test.describe(language, () => {
    test.use({ language });

    test('every page has its words', async ({ page }) => {
      // Names of settings look like keys; events name them too.
      await visit(page, paths.settings);
      await expect(page.getByText('ping.interval').first()).toBeVisible();
      const settings = await page.locator('.mono').allTextContents();
      for (const path of Object.values(listPages)) {
        await visit(page, path);
        await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        await expect(page.getByRole('main').getByRole('status', { name: /^(Loading|正在加载)$/ })).toHaveCount(0);
        const isSetting = (text: string) => settings.some((name) => name.startsWith(text));
        expect((await shownTexts(page)).filter((text) => keyLike.test(text) && !isSetting(text))).toEqual([]);
      }
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    });
  });
}

test('the language is switched at once, and kept over a reload', async ({ page }) => {
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(
    page.getByRole('heading', { name: '仪表板' }).or(page.getByRole('heading', { name: '仪表盘' })),
  ).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: '实例', exact: true }).first()).toBeVisible();
  await expect(page).toHaveTitle(/Benchtop/);
});
