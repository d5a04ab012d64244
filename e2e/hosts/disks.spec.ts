import { expect, type Page, test } from '@playwright/test';
import { LabDisk } from '../lab/disk.ts';
import type { Lab, LabHost } from '../lab/lab.ts';
import { type Manifest, traces } from '../lab/manifest.ts';
import { beginStory, type HostStory, open } from './story.ts';

// By the GUI alone: a machine is prepared, its empty disk becomes an NFS store, is offered as storage and taken back. A disk that something
// is on is named and cannot be chosen.

let lab: Lab;
let host: LabHost;
let disk: LabDisk;
let story: HostStory;
let page: Page;
let before: Manifest;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  story = await beginStory(browser);
  ({ lab, page } = story);
  host = lab.hosts.find((each) => each.os === 'centos') as LabHost;
  before = await lab.manifest(host.name);
  disk = await LabDisk.insert(lab, host.name, 2 * 2 ** 30);
});

test.afterAll(async () => {
  await story?.end();
  await disk?.remove();
});

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const disks = () => page.getByRole('region', { name: 'Disks' });
const row = () =>
  page.getByRole('table', { name: 'Disks of this machine', exact: true }).getByRole('row', { name: disk.name });
const store = () => page.getByRole('table', { name: 'NFS stores on disks of this machine' });
const picture = async (name: string) => {
  if (process.env.PICTURES === undefined) return;
  await disks().scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

test('a machine is prepared', async () => {
  await button('Begin with real hosts').click();
  await open(page, '/hosts/prepare', 'Prepare a machine');
  await page.getByLabel('Address').fill(host.address);
  await page.getByLabel('Password', { exact: true }).last().fill(host.password);
  await button('Continue').click();
  await button('It is the same: accept this key').click();
  await expect(page.getByText(/must be settled first/)).toBeVisible();
  await page.getByRole('switch', { name: /Accept software emulation/ }).click({ force: true });
  await button('Plan again').click();
  await expect(page.getByText(/Ready: \d+ change/)).toBeVisible();
  await expect(disks()).toHaveCount(0);
  await button('Apply').click();
  await expect(disks()).toBeVisible({ timeout: 300_000 });
});

test('a disk that something is on cannot be chosen', async () => {
  await disk.inside('mkfs.ext4', '-q', disk.device);
  await button('Look at the disks').click();
  await expect(row()).toContainText('the signature of ext4');
  await expect(row().getByRole('button')).toHaveCount(0);
  await picture('disks-filled');
  await disk.clear();
});

test('an empty one becomes a store when its name is typed', async () => {
  await button('Look at the disks').click();
  await expect(row()).toContainText('2 GiB');
  await row().getByRole('button', { name: 'Make an NFS store' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel(/^Type/).fill('another');
  await panel.getByRole('button', { name: 'Make an NFS store' }).click();
  await expect(panel.getByText(`Type ${disk.name} to confirm that this disk is meant.`)).toBeVisible();
  await picture('disks-make');
  await panel.getByLabel(/^Type/).fill(disk.name);
  await panel.getByRole('button', { name: 'Make an NFS store' }).click();
  await expect(store()).toContainText('10.77.0.0/24', { timeout: 240_000 });
  await expect(store()).toContainText('mounted');
  await expect(row()).toContainText('it is mounted at /srv/benchtop/');
  await picture('disks-store');
  const exported = await lab.exec(host.name, ['showmount', '--no-headers', '--exports', host.address]);
  expect(exported.stdout).toMatch(/\/srv\/benchtop\/[0-9a-f]{8}\/primary +10\.77\.0\.0\/24/);
});

test('it is offered as primary and as secondary storage', async () => {
  await store().getByRole('button', { name: 'Add as primary storage' }).click();
  const panel = page.getByRole('dialog');
  await expect(panel.getByLabel(/^Server/)).toHaveValue(host.address);
  await expect(panel.getByLabel(/^Path/)).toHaveValue(/^\/srv\/benchtop\/[0-9a-f]{8}\/primary$/);
  await page.keyboard.press('Escape');
  await store().getByRole('button', { name: 'Add as secondary storage' }).click();
  await expect(panel.getByLabel(/^Path/)).toHaveValue(/^\/srv\/benchtop\/[0-9a-f]{8}\/secondary$/);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('while it is there the preparation stays; taken back, machine and disk are as they were found', async () => {
  await store().getByRole('button', { name: 'Take back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(disk.name);
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect(row().getByRole('button', { name: 'Make an NFS store' })).toBeEnabled({ timeout: 240_000 });
  await expect(store()).toHaveCount(0);
  await button('Undo the preparation').click();
  // What will become of the machine is shown before the yes.
  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('figure', { name: 'Difference of /etc/hosts' })).toContainText(`-${host.address}`);
  await expect(panel.getByRole('region', { name: 'Removed' })).toContainText(
    'the packages that were installed are removed',
  );
  await expect(panel.getByText(/^\d+ packages$/).first()).toBeVisible();
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/undo-preview.png` });
  await panel.getByRole('button', { name: 'Undo the preparation' }).click();
  await expect(page.getByText(/is as it was found/)).toBeVisible({ timeout: 300_000 });
  expect(traces(before, await lab.manifest(host.name))).toEqual([]);
});
