import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

// Virtual machines of others on a host are shown, read only, and left alone; why they cannot be adopted is said of each.

test('guests that somebody else made on a host are listed with the reason why they are left alone', async ({
  page,
}) => {
  await visit(page, paths.hosts);
  await page.getByRole('grid').getByRole('link', { name: 'sim-host-06', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'sim-host-06' })).toBeVisible();
  const host = new URL(page.url()).hash.slice(1).replace(/\?.*$/, '');
  await visit(page, `${host}?tab=guests`);
  await expect(page.getByText('No guests of others')).toBeVisible();

  await visit(page, `${host}?tab=faults`);
  await page.getByRole('button', { name: 'Inject fault: Guests of others' }).click();
  await expect(page.getByRole('button', { name: 'Clear fault: Guests of others' })).toBeVisible();
  await visit(page, `${host}?tab=guests`);
  const table = page.getByRole('table', { name: 'Other guests' });
  const row = table.getByRole('row').filter({ hasText: 'old-intranet' });
  await expect(row).toContainText('Running');
  await expect(row).toContainText('4 GiB');
  await expect(row).toContainText('Leave alone');
  await row.getByText('Why it cannot be adopted').click();
  await expect(row.getByText(/lies on no primary storage of this host/)).toBeVisible();
  await expect(table.getByRole('row').filter({ hasText: 'print-server' })).toContainText('Stopped');
  await expect(table.getByRole('button')).toHaveCount(0);
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/foreign.png` });

  await visit(page, `${host}?tab=faults`);
  await page.getByRole('button', { name: 'Clear fault: Guests of others' }).click();
  await expect(page.getByRole('button', { name: 'Inject fault: Guests of others' })).toBeVisible();
});
