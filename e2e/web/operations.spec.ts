import { paths } from '../../renderer/paths.ts';
import { expect, test, visit } from './stories.ts';

test('a tag is put on an instance, finds it, and is taken off again; a comment stays with it', async ({ page }) => {
  await visit(page, paths.instances);
  await page.getByRole('grid').getByRole('link', { name: 'Shop web server 1', exact: true }).click();
  const tags = page.getByRole('region', { name: 'Tags' });
  await tags.getByRole('textbox', { name: 'Key' }).fill('room');
  await tags.getByRole('textbox', { name: 'Value' }).fill('12');
  await tags.getByRole('button', { name: 'Add tag' }).click();
  await tags.getByRole('link', { name: 'room=12' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Instances' })).toBeVisible();
  await expect(page.getByText('Tag: room=12')).toBeVisible();
  await expect(page.getByRole('grid').getByRole('link', { name: 'Shop web server 1', exact: true })).toBeVisible();
  await expect(page.getByRole('grid').getByRole('link', { name: 'Shop web server 2', exact: true })).toHaveCount(0);

  await page.getByRole('grid').getByRole('link', { name: 'Shop web server 1', exact: true }).click();
  await page.getByRole('tab', { name: 'Comments' }).click();
  await page.getByRole('textbox', { name: 'New comment' }).fill('Its disk is nearly full.');
  await page.getByRole('button', { name: 'Add comment' }).click();
  await expect(page.getByRole('list', { name: 'Comments' })).toContainText('Its disk is nearly full.');
  await page.getByRole('button', { name: 'Remove comment' }).click();
  await expect(page.getByText('No comments')).toBeVisible();
  await tags.getByRole('button', { name: 'Remove tag room=12' }).click();
  await expect(tags.getByRole('link', { name: 'room=12' })).toHaveCount(0);
});

test('an operation is told from begin to end, and its events are archived and deleted', async ({ page }) => {
  await visit(page, `${paths.events}?q=CREATE_TAGS`);
  await visit(page, paths.events);
  const rows = page.getByRole('grid').getByRole('row');
  await rows.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show the whole operation' }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('list', { name: 'Events' }).getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await rows.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await visit(page, `${paths.events}?archived=true`);
  await expect(rows).toHaveCount(2);
  await rows.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(rows).toHaveCount(0);
});

test('an alert is raised by hand, is seen, and is taken out of the list', async ({ page }) => {
  await visit(page, paths.alerts);
  await page.getByRole('button', { name: 'Generate alert' }).click();
  const panel = page.getByRole('dialog', { name: 'Generate alert' });
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Cooling');
  await panel.getByRole('textbox', { name: 'Description' }).fill('The room is at 31 degrees.');
  await panel.getByRole('button', { name: 'Generate alert' }).click();
  const row = page.getByRole('grid').getByRole('row', { name: /31 degrees/ });
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(row).toHaveCount(0);
});

test('usage is asked for by a period', async ({ page }) => {
  await visit(page, paths.usage);
  await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible();
  await expect(page.getByText('No usage in this period')).toBeVisible();
  await page.getByLabel('From').fill('2026-01-01');
  await page.getByRole('tab', { name: 'Records' }).click();
  await expect(page).toHaveURL(/from=2026-01-01/);
});
