import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { expect, openInstance, test, visit } from './stories.ts';

/** Has figures come every second, so that a story need not wait for minutes. */
async function everySecond(page: Page, name: string): Promise<void> {
  await visit(page, `${paths.settings}?name=${name}`);
  const setting = page.getByRole('listitem').filter({ hasText: name });
  await setting.getByRole('textbox', { name }).fill('1000');
  await setting.getByRole('button', { name: 'Save' }).click();
  await expect(setting).toContainText(/changed/i);
}

test('what an instance uses is drawn as lines that the arrow keys read, and told by a table', async ({ page }) => {
  // The settings count from the next round, so the rounds that are due after a minute are waited for.
  test.setTimeout(240_000);
  await everySecond(page, 'vm.stats.interval');
  await everySecond(page, 'host.stats.interval');
  await openInstance(page, 'Shop web server 1');
  await page.getByRole('tab', { name: 'Metrics' }).click();
  const cpu = page.getByRole('slider', { name: 'CPU', exact: true });
  await expect(cpu).toHaveAttribute('aria-valuetext', /used \d/, { timeout: 180_000 });
  await expect(cpu).not.toHaveAttribute('aria-valuemax', '0');
  for (const name of ['Memory', 'Network', 'Disks', 'Disk operations'])
    await expect(page.getByRole('slider', { name, exact: true })).toBeVisible();
  await cpu.press('Home');
  await expect(cpu).toHaveAttribute('aria-valuenow', '0');
  await cpu.press('ArrowRight');
  await expect(cpu).toHaveAttribute('aria-valuenow', '1');
  await page.getByText('Table', { exact: true }).click();
  const table = page.getByRole('region', { name: 'Metrics' });
  await expect(table.getByRole('columnheader', { name: 'CPU: used' })).toBeVisible();
  await expect(table.getByRole('row').nth(1)).toContainText('%');

  await page
    .getByRole('link', { name: /^sim-host-/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await expect(page.getByRole('slider', { name: 'Load average' })).toHaveAttribute('aria-valuetext', /of a minute \d/);
});

test('an instance that never ran has no lines, and says when they come', async ({ page }) => {
  await openInstance(page, 'Old web server');
  await page.getByRole('tab', { name: 'Metrics' }).click();
  await page.getByText('Table', { exact: true }).click();
  await expect(page.getByText('No figures in this time')).toBeVisible();
  await expect(page.getByText(/They come while the instance runs/)).toBeVisible();
});
