import { paths } from '../../renderer/paths.ts';
import { act, confirm, expect, test, visit } from './stories.ts';

test('settings are edited by the field that fits them', async ({ page }) => {
  await visit(page, paths.settings);
  const setting = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  const memory = setting('host.reserved.mem.mb');
  await memory.getByRole('textbox', { name: 'host.reserved.mem.mb' }).fill('99999999');
  await memory.getByRole('button', { name: 'Save' }).click();
  await expect(memory).toContainText('must be a whole number from 0 to 1048576');
  await memory.getByRole('textbox').fill('2048');
  await memory.getByRole('button', { name: 'Save' }).click();
  await expect(memory).toContainText(/changed/i);
  await memory.getByRole('button', { name: /default/i }).click();
  await expect(memory.getByRole('textbox')).toHaveValue(/^1024/);
  const algorithm = setting('vm.allocation.algorithm');
  await algorithm.getByRole('combobox').or(algorithm.getByRole('textbox')).first().click();
  await page.getByRole('option', { name: 'First fit: by age' }).click();
  await expect(algorithm).toContainText(/changed/i);
  await algorithm.getByRole('button', { name: /default/i }).click();
  await expect(algorithm).not.toContainText(/changed/i);
});

test('a zone that is in use is wiped after it was disabled, and the way back is open', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Practice zone' }).click();
  await act(page, 'Wipe this zone');
  await confirm(page, 'Disable and go on');
  await expect(page.getByText(/instances are in this zone/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Wipe this zone' })).toBeDisabled();
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Practice zone' }).click();
  await act(page, 'Enable');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Enabled');
});

test.describe('in Chinese', () => {
  test.use({ language: 'zh-CN' });

  test('events, placement and settings speak the language of the window', async ({ page }) => {
    await visit(page, paths.events);
    await expect(
      page
        .getByRole('grid')
        .getByText(/^已部署 /)
        .first(),
    ).toBeVisible();
    await expect(page.getByRole('grid').getByText(/ of |Deployed|Created/)).toHaveCount(0);
    await visit(page, `${paths.settings}?name=ping.interval`);
    await expect(page.getByText('两次检查主机之间的秒数。')).toBeVisible();
  });
});
