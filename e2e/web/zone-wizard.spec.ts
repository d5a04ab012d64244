import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { badge, expect, test, visit } from './stories.ts';

// From nothing to a running instance on simulated hosts, by the wizard alone: with errors on the way, a step back, and an interruption.

test.use({ practice: false });
test.describe.configure({ mode: 'serial' });

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const step = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

/** Fills a form and presses its button. */
async function save(page: Page, values: Record<string, string>, press = 'Save and continue'): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
  await button(page, press).click();
}

test('a new desk leads to the wizard, which tells a wrong value at its field before anything is sent', async ({
  page,
}) => {
  await button(page, 'Begin with real hosts').click();
  await visit(page, paths.newZone);
  await page.getByRole('link', { name: 'Advanced set-up' }).click();

  await save(page, { 'Zone name': 'Lab', 'DNS 1': '10.50.0.999' });
  await expect(page.getByText('Not an IPv4 address such as').first()).toBeVisible();
  await expect(field(page, 'DNS 1')).toBeFocused();
});

test('a zone goes through its steps, tells what is wrong at its field, and is left in the middle', async ({ page }) => {
  await visit(page, `${paths.newZone}?way=advanced`);
  await field(page, 'Zone name').fill('Lab');
  await field(page, 'DNS 1').fill('10.50.0.1');
  await expect(field(page, 'Internal DNS 1')).toHaveValue('10.50.0.1');
  await button(page, 'Save and continue').click();

  await expect(step(page, 'Pod and reserved addresses')).toBeVisible();
  await field(page, 'Gateway').fill('10.50.0.1');
  await expect(field(page, 'Start IP')).toHaveValue('10.50.0.10');
  await save(page, { Netmask: '255.0.255.0' });
  await expect(page.getByText('255.0.255.0 is not a netmask')).toBeVisible();
  await expect(field(page, 'Netmask')).toBeFocused();
  await save(page, { Netmask: '255.255.255.0' });

  await expect(step(page, 'Network')).toBeVisible();
  await save(page, { 'Start IP': '10.50.0.40' });
  await expect(page.getByText('overlaps the reserved range of the pod Pod 1')).toBeVisible();
  await expect(field(page, 'Start IP')).toBeFocused();
});

test('a zone is resumed where it was left', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Continue set-up' }).click();
  await expect(step(page, 'Network')).toBeVisible();
  // The physical network of the refused attempt is there; it is not made twice.
  await expect(
    page.getByRole('main').getByRole('list', { name: 'Network', exact: true }).getByRole('listitem'),
  ).toHaveCount(1);
  await button(page, 'Save and continue').click();

  await expect(step(page, 'Cluster')).toBeVisible();
  await page.getByText('Simulator', { exact: true }).click();
  await button(page, 'Save and continue').click();
  await expect(step(page, 'Hosts')).toBeVisible();
  await button(page, 'Save and continue').click();
  await expect(step(page, 'Primary storage')).toBeVisible();
});

test('a zone is gone back to: an earlier step is changed, another host is added', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Continue set-up' }).click();
  await expect(step(page, 'Primary storage')).toBeVisible();
  await page.getByRole('link', { name: 'Pod: done' }).click();
  await button(page, 'Edit Pod 1').click();
  await save(page, { 'Pod name': 'Rack 1' }, 'Save');
  await expect(page.getByRole('listitem', { name: 'Rack 1' })).toBeVisible();
  await page.getByRole('link', { name: 'Hosts: done' }).click();
  await button(page, 'Add simulated host').click();
  await button(page, 'Save').click();
  await expect(page.getByRole('listitem', { name: 'sim2' })).toContainText('Up');
});

test('a zone has its storage tried before it is saved, then is launched', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('link', { name: 'Continue set-up' }).click();
  await expect(step(page, 'Primary storage')).toBeVisible();
  await save(page, { Path: '/denied' }, 'Test and save');
  await expect(page.getByRole('alert')).toContainText('access denied by the server');
  await expect(page.getByRole('alert')).toContainText('/etc/exports');
  await save(page, { Path: '/export/primary' }, 'Test and save');
  const checks = page.getByRole('region', { name: 'Primary storage was tested' });
  for (const host of ['sim1', 'sim2'])
    await expect(checks.getByText(`${host}: a file of 4 KiB was written`)).toBeVisible();
  await button(page, 'Next').click();

  await expect(step(page, 'Secondary storage')).toBeVisible();
  await button(page, 'Test and save').click();
  await button(page, 'Next').click();
  await button(page, 'Launch the zone').click();
  await expect(page.getByRole('region', { name: 'Lab is enabled' })).toBeVisible();
  await expect(badge(page)).toHaveText('Enabled');
});

test('a zone gets a template and its first instance', async ({ page }) => {
  await visit(page, paths.zones);
  await page.getByRole('grid').getByRole('link', { name: 'Lab', exact: true }).click();
  const id = new URL(page.url()).hash.split('/').at(-1) ?? '';
  await visit(page, `${paths.zoneSetup(id)}?step=launch`);
  await button(page, 'Register template').click();
  const panel = page.getByRole('dialog', { name: 'Register template' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Debian 13');
  await panel.getByRole('textbox', { name: 'URL' }).fill('http://192.0.2.10/debian-13.qcow2');
  await panel.getByLabel('OS type').first().click();
  await page.getByRole('option', { name: 'Debian GNU/Linux 12 (64-bit)' }).click();
  await panel.getByRole('button', { name: 'Register template' }).click();
  await expect(page.getByRole('listitem', { name: 'Debian 13' })).toContainText('Ready');

  await page.getByRole('link', { name: 'Deploy instance' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill('first');
  await page
    .getByRole('radio', { name: /Debian 13/ })
    .first()
    .check();
  await button(page, 'Deploy instance').click();
  await expect(page.getByRole('heading', { level: 1, name: 'first' })).toBeVisible();
  await expect(badge(page)).toHaveText('Running');

  await visit(page, paths.infrastructure);
  await expect(page.getByRole('group', { name: 'System VMs' })).toHaveText(/0none are needed$/);
  await expect(page.getByRole('main').getByRole('link', { name: /^Instances/ })).toHaveText(/11 running$/);
});

test('a half-made zone is wiped, thing by thing', async ({ page }) => {
  await visit(page, `${paths.newZone}?way=quick`);
  await field(page, 'Zone name').fill('Mistake');
  await page.getByText('Simulated', { exact: true }).click();
  await button(page, 'Save and continue').click();
  await expect(step(page, 'Hosts')).toBeVisible();
  await page.getByRole('link', { name: 'Wipe this zone' }).click();
  await expect(page.getByRole('list', { name: 'What is deleted, in this order' })).toContainText('Mistake');
  await button(page, 'Wipe this zone').click();
  const question = page.getByRole('dialog');
  await expect(question.getByRole('button', { name: 'Wipe this zone' })).toBeDisabled();
  await question.getByRole('textbox').fill('Mistake');
  await question.getByRole('button', { name: 'Wipe this zone' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Zones' })).toBeVisible();
  await expect(page.getByRole('grid').getByRole('link', { name: 'Mistake' })).toHaveCount(0);
});
