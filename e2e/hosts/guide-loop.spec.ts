import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { Lab, LabHost } from '../lab/lab.ts';
import { onSerialLine } from './guest.ts';
import { beginStoryInCloud, type HostStory, open } from './story.ts';

// A trainer's first class on a real host, by the GUI: a system is installed from an ISO, sealed, made a template and deployed three
// times; who each instance is, is asked inside of it, by its serial line from the host.

let lab: Lab;
let host: LabHost;
let story: HostStory;
let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  story = await beginStoryInCloud(browser);
  ({ lab, page } = story);
  host = lab.hosts[0] as LabHost;
});

test.afterAll(async () => {
  await story?.end();
});

const panel = () => page.getByRole('dialog');
const badge = () => page.locator('main h1 ~ [data-tone]').first();
const booting = { timeout: 400_000 };

/** An action of the title row, or of its menu. */
async function act(item: string): Promise<void> {
  const inBar = page.locator('main').getByRole('button', { name: item, exact: true });
  if ((await inBar.count()) > 0) return await inBar.first().click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
const yes = (item: string) => panel().getByRole('button', { name: item, exact: true }).click();

/** The domains of the host by their titles, which are the instances' names. */
async function domainOf(name: string): Promise<string> {
  const { stdout } = await lab.exec(host.name, ['virsh', '-q', 'list', '--title']);
  const line = stdout.split('\n').find((each) => each.trim().endsWith(` ${name}`));
  return line?.trim().split(/\s+/)[1] ?? '';
}

/** What a guest answers to a command on its serial line, once it has a shell. */
async function inGuest(name: string, command: string): Promise<string> {
  let answer: string | undefined;
  // Its own: a guest that was slow may only now answer what was asked before, twice.
  const mark = randomBytes(4).toString('hex');
  await expect
    .poll(async () => {
      const domain = await domainOf(name);
      if (domain === '') return undefined;
      // The marks are put together by the shell, so that the echo of the line is not taken for an answer; a shell that is just starting
      // swallows the beginning of the line, and with it the first mark.
      const line = `echo "begin""s ${mark}"; ${command}; echo "end""s ${mark}"`;
      const said = (await onSerialLine(lab, host, domain, line, `ends ${mark}`)).replaceAll('\r', '');
      answer = new RegExp(`^begins ${mark}\\n([\\s\\S]*?)^ends ${mark}$`, 'm').exec(said)?.[1];
      return answer;
    }, booting)
    .toBeDefined();
  return answer ?? '';
}

interface Identity {
  machineId: string;
  hostKey: string;
  address: string;
}

async function identityOf(name: string): Promise<Identity> {
  const key = '/etc/ssh/ssh_host_ed25519_key.pub';
  let found: Identity | undefined;
  await expect
    .poll(async () => {
      const said = await inGuest(
        name,
        `echo "id: $(cat /etc/machine-id) $(ssh-keygen -lf ${key} | cut -d' ' -f2) $(ip -4 -o addr show eth0 | awk '{print $4}')"`,
      );
      const [, machineId, hostKey, address] =
        /^id: ([0-9a-f]{32}) (SHA256:[A-Za-z0-9+/]{43}) ([0-9.]+)\/24$/m.exec(said) ?? [];
      if (machineId && hostKey && address) found = { machineId, hostKey, address };
      return found !== undefined;
    }, booting)
    .toBe(true);
  return found as Identity;
}

const identities = new Map<string, Identity>();
const students = ['student-1', 'student-2', 'student-3'];
const distinct = (values: (string | undefined)[]) => new Set(values).size;

test('an ISO comes by URL, and an instance boots from it', async () => {
  await open(page, '/isos', 'ISOs');
  await page.getByRole('button', { name: 'Register ISO' }).first().click();
  await panel().getByLabel(/^Name/).fill('installer');
  await panel().getByLabel(/^URL/).fill(`${lab.description.http.url}/tiny.iso`);
  await panel()
    .getByLabel(/^OS type/)
    .first()
    .click();
  await page.keyboard.type('Debian GNU/Linux 12');
  await page.getByRole('option').first().click();
  await yes('Register ISO');
  await expect(page.getByRole('row', { name: /installer/ })).toContainText('Ready');
  await page.getByRole('link', { name: 'installer', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'installer' })).toBeVisible();
  await act('Deploy instance');
  await expect(page.getByRole('radio', { name: /installer/ })).toBeChecked();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('golden');
  await page
    .getByRole('complementary', { name: 'Your instance' })
    .getByRole('button', { name: /^Deploy/ })
    .click();
  await expect(badge()).toHaveText('Running');
  // Nothing lies on its disk yet: it runs from the CD.
  expect(await inGuest('golden', 'grep -c " /data " /proc/mounts')).toMatch(/^0$/m);
});

