import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { Lab, LabHost } from '../lab/lab.ts';
import { type Manifest, traces } from '../lab/manifest.ts';
import { onSerialLine, sameAsHypervisor } from './guest.ts';
import { beginStory, type HostStory, open } from './story.ts';

// The main path, by the GUI alone: two blank machines become hosts, a template is fetched by URL, an instance runs on each in turn, and at
// the end the machines are as they were found.

let lab: Lab;
let story: HostStory;
let page: Page;
const before = new Map<string, Manifest>();

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  story = await beginStory(browser);
  ({ lab, page } = story);
  for (const host of lab.hosts) before.set(host.name, await lab.manifest(host.name));
});

test.afterAll(async () => {
  await story?.end();
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

async function prepare(host: LabHost, first: boolean): Promise<void> {
  await page.getByRole('link', { name: first ? 'Prepare a machine' : 'Prepare another machine' }).click();
  await page.getByLabel('Address').fill(host.address);
  await page.getByLabel('Password', { exact: true }).last().fill(host.password);
  await button('Continue').click();
  await expect(page.getByText('Is this the machine you mean?')).toBeVisible();
  const keys = await lab.exec(host.name, ['ssh-keygen', '-lf', '/etc/ssh/ssh_host_ed25519_key.pub']);
  await expect(page.getByText(keys.stdout.split(' ')[1] ?? 'no fingerprint')).toBeVisible();
  await button('It is the same: accept this key').click();
  // There is no hardware virtualization here: the plan is blocked until emulation is accepted for this machine.
  await expect(page.getByText(/must be settled first/)).toBeVisible();
  await page.getByRole('switch', { name: /Accept software emulation/ }).click({ force: true });
  await page.getByLabel('Full host name').fill(`${host.name}.lab.test`);
  await button('Plan again').click();
  await expect(page.getByText(/Ready: \d+ change/)).toBeVisible();
  await button('Apply').click();
  await expect(button('Add to cluster')).toBeVisible({ timeout: 300_000 });
  await button('Add to cluster').click();
  await expect(page.getByRole('link', { name: 'Prepare another machine' })).toBeVisible();
  await expect(page.getByText(`${host.name}.lab.test`).first()).toBeVisible();
}

async function set(name: string, value: string): Promise<void> {
  await open(page, '/settings', 'Settings');
  const setting = page.getByRole('textbox', { name });
  await setting.fill(value);
  await setting.press('Enter');
  // A number shows its unit.
  const shown = async () => (await page.getByRole('textbox', { name }).inputValue()).split(' ')[0];
  await expect.poll(shown).toBe(value);
  await page.reload();
  await expect.poll(shown).toBe(value);
}

test('two blank machines become hosts of a zone', async () => {
  await button('Begin with real hosts').click();
  // No sweep over the hosts from here on: what the pages show of them came by their events.
  await set('ping.interval', '3600');
  await open(page, '/', 'Dashboard');
  await page.getByRole('link', { name: 'Create zone' }).click();
  await page
    .getByRole('link', { name: /Quick set-up/ })
    .or(button(/Quick set-up/))
    .first()
    .click();
  await page.getByLabel('Gateway').fill('10.77.0.1');
  await page.getByLabel('Start IP').first().fill('10.77.0.50');
  await page.getByLabel('End IP').first().fill('10.77.0.59');
  await page.getByLabel('Start IP').last().fill('10.77.0.100');
  await page.getByLabel('End IP').last().fill('10.77.0.119');
  await button('Save and continue').click();
  for (const [index, host] of lab.hosts.entries()) await prepare(host, index === 0);
});

test('storage is tried by every host, then the zone is launched', async () => {
  for (const path of ['/export/primary', '/export/secondary']) {
    await expect(button('Next')).toBeEnabled();
    await button('Next').click();
    await page.getByLabel('NFS server').fill('10.77.0.1');
    await page.getByLabel('Path').fill(path);
    await button('Test and save').click();
  }
  await expect(button('Next')).toBeEnabled();
  await button('Next').click();
  await button('Launch the zone').click();
  await expect(page.getByText(/is enabled/).first()).toBeVisible();
});

async function registerTemplate(): Promise<void> {
  await button('Register template').first().click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel(/^Name/).fill('tiny');
  await panel.getByLabel(/^URL/).fill('http://10.77.0.1:8080/tiny.qcow2');
  await panel
    .getByLabel(/^OS type/)
    .first()
    .click();
  await page.keyboard.type('Debian GNU/Linux 12');
  await page.getByRole('option').first().click();
  await panel.getByRole('button', { name: 'Register template' }).click();
}

test('a template comes by URL once its internal site is allowed', async () => {
  await open(page, '/templates', 'Templates');
  await registerTemplate();
  await expect(page.getByText(/is an internal site/).first()).toBeVisible();
  await expect(page.getByText(/secstorage.allowed.internal.sites/).first()).toBeVisible();
  await set('secstorage.allowed.internal.sites', '10.77.0.1/32');
  await open(page, '/templates', 'Templates');
  await registerTemplate();
  await expect(page.getByRole('row', { name: /tiny/ })).toContainText('Ready');
});

const screenOf = () => page.locator('canvas').first();
const more = async (item: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};

for (const index of [0, 1])
  test(`an instance boots on host ${index + 1}, shows its screen and takes keys`, async () => {
    const host = lab.hosts[index] as LabHost;
    const name = `guest-${index + 1}`;
    await open(page, '/instances/deploy', 'Deploy instance');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await button(/Advanced/)
      .first()
      .click();
    await page
      .getByRole('combobox', { name: 'Host' })
      .or(page.getByLabel('Host', { exact: true }))
      .first()
      .click();
    await page.getByRole('option', { name: new RegExp(`${host.name}.lab.test`) }).click();
    await button('Deploy instance').click();
    await expect(screenOf()).toBeVisible();
    const domain = (await lab.exec(host.name, ['virsh', '-q', 'list', '--name'])).stdout.trim();
    await expect
      .poll(() => onSerialLine(lab, host, domain, 'echo up-$((40+2))'), { timeout: 180_000 })
      .toContain('up-42');

    // A random word goes in by the console's keyboard and comes out by the guest's serial line.
    const word = randomBytes(6).toString('hex').replace(/[0-9]/g, 'k');
    await screenOf().click({ position: { x: 100, y: 100 } });
    for (const line of ['tee /tmp/word', word]) {
      await page.keyboard.type(line, { delay: 40 });
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Control+d');
    await expect
      .poll(() => onSerialLine(lab, host, domain, 'cat /tmp/word'), { timeout: 90_000 })
      .toMatch(new RegExp(`^${word}`, 'm'));
    // The picture is the hypervisor's own of the same moment; a blinking cursor is the tolerance.
    await expect.poll(() => sameAsHypervisor(lab, page, host, domain), { timeout: 60_000 }).toBeGreaterThan(0.995);

    // Somebody else ends it on the host: the page follows by itself.
    expect((await lab.exec(host.name, ['virsh', '-q', 'destroy', domain])).status).toBe(0);
    await expect(button('Start')).toBeEnabled();
    await button('Start').click();
    await expect(button('Stop')).toBeEnabled();
    await expect(screenOf()).toBeVisible();

    await button('Stop').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await expect(button('Start')).toBeEnabled();
    expect((await lab.exec(host.name, ['virsh', '-q', 'list', '--all'])).stdout.trim()).toBe('');
    await button('Start').click();
    await expect(button('Stop')).toBeEnabled();
    await expect(screenOf()).toBeVisible();
    await more('Destroy');
    await page.getByRole('dialog').getByRole('button', { name: 'Destroy' }).click();
    await expect(page.getByText('Destroyed').first()).toBeVisible();
    await more('Expunge');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: 'Expunge' }).click();
    await expect(page.getByText('This instance was expunged')).toBeVisible();
    expect((await lab.exec(host.name, ['virsh', '-q', 'list', '--all'])).stdout.trim()).toBe('');
  });

test('the zone is wiped and both machines are as they were found', async () => {
  await open(page, '/zones', 'Zones');
  await page.getByRole('link', { name: 'Zone 1' }).first().click();
  await more('Disable');
  await button('Continue set-up').click();
  await page.getByRole('link', { name: 'Wipe this zone' }).click();
  await button('Wipe this zone').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Zone 1');
  await dialog.getByRole('button', { name: /Wipe/ }).click();
  await expect(page.getByText('No zones yet').or(page.getByText('No zone yet')).first()).toBeVisible({
    timeout: 300_000,
  });
  for (const host of lab.hosts) {
    await open(page, '/hosts/prepare', 'Prepare a machine');
    await page.getByRole('link', { name: `${host.name}.lab.test` }).click();
    await button('Undo the preparation').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo the preparation' }).click();
    await expect(page.getByText(/is as it was found/)).toBeVisible({ timeout: 300_000 });
    expect(traces(before.get(host.name) as Manifest, await lab.manifest(host.name))).toEqual([]);
  }
});
