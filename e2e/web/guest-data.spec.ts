import { paths } from '../../renderer/paths.ts';
import { act, expect, openInstance, test, visit } from './stories.ts';

test('a key pair is made, its private key is shown once, and a stopped instance is given it', async ({ page }) => {
  await visit(page, paths.sshKeyPairs);
  await page.getByRole('button', { name: 'Create SSH key pair' }).click();
  const panel = page.getByRole('dialog', { name: 'Create SSH key pair' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('laptop');
  await panel.getByRole('button', { name: 'Create SSH key pair', exact: true }).click();
  const shown = page.getByRole('dialog', { name: 'Key pair laptop' });
  await expect(shown.getByRole('region', { name: 'Private key' })).toContainText('-----BEGIN RSA PRIVATE KEY-----');
  await shown.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('grid').getByRole('row', { name: /laptop/ })).toContainText(/([0-9a-f]{2}:){15}/);

  await openInstance(page, 'Mail');
  await act(page, 'Force stop');
  await page.getByRole('dialog').getByRole('button', { name: 'Force stop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Start instance' })).toBeVisible();
  await act(page, 'Reset SSH keys');
  const keys = page.getByRole('dialog', { name: 'Reset SSH keys' });
  await keys.getByRole('textbox', { name: 'SSH keys' }).click();
  await page.getByRole('option', { name: 'laptop' }).click();
  await keys.getByRole('button', { name: 'Reset SSH keys', exact: true }).click();
  await expect(keys).toHaveCount(0);
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('laptop');
});

test('user data is registered and chosen for a new instance, with values for its names', async ({ page }) => {
  await visit(page, paths.userData);
  await page.getByRole('button', { name: 'Register user data' }).click();
  const panel = page.getByRole('dialog', { name: 'Register user data' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('web-server');
  await panel.getByRole('textbox', { name: 'User data' }).fill('#cloud-config\nhostname: {{ site }}\n');
  await panel.getByRole('textbox', { name: 'Names to fill in' }).fill('site');
  await panel.getByRole('button', { name: 'Register user data', exact: true }).click();
  await expect(page.getByRole('grid').getByRole('row', { name: /web-server/ })).toContainText('#cloud-config');

  await visit(page, paths.deployInstance);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('told-by-data');
  const section = page.getByRole('region', { name: 'Keys and user data' });
  await section.getByText('Registered', { exact: true }).click();
  await section.getByRole('textbox', { name: 'Registered user data' }).click();
  await page.getByRole('option', { name: 'web-server' }).click();
  await section.getByRole('textbox', { name: 'site' }).fill('shop');
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'told-by-data' })).toBeVisible();
  await act(page, 'Show user data');
  await expect(page.getByRole('dialog').getByRole('region', { name: 'User data' })).toContainText(
    'hostname: {{ site }}',
  );
});
