import { expect, type Page, test } from '@playwright/test';
import { type RunningApp, startApp } from './app.ts';

// A list of machines is judged line by line before anything happens; a machine that cannot be reached is told in its row and can be tried again.

let app: RunningApp;
let page: Page;

test.beforeAll(async ({ browser }) => {
  app = await startApp();
  page = await (await browser.newContext()).newPage();
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Begin with real hosts' }).click();
});

test.afterAll(async () => {
  await page?.context().close();
  await app?.stop();
});

const list = () => page.getByLabel('List of machines (CSV)');
const rows = () => page.getByRole('table', { name: 'Machines of the list' }).getByRole('row');
const picture = async (name: string) => {
  if (process.env.PICTURES !== undefined) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

test('errors stand at their lines, and nothing begins before they are mended', async () => {
  await page.goto(`${page.url().split('#')[0]}#/hosts/prepare`);
  await page.getByRole('link', { name: 'Several at once, by a list' }).click();
  await expect(page.getByRole('heading', { name: 'Prepare several machines', level: 1 })).toBeVisible();
  await list().fill(
    [
      'address,port,password,cluster',
      '127.0.0.1,1,secret,',
      '=1+1,,secret,',
      '127.0.0.1,1,secret,',
      '127.0.0.2,,,nowhere',
    ].join('\n'),
  );
  await expect(rows()).toHaveCount(5);
  await expect(rows().nth(1)).not.toContainText('is in the list already');
  await expect(rows().nth(2)).toContainText('Address');
  await expect(rows().nth(3)).toContainText('is in the list already');
  await expect(rows().nth(4)).toContainText('a password or key is missing');
  await expect(rows().nth(4)).toContainText('there is no cluster of this name');
  await expect(page.getByRole('button', { name: /Read the keys/ })).toBeDisabled();
  await picture('several-wrong');
});

test('a proxy and a local source for all machines are judged with each line, and a line may have its own', async () => {
  await list().fill('address,password,proxyurl\n127.0.0.1,secret,\n127.0.0.2,secret,http://own.lab.example:8080');
  await page.getByRole('switch', { name: 'Packages need a proxy or a local source' }).check({ force: true });
  await page.getByLabel('HTTP proxy for packages').fill('http://me:secret@proxy:3128');
  await page.getByLabel('Local package source').fill('ftp://mirror/debian');
  await expect(rows().nth(1)).toContainText('user and password have their own fields');
  await expect(rows().nth(2)).not.toContainText('user and password have their own fields');
  await expect(rows().nth(2)).toContainText('A URL such as http://mirror.lab.example/debian');
  await picture('several-proxy-wrong');
  await page.getByLabel('HTTP proxy for packages').fill('http://proxy.lab.example:3128');
  await page.getByLabel('Local package source').fill('http://mirror.lab.example/debian');
  await expect(page.getByRole('button', { name: 'Read the keys of 2 machines' })).toBeEnabled();
  await page.getByRole('switch', { name: 'Packages need a proxy or a local source' }).uncheck({ force: true });
  await expect(page.getByLabel('HTTP proxy for packages')).toHaveCount(0);
});

test('on the form of one machine a proxy is asked for on request, and what is wrong stands at its field', async () => {
  await page.goto(`${page.url().split('#')[0]}#/hosts/prepare`);
  const proxy = page.getByLabel('HTTP proxy for packages');
  await expect(page.getByLabel('Address')).toBeVisible();
  await expect(proxy).toHaveCount(0);
  await page.getByRole('switch', { name: 'Packages need a proxy or a local source' }).check({ force: true });
  await page.getByLabel('Address').fill('127.0.0.1');
  await page.getByRole('textbox', { name: 'Password' }).first().fill('secret');
  await proxy.fill('proxy:3128');
  await expect(page.getByLabel('Proxy password')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('A proxy such as http://proxy.lab.example:3128')).toBeVisible();
  await picture('one-proxy-wrong');
  await page.goBack();
});

test('a list that is none is refused as a whole', async () => {
  await list().fill('127.0.0.1,root,secret');
  await expect(page.getByText('The first line must name the columns, among them address.')).toBeVisible();
  await list().fill('address,password\n127.0.0.1,"secret');
  await expect(page.getByText('The quotes in line 2 do not fit together.')).toBeVisible();
  await page.locator('input[type=file][accept^=".csv"]').setInputFiles({
    name: 'machines.csv',
    mimeType: 'text/csv',
    buffer: Buffer.alloc(10 * 2 ** 20, 'address,'),
  });
  await expect(page.getByText('The list is longer than 256 KiB.')).toBeVisible();
});

test('a machine that does not answer is told in its row, with another try', async () => {
  await page.locator('input[type=file][accept^=".csv"]').setInputFiles({
    name: 'machines.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('\ufeffaddress;port;password\r\n127.0.0.1;1;secret\r\n127.0.0.1;2;secret\r\n'),
  });
  await expect(rows()).toHaveCount(3);
  await page.getByRole('button', { name: 'Read the keys of 2 machines' }).click();
  for (const row of [1, 2]) {
    await expect(rows().nth(row)).toContainText('127.0.0.1');
    await expect(rows().nth(row).getByRole('button', { name: 'Try again' })).toBeEnabled();
  }
  await picture('several-unreached');
  await rows().nth(1).getByRole('button', { name: 'Try again' }).click();
  await expect(rows().nth(1).getByRole('button', { name: 'Try again' })).toBeEnabled();
  await page.getByRole('button', { name: 'Change the list' }).click();
  await expect(list()).toHaveValue(/127\.0\.0\.1;2;secret/);
});
