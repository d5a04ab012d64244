import { paths } from '../../renderer/paths.ts';
import { confirm, expect, test, visit } from './stories.ts';

test('the API is turned on in the settings, its keys are shown on demand, and off it is closed', async ({ page }) => {
  await visit(page, `${paths.settings}?name=api.`);
  const section = page.getByRole('region', { name: 'API' });
  const setting = (name: string) =>
    section.getByRole('listitem').filter({ has: page.getByLabel(name, { exact: true }) });
  await expect(section).toContainText('Off: no program can call');
  // Any free port: another program may have the usual one.
  const port = setting('api.port').getByRole('textbox');
  await port.fill('0');
  await setting('api.port').getByRole('button', { name: 'Save' }).click();
  await expect(setting('api.port')).toContainText(/changed/i);
  const enabled = setting('api.enabled').getByRole('switch');
  await enabled.press('Space');
  const address = section.getByText(/^http:\/\/127\.0\.0\.1:\d+\/client\/api$/);
  await expect(address).toBeVisible();
  const url = (await address.textContent()) ?? '';
  expect((await fetch(url)).status).toBe(401);

  const button = (name: string) => section.getByRole('button', { name, exact: true });
  const secret = section.getByRole('definition').filter({ hasText: /^[\w-]{86}$/ });
  if (await button('Make keys').isVisible()) await button('Make keys').click();
  else await button('Show keys').click();
  await expect(secret).toHaveCount(2);
  const before = await secret.allTextContents();
  await button('Hide keys').click();
  await expect(secret).toHaveCount(0);
  await expect(section).toContainText('Hidden');
  await button('Make new keys').click();
  await confirm(page, 'Make new keys');
  await expect(secret).toHaveCount(2);
  expect(await secret.allTextContents()).not.toEqual(before);

  await enabled.press('Space');
  await expect(section).toContainText('Off: no program can call');
  await expect(address).toHaveCount(0);
  await expect(fetch(url)).rejects.toThrow();
  await setting('api.port')
    .getByRole('button', { name: /default/i })
    .click();
  await visit(page, paths.events);
  await expect(page.getByText(/Making new API keys for admin/).first()).toBeVisible();
});
