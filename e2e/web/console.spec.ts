import { countOf, readCells } from './screen.ts';
import { act, badge, confirm, expect, liveConsole, openInstance, test } from './stories.ts';

const word = 'abracadabra';

test('the console comes back as it was left, from another page and from the serial line', async ({ page }) => {
  await openInstance(page, 'Name server');
  const console = await liveConsole(page, 'Name server');
  await console.locator('canvas').click();
  await page.keyboard.type(`${word} `);
  await expect.poll(async () => countOf(await readCells(console), word)).toBe(1);
  await page.getByRole('link', { name: 'Hosts', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Hosts' })).toBeVisible();
  await page.goBack();
  // Connected at once: it never was disconnected.
  await expect(page.getByRole('region', { name: 'Console of Name server' })).toHaveAttribute('data-phase', 'connected');
  expect(countOf(await readCells(page.getByRole('region', { name: 'Console of Name server' })), word)).toBe(1);

  await page.getByRole('tab', { name: 'Serial line' }).click();
  const serial = page.getByRole('region', { name: 'Serial line of Name server' });
  await expect(serial).toContainText('login:');
  await serial.locator('.xterm').click();
  await page.keyboard.type('visitor\n');
  await expect(serial).toContainText('visitor@');
  await page.keyboard.type('ip\n');
  const address = await page
    .locator('aside')
    .getByText(/^\d+\.\d+\.\d+\.\d+$/)
    .textContent();
  await expect(serial).toContainText(address ?? 'an address');
});

test('keys go to the guest while it has the keyboard, and to the page after Ctrl+Alt', async ({ page }) => {
  await openInstance(page, 'Shop cache');
  const console = await liveConsole(page, 'Shop cache');
  await console.locator('canvas').click();
  await expect(console).toContainText('Ctrl+Alt frees them');
  // `g` and `v` would go to the volumes.
  await page.keyboard.type('gv gabbag ');
  await expect.poll(async () => countOf(await readCells(console), 'gabbag')).toBe(1);
  await expect(page.getByRole('heading', { name: 'Shop cache' })).toBeVisible();

  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await page.keyboard.up('Alt');
  await page.keyboard.up('Control');
  await expect(console).toContainText('Click or press Enter to type');
  await page.keyboard.type('gv');
  await expect(page.getByRole('heading', { name: 'Volumes', level: 1 })).toBeVisible();
});

test('text is typed for the user, view only keeps it away, the picture is saved', async ({ page }) => {
  await openInstance(page, 'Student Ana');
  const console = await liveConsole(page, 'Student Ana');
  const typed = async (text: string) => {
    await console.getByRole('button', { name: 'Type text' }).click();
    await console.getByLabel('Text to type').fill(text);
    await console.getByRole('button', { name: 'Type', exact: true }).click();
  };
  await typed('abba ');
  await expect.poll(async () => countOf(await readCells(console), 'abba')).toBe(1);

  await console.getByRole('button', { name: 'View only' }).click();
  await expect(console.getByRole('button', { name: 'Type text' })).toBeDisabled();
  await console.locator('canvas').click();
  await page.keyboard.type('deified ');
  await console.getByRole('button', { name: 'View only' }).click();
  await typed('noon ');
  await expect.poll(async () => countOf(await readCells(console), 'noon')).toBe(2);
  expect(countOf(await readCells(console), 'deified')).toBe(0);

  const download = page.waitForEvent('download');
  await console.getByRole('button', { name: 'Save screenshot' }).click();
  expect((await download).suggestedFilename()).toMatch(/^student-01 .*\.png$/);
});

test('a console in a window of its own has the keyboard at once and shares the screen', async ({ page, context }) => {
  await openInstance(page, 'Wiki');
  const here = await liveConsole(page, 'Wiki');
  const opened = context.waitForEvent('page');
  await here.getByRole('button', { name: 'Open in a window of its own' }).click();
  const window = await opened;
  const there = await liveConsole(window, 'Wiki');
  await expect(window.getByRole('navigation')).toHaveCount(0);
  await expect(there).toContainText('Ctrl+Alt frees them');
  await window.keyboard.type(`${word} `);
  await expect.poll(async () => countOf(await readCells(here), word)).toBe(1);
});

test('a guest that switches itself off is shown as stopped, and its screen as gone', async ({ page }) => {
  await openInstance(page, 'Student Bo');
  const console = await liveConsole(page, 'Student Bo');
  await console.locator('canvas').click();
  await page.keyboard.type('bo\npoweroff\n');
  await expect(badge(page)).toHaveText('Stopped');
  await expect(page.getByText('There is no screen to show')).toBeVisible();
  await act(page, 'Start');
  await liveConsole(page, 'Student Bo');
  await act(page, 'Reset');
  await confirm(page, 'Reset');
  await expect(page.getByRole('status', { name: /^Reboot instance/ })).toHaveCount(0);
  await liveConsole(page, 'Student Bo');
});
