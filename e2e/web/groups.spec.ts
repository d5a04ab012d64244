import { expect, test, visit } from './stories.ts';

// Affinity groups through the pages.

test('two instances of an anti-affinity group go to different hosts, and the page says so', async ({ page }) => {
  await visit(page, '/affinity-groups');
  await page.getByRole('button', { name: 'Create affinity group' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('apart');
  await form.getByRole('button', { name: 'Create affinity group' }).click();
  await expect(page.getByRole('grid').getByRole('link', { name: 'apart' })).toBeVisible();

  for (const name of ['left', 'right']) {
    await visit(page, '/instances/deploy');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Advanced' }).click();
    await page.getByRole('combobox', { name: 'Affinity groups' }).click();
    await page.getByRole('option', { name: 'apart' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Deploy instance' }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await expect(page.getByRole('main').getByText('Running').first()).toBeVisible();
  }
  await visit(page, '/affinity-groups');
  await page.getByRole('grid').getByRole('link', { name: 'apart' }).click();
  const hosts = page.getByRole('grid').getByRole('link', { name: /^sim-host-/ });
  await expect(hosts).toHaveCount(2);
  const [first, second] = await hosts.allTextContents();
  expect(first).not.toBe(second);
});
