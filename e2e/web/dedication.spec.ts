import { expect, test, visit } from './stories.ts';

// What is for some alone, through the pages.

test('a host is dedicated, its page says to whom, and its group says for whom it is', async ({ page }) => {
  await visit(page, '/hosts');
  const row = page
    .getByRole('grid')
    .getByRole('link', { name: /^sim-host-/ })
    .first();
  const name = (await row.textContent()) ?? '';
  await row.click();
  await expect(page.getByText('Nobody: it is for all')).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Dedicate' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option', { name: 'admin' }).click();
  await panel.getByRole('button', { name: 'Dedicate host' }).click();
  await expect(page.getByText('admin (ROOT) ·')).toBeVisible();

  // The group came with it, and knows what it is for.
  await page.getByRole('link', { name: 'DedicatedGrp-admin' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'DedicatedGrp-admin' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Release' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click();
  await expect(page.getByText('Nobody: it is for all')).toBeVisible();
});
