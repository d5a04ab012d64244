import { paths } from '../../renderer/paths.ts';
import { expect, liveConsole, test, visit } from './stories.ts';

test('everything on the way to a console goes by keyboard', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Dashboard' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const grid = page.getByRole('grid', { name: 'Instances' });
  await expect(grid).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('Directory');
  await expect(grid.getByRole('row').filter({ hasText: 'Shop cache' })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await liveConsole(page, 'Directory (AD)');
});

test('c opens the deploy page and Enter in its name field deploys', async ({ page }) => {
  await visit(page, paths.instances);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.keyboard.press('c');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).not.toHaveValue('');
  await expect(page.getByRole('complementary', { name: 'Your instance' })).toContainText('can take it');
  await name.fill('by-keyboard');
  await name.press('Enter');
  await expect(page.getByRole('heading', { name: 'by-keyboard', level: 1 })).toBeVisible();
});

test('the palette goes to an instance by a part of its name, the sheet names the keys', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Page, or instance/ })).toBeFocused();
  await page.keyboard.type('shop-db');
  await expect(page.getByRole('option', { name: /Shop database.*shop-db-01/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Shop database');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