test('it is installed in the console, the disc is taken out, and it boots from its disk', async () => {
  const screen = page.locator('canvas').first();
  await expect(screen).toBeVisible();
  await screen.click({ position: { x: 100, y: 100 } });
  // What is typed while the installer works waits for its end.
  for (const line of ['tiny-install', 'touch /tmp/installed']) {
    await page.keyboard.type(line, { delay: 40 });
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => inGuest('golden', 'ls /tmp | cat'), booting).toMatch(/^installed$/m);
  await act('Detach ISO');
  await yes('Detach ISO');
  await expect(panel()).toHaveCount(0);
  await act('Boot order');
  await panel().getByText('Disk, then CD').click();
  await yes('Save');
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Disk, then CD');
  await act('Stop');
  await yes('Stop');
  await expect(badge()).toHaveText('Stopped');
  await act('Start');
  await expect(badge()).toHaveText('Running');
  expect(await inGuest('golden', 'grep -c " /data " /proc/mounts')).toMatch(/^1$/m);
  identities.set('golden', await identityOf('golden'));
});

test('an agent that hangs is not waited for; one that answers seals the instance', async () => {
  await inGuest('golden', 'echo secret >/root/.ash_history; kill -STOP $(cat /run/qemu-ga.pid)');
  await act('Seal');
  await expect(panel()).toContainText('No guest agent answers');
  await expect(panel().getByRole('button', { name: 'I did this, power off' })).toBeDisabled();
  await inGuest('golden', 'kill -CONT $(cat /run/qemu-ga.pid)');
  // What was asked meanwhile it answers first; until it is done with that it counts as silent.
  await expect(async () => {
    const again = panel().getByRole('button', { name: 'Look again' });
    if (await again.isVisible()) await again.click();
    await expect(panel().getByRole('button', { name: 'Seal and power off' })).toBeVisible({ timeout: 15_000 });
  }).toPass({ timeout: 120_000 });
  await yes('Seal and power off');
  await expect(badge()).toHaveText('Stopped');
  expect((await lab.exec(host.name, ['virsh', '-q', 'list', '--all'])).stdout.trim()).toBe('');
});

test('its volume becomes a template, and three instances come of it by a name pattern', async () => {
  await act('Create template');
  await panel().getByLabel(/^Name/).fill('class image');
  await yes('Create template');
  await open(page, '/templates', 'Templates');
  await expect(page.getByRole('row', { name: /class image/ })).toContainText('Ready');
  await page.getByRole('link', { name: 'class image', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'class image' })).toBeVisible();
  await act('Deploy instance');
  await page.getByLabel('How many').fill('3');
  await page.getByLabel('Name pattern').fill('student-#');
  await page.getByRole('button', { name: 'Deploy 3 instances' }).click();
  await expect(page.getByText('3 of 3 deployed').first()).toBeVisible(booting);
});

test('each has its own machine id, host key and address, and no history', async () => {
  await Promise.all(students.map(async (name) => identities.set(name, await identityOf(name))));
  const all = ['golden', ...students].map((name) => identities.get(name));
  expect(distinct(all.map((each) => each?.machineId))).toBe(4);
  expect(distinct(all.map((each) => each?.hostKey))).toBe(4);
  expect(distinct(all.map((each) => each?.address))).toBe(4);
  await open(page, '/instances', 'Instances');
  for (const name of students)
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText(identities.get(name)?.address ?? '?');
  const homes = await Promise.all(students.map((name) => inGuest(name, 'ls -a /root | cat')));
  expect(homes.join()).not.toContain('.ash_history');
});

test('two of them are reset to their template: strangers again, the third is who it was', async () => {
  const reset = students.slice(0, 2);
  await Promise.all(students.map((name) => inGuest(name, 'echo mine >/data/homework; sync')));
  await open(page, '/instances', 'Instances');
  for (const name of reset) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await page.getByRole('toolbar', { name: 'Actions for the selected rows' }).getByText('Reset to template').click();
  await panel().getByRole('textbox').fill('2');
  await yes('Reset to template');
  await expect(panel().getByText('Done', { exact: true })).toHaveCount(2, booting);
  const now = await Promise.all(students.map(identityOf));
  const data = await Promise.all(students.map((name) => inGuest(name, 'ls /data | cat')));
  for (const [index, name] of reset.entries()) {
    const before = identities.get(name);
    const after = now[index] as Identity;
    expect(after.address).toBe(before?.address);
    expect([...identities.values()].map((each) => each.machineId)).not.toContain(after.machineId);
    expect([...identities.values()].map((each) => each.hostKey)).not.toContain(after.hostKey);
    expect(data[index]).not.toContain('homework');
  }
  expect(now[2]).toEqual(identities.get('student-3'));
  expect(data[2]).toContain('homework');
});
