import type { Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { clearFault, expect, injectFault, test, visit } from './stories.ts';

async function openHost(page: Page, name: string): Promise<void> {
  await visit(page, paths.hosts);
  await page.getByRole('grid').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

test('a shell on a simulated host: opened on purpose, searched, still there after a look elsewhere, ended and opened again', async ({
  page,
}) => {
  await openHost(page, 'sim-host-05');
  await page.getByRole('tab', { name: 'Shell' }).click();
  const shell = page.getByRole('region', { name: 'Shell on sim-host-05' });
  // Nothing is opened by looking at the tab.
  await expect(shell).toHaveAttribute('data-phase', 'closed');
  await expect(shell).toContainText('A practice shell: sim-host-05 is simulated');
  await shell.getByRole('button', { name: 'Open a shell' }).click();
  const screen = shell.locator('.xterm-rows');
  await expect(screen).toContainText('Practice shell of the simulated host sim-host-05. Nothing here is real');
  // It has the keyboard at once.
  await page.keyboard.type('echo marmalade\nstty size\n');
  await expect.poll(async () => ((await screen.textContent()) ?? '').split('marmalade').length).toBe(3);
  const sizeOf = async () =>
    /stty size\s*(\d+) (\d+)/
      .exec((await screen.textContent()) ?? '')
      ?.slice(1, 3)
      .join(' ');
  await expect.poll(sizeOf).toMatch(/^\d+ \d+$/);
  const before = await sizeOf();

  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('marmalade');
  await expect(shell.getByRole('search').getByRole('status')).toHaveText('2 of 2');
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Events' }).click();
  const events = page.getByRole('tabpanel', { name: 'Events' });
  await expect(events.getByText('Opened a shell on sim-host-05 as root').first()).toBeVisible();
  await expect(events).not.toContainText('marmalade');
  await page.setViewportSize({ width: 1100, height: 700 });
  await page.getByRole('tab', { name: 'Shell' }).click();
  await expect(shell).toHaveAttribute('data-phase', 'open');
  await expect(screen).toContainText('marmalade');
  // The terminal's new size has reached the host.
  await shell.locator('.xterm').click();
  await page.keyboard.type('clear\nstty size\n');
  await expect.poll(sizeOf).not.toBe(before);

  await page.keyboard.type('exit 3\n');
  await expect(shell.getByRole('alert')).toContainText('The shell has ended with exit status 3.');
  // What it said last can still be read.
  await expect(screen).toContainText('logout');
  await shell.getByRole('button', { name: 'Open another shell' }).click();
  await expect(shell).toHaveAttribute('data-phase', 'open');
  await expect(shell.getByRole('alert')).toHaveCount(0);
  await shell.getByRole('button', { name: 'Close the shell' }).click();
  await expect(shell).toHaveAttribute('data-phase', 'closed');
});

test('what a host sends to its shell is shown and does nothing: no title, clipboard, link or answer', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const sent: string[] = [];
  page.on('websocket', (socket) => {
    if (socket.url().includes('/console/')) socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  await openHost(page, 'sim-host-06');
  await page.getByRole('tab', { name: 'Shell' }).click();
  const shell = page.getByRole('region', { name: 'Shell on sim-host-06' });
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  const title = await page.title();
  await shell.getByRole('button', { name: 'Open a shell' }).click();
  await expect(shell).toHaveAttribute('data-phase', 'open');
  const tricks = [
    String.raw`\e]0;owned\a`,
    String.raw`\e]52;c;b3duZWQ=\a\e]52;c;?\a`,
    String.raw`\e]8;;https://evil.example/\aharmless\e]8;;\a`,
    String.raw`\e[5n\e[6n\e[c\e[>c\eZ\e[18t\e]10;?\a\eP\x24qm\e\x5c\e[?1004h`,
  ];
  const typed = tricks.map((trick, index) => `printf ${trick} shown-${index}\n`).join('');
  await page.keyboard.type(typed);
  // The words stand twice: as they were typed, and as they were sent.
  for (const [index] of tricks.entries())
    await expect
      .poll(async () => ((await shell.locator('.xterm-rows').textContent()) ?? '').split(`shown-${index}`).length)
      .toBe(3);
  await page.keyboard.type('x');
  await expect.poll(() => sent.at(-1)).toBe('x');
  expect(sent.filter((frame) => !frame.startsWith('{')).join('')).toBe(`${typed.replaceAll('\n', '\r')}x`);
  expect(await page.title()).toBe(title);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  await expect(shell.locator('.xterm-rows').locator('a, [class*=link]')).toHaveCount(0);
});

test('a host that is cut off ends its shell, and says why it opens none', async ({ page }) => {
  await openHost(page, 'sim-host-05');
  const host = new URL(page.url()).hash.slice(1).split('?')[0] ?? '';
  const shell = page.getByRole('region', { name: 'Shell on sim-host-05' });
  await visit(page, `${host}?tab=shell`);
  await shell.getByRole('button', { name: 'Open a shell' }).click();
  await expect(shell).toHaveAttribute('data-phase', 'open');
  await injectFault(page, host, 'Network cable pulled');
  await visit(page, `${host}?tab=shell`);
  await expect(shell.getByRole('alert')).toContainText('The host does not answer');
  await shell.getByRole('button', { name: 'Open another shell' }).click();
  await expect(shell.getByRole('alert')).toContainText('There is no route to sim-host-05.');
  await expect(shell).toHaveAttribute('data-phase', 'ended');
  await clearFault(page, host, 'Network cable pulled');
  await visit(page, `${host}?tab=shell`);
  await shell.getByRole('button', { name: 'Try again' }).click();
  await expect(shell.locator('.xterm-rows')).toContainText('Practice shell of the simulated host');
});
