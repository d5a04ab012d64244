import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { act, badge, confirm, expect, liveConsole, openInstance, test, visit } from './stories.ts';

// The trainer's loop: an installer's ISO, an instance from it, and what becomes of that one.

test.use({ deskName: 'guide-loop' });
test.describe.configure({ mode: 'serial' });

const panel = (page: Page) => page.getByRole('dialog');

async function choose(page: Page, label: RegExp, typed: string): Promise<void> {
  await panel(page).getByLabel(label).first().click();
  await page.keyboard.type(typed);
  await page.getByRole('option').first().click();
}

test('an ISO comes by URL, and what is none says so', async ({ page }) => {
  await visit(page, paths.isos);
  for (const [name, file] of [
    ['Course installer', 'debian-course.iso'],
    ['A web page', 'no-iso.html'],
  ] as const) {
    await page.getByRole('button', { name: 'Register ISO' }).first().click();
    await panel(page).getByLabel(/^Name/).fill(name);
    await panel(page).getByLabel(/^URL/).fill(`http://images.practice.test/${file}`);
    await choose(page, /^OS type/, 'Debian GNU/Linux 12');
    await panel(page).getByRole('button', { name: 'Register ISO' }).click();
    await expect(panel(page)).toHaveCount(0);
  }
  await expect(page.getByRole('row', { name: /Course installer/ })).toContainText('Ready');
  await expect(page.getByRole('row', { name: /A web page/ })).toContainText('Failed');
  await page.getByRole('link', { name: 'A web page' }).click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('it is not an ISO image');
  await act(page, 'Delete');
  await panel(page).getByRole('textbox').fill('A web page');
  await confirm(page, 'Delete ISO');
  await expect(page.getByText('ISO not found')).toBeVisible();
});

test('an instance is installed from the ISO on an empty disk', async ({ page }) => {
  await visit(page, paths.isos);
  await page.getByRole('link', { name: 'Course installer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Course installer' })).toBeVisible();
  await act(page, 'Deploy instance');
  await expect(page.getByRole('radio', { name: /Course installer/ })).toBeChecked();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('golden');
  const summary = page.getByRole('complementary', { name: 'Your instance' });
  await expect(summary).toContainText('Small');
  await page.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(badge(page)).toHaveText('Running');
  await liveConsole(page, 'golden');
  const facts = page.getByRole('complementary', { name: 'Details' });
  await expect(facts).toContainText('CD, then disk');
  await expect(facts.getByRole('link', { name: 'Course installer' })).toHaveCount(2);
});

test('the disc is taken out, and the instance keeps running', async ({ page }) => {
  await openInstance(page, 'golden');
  await act(page, 'Detach ISO');
  await expect(panel(page)).toContainText('Take Course installer out of golden?');
  await confirm(page, 'Detach ISO');
  const facts = page.getByRole('complementary', { name: 'Details' });
  await expect(facts.getByRole('link', { name: 'Course installer' })).toHaveCount(1);
  await act(page, 'Boot order');
  await panel(page).getByText('Disk, then CD').click();
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(facts).toContainText('Disk, then CD');
  await expect(badge(page)).toHaveText('Running');
  await act(page, 'Attach ISO');
  await panel(page).getByLabel(/^ISO/).first().click();
  await page.getByRole('option', { name: 'Debian 12 installer' }).click();
  await panel(page).getByRole('button', { name: 'Attach ISO' }).click();
  await expect(facts.getByRole('link', { name: 'Debian 12 installer' })).toBeVisible();
  await act(page, 'Detach ISO');
  await confirm(page, 'Detach ISO');
  await expect(facts.getByRole('link', { name: 'Debian 12 installer' })).toHaveCount(0);
});

test('it is sealed by its agent, and becomes a template; a running one says why not', async ({ page }) => {
  await openInstance(page, 'golden');
  await page.getByRole('button', { name: 'More actions' }).click();
  const item = page.getByRole('menuitem', { name: 'Create template' });
  await expect(item).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await act(page, 'Seal');
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'SSH host keys' })).toContainText(
    'Each makes its own',
  );
  await panel(page).getByRole('button', { name: 'Seal and power off' }).click();
  await expect(badge(page)).toHaveText('Stopped');
  await act(page, 'Create template');
  await panel(page).getByLabel(/^Name/).fill('Course image');
  await panel(page).getByRole('button', { name: 'Create template' }).click();
  await visit(page, paths.templates);
  await expect(page.getByRole('row', { name: /Course image/ })).toContainText('Ready');
});

test('without a guest agent, sealing is a checklist', async ({ page }) => {
  await visit(page, paths.deployInstance);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('agentless-box');
  await page.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(badge(page)).toHaveText('Running');
  await act(page, 'Seal');
  await expect(panel(page)).toContainText('No guest agent answers');
  await expect(panel(page)).toContainText('rm -f /etc/ssh/ssh_host_*');
  const done = panel(page).getByRole('button', { name: 'I did this, power off' });
  for (const box of await panel(page).getByRole('checkbox').all()) {
    await expect(done).toBeDisabled();
    await box.check();
  }
  await done.click();
  await expect(badge(page)).toHaveText('Stopped');
});
