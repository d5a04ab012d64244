import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import {
  act,
  badge,
  clearFault,
  confirm,
  expect,
  injectFault,
  liveConsole,
  openInstance,
  test,
  visit,
} from './stories.ts';

test('stop and start: the screen goes and comes, and what cannot be done says why', async ({ page }) => {
  await openInstance(page, 'Mail');
  await liveConsole(page, 'Mail');
  const start = page.getByRole('button', { name: 'Start', exact: true });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  await start.hover();
  await expect(page.getByRole('tooltip')).toHaveText('Only while Stopped. It is Running now.');

  await act(page, 'Stop');
  await expect(page.getByRole('dialog')).toContainText('Stop: Mail');
  await confirm(page, 'Stop');
  await expect(badge(page)).toHaveText('Stopped');
  await expect(badge(page)).toHaveAttribute('data-tone', 'off');
  await page.getByRole('button', { name: 'Start instance' }).click();
  await expect(badge(page)).toHaveText('Running');
  await liveConsole(page, 'Mail');
});

test('destroy, recover, destroy, expunge: what dies is named, and gone', async ({ page }) => {
  await openInstance(page, 'Shop web server 3');
  await act(page, 'Destroy');
  await expect(page.getByRole('dialog')).toContainText('ROOT-web-03');
  await confirm(page, 'Destroy');
  await expect(badge(page)).toHaveText('Destroyed');
  await act(page, 'Recover');
  await expect(badge(page)).toHaveText('Stopped');
  await act(page, 'Destroy');
  await confirm(page, 'Destroy');
  await expect(badge(page)).toHaveText('Destroyed');

  await act(page, 'Expunge');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('ROOT-web-03');
  await expect(dialog.getByRole('button', { name: 'Expunge' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('Shop web server 3');
  await confirm(page, 'Expunge');
  await expect(page.getByText('This instance was expunged')).toBeVisible();
  await visit(page, paths.instances);
  await expect(page.getByRole('link', { name: 'Shop web server 2', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Shop web server 3', exact: true })).toHaveCount(0);
  await visit(page, paths.volumes);
  await expect(page.getByRole('link', { name: 'ROOT-web-02' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'ROOT-web-03' })).toHaveCount(0);
});

test('many at once: each one says what became of it', async ({ page }) => {
  await visit(page, paths.instances);
  for (const name of ['Build runner 1', 'Build runner 2', 'Backup target'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  // The one that is stopped already is left out, and the button says so.
  await page.getByRole('button', { name: 'Stop (2)' }).click();
  await confirm(page, 'Stop');
  const panel = page.getByRole('dialog', { name: 'Stop instance: 2 instances' });
  await expect(panel.getByRole('listitem').filter({ hasText: 'Done' })).toHaveCount(2);
  await expect(panel).toContainText('2 of 2 done');
  const row = page.getByRole('row').filter({ hasText: 'Build runner 1' });
  await expect(row).toContainText('Stopped');
});

const hostOf = async (page: Page): Promise<string> => {
  const href = await page
    .getByRole('complementary')
    .getByRole('link', { name: /^sim-host/ })
    .getAttribute('href');
  return (href ?? '').replace(/^.*#/, '');
};

test('a host that falls silent: its instances are amber and say since when, until it answers again', async ({
  page,
}) => {
  await visit(page, paths.settings);
  await page
    .getByRole('searchbox')
    .or(page.getByRole('textbox', { name: 'Search' }))
    .first()
    .fill('ping.interval');
  const setting = page.getByRole('listitem').filter({ hasText: 'ping.interval' }).first();
  await setting.getByRole('textbox', { name: 'ping.interval' }).fill('1');
  await setting.getByRole('button', { name: 'Save' }).click();
  await expect(setting.getByText('Changed')).toBeVisible();

  await openInstance(page, 'Git and code review');
  await expect(badge(page)).toHaveText('Running');
  const host = await hostOf(page);
  const instance = new URL(page.url()).hash.slice(1);
  await injectFault(page, host, 'Network cable pulled');
  await expect(badge(page)).toHaveText('Alert');
  await expect(badge(page)).toHaveAttribute('data-tone', 'warning');
  await visit(page, instance);
  await expect(badge(page)).toHaveText('Unknown');
  await expect(badge(page)).toHaveAttribute('data-tone', 'warning');
  await expect(page.getByRole('alert').filter({ hasText: 'has not been heard since' })).toBeVisible();

  await clearFault(page, host, 'Network cable pulled');
  await expect(badge(page)).toHaveText('Up');
  await visit(page, instance);
  await expect(badge(page)).toHaveText('Running');
});

test('a start that fails says why on the instance, and works when the reason is gone', async ({ page }) => {
  await openInstance(page, 'Monitoring');
  const host = await hostOf(page);
  const instance = new URL(page.url()).hash.slice(1);
  await act(page, 'Stop');
  await confirm(page, 'Stop');
  await expect(badge(page)).toHaveText('Stopped');
  await injectFault(page, host, 'Instances fail to start');
  await visit(page, instance);
  await act(page, 'Start');
  await expect(page.getByRole('alert').filter({ hasText: 'The last job failed' })).toBeVisible();
  await expect(badge(page)).toHaveText('Stopped');
  await clearFault(page, host, 'Instances fail to start');
  await visit(page, instance);
  await act(page, 'Start');
  await expect(badge(page)).toHaveText('Running');
  await expect(page.getByText('The last job failed')).toHaveCount(0);
});

test('when no host can take an instance the deploy page says why for each of them', async ({ page }) => {
  const setAll = async (action: 'Disable' | 'Enable', state: string) => {
    await visit(page, paths.hosts);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page
      .getByRole('toolbar', { name: 'Actions for the selected rows' })
      .getByRole('button', { name: action })
      .click();
    await expect(page.getByRole('grid').getByText(state, { exact: true })).toHaveCount(6);
  };
  await setAll('Disable', 'Disabled');
  await visit(page, paths.deployInstance);
  const summary = page.getByRole('complementary', { name: 'Your instance' });
  await expect(summary.getByRole('alert')).toContainText('No host can take it');
  await expect(summary.getByRole('listitem')).toHaveCount(6);
  await expect(summary.getByRole('listitem').first()).toContainText('The host is Disabled');
  await expect(summary.getByRole('button', { name: 'Deploy instance' })).toHaveAttribute('aria-disabled', 'true');
  await setAll('Enable', 'Up');
  await visit(page, paths.deployInstance);
  await expect(summary).toContainText('6 hosts can take it');
});

test('the deploy page tells mistakes at their field, and sends what is chosen', async ({ page }) => {
  await visit(page, paths.deployInstance);
  const summary = page.getByRole('complementary', { name: 'Your instance' });
  const deploy = summary.getByRole('button', { name: 'Deploy instance' });
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).not.toHaveValue('');
  await name.fill('9-lives');
  await expect(page.getByText('Letters, digits and hyphens, beginning with a letter')).toBeVisible();
  await expect(deploy).toHaveAttribute('aria-disabled', 'true');
  await name.fill('web-01');
  await page.getByRole('radio', { name: 'Debian 12' }).check();
  await page.getByRole('radio', { name: 'Practice standard' }).check();
  await page.getByRole('textbox', { name: 'IP address' }).fill('10.20.0.200');
  await expect(summary).toContainText('Debian 12');
  await expect(summary).toContainText('2 cores · 2 GiB');
  await deploy.click();
  // The engine knows that the name is taken.
  await expect(page.getByText('There is an instance named web-01 already.').first()).toBeVisible();
  await name.fill('story-01');
  await deploy.click();
  await expect(page.getByRole('heading', { name: 'story-01', level: 1 })).toBeVisible();
  await liveConsole(page, 'story-01');
  await expect(page.getByRole('complementary')).toContainText('10.20.0.200');
});

test('a deployment that fails says why where one waits for it, and lets one change it and try again', async ({
  page,
}) => {
  await visit(page, paths.hosts);
  await page.getByRole('link', { name: 'sim-host-06' }).click();
  const host = new URL(page.url()).hash.slice(1);
  await injectFault(page, host, 'Instances fail to start');

  await visit(page, paths.deployInstance);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('story-02');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('combobox', { name: 'Host' }).click();
  await page.getByRole('option', { name: /sim-host-06/ }).click();
  const deploy = page.getByRole('button', { name: 'Deploy instance' });
  await expect(deploy).not.toHaveAttribute('aria-disabled', 'true');
  await deploy.click();
  await expect(page.getByRole('heading', { level: 1, name: /story-02: failed/ })).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('could not be started on sim-host-06');
  await expect(page.getByRole('log')).toContainText('sim-host-06');

  await clearFault(page, host, 'Instances fail to start');
  await page.goBack();
  await page.getByRole('link', { name: 'Change and try again' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('story-02');
  await deploy.click();
  await liveConsole(page, 'story-02');
  await expect(page.getByRole('complementary').getByRole('link', { name: 'sim-host-06' })).toBeVisible();
});
