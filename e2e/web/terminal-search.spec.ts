import { expect, openInstance, test } from './stories.ts';

test('a word is found in the scrollback of a serial line, and nothing of the search reaches the guest', async ({
  page,
}) => {
  const connections: string[][] = [];
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/console/')) return;
    const frames: string[] = [];
    connections.push(frames);
    socket.on('framesent', ({ payload }) => frames.push(String(payload)));
  });
  const keys = () => (connections.at(-1) ?? []).filter((frame) => !frame.startsWith('{')).join('');
  await openInstance(page, 'Shop cache');
  await page.getByRole('tab', { name: 'Serial line' }).click();
  const serial = page.getByRole('region', { name: 'Serial line of Shop cache' });
  const screen = serial.locator('.xterm-rows');
  await expect(screen).toContainText('login:');
  await serial.locator('.xterm').click();
  // Every word stands twice: as it was typed, and as the guest repeats it.
  const typed = 'finder\necho needle\necho Needle\nhelp\nhelp\nhelp\nhelp\nhelp\necho end-of-$\n';
  await page.keyboard.type(typed);
  await expect.poll(async () => ((await screen.textContent()) ?? '').split('end-of-$').length).toBe(3);
  await expect(screen).not.toContainText('needle');

  await page.keyboard.press('Control+Shift+F');
  const search = serial.getByRole('search');
  const word = search.getByRole('textbox', { name: 'Search in the terminal' });
  const count = search.getByRole('status');
  await expect(word).toBeFocused();
  await page.keyboard.type('needle');
  // The newest first, and brought into view.
  await expect(count).toHaveText('4 of 4');
  await expect(screen).toContainText('Needle');
  await page.keyboard.press('Enter');
  await expect(count).toHaveText('3 of 4');
  await page.keyboard.press('Shift+Enter');
  await expect(count).toHaveText('4 of 4');
  await search.getByRole('button', { name: /^Next match/ }).click();
  await expect(count).toHaveText('1 of 4');

  await search.getByRole('button', { name: 'Match case' }).click();
  await expect(count).toHaveText('2 of 2');
  await word.fill('nothing-like-this');
  await expect(count).toHaveText('No match');
  await expect(search.getByRole('button', { name: /^Previous match/ })).toBeDisabled();

  await word.press('Escape');
  await expect(search).toHaveCount(0);
  // The terminal has the keyboard again; of all that was pressed for the search it has sent nothing.
  await page.keyboard.type('x');
  await expect.poll(keys).toBe(`${typed.replaceAll('\n', '\r')}x`);
});
