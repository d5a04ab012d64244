import { countOf, readCells } from './screen.ts';
import { expect, liveConsole, openInstance, test } from './stories.ts';

test('a lower quality costs the host fewer bytes, is named among the viewers, and can still be typed on', async ({
  page,
}) => {
  await openInstance(page, 'Monitoring');
  const console = await liveConsole(page, 'Monitoring');
  const choose = async (from: string, to: string) => {
    await console.getByRole('button', { name: `Quality: ${from}` }).click();
    await console.getByRole('menuitem', { name: to }).click();
    await expect(console.getByRole('button', { name: `Quality: ${to}` })).toBeVisible();
  };
  const link = console.getByText(/^From the host: /);
  await console.getByRole('button', { name: 'Viewers: 1' }).click();
  await expect(link).toHaveText(/ · Best$/);
  await page.keyboard.press('Escape');

  await choose('Best', 'Low bandwidth');
  await console.getByRole('button', { name: 'Viewers: 1' }).click();
  await expect(link).toHaveText(/^From the host: .+\/s · Low bandwidth$/);
  await page.keyboard.press('Escape');
  await expect(console).toHaveAttribute('data-phase', 'connected');
  await console.locator('canvas').click();
  await page.keyboard.type('rotator ');
  await expect.poll(async () => countOf(await readCells(console), 'rotator')).toBe(1);
  await choose('Low bandwidth', 'Best');
});
