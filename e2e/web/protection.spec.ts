import { done } from './people.ts';
import { expect, test, visit } from './stories.ts';

// A volume that is protected from being deleted, through the pages.

test('a protected volume says so, and keeps its instance from being destroyed until the protection is taken away', async ({
  page,
}) => {
  await visit(page, '/volumes?q=cache');
  await page.getByRole('grid').getByRole('link', { name: 'ROOT-cache-01' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ROOT-cache-01' })).toBeVisible();
  const act = async (name: string) => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  await act('Protect from deletion');
  const fact = page.locator('dt', { hasText: 'Protected from deletion' });
  await expect(fact).toBeVisible();

  await page.getByRole('link', { name: 'Shop cache' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Shop cache' })).toBeVisible();
  await act('Destroy');
  const question = page.getByRole('dialog');
  await question.getByRole('button', { name: 'Destroy', exact: true }).click();
  await expect(page.getByText('The volume ROOT-cache-01 is protected from being deleted.').first()).toBeVisible();
  const { virtualmachine } = await done(page, 'listVirtualMachines', { keyword: 'cache' });
  expect((virtualmachine as { state: string }[]).map((each) => each.state)).toEqual(['Running']);

  await visit(page, '/volumes?q=cache');
  await page.getByRole('grid').getByRole('link', { name: 'ROOT-cache-01' }).click();
  await act('Take protection away');
  await expect(fact).toHaveCount(0);
});
