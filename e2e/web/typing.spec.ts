import type { Locator, Page } from '@playwright/test';
import { countOf, readCells } from './screen.ts';
import { expect, liveConsole, openInstance, test } from './stories.ts';

// Texts typed for the user. The guests of the practice cloud have keyboards of their own: scan codes come in, and the layout that was
// loaded in the guest decides what they write, by tables that share nothing with those of the page.

/** 304 characters: words in both cases, digits, and every sign of ASCII, some twice in a row. */
const lines = [
  'The quick brown fox jumps over the lazy dog; PACK MY BOX with 5 dozen jugs!!',
  String.raw`!"#$%&'()*+,-./0123456789:;<=>?@[\]^_{|}~ and back ~}|{_^]\[@?>=<;:/.-,+`,
  "useradd -m \"O'Neil\" && echo $((1+2)) | sed -e 's/^/#/' > /tmp/a_b-c.txt; ls",
  'mm aa ZZ yy 11 00 (({{[[<<>>]]}})) zYzY qaQA wzWZ https://u:p@h.example/?a=b',
];
const special: Record<string, string> = { de: 'ÄÖÜäöüß §°²³µ€ éÈêâ', fr: 'éèçàù £§µ²° êîôûÂ ëïüÖ €', us: '`~`' };

async function typeText(console: Locator, text: string, options: { layout?: string; enter?: boolean } = {}) {
  await console.getByRole('button', { name: 'Type text' }).click();
  if (options.layout !== undefined)
    await console.getByLabel('Keyboard layout of the guest').selectOption({ label: options.layout });
  await console.getByLabel('Speed').selectOption({ label: 'Fast' });
  await console.getByLabel('Text to type').fill(text);
  await console
    .getByRole('button', { name: options.enter === false ? 'Type' : 'Type and press Enter', exact: true })
    .click();
  // The strip comes as the panel goes, and a short text is typed before anybody looks: so the panel first.
  await expect(console.getByLabel('Text to type')).toHaveCount(0);
  await expect(console.getByText('Typing: ')).toHaveCount(0, { timeout: 60_000 });
}

/** What a file in the guest holds, read by its serial line. */
async function fileOf(page: Page, name: string, file: string): Promise<string[]> {
  await page.getByRole('tab', { name: 'Serial line' }).click();
  const serial = page.getByRole('region', { name: `Serial line of ${name}` });
  await expect(serial).toContainText('login:');
  await serial.locator('.xterm').click();
  await page.keyboard.type(`reader\ncat ${file}\n`);
  const rows = async () =>
    (await serial.locator('.xterm-rows > div').allInnerTexts()).map((row) => row.replaceAll('\u00a0', ' ').trimEnd());
  const prompt = /^reader@\S+\$/;
  await expect
    .poll(async () => (await rows()).filter((row) => prompt.test(row)).length, { message: 'prompts on the line' })
    .toBe(2);
  const seen = await rows();
  const asked = seen.findIndex((row) => row.endsWith(`cat ${file}`));
  return seen.slice(
    asked + 1,
    seen.findIndex((row, index) => index > asked && prompt.test(row)),
  );
}

for (const [layout, label, guest] of [
  ['us', 'English (US)', 'Student Ana'],
  ['de', 'German', 'Student Bo'],
  ['fr', 'French', 'Name server, second'],
] as const)
  test(`300 characters with symbols arrive exactly in a guest with another keyboard: ${label}`, async ({ page }) => {
    await openInstance(page, guest);
    const console = await liveConsole(page, guest);
    await typeText(console, `visitor\nloadkeys ${layout}`, { layout: 'English (US)' });
    await typeText(console, 'cat > words', { layout: label });
    const text = [...lines, special[layout] ?? ''];
    expect(lines.join('\n').length).toBeGreaterThanOrEqual(300);
    await typeText(console, text.join('\n'));
    await console.locator('canvas').click();
    await page.keyboard.press('Control+d');
    expect(await fileOf(page, guest, 'words')).toEqual(text);
  });

test('what the layout cannot type is named before anything is sent', async ({ page }) => {
  await openInstance(page, 'Shop cache');
  const console = await liveConsole(page, 'Shop cache');
  await console.getByRole('button', { name: 'Type text' }).click();
  await console.getByLabel('Keyboard layout of the guest').selectOption({ label: 'English (US)' });
  await console.getByLabel('Text to type').fill('sale: 5 €, 中文');
  await expect(console.getByText('English (US) has no keys for: € 中 文.')).toBeVisible();
  for (const name of ['Type', 'Type and press Enter'])
    await expect(console.getByRole('button', { name, exact: true })).toBeDisabled();
  await console.getByLabel('Text to type').fill('sale: 5 €');
  await console.getByLabel('Keyboard layout of the guest').selectOption({ label: 'German' });
  await expect(console.getByText('has no keys for')).toHaveCount(0);
  await expect(console.getByText(/What will be typed: 9 characters, about \d s/)).toBeVisible();
  await expect(console.getByRole('button', { name: 'Type', exact: true })).toBeEnabled();
});

test('typing is cancelled on the way, and says how far it came', async ({ page }) => {
  await openInstance(page, 'Name server');
  const console = await liveConsole(page, 'Name server');
  await console.getByRole('button', { name: 'Type text' }).click();
  await console.getByLabel('Speed').selectOption({ label: 'Slow, for a busy guest' });
  await console.getByLabel('Text to type').fill('noon '.repeat(40));
  await console.getByRole('button', { name: 'Type', exact: true }).click();
  await expect.poll(async () => countOf(await readCells(console), 'noon')).toBeGreaterThan(0);
  await console.getByRole('button', { name: 'Cancel' }).click();
  await expect(console.getByRole('alert')).toContainText(/Typing was cancelled\. \d+ of 200 characters were typed\./);
  await console.getByRole('alert').getByRole('button', { name: 'Close' }).click();
  await expect(console.getByRole('alert')).toHaveCount(0);
});

test('Ctrl+Shift+V over the screen brings the clipboard, to be looked at before it is typed', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openInstance(page, 'Name server');
  const console = await liveConsole(page, 'Name server');
  await page.evaluate(() => navigator.clipboard.writeText('rotor\n'));
  await console.locator('canvas').click();
  await page.keyboard.press('Control+Shift+V');
  await expect(console.getByLabel('Text to type')).toHaveValue('rotor\n');
  await expect(console.getByText('rotor↵')).toBeVisible();
});
