import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { paths } from '../../renderer/paths.ts';
import { act, confirm, expect, test, visit } from './stories.ts';

// Images of this computer: chosen in the forms, or dropped anywhere; what becomes of them is seen in the lists and on their pages.

let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-uploads-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const picture = async (page: Page, name: string) => {
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

function write(name: string, bytes: Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** The header of a qcow2 image of so many bytes inside; the practice cloud looks at no more. */
function qcow2(backing = 0): Buffer {
  const bytes = Buffer.alloc(300_000);
  bytes.write('QFI\xfb', 0, 'latin1');
  bytes.writeUInt32BE(3, 4);
  bytes.writeBigUInt64BE(BigInt(backing), 8);
  bytes.writeBigUInt64BE(5n * 1024n ** 3n, 24);
  return bytes;
}

function iso(): Buffer {
  const bytes = Buffer.alloc(640 * 1024);
  bytes.write('\x01CD001\x01', 32_768, 'latin1');
  bytes.writeUInt32LE(320, 32_768 + 80);
  bytes.writeUInt16LE(2048, 32_768 + 128);
  return bytes;
}

/** A file that takes a while to send and no room on this disk. */
function large(name: string): string {
  const file = join(folder, name);
  closeSync(openSync(file, 'w'));
  truncateSync(file, 40 * 1024 ** 3);
  return file;
}

/** Lets go of files over a part of the page, as from a file manager. */
async function drop(target: Locator, ...files: string[]): Promise<void> {
  const contents = files.map((file) => ({ name: basename(file), base64: readFileSync(file).toString('base64') }));
  const transfer = await target.page().evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, base64 } of list)
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return data;
  }, contents);
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await target.dispatchEvent('drop', { dataTransfer: transfer });
}

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^(Select )?${name}\\b`) });
const panelOf = (page: Page, name: string) => page.getByRole('dialog', { name });

async function choose(page: Page, panel: Locator, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await panel.getByRole('button', { name: /^Choose (a|another) file$/ }).click();
  await (await chooser).setFiles(file);
}

async function chooseOs(page: Page, panel: Locator): Promise<void> {
  await panel.getByRole('combobox', { name: 'OS type' }).click();
  await page.getByRole('option', { name: 'Debian GNU/Linux 12 (64-bit)' }).click();
}

async function removeImage(page: Page, name: string, action = 'Delete template'): Promise<void> {
  await act(page, 'Delete');
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await confirm(page, action);
}

test('a template comes from a file of this computer: the file fills in the form, and its sizes are the template’s', async ({
  page,
}) => {
  const file = write('Golden image.qcow2', qcow2());
  await visit(page, paths.templates);
  await page.getByRole('button', { name: 'Register template' }).first().click();
  const panel = panelOf(page, 'Register template');
  await panel.getByText('From this computer').click();
  await expect(panel.getByRole('textbox', { name: 'URL' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(panel.getByText('Required').first()).toBeVisible();
  await choose(page, panel, file);
  await expect(panel.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Golden image');
  await expect(panel.getByText('Golden image.qcow2 · 293 KiB')).toBeVisible();
  await chooseOs(page, panel);
  await picture(page, 'upload-form');
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(panel).toHaveCount(0);
  await expect(row(page, 'Golden image')).toContainText('Ready');
  await expect(row(page, 'Golden image')).toContainText('5 GiB');
  await expect(page.getByRole('region', { name: 'Uploads' })).toHaveCount(0);
  await page.getByRole('grid').getByRole('link', { name: 'Golden image', exact: true }).click();
  await expect(page.getByText('Upload Complete')).toBeVisible();
  await removeImage(page, 'Golden image');
});

test('what cannot become an image is told before it is sent, or when it has arrived; then it can be sent again', async ({
  page,
}) => {
  await visit(page, paths.templates);
  await page.getByRole('button', { name: 'Register template' }).first().click();
  const panel = panelOf(page, 'Register template');
  await panel.getByText('From this computer').click();
  await choose(page, panel, write('disk.vmdk', Buffer.from('KDMV and more')));
  await expect(panel.getByText('VMDK images are not taken')).toBeVisible();
  await choose(page, panel, write('disc.img', iso()));
  await expect(panel.getByText('This is an ISO')).toBeVisible();
  await choose(page, panel, write('based.qcow2', qcow2(1024)));
  await expect(panel.getByText('This is an ISO')).toHaveCount(0);
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Based image');
  await chooseOs(page, panel);
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  const uploads = page.getByRole('region', { name: 'Uploads' });
  await expect(uploads.getByRole('alert')).toContainText('based on another file');
  await expect(row(page, 'Based image')).toContainText('Upload failed');
  await picture(page, 'upload-failed');
  // The same file comes to the same end; the row that came to nothing goes for the new one.
  await uploads.getByRole('button', { name: 'Upload again' }).click();
  await expect(uploads.getByRole('alert')).toContainText('based on another file');
  await expect(row(page, 'Based image')).toHaveCount(1);
  await uploads.getByRole('button', { name: 'Dismiss Based image' }).click();
  await expect(uploads).toHaveCount(0);
  // With another file, from the form that knows the rest.
  await page.getByRole('grid').getByRole('link', { name: 'Based image', exact: true }).click();
  await act(page, 'Upload again');
  const again = panelOf(page, 'Upload again');
  await expect(again.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Based image');
  await choose(page, again, write('whole.qcow2', qcow2()));
  await again.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(again).toHaveCount(0);
  await visit(page, paths.templates);
  await expect(row(page, 'Based image').filter({ hasText: 'Ready' })).toBeVisible();
  await expect(row(page, 'Based image')).toHaveCount(1);
  await page.getByRole('grid').getByRole('link', { name: 'Based image', exact: true }).click();
  await removeImage(page, 'Based image');
});

test('a large file shows how far and how fast it goes, the window asks before it leaves, and cancelling keeps nothing', async ({
  page,
}) => {
  await visit(page, paths.templates);
  await page.getByRole('button', { name: 'Register template' }).first().click();
  const panel = panelOf(page, 'Register template');
  await panel.getByText('From this computer').click();
  await choose(page, panel, large('Huge disk.raw'));
  await chooseOs(page, panel);
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  const uploads = page.getByRole('region', { name: 'Uploads' });
  await expect(uploads).toContainText('Keep this window open');
  await expect(uploads).toContainText(/of 40 GiB \(\d+ %\) · [\d.]+ [MG]iB\/s · \d+ (second|minute)s? left/);
  await expect(row(page, 'Huge disk')).toContainText('Uploading');
  // It goes on while other pages are looked at.
  await visit(page, paths.dashboard);
  // Of the first percent there is nothing to see yet.
  await expect(uploads.getByRole('progressbar', { name: 'Upload of Huge disk' })).toBeAttached();
  await picture(page, 'upload-running');
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await closing;
  await uploads.getByRole('button', { name: 'Cancel the upload of Huge disk' }).click();
  await expect(uploads.getByRole('alert')).toContainText('Nothing of the file was kept');
  await visit(page, paths.templates);
  await expect(row(page, 'Huge disk')).toContainText('Upload abandoned');
  await uploads.getByRole('button', { name: 'Dismiss Huge disk' }).click();
  await page.getByRole('grid').getByRole('link', { name: 'Huge disk', exact: true }).click();
  await removeImage(page, 'Huge disk');
});

test('a window that is gone in the middle leaves a row that says so', async ({ page, context, desk }) => {
  const other = await context.newPage();
  await other.goto(`${desk.origin}/#${paths.templates}`);
  await other.getByRole('button', { name: 'Register template' }).first().click();
  const panel = panelOf(other, 'Register template');
  await panel.getByText('From this computer').click();
  await choose(other, panel, large('Lost disk.raw'));
  await chooseOs(other, panel);
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(other.getByRole('region', { name: 'Uploads' })).toContainText('MiB/s');
  await other.close();
  await visit(page, paths.templates);
  await expect(row(page, 'Lost disk')).toContainText('Upload failed');
  await page.getByRole('grid').getByRole('link', { name: 'Lost disk', exact: true }).click();
  await expect(page.getByRole('main').getByText('Upload failed')).toBeVisible();
  await expect(page.getByText('The window that sent the file was closed').first()).toBeVisible();
  await removeImage(page, 'Lost disk');
});

