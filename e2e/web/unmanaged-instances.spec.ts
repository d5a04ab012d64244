import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

// A virtual machine that somebody made on a host is imported while it runs, and let go again.

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

test('what others made on a host is listed; one is imported, works as an instance, and is let go', async ({ page }) => {
  await visit(page, paths.hosts);
  await page.getByRole('grid').getByRole('link', { name: 'sim-host-06', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'sim-host-06' })).toBeVisible();
  const host = new URL(page.url()).hash.slice(1).replace(/\?.*$/, '');
  await visit(page, `${host}?tab=unmanaged`);
  await expect(page.getByText('No unmanaged instances')).toBeVisible();
  await visit(page, `${host}?tab=faults`);
  await page.getByRole('button', { name: 'Inject fault: Guests of others' }).click();
  await expect(page.getByRole('button', { name: 'Clear fault: Guests of others' })).toBeVisible();

  await visit(page, `${host}?tab=unmanaged`);
  const grid = page.getByRole('grid', { name: 'Unmanaged instances' });
  const row = (name: string) => grid.getByRole('row').filter({ hasText: name });
  await expect(row('old-intranet')).toContainText('Running');
  await expect(row('old-intranet')).toContainText('lies on no primary storage of this host');
  await expect(row('file-server')).toContainText('Can be imported');
  await picture(page, 'unmanaged');

  await row('file-server').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Import instance' }).click();
  const panel = page.getByRole('dialog', { name: 'Import file-server' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('File server');
  await panel
    .getByLabel(/^Compute offering/)
    .first()
    .click();
  await page.getByRole('option', { name: 'Medium Instance' }).click();
  await panel
    .getByLabel(/^Disk offering of vdb/)
    .first()
    .click();
  await page.getByRole('option', { name: 'Custom' }).click();
  await picture(page, 'import-instance');
  await panel.getByRole('button', { name: 'Import instance' }).click();
  await expect(row('file-server')).toHaveCount(0);

  await visit(page, `${paths.instances}?q=File`);
  await page.getByRole('grid').getByRole('link', { name: 'File server', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'File server' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Running');
  await picture(page, 'imported');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Unmanage instance' }).click();
  const question = page.getByRole('dialog', { name: 'Unmanage instance: File server' });
  await expect(question).toContainText('stay as they are on sim-host-06');
  await expect(question.getByRole('button', { name: 'Unmanage instance' })).toBeDisabled();
  await picture(page, 'unmanage');
  await question.getByRole('textbox').fill('File server');
  await question.getByRole('button', { name: 'Unmanage instance' }).click();

  await visit(page, `${host}?tab=unmanaged`);
  await expect(row('file-server')).toContainText('Running');
  await visit(page, `${host}?tab=faults`);
  await page.getByRole('button', { name: 'Clear fault: Guests of others' }).click();
  await expect(page.getByRole('button', { name: 'Inject fault: Guests of others' })).toBeVisible();
});
