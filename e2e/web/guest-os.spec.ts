import { paths } from '../../renderer/paths.ts';
import { confirm, expect, test, visit } from './stories.ts';

test('a guest OS type of one’s own is added, run by another name’s rules, and removed', async ({ page }) => {
  await visit(page, paths.guestOs);
  await page.getByRole('button', { name: 'Add guest OS type' }).first().click();
  const panel = page.getByRole('dialog', { name: 'Add guest OS type' });
  await panel.getByRole('textbox', { name: 'OS type' }).fill('Course appliance');
  await panel.getByRole('combobox', { name: 'Category' }).click();
  await page.getByRole('option', { name: 'Other', exact: true }).click();
  await panel.getByRole('button', { name: 'Add guest OS type' }).click();
  await expect(panel).toHaveCount(0);
  await visit(page, `${paths.guestOs}?q=Course`);
  const row = page.getByRole('row', { name: /Course appliance/ });
  await expect(row).toContainText('Yes');

  await visit(page, paths.guestOsMappings);
  await page.getByRole('button', { name: 'Add guest OS mapping' }).first().click();
  const mapping = page.getByRole('dialog', { name: 'Add guest OS mapping' });
  await mapping.getByRole('combobox', { name: 'OS type' }).fill('Course');
  await page.getByRole('option', { name: 'Course appliance' }).click();
  await mapping.getByRole('combobox', { name: 'Run as' }).fill('Windows Server 2022');
  await page
    .getByRole('option', { name: /^Windows Server 2022/ })
    .first()
    .click();
  await mapping.getByRole('button', { name: 'Add guest OS mapping' }).click();
  await expect(mapping).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Course appliance/ })).toContainText('Windows Server 2022');

  await visit(page, `${paths.guestOs}?q=Course`);
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await confirm(page, 'Remove guest OS type');
  await expect(row).toHaveCount(0);
});
