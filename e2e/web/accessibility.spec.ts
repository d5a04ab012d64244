import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { detailPages, listPages } from './pages.ts';
import { expect, test, visit } from './stories.ts';

/** It compares punctuation too: "Hosts: 6, 6 up" is no other name than the "Hosts 6 6 up" that is seen. */
const tooStrict = ['label-content-name-mismatch'];

/** Judges the whole window, or its page alone where the frame around it has been judged before. */
async function check(page: Page, name: string, part?: string): Promise<void> {
  // What fades in is judged when it is there: halfway its colours are nobody's.
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
  const axe = new AxeBuilder({ page });
  if (part !== undefined) axe.include(part);
  const { violations } = await axe
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .disableRules(tooStrict)
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect.soft(found, name).toEqual([]);
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status', { name: /^(Loading|正在加载)$/ })).toHaveCount(0);
}

/** Lists whose page has a form behind `c`. */
const withForm = [
  paths.networks,
  paths.templates,
  paths.pods,
  paths.clusters,
  paths.primaryStorage,
  paths.secondaryStorage,
  paths.computeOfferings,
  paths.diskOfferings,
  paths.domains,
  paths.accounts,
  paths.roles,
];

// Both themes and both languages, each of everything once: colours do not depend on the language, words not on the colours.
for (const { language, theme } of [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
] as const) {
  test.describe(`${language}, ${theme}`, () => {
    test.use({ language, theme });
    // Nothing stands in the way of people who see, hear or point otherwise: WCAG 2.1 A and AA.

    test('every page', async ({ page }) => {
      test.setTimeout(600_000);
      const more = {
        search: `${paths.search}?q=shop`,
        'new zone': paths.newZone,
        'prepare a machine': paths.prepareHost,
        'prepare several machines': paths.prepareMachines,
      };
      for (const [name, path] of Object.entries({ ...listPages, ...more, missing: '/no/such/page' })) {
        await visit(page, path);
        await settled(page);
        await check(page, name);
      }
    });

    test('every page of one thing, with all its tabs', async ({ page }) => {
      test.setTimeout(600_000);
      for (const [name, { list, link }] of Object.entries(detailPages)) {
        await visit(page, list);
        await page.getByRole('grid').getByRole('link', { name: link, exact: true }).first().click();
        await expect(page.getByRole('heading', { level: 1, name: link })).toBeVisible();
        const tabs = page.getByRole('main').getByRole('tab');
        const count = await tabs.count();
        for (let index = 0; index < count; index++) {
          await tabs.nth(index).click();
          await expect(tabs.nth(index)).toHaveAttribute('aria-selected', 'true');
          await settled(page);
          await check(page, `${name}, ${await tabs.nth(index).textContent()}`, 'main');
        }
      }
    });

    test('panels, menus and questions', async ({ page }) => {
      test.setTimeout(600_000);
      for (const path of withForm) {
        await visit(page, path);
        await settled(page);
        await page.keyboard.press('c');
        const panel = page.getByRole('dialog');
        await expect(panel).toBeVisible();
        await check(page, `form of ${path}`, '[role=dialog]');
        await page.keyboard.press('Escape');
        await expect(panel).toHaveCount(0);
      }
      await visit(page, paths.instances);
      await settled(page);
      const grid = page.getByRole('grid');
      await grid.getByRole('row').nth(2).click({ button: 'right' });
      await expect(page.getByRole('menu')).toBeVisible();
      await check(page, 'menu of a row');
      await page.keyboard.press('Escape');
      await grid.getByRole('row').nth(1).getByRole('checkbox').click();
      await grid.getByRole('row').nth(2).getByRole('checkbox').click();
      await check(page, 'selection');
      await page
        .getByRole('toolbar')
        .getByRole('button', { name: /^(Destroy|销毁)/ })
        .first()
        .click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(page, 'question');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog');
      await expect(palette.getByRole('combobox')).toBeFocused();
      await page.keyboard.type('shop');
      await expect(palette.getByRole('option').first()).toBeVisible();
      await check(page, 'palette');
      await page.keyboard.press('Escape');
      await grid.focus();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(page, 'sheet of keys');
      await page.getByRole('button', { name: /^(Take the tour|开始导览)$/ }).click();
      await expect(page.getByRole('dialog').getByRole('heading', { level: 3 })).toBeVisible();
      await check(page, 'tour');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await grid.focus();
      await page.keyboard.press('j');
      await check(page, 'jobs drawer');
    });
  });
}
