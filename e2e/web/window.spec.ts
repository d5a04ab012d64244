import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

test('tips come on hover and by keyboard, follow what they say, and leave', async ({ page }) => {
  await visit(page, paths.instances);
  const refresh = page.getByRole('button', { name: 'Refresh' });
  const tip = page.getByRole('tooltip');
  await refresh.hover();
  await expect(tip).toHaveText('Refresh');
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);

  await page.mouse.move(0, 0);
  await page.keyboard.press('Tab');
  await refresh.focus();
  await expect(tip).toHaveText('Refresh');
  await page.keyboard.press('Tab');
  await expect(tip.filter({ hasText: 'Refresh' })).toHaveCount(0);
});

test('a page whose code cannot be fetched says so in its place, and comes when it is tried again', async ({ page }) => {
  await visit(page, paths.dashboard);
  const cut = '**/assets/EventListPage-*.js';
  await page.route(cut, (route) => route.abort());
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Events' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('could not be loaded');
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  await page.unroute(cut);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
});
