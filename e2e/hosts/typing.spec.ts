import { expect, type Locator, type Page, test } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import type { Lab, LabHost } from '../lab/lab.ts';
import { deploy } from './cloud.ts';
import { onSerialLine, sameAsHypervisor } from './guest.ts';
import { beginStoryInCloud, type HostStory, open } from './story.ts';

// A real guest's screen: texts come in as keys of QEMU's keyboard and are written by the guest's own kernel, with the keymaps that Debian's
// installer makes; what arrived is read inside the guest, by its serial line. More of the same on simulated guests: e2e/web/typing.spec.ts.

let lab: Lab;
let host: LabHost;
let story: HostStory;
let page: Page;
let domain: string;
const guest = 'desk';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  story = await beginStoryInCloud(browser);
  ({ lab, page } = story);
  host = lab.hosts[0] as LabHost;
  const id = await deploy(page, guest);
  await open(page, paths.instance(id), guest);
  domain = (await lab.exec(host.name, ['virsh', '-q', 'list', '--name'])).stdout.trim();
  await expect.poll(() => inGuest('echo up-$((40+2))'), { timeout: 180_000 }).toContain('up-42');
});

test.afterAll(async () => {
  await story?.end();
});

const inGuest = (command: string) => onSerialLine(lab, host, domain, command);

/** A file inside the guest, exactly. */
async function fileInGuest(file: string): Promise<string> {
  const answer = await inGuest(`echo file=$(base64 -w0 ${file})=`);
  return Buffer.from(/^file=(\S*)=\s*$/m.exec(answer)?.[1] ?? '', 'base64').toString();
}

async function liveConsole(of: Page): Promise<Locator> {
  const console = of.getByRole('region', { name: `Console of ${guest}` });
  await expect(console).toHaveAttribute('data-phase', 'connected');
  return console;
}

/** The bar of a window of its own lies over the picture and has gone away by now. */
const callBar = (console: Locator) => console.hover({ position: { x: 200, y: 4 } });

async function typeText(console: Locator, layout: string, text: string): Promise<void> {
  await console.getByRole('button', { name: 'Type text' }).click();
  await console.getByLabel('Keyboard layout of the guest').selectOption({ label: layout });
  await console.getByLabel('Text to type').fill(text);
  await console.getByRole('button', { name: 'Type and press Enter', exact: true }).click();
  // The strip comes as the panel goes, and a short text is typed before anybody looks: so the panel first.
  await expect(console.getByLabel('Text to type')).toHaveCount(0);
  await expect(console.getByText('Typing: ')).toHaveCount(0);
}

/** 304 characters: words in both cases, digits, and every sign of ASCII that all three layouts have, some twice in a row. */
const lines = [
  'The quick brown fox jumps over the lazy dog; PACK MY BOX with 5 dozen jugs!!',
  String.raw`!"#$%&'()*+,-./0123456789:;<=>?@[\]^_{|}~ and back ~}|{_^]\[@?>=<;:/.-,+`,
  "useradd -m \"O'Neil\" && echo $((1+2)) | sed -e 's/^/#/' > /tmp/a_b-c.txt; ls",
  'mm aa ZZ yy 11 00 (({{[[<<>>]]}})) zYzY qaQA wzWZ https://u:p@h.example/?a=b',
];
const special = { us: '`~`', de: 'ÄÖÜäöüß §°²³µ€ éÈêâ', fr: 'éèçàù £§µ²° êîôûÂ ëïüÖ €' };

for (const [keymap, label] of [
  ['us', 'English (US)'],
  ['de', 'German'],
  ['fr', 'French'],
] as const)
  test(`300 characters with symbols arrive exactly in a guest with a real kernel's keymap: ${label}`, async () => {
    expect(await inGuest(`loadkeys -q -C /dev/tty1 ${keymap} && echo loaded-$((40+2))`)).toContain('loaded-42');
    const console = await liveConsole(page);
    await typeText(console, label, 'cat >/run/words');
    const text = [...lines, special[keymap]].join('\n');
    expect(lines.join('\n').length).toBeGreaterThanOrEqual(300);
    await typeText(console, label, text);
    await console.locator('canvas').click();
    await page.keyboard.press('Control+d');
    await expect.poll(() => fileInGuest('/run/words')).toBe(`${text}\n`);
  });

test('a second viewer sees the real screen; one that only looks types nothing; take over and hand back', async () => {
  const here = await liveConsole(page);
  const opened = page.context().waitForEvent('page');
  await here.getByRole('button', { name: 'Open in a window of its own' }).click();
  const window = await opened;
  const there = await liveConsole(window);
  const typeBy = async (of: Page, console: Locator, word: string) => {
    await console.locator('canvas').click();
    await of.keyboard.type(word, { delay: 40 });
    await of.keyboard.press('Enter');
  };
  const arrived = (...words: string[]) =>
    expect.poll(() => fileInGuest('/run/who')).toBe(words.map((word) => `${word}\n`).join(''));
  expect(await inGuest('loadkeys -q -C /dev/tty1 us && echo loaded-$((40+2))')).toContain('loaded-42');

  // What the first types, both show: the very picture that the hypervisor holds.
  await typeBy(page, here, 'tee /run/who');
  await typeBy(page, here, 'first');
  await arrived('first');
  for (const each of [page, window])
    await expect.poll(() => sameAsHypervisor(lab, each, host, domain), { timeout: 60_000 }).toBeGreaterThan(0.995);

  await callBar(there);
  await there.getByRole('button', { name: 'View only' }).click();
  await expect(there.getByRole('button', { name: 'Type text' })).toBeDisabled();
  await typeBy(window, there, 'looker');
  await typeBy(page, here, 'second');
  await arrived('first', 'second');

  await callBar(there);
  await there.getByRole('button', { name: 'Viewers: 2' }).click();
  await there.getByRole('button', { name: 'Take over' }).click();
  const holds = there.getByRole('status').filter({ hasText: 'only this window types' });
  await expect(holds).toBeVisible();
  const notice = here.getByRole('status').filter({ hasText: 'has taken this console over' });
  await expect(notice).toBeVisible();
  await expect(here.getByRole('button', { name: 'Type text' })).toBeDisabled();
  await typeBy(page, here, 'robbed');
  await typeBy(window, there, 'third');
  await arrived('first', 'second', 'third');

  await holds.getByRole('button', { name: 'Hand back' }).click();
  await expect(notice).toHaveCount(0);
  await typeText(here, 'English (US)', 'fourth');
  await arrived('first', 'second', 'third', 'fourth');
});
