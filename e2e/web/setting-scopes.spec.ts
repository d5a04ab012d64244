import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

test('a cluster has values of its own, says what it inherits, and goes back to that', async ({ page }) => {
  await visit(page, paths.clusters);
  await page.getByRole('link', { name: 'Cluster A' }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  const setting = page.getByRole('listitem').filter({ hasText: 'cpu.overprovisioning.factor' });
  await expect(setting).toContainText('Inherited: 1.0');
  await expect(page.getByText('ping.interval')).toHaveCount(0);
  await setting.getByRole('textbox').fill('3');
  await setting.getByRole('button', { name: 'Save' }).click();
  await expect(setting).toContainText('Own value');
  // What it says is what holds: the zone's page knows nothing of it.
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Practice zone' }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(setting.getByRole('textbox')).toHaveValue('1.0');
  await page.goBack();
  await visit(page, paths.clusters);
  await page.getByRole('link', { name: 'Cluster A' }).click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await setting.getByRole('button', { name: /back to what it inherits/ }).click();
  await expect(setting).not.toContainText('Own value');
  await expect(setting.getByRole('textbox')).toHaveValue('1.0');
});
