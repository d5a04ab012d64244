import { expect, openInstance, test } from './stories.ts';

test('what a hostile guest sends to its serial line is shown and does nothing: no title, clipboard, link or answer', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // The screen has a connection of its own, which is opened first.
  const connections: string[][] = [];
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/console/')) return;
    const frames: string[] = [];
    connections.push(frames);
    socket.on('framesent', ({ payload }) => frames.push(String(payload)));
  });
  const sent = () => connections.at(-1) ?? [];
  await openInstance(page, 'Wiki');
  await page.getByRole('tab', { name: 'Serial line' }).click();
  const serial = page.getByRole('region', { name: 'Serial line of Wiki' });
  await expect(serial).toContainText('login:');
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  const title = await page.title();
  await serial.locator('.xterm').click();
  await page.keyboard.type('visitor\n');
  await expect(serial).toContainText('visitor@');
  const tricks = [
    String.raw`\e]0;owned\a\e]2;owned\a`,
    String.raw`\e]52;c;b3duZWQ=\a\e]52;c;?\a`,
    String.raw`\e]8;;https://evil.example/\aharmless\e]8;;\a`,
    // What a terminal answers to: status, place, attributes, modes, colours, settings, version, focus.
    String.raw`\e[5n\e[6n\e[?6n\e[c\e[>c\e[=c\eZ\e[?1\x24p\e[18t\e[>q\e[?u`,
    String.raw`\e]10;?\a\e]11;?\a\e]4;1;?\a\eP\x24qm\e\x5c\eP+q544e\e\x5c\e[?1004h`,
  ];
  for (const [index, trick] of tricks.entries()) {
    await page.keyboard.type(`printf ${trick} shown-${index}\n`);
    // The words stand twice: as they were typed, and as they were sent.
    await expect
      .poll(async () => ((await serial.locator('.xterm-rows').textContent()) ?? '').split(`shown-${index}`).length)
      .toBe(3);
  }
  await page.keyboard.type('x');
  await expect.poll(() => sent().at(-1)).toBe('x');
  // Every frame is one key that was pressed here, or JSON that is Benchtop's own.
  const keys = sent().filter((frame) => !frame.startsWith('{'));
  const pressed = `visitor\r${tricks.map((trick, index) => `printf ${trick} shown-${index}\r`).join('')}x`;
  expect(keys.join('')).toBe(pressed);
  expect(await page.title()).toBe(title);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  await expect(serial.getByText('harmless').first()).toBeVisible();
  await expect(serial.locator('.xterm-rows').locator('a, [class*=link]')).toHaveCount(0);
});
