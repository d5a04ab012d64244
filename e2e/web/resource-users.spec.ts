import { paths } from '../../renderer/paths.ts';
import { act, expect, test, visit } from './stories.ts';

test('what is in use cannot be deleted, and the question leads to what uses it', async ({ page }) => {
  await visit(page, paths.primaryStorage);
  await page.getByRole('grid').getByRole('link', { name: 'Cluster A primary' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cluster A primary' })).toBeVisible();
  const address = new URL(page.url()).hash.slice(1);
  const listed = page.getByRole('main').getByText(/^1–\d+ of \d+$/);
  await page.getByRole('tab', { name: 'Volumes' }).click();
  const count = Number((await listed.textContent())?.split(' ').at(-1));
  expect(count).toBeGreaterThan(5);

  await act(page, 'Remove');
  const question = page.getByRole('dialog');
  await expect(question).toContainText('is in use, so it cannot be deleted yet');
  const users = question.getByRole('list', { name: 'What uses it' });
  await expect(users).toContainText(`${count} volumes`);
  await expect(users.getByRole('link')).toHaveCount(5);
  await expect(users).toContainText(`and ${count - 5} more`);
  await expect(question.getByRole('button', { name: 'Remove primary storage' })).toBeDisabled();
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  const first = await users.getByRole('link').first().textContent();
  await users.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: first ?? '' })).toBeVisible();
  await expect(question).toHaveCount(0);
  await visit(page, address);
  await expect(page.getByRole('heading', { level: 1, name: 'Cluster A primary' })).toBeVisible();
});

test('what goes on without it is named too, and does not stand in the way', async ({ page }) => {
  await visit(page, paths.computeOfferings);
  const row = page.getByRole('grid').getByRole('row', { name: /Practice standard/ });
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('they go on without it');
  await expect(question.getByRole('list', { name: 'What uses it' })).toContainText(/\d+ instances?/);
  await expect(question.getByRole('button', { name: 'Delete compute offering' })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
});

test('of several, what is in use is left out and said so', async ({ page }) => {
  await visit(page, paths.templates);
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: /^Delete/ })
    .click();
  const question = page.getByRole('dialog');
  await expect(question.getByText('These are in use and stay')).toBeVisible();
  await expect(question.getByRole('listitem').filter({ hasText: 'Debian 12' })).toContainText(/\d+ volumes?/);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
});
