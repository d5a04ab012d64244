import type { Locator, Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { expect, liveConsole, test, visit } from './stories.ts';

// A wall of screens: the instances of a list as small pictures that stay fresh.

const wall = (page: Page) => page.getByRole('list', { name: 'Instances' });
const tile = (page: Page, name: string) => wall(page).getByRole('listitem').filter({ hasText: name });

async function openWall(page: Page, search = ''): Promise<void> {
  await visit(page, `${paths.instances}${search}`);
  await page.getByRole('button', { name: 'Show as tiles' }).click();
  await expect(wall(page)).toBeVisible();
}

/** How bright a tile's picture is on the whole, 0–255; 0 while there is none. */
function brightness(of: Locator): Promise<number> {
  return of.evaluate(async (element) => {
    const picture = element.querySelector('img');
    if (picture === null) return 0;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.naturalWidth, picture.naturalHeight);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += data[at] ?? 0;
    return sum / (data.length / 4);
  });
}

test('the wall shows screens as they change, opens their consoles, and is there again the next time', async ({
  page,
}) => {
  await openWall(page, '?q=Student');
  const ana = tile(page, 'Student Ana');
  await expect.poll(() => brightness(ana)).toBeGreaterThan(0);
  const before = await brightness(ana);
  const opened = page.context().waitForEvent('page');
  await ana.getByRole('button', { name: 'Open the console of Student Ana' }).click();
  const window = await opened;
  const console = await liveConsole(window, 'Student Ana');
  await console.locator('canvas').click();
  for (let line = 0; line < 6; line++) await window.keyboard.type(`${'MMMMMMMM'.repeat(8)}\n`);
  await expect.poll(() => brightness(ana)).toBeGreaterThan(before * 1.2);
  await page.reload();
  await expect(ana.getByRole('button', { name: 'Open the console of Student Ana' })).toBeVisible();
  await ana.getByRole('link', { name: 'Student Ana' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Student Ana' })).toBeVisible();
});

test('what does not run has no picture, and only what is in sight is asked for', async ({ page }) => {
  const asked: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const message = String(payload);
      if (message.includes('getVirtualMachineThumbnail')) asked.push(message.replace(/.*"virtualmachineid":"/, ''));
    }),
  );
  await page.reload();
  await openWall(page);
  const stopped = wall(page).getByRole('listitem').filter({ hasText: 'Stopped' }).first();
  await stopped.scrollIntoViewIfNeeded();
  await expect(stopped.getByText('Not running: no picture')).toBeVisible();
  await expect(stopped.getByRole('button')).toBeDisabled();

  // A low window with one row of tiles: when one of them has come round again and again, the others have not been asked for.
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.reload();
  const running = wall(page)
    .getByRole('listitem')
    .filter({ hasText: /Running/ });
  await expect.poll(() => brightness(running.first())).toBeGreaterThan(0);
  asked.length = 0;
  const mostOften = () => Math.max(0, ...asked.map((id) => asked.filter((each) => each === id).length));
  await expect.poll(mostOften, { timeout: 40_000 }).toBeGreaterThanOrEqual(3);
  expect(new Set(asked).size).toBeLessThan(await running.count());
});
