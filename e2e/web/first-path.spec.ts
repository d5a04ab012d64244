import type { Locator, Page } from '@playwright/test';
import { countOf, readCells } from './screen.ts';
import { expect, liveConsole, test } from './stories.ts';

// From the question of the first run to typing in the console of the first instance, by somebody who has a keyboard only: nothing here
// clicks, and nothing is focused but by the keys that people have.

test.use({ practice: false, deskName: 'by keyboard' });

/** More keys than this between two things are no way to it. */
const mostKeys = 60;

const focused = (page: Page) => page.locator(':focus');

/** Goes on by a key until something has the keyboard. What is on the way is told when it never gets it. */
async function pressUntil(page: Page, key: string, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const way: string[] = [];
  for (let keys = 0; keys < mostKeys; keys++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    way.push(
      await page.evaluate(() => {
        const element = document.activeElement;
        return `${element?.tagName} ${element?.getAttribute('aria-label') ?? element?.textContent?.slice(0, 30)}`;
      }),
    );
  }
  expect(way, `${key} leads to ${target}`).toEqual([]);
}

const tabTo = (page: Page, target: Locator) => pressUntil(page, 'Tab', target);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const step = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true });

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Writes into a field that the keyboard has to be led to, in place of what is in it. */
async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

test('the first path goes by keyboard alone, into the console and out of it', async ({ page }) => {
  test.setTimeout(300_000);
  await press(page, button(page, 'Begin with real hosts'));

  // The tour is offered once. By the keyboard it goes forth, back and away, and does not come again by itself.
  await press(page, button(page, 'Take the tour'));
  const tour = page.getByRole('dialog', { name: 'Tour of the window' });
  await expect(tour.getByRole('heading', { name: 'Where things are' })).toBeVisible();
  await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tour.getByRole('heading', { name: 'Go to anything' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(tour.getByRole('heading', { name: 'What is being done' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(tour.getByRole('heading', { name: 'Go to anything' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create zone' })).toBeVisible();
  await expect(button(page, 'Take the tour')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await press(page, button(page, 'Take the tour'));
  await expect(tour).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);

  await press(page, page.getByRole('link', { name: 'Create zone' }));
  await expect(step(page, 'How do you want to set up the zone?')).toBeVisible();
  await press(page, page.getByRole('link', { name: 'Quick set-up' }));

  // The form has the keyboard already. Its first choice is a group of radio buttons, which arrows move in.
  await expect(field(page, 'Zone name')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Desk');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Simulated' })).toBeChecked();
  await press(page, button(page, 'Save and continue'));

  await expect(step(page, 'Hosts')).toBeVisible();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(step(page, 'Primary storage')).toBeVisible();
  await write(page, field(page, 'Path'), '/export/primary');
  await page.keyboard.press('Enter');
  await press(page, button(page, 'Next'));

  await expect(step(page, 'Secondary storage')).toBeVisible();
  await press(page, button(page, 'Test and save'), 'Space');
  await press(page, button(page, 'Next'));

  await press(page, button(page, 'Launch the zone'));
  await expect(page.getByRole('region', { name: 'Desk is enabled' })).toBeVisible();

  await press(page, button(page, 'Register template'));
  const panel = page.getByRole('dialog', { name: 'Register template' });
  // Looked at and closed again: the button that opened it has the keyboard as before.
  await expect(panel.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(button(page, 'Register template')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.type('Debian 13');
  await write(page, panel.getByRole('textbox', { name: 'URL' }), 'http://192.0.2.10/debian-13.qcow2');
  await tabTo(page, panel.getByRole('combobox', { name: 'OS type' }));
  await page.keyboard.type('Debian GNU/Linux 12 (64');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('combobox', { name: 'OS type' })).toHaveValue('Debian GNU/Linux 12 (64-bit)');
  await press(page, panel.getByRole('button', { name: 'Register template' }));
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole('listitem', { name: 'Debian 13' })).toContainText('Ready');

  await press(page, page.getByRole('main').getByRole('link', { name: 'Deploy instance' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Deploy instance' })).toBeVisible();
  await write(page, field(page, 'Name'), 'first');
  await press(page, page.getByRole('radio', { name: /Debian 13/ }), 'Space');
  await expect(page.getByRole('complementary', { name: 'Your instance' })).toContainText('can take it');
  await press(page, button(page, 'Deploy instance'));

  await expect(page.getByRole('heading', { level: 1, name: 'first' })).toBeVisible();
  const console = await liveConsole(page, 'first');
  await tabTo(page, console);
  await page.keyboard.press('Enter');
  await expect(console).toContainText('Ctrl+Alt frees them');
  // What is typed while the guest boots is lost, as on a real one.
  await expect
    .poll(async () => {
      await page.keyboard.type('gabbag ');
      return countOf(await readCells(console), 'gabbag');
    })
    .toBeGreaterThan(0);
  // Tab and Escape are the guest's now.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(console).toContainText('Ctrl+Alt frees them');
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await page.keyboard.up('Alt');
  await page.keyboard.up('Control');
  await expect(console).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(focused(page)).toHaveAccessibleName('Keys');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('noon ');
  await expect.poll(async () => countOf(await readCells(console), 'noon')).toBe(1);
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await page.keyboard.up('Control');
  await page.keyboard.up('Alt');
  // The guest hears of both keys before the page has the keyboard.
  await expect(console).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page.getByRole('heading', { level: 1, name: 'Instances' })).toBeVisible();
});
