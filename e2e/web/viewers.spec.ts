import type { Page } from '@playwright/test';
import { countOf, readCells } from './screen.ts';
import { expect, liveConsole, openInstance, test } from './stories.ts';

// Several viewers of one screen: windows of one desk are as much apart as people are. Their guests are nobody else's: words are counted.

/** Two windows on one instance's console. */
async function twoWindows(page: Page, name: string) {
  await openInstance(page, name);
  const here = await liveConsole(page, name);
  const opened = page.context().waitForEvent('page');
  await here.getByRole('button', { name: 'Open in a window of its own' }).click();
  const window = await opened;
  const there = await liveConsole(window, name);
  await expect(here.getByRole('button', { name: 'Viewers: 2' })).toBeVisible();
  await expect(there.getByRole('button', { name: 'Viewers: 2' })).toBeVisible();
  return { here, there, window };
}

test('a second viewer sees what is typed; take over and hand back decide who may type', async ({ page }) => {
  const { here, there, window } = await twoWindows(page, 'Shop web server 1');
  await here.locator('canvas').click();
  await page.keyboard.type('noon ');
  await expect.poll(async () => countOf(await readCells(there), 'noon')).toBe(1);

  await there.getByRole('button', { name: 'Viewers: 2' }).click();
  await there.getByRole('button', { name: 'Take over' }).click();
  await expect(there.getByRole('status').filter({ hasText: 'only this window types' })).toBeVisible();
  const notice = here.getByRole('status').filter({ hasText: 'has taken this console over' });
  await expect(notice).toBeVisible();
  await expect(here.getByRole('button', { name: 'Type text' })).toBeDisabled();
  await here.locator('canvas').click();
  await page.keyboard.type('deified ');
  await there.locator('canvas').click();
  await window.keyboard.type('level ');
  await expect.poll(async () => countOf(await readCells(here), 'level')).toBe(1);
  expect(countOf(await readCells(there), 'deified')).toBe(0);

  await there
    .getByRole('status')
    .filter({ hasText: 'only this window types' })
    .getByRole('button', { name: 'Hand back' })
    .click();
  await expect(notice).toHaveCount(0);
  await here.locator('canvas').click();
  await page.keyboard.type('deified ');
  await expect.poll(async () => countOf(await readCells(there), 'deified')).toBe(1);
});

test('a viewer that only looks is shown as such, types nothing, and takes over when it wants to', async ({ page }) => {
  const { here, there, window } = await twoWindows(page, 'Shop web server 2');
  await there.getByRole('button', { name: 'View only' }).click();
  await here.getByRole('button', { name: 'Viewers: 2' }).click();
  const list = here.getByRole('list', { name: 'Who looks at this console' });
  await expect(list.getByRole('listitem').filter({ hasText: 'Looks only' })).toHaveCount(1);
  await expect(list.getByRole('listitem').filter({ hasText: '(this window)' })).toContainText('May type');
  await expect(list.getByRole('listitem').first()).toContainText(/\d+ s idle.*\/s/s);
  await there.locator('canvas').click();
  await window.keyboard.type('deified ');
  await here.locator('canvas').click();
  await page.keyboard.type('noon ');
  await expect.poll(async () => countOf(await readCells(there), 'noon')).toBe(1);
  expect(countOf(await readCells(there), 'deified')).toBe(0);

  await there.getByRole('button', { name: 'Viewers: 2' }).click();
  await there.getByRole('button', { name: 'Take over' }).click();
  await there.locator('canvas').click();
  await window.keyboard.type('level ');
  await expect.poll(async () => countOf(await readCells(here), 'level')).toBe(1);
  // The window that had taken over is closed: everyone may type again.
  await window.close();
  await expect(here.getByRole('button', { name: 'Viewers: 1' })).toBeVisible();
  await page.keyboard.press('Escape');
  await here.locator('canvas').click();
  await page.keyboard.type('radar ');
  await expect.poll(async () => countOf(await readCells(here), 'radar')).toBe(2);
});
