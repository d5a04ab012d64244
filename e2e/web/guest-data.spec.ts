import { expect, test, visit } from './stories.ts';

// Keys and user data through the pages: made, given to an instance, seen on it, and given anew.

test('a key pair and user data are given to an instance, which shows them, and takes another key while it is stopped', async ({
  page,
}) => {
  const panel = page.getByRole('dialog');
  await visit(page, '/ssh-key-pairs');
  for (const name of ['laptop', 'desk']) {
    await page.getByRole('button', { name: 'Create SSH key pair' }).first().click();
    await panel.getByRole('textbox', { name: 'Name' }).fill(name);
    await panel.getByRole('button', { name: 'Create SSH key pair' }).click();
    // The private half is shown this once.
    await expect(panel.getByRole('region', { name: 'Private key' })).toContainText('BEGIN RSA PRIVATE KEY');
    await panel.getByRole('button', { name: 'Close' }).last().click();
    await expect(page.getByRole('grid').getByText(name, { exact: true })).toBeVisible();
  }

  await visit(page, '/user-data');
  await page.getByRole('button', { name: 'Register user data' }).first().click();
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('greeting');
  await panel.getByRole('textbox', { name: 'User data' }).fill('#!/bin/sh\necho hello\n');
  await panel.getByRole('button', { name: 'Register user data' }).click();
  await expect(page.getByRole('grid').getByText('greeting', { exact: true })).toBeVisible();

  await visit(page, '/instances/deploy');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('greeter');
  await page.getByRole('combobox', { name: 'SSH key pairs' }).click();
  await page.getByRole('option', { name: 'laptop' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('radiogroup', { name: 'User data' }).getByText('Registered', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Registered user data' }).click();
  await page.getByRole('option', { name: 'greeting' }).click();
  await page.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'greeter' })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main.getByText('Running').first()).toBeVisible();
  await main.getByRole('tab', { name: 'Details' }).click();
  await expect(main.getByText('laptop', { exact: true })).toBeVisible();
  await expect(main.getByText('greeting', { exact: true })).toBeVisible();

  const action = async (name: string) => {
    await main.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name }).click();
  };
  await action('Show user data');
  await expect(panel.getByRole('region', { name: 'User data' })).toContainText('echo hello');
  await page.keyboard.press('Escape');

  await main.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await expect(main.getByText('Stopped').first()).toBeVisible();
  await action('Reset SSH keys');
  await panel.getByRole('combobox', { name: 'SSH keys' }).click();
  await page.getByRole('option', { name: 'laptop' }).click();
  await page.getByRole('option', { name: 'desk' }).click();
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Reset SSH keys' }).click();
  await expect(main.getByText('desk', { exact: true })).toBeVisible();
  await expect(main.getByText('laptop', { exact: true })).toBeHidden();
});