test('an ISO that is dropped anywhere opens the form for ISOs, and another file its own', async ({ page }) => {
  await visit(page, paths.dashboard);
  const main = page.getByRole('main');
  await drop(main, write('two.iso', iso()), write('three.iso', iso()));
  await expect(page.getByText('Drop one file at a time')).toBeVisible();
  await drop(main, write('notes.txt', Buffer.from('hello')));
  await expect(page.getByText('notes.txt is not taken')).toBeVisible();
  await drop(main, write('Rescue disc.iso', iso()));
  const panel = panelOf(page, 'Register ISO');
  await expect(panel.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Rescue disc');
  await expect(panel.getByText('Rescue disc.iso · 640 KiB')).toBeVisible();
  await chooseOs(page, panel);
  await panel.getByRole('button', { name: 'Upload', exact: true }).click();
  await expect(panel).toHaveCount(0);
  await visit(page, paths.isos);
  await expect(row(page, 'Rescue disc')).toContainText('Ready');
  await page.getByRole('grid').getByRole('link', { name: 'Rescue disc', exact: true }).click();
  await removeImage(page, 'Rescue disc', 'Delete ISO');
  await visit(page, paths.templates);
  await drop(page.getByRole('main'), write('plain.raw', Buffer.alloc(4096)));
  await expect(panelOf(page, 'Register template').getByText('plain.raw · 4 KiB')).toBeVisible();
});

test('a list of machines that is dropped on the hosts opens the page for it', async ({ page }) => {
  const list = write('machines.csv', Buffer.from('address,username,password,cluster\n192.0.2.7,root,secret,\n'));
  await visit(page, paths.instances);
  await drop(page.getByRole('main'), list);
  await expect(page.getByText('Drop lists of machines on the page Hosts.')).toBeVisible();
  await visit(page, paths.hosts);
  await drop(page.getByRole('main'), list);
  await expect(page.getByRole('heading', { level: 1, name: 'Prepare several machines' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Machines of the list' })).toContainText('192.0.2.7');
});

test.describe('in Chinese', () => {
  test.use({ language: 'zh-CN', theme: 'dark' });

  test('the form and the bar speak it', async ({ page }) => {
    await visit(page, paths.isos);
    await drop(page.getByRole('main'), write('救援.iso', iso()));
    const panel = panelOf(page, '注册 ISO');
    await expect(panel.getByText('来自本机')).toBeVisible();
    await picture(page, 'upload-form-zh');
    await panel.getByRole('combobox', { name: '操作系统类型' }).click();
    await page.getByRole('option', { name: 'Debian GNU/Linux 12 (64-bit)' }).click();
    await choose2(page, panel, large('大.iso'));
    await panel.getByRole('button', { name: '上传', exact: true }).click();
    const uploads = page.getByRole('region', { name: '上传' });
    await expect(uploads).toContainText(/40 GiB（\d+%） · .*\/秒/);
    await picture(page, 'upload-running-zh');
    await uploads.getByRole('button', { name: '取消上传 救援' }).click();
    await expect(uploads.getByRole('alert')).toContainText('未保留');
    await uploads.getByRole('button', { name: '关闭 救援' }).click();
    await page.getByRole('grid').getByRole('link', { name: '救援', exact: true }).click();
    await act(page, '删除');
    await page.getByRole('dialog').getByRole('textbox').fill('救援');
    await confirm(page, '删除 ISO');
  });

  async function choose2(page: Page, panel: Locator, file: string): Promise<void> {
    const chooser = page.waitForEvent('filechooser');
    await panel.getByRole('button', { name: '选择其他文件' }).click();
    await (await chooser).setFiles(file);
  }
});
