import { paths } from '../../renderer/paths.ts';
import { expect, openInstance, test, visit } from './stories.ts';

// An instance without an address says so where its cards are, with what was looked at; when the reason is gone it says that, too.

test('the DHCP service of a network stops: the instance has no address and says why, until the service is back', async ({
  page,
}) => {
  await openInstance(page, 'Monitoring');
  const instance = new URL(page.url()).hash.slice(1).replace(/\?.*$/, '');
  await visit(page, `${instance}?tab=nics`);
  const lease = page.getByRole('status', { name: /^Address of the card in / });
  await expect(lease).toContainText('Has its address');
  await page.locator('main').getByRole('link', { name: 'Practice guests', exact: true }).click();
  const host = page.getByRole('complementary').getByRole('link', { name: /^sim-host/ });
  const hostPath = ((await host.getAttribute('href')) ?? '').replace(/^.*#/, '');

  await visit(page, `${hostPath}?tab=faults`);
  await page.getByRole('button', { name: 'Inject fault: DHCP service stops' }).click();
  await expect(page.getByRole('button', { name: 'Clear fault: DHCP service stops' })).toBeVisible();

  await visit(page, `${instance}?tab=nics`);
  const missing = page.getByRole('alert', { name: /^Address of the card in / });
  await expect(missing).toContainText('The DHCP service of the network does not run.');
  const service = missing.getByRole('row').filter({ hasText: 'DHCP service' }).first();
  await expect(service).toContainText('Broken');
  await expect(service).toContainText('systemctl status');
  // What is fine is said, too; the guest is not suspected.
  await expect(missing.getByRole('row').filter({ hasText: 'Port on the bridge' })).toContainText('Fine');
  await expect(missing).not.toContainText('The guest itself');
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/no-lease.png` });

  await visit(page, `${hostPath}?tab=faults`);
  await page.getByRole('button', { name: 'Clear fault: DHCP service stops' }).click();
  await expect(page.getByRole('button', { name: 'Inject fault: DHCP service stops' })).toBeVisible();
  await visit(page, `${instance}?tab=nics`);
  await expect(lease).toContainText('Has its address');
  await visit(page, paths.instances);
});
