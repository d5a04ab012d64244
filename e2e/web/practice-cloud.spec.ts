import type { Page } from '@playwright/test';
import { countOf, readCells } from './screen.ts';
import { expect, liveConsole, test } from './stories.ts';

test.use({ practice: false, deskName: 'first run' });

/** A word whose pattern of letters nothing else on a booting screen has. */
const word = 'abracadabra';

/** Counts what a person really clicked, also over a reload. */
async function countClicks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    addEventListener(
      'click',
      (event) => {
        if (event.isTrusted)
          sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks') ?? 0) + 1));
      },
      true,
    );
  });
}

test('start, choose the practice cloud, deploy a VM, see and type into its console in ten clicks at most', async ({
  page,
}) => {
  await countClicks(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Welcome to Benchtop' })).toBeVisible();
  await page.getByRole('button', { name: 'Start the practice cloud' }).click();

  await page.getByRole('main').getByRole('link', { name: 'Deploy instance' }).click();
  const summary = page.getByRole('complementary', { name: 'Your instance' });
  await expect(summary).toContainText(/hosts? can take it/);
  await summary.getByRole('button', { name: 'Deploy instance' }).click();

  const console = await liveConsole(page);
  // The guest boots before it takes keys: its login prompt is the first thing on the screen that waits.
  await console.locator('canvas').click();
  await expect
    .poll(async () => {
      await page.keyboard.type('abracadabra ');
      return countOf(await readCells(console), word);
    })
    .toBeGreaterThan(0);
  const clicks = Number(await page.evaluate(() => sessionStorage.getItem('clicks')));
  expect(clicks).toBeGreaterThan(0);
  expect(clicks).toBeLessThanOrEqual(10);
});
