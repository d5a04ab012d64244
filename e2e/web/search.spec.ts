import { paths } from '../../renderer/paths.ts';
import { act, expect, test, visit } from './stories.ts';

test('the palette finds an instance by its address, and its console is one key away', async ({ page }) => {
  await visit(page, paths.instances);
  const row = page.getByRole('row').filter({ hasText: 'Shop web server 1' });
  const address = (await row.getByText(/^\d+\.\d+\.\d+\.\d+$/).textContent()) ?? '';
  await page.keyboard.press('Control+k');
  await page.keyboard.type(address);
  const found = page.getByRole('option', { name: /Shop web server 1/ });
  await expect(found).toContainText(address);
  await expect(found).toContainText('Console');
  const opened = page.waitForEvent('popup');
  await page.keyboard.press('Control+Enter');
  await expect((await opened).getByRole('region', { name: 'Console of Shop web server 1' })).toHaveAttribute(
    'data-phase',
    'connected',
  );
});

test('the search page finds by name, MAC with dashes and account, and goes by keyboard', async ({ page }) => {
  await visit(page, paths.instances);
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  const field = page.getByRole('searchbox', { name: 'Name, address, MAC or account' });
  await expect(field).toBeFocused();
  await page.keyboard.type('Shop data');
  const instances = page.getByRole('region', { name: 'Instances' });
  const line = instances.getByRole('listitem').filter({ hasText: 'Shop database replica' });
  await expect(line).toBeVisible();
  const mac = /([0-9a-f]{2}:){5}[0-9a-f]{2}/.exec((await line.textContent()) ?? '')?.[0] ?? '';
  expect(mac).not.toBe('');
  await field.fill(mac.replaceAll(':', '-').toUpperCase());
  await expect(instances.getByRole('listitem')).toHaveCount(1);
  await expect(line).toBeVisible();
  await field.press('ArrowDown');
  await expect(line.getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Shop database replica');
  await page.goBack();
  await expect(field).toHaveValue(mac.replaceAll(':', '-').toUpperCase());
  await field.fill('admin');
  await expect(instances.getByRole('listitem').first()).toBeVisible();
  await field.fill('nothing is called like this');
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('why a host takes no instance is explained host by host, rule by rule, up to the setting', async ({ page }) => {
  await visit(page, paths.hosts);
  const host = page.getByRole('row').filter({ hasText: 'sim-host-06' });
  await host.getByRole('link', { name: 'sim-host-06' }).click();
  // Its actions come with it: before, the menu alone is there.
  await expect(page.getByRole('heading', { level: 1, name: 'sim-host-06' })).toBeVisible();
  await act(page, 'Disable');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Disabled');
  const address = new URL(page.url()).hash.slice(1);
  await visit(page, paths.deployInstance);
  const summary = page.getByRole('complementary', { name: 'Your instance' });
  await expect(summary).toContainText('can take it');
  await summary.getByRole('button', { name: 'Show every host and rule' }).click();
  const panel = page.getByRole('dialog', { name: 'Every host against every rule' });
  const table = panel.getByRole('table');
  await expect(table.getByRole('columnheader', { name: 'Memory', exact: true })).toBeVisible();
  const refused = table.getByRole('row').filter({ hasText: 'sim-host-06' });
  await expect(refused.locator('[data-passed=false]')).toHaveCount(1);
  await expect(refused).toContainText('The host is Disabled: it takes no new instances.');
  await expect(refused).toContainText(/\d+ MHz of \d+ MHz free/);
  await visit(page, address);
  await expect(page.getByRole('heading', { level: 1, name: 'sim-host-06' })).toBeVisible();
  await act(page, 'Enable');
  await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText('Up');
});

test('a view is kept under a name, and the whole list is exported as text', async ({ page }) => {
  await visit(page, `${paths.instances}?q=Shop`);
  await page.getByRole('button', { name: 'Saved' }).click();
  await page.getByRole('textbox', { name: 'Save this view as' }).fill('The shop');
  await page.keyboard.press('Enter');
  await visit(page, paths.instances);
  await page.reload();
  await page.getByRole('button', { name: 'Saved' }).click();
  await page.getByRole('menuitem', { name: 'The shop' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('Shop');
  await expect(page.getByRole('row').filter({ hasText: 'Directory' })).toHaveCount(0);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^JSON/ }).click();
  const stream = await (await saved).createReadStream();
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  const rows = JSON.parse(text) as { displayname: string }[];
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter((row) => !/shop/i.test(row.displayname))).toEqual([]);
});
