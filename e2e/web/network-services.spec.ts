import { paths } from '../../renderer/paths.ts';
import { confirm, expect, test, visit } from './stories.ts';

// What a zone's network is made of: traffic and bridges, who provides services, what serves each network, addresses for storage.

test('a physical network says what it carries and who serves it, and both are changed', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('grid').getByRole('link', { name: 'Practice zone' }).click();
  await page.getByRole('tab', { name: 'Physical networks' }).click();
  await page.getByRole('grid').getByRole('link', { name: 'Physical network 1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Physical network 1' })).toBeVisible();
  const row = (name: RegExp) => page.getByRole('grid').getByRole('row', { name });
  const fromMenu = async (name: RegExp, action: string) => {
    await row(name).click({ button: 'right' });
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };

  await page.getByRole('button', { name: 'Add traffic type' }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('combobox', { name: 'Traffic type' })).toHaveValue('Storage');
  await panel.getByRole('textbox', { name: 'KVM bridge' }).fill('storbr0');
  await panel.getByRole('button', { name: 'Add traffic type' }).click();
  await expect(row(/Storage storbr0/)).toBeVisible();
  await fromMenu(/Storage storbr0/, 'Edit');
  await panel.getByRole('textbox', { name: 'KVM bridge' }).fill('storbr1');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(row(/Storage storbr1/)).toBeVisible();
  await fromMenu(/Storage storbr1/, 'Remove');
  await confirm(page, 'Delete traffic type');
  await expect(row(/Storage/)).toHaveCount(0);

  await page.getByRole('tab', { name: 'Service providers' }).click();
  await expect(row(/VirtualRouter Enabled On Dhcp, Dns/)).toBeVisible();
  // Enabled only while its switch is on; removed only while it is disabled.
  await fromMenu(/^.*InternalLbVm Disabled Off/, 'Turn the switch on');
  await fromMenu(/InternalLbVm Disabled On/, 'Enable');
  await expect(row(/InternalLbVm Enabled On/)).toBeVisible();
  await row(/InternalLbVm/).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Remove/ })).toContainText('Only while Disabled');
  await page.keyboard.press('Escape');
  await fromMenu(/InternalLbVm/, 'Disable');
  await expect(row(/InternalLbVm Disabled/)).toBeVisible();
  await fromMenu(/InternalLbVm/, 'Remove');
  await confirm(page, 'Delete network service provider');
  await expect(row(/InternalLbVm/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Add network service provider' }).click();
  await expect(panel.getByRole('combobox', { name: 'Name' })).toHaveValue('InternalLbVm');
  await panel.getByRole('button', { name: 'Add network service provider' }).click();
  await expect(row(/InternalLbVm Disabled/)).toBeVisible();
});

test('what answers DHCP and DNS is listed with its host, and addresses of a pod are set aside for storage', async ({
  page,
}) => {
  await visit(page, paths.infrastructure);
  await page
    .getByRole('main')
    .getByRole('link', { name: /Network services/ })
    .click();
  const service = page.getByRole('grid').getByRole('row', { name: /Practice guests Running/ });
  await expect(service.getByRole('link', { name: /^sim-host-/ })).toBeVisible();

  await visit(page, paths.pods);
  await page.getByRole('grid').getByRole('link', { name: 'Rack 1' }).click();
  await page.getByRole('tab', { name: 'Storage addresses' }).click();
  await expect(page.getByText('No addresses set aside')).toBeVisible();
  await page.getByRole('button', { name: 'Set storage addresses aside' }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('textbox', { name: 'Gateway' })).toHaveValue('10.20.0.1');
  // The pod's own are given to hosts; what is wrong stands at its field.
  await panel.getByRole('textbox', { name: 'Start IP' }).fill('10.20.0.50');
  await panel.getByRole('button', { name: 'Set storage addresses aside' }).click();
  await expect(panel).toContainText('The range overlaps the pod Rack 1');
  await panel.getByRole('textbox', { name: 'Start IP' }).fill('10.20.0.70');
  await panel.getByRole('textbox', { name: 'End IP' }).fill('10.20.0.74');
  await panel.getByRole('button', { name: 'Set storage addresses aside' }).click();
  const range = page.getByRole('grid').getByRole('row', { name: /10\.20\.0\.70 10\.20\.0\.74/ });
  await range.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await confirm(page, 'Give storage addresses free');
  await expect(page.getByText('No addresses set aside')).toBeVisible();
});
