import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

// An instance is moved, given a schedule and protected by its own page.

const picture = (name: string) => `${process.env.PICTURES ?? 'test-results'}/${name}.png`;

test('an instance has a schedule with its next times in words, and hosts to move to with the reasons of the others', async ({
  page,
}) => {
  await visit(page, `${paths.instances}?state=Running`);
  await page.getByRole('grid').getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const instance = new URL(page.url()).hash.slice(1).replace(/\?.*$/, '');

  await visit(page, `${instance}?tab=schedules`);
  await expect(page.getByText('No schedules yet')).toBeVisible();
  await page.getByRole('button', { name: 'Add schedule' }).first().click();
  const panel = page.getByRole('dialog', { name: 'Add schedule' });
  await panel.getByRole('textbox', { name: 'Schedule' }).fill('99 * * * *');
  await panel.getByRole('button', { name: 'Add schedule' }).click();
  await expect(panel.getByText(/is no schedule/)).toBeVisible();
  await panel.getByRole('textbox', { name: 'Schedule' }).fill('30 18 * * 1-5');
  await panel.getByRole('button', { name: 'Add schedule' }).click();
  await expect(page.getByRole('grid', { name: 'Schedules' }).getByText(/18:30.*18:30.*18:30/)).toBeVisible();
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: picture('schedules') });

  await visit(page, `${instance}?tab=nics`);
  await expect(page.getByRole('button', { name: 'Add NIC' })).toBeVisible();
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: picture('nics') });

  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: 'Migrate', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Hosts to move to' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /can take it/ })).toBeVisible();
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: picture('migrate') });
});
