import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { act, badge, confirm, expect, test, visit } from './stories.ts';

/** Fills the form of the side panel by its labels, and sends it. */
async function submit(page: Page, values: Readonly<Record<string, string>>, send: string): Promise<void> {
  const panel = page.getByRole('dialog', { name: send });
  for (const [label, value] of Object.entries(values))
    await panel.getByRole('textbox', { name: label, exact: true }).fill(value);
  await panel.getByRole('button', { name: send, exact: true }).click();
  await expect(panel).toHaveCount(0);
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const row = (page: Page, name: RegExp) => page.getByRole('grid').getByRole('row', { name });

async function fromMenu(page: Page, name: RegExp, action: string): Promise<void> {
  await row(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

test('a domain with an account is made, its user is let in and shut out, and all of it goes again', async ({
  page,
}) => {
  await visit(page, paths.domains);
  await page.getByRole('button', { name: 'Create domain' }).click();
  await submit(page, { Name: 'Institute' }, 'Create domain');
  await fromMenu(page, /Institute/, 'Add a domain below');
  await submit(page, { Name: 'Physics' }, 'Create domain');
  await expect(row(page, /ROOT\/Institute\/Physics/)).toBeVisible();

  await row(page, /ROOT\/Institute\/Physics/)
    .getByRole('link', { name: 'Physics' })
    .click();
  await expect(heading(page, 'Physics')).toBeVisible();
  await act(page, 'Create account');
  const person = {
    'Sign-in name': 'marie',
    Password: 'short',
    'Given name': 'Marie',
    'Family name': 'Curie',
    Email: 'marie@lab.example',
  };
  const panel = page.getByRole('dialog', { name: 'Create account' });
  for (const [label, value] of Object.entries(person))
    await panel.getByRole('textbox', { name: label, exact: true }).fill(value);
  await panel.getByRole('button', { name: 'Create account', exact: true }).click();
  await expect(panel).toContainText('The password has fewer than 8 characters');
  await panel.getByRole('textbox', { name: 'Password', exact: true }).fill('radium and polonium');
  await panel.getByRole('button', { name: 'Create account', exact: true }).click();
  await row(page, /marie/).getByRole('link', { name: 'marie', exact: true }).first().click();
  await expect(heading(page, 'marie')).toBeVisible();
  await expect(badge(page)).toHaveText('Enabled');

  await act(page, 'Lock');
  await expect(badge(page)).toHaveText('Locked');
  await act(page, 'Enable');
  await expect(badge(page)).toHaveText('Enabled');
  // A further user, from the page of all users: of which account is chosen there.
  const account = page.url();
  await visit(page, paths.users);
  await expect(heading(page, 'Users')).toBeVisible();
  await act(page, 'Create user');
  const joining = page.getByRole('dialog', { name: 'Create user' });
  await joining.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option', { name: 'marie · ROOT/Institute/Physics' }).click();
  for (const [label, value] of Object.entries({ ...person, 'Sign-in name': 'pierre', Password: 'radium and polonium' }))
    await joining.getByRole('textbox', { name: label, exact: true }).fill(value);
  await joining.getByRole('button', { name: 'Create user', exact: true }).click();
  await expect(row(page, /pierre/)).toContainText('Physics');
  await page.goto(account);
  await expect(heading(page, 'marie')).toBeVisible();
  await act(page, 'Delete');
  const question = page.getByRole('dialog');
  await expect(question).toContainText('These are deleted with it');
  await expect(question.getByRole('list', { name: 'What uses it' })).toContainText('2 users');
  await page.keyboard.press('Escape');

  await visit(page, paths.domains);
  await fromMenu(page, /ROOT\/Institute Active/, 'Delete');
  await expect(question.getByRole('list', { name: 'What uses it' })).toContainText('marie');
  await question.getByRole('textbox').fill('Institute');
  await confirm(page, 'Delete domain');
  await expect(row(page, /Institute/)).toHaveCount(0);
  await visit(page, `${paths.users}?q=marie`);
  await expect(page.getByRole('grid').getByRole('link', { name: 'marie' })).toHaveCount(0);
});

test('a copied role is changed by its rules, and what it comes to is seen', async ({ page }) => {
  await visit(page, paths.roles);
  await page.getByRole('grid').getByRole('link', { name: 'Support', exact: true }).click();
  await expect(heading(page, 'Support')).toBeVisible();
  await expect(page.getByText('A ready-made role is the same everywhere')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add rule' })).toHaveCount(0);
  await act(page, 'Copy');
  await submit(page, { Name: 'Front desk' }, 'Create role');
  await expect(heading(page, 'Front desk')).toBeVisible();

  const rules = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
  await expect(rules).toHaveCount(9);
  const add = page.getByRole('form', { name: 'Add rule' });
  await add.getByLabel('Command', { exact: true }).fill('*virtual machine');
  await add.getByRole('button', { name: 'Add rule' }).click();
  await expect(add).toContainText('a command’s name, with * for any letters');
  await add.getByLabel('Command', { exact: true }).fill('*VirtualMachine');
  await expect(add).toContainText(/Fits \d+ commands/);
  await add.getByText('Deny', { exact: true }).click();
  await add.getByLabel('Command', { exact: true }).press('Enter');
  await expect(rules).toHaveCount(10);
  await expect(rules.last()).toContainText('*VirtualMachine');

  // To the top by keyboard: the button stays in hand while its rule moves.
  await page.getByRole('button', { name: 'Move *VirtualMachine up' }).focus();
  for (let place = 8; place >= 0; place--) {
    await page.keyboard.press('Enter');
    await expect(rules.nth(place)).toContainText('*VirtualMachine');
  }
  await expect(page.getByRole('button', { name: 'Move *VirtualMachine down' })).toBeFocused();
  await expect(rules.filter({ hasText: 'startVirtualMachine' })).toContainText('decides nothing');

  await page.getByRole('tab', { name: 'Commands' }).click();
  const outcome = (command: string) => page.getByRole('row', { name: new RegExp(`^${command} `) });
  await expect(outcome('startVirtualMachine')).toContainText('Denied *VirtualMachine', { useInnerText: true });
  await expect(outcome('listVirtualMachines')).toContainText('Allowed');
  await expect(outcome('createZone')).toContainText('Not for this type');
  await page.getByText('Allowed', { exact: true }).first().click();
  await expect(outcome('startVirtualMachine')).toHaveCount(0);

  await act(page, 'Delete');
  await confirm(page, 'Delete role');
  await expect(page.getByRole('main')).toContainText('Role not found');
});
