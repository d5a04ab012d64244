import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { paths } from '../../renderer/paths.ts';
import { done, ended } from './people.ts';
import { act, confirm, expect, openInstance, test, visit } from './stories.ts';

// Every command with its form, its answer and its text for other clients; and the calls that the pages made.

const region = (name: string) => ({ name, exact: true }) as const;

test('a command is found, filled in, run and followed, and says what is wrong with what was typed', async ({
  page,
}) => {
  await visit(page, paths.api);
  await page.getByRole('textbox', { name: 'Search commands' }).fill('starts a stopped');
  const commands = page.getByRole('navigation', { name: 'Commands' }).getByRole('link');
  await expect(commands.filter({ hasText: 'startVirtualMachine' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Search commands' }).fill('startvirtual');
  await commands.filter({ hasText: 'startVirtualMachine' }).click();
  const form = page.getByRole('form', { name: 'startVirtualMachine' });
  const answer = page.getByRole('region', region('Answer'));
  await form.getByRole('button', { name: 'Run' }).click();
  await expect(form).toContainText('Required');
  await expect(answer).toHaveCount(0);
  await form.getByRole('textbox', { name: 'id', exact: true }).fill('not-an-id');
  await expect(form).toContainText('Not an id');

  const { virtualmachine } = await done(page, 'listVirtualMachines', { keyword: 'Student Chen', pagesize: 1 });
  const [vm] = virtualmachine as { id: string; state: string }[];
  expect(vm?.state).toBe('Stopped');
  await form.getByRole('textbox', { name: 'id', exact: true }).fill(vm?.id ?? '');
  await form.getByRole('button', { name: 'Run' }).click();
  await expect(answer).toContainText('jobid');
  await expect(answer).toContainText('Succeeded');
  await expect(answer).toContainText('"state": "Running"');
  await expect(answer).toContainText('"startvirtualmachineresponse"');
  await answer.getByText('XML', { exact: true }).click();
  await expect(answer).toContainText('<state>Running</state>');
  await expect(answer).toContainText('<startvirtualmachineresponse cloud-stack-version=');
  await answer.getByText('JSON', { exact: true }).click();
  await form.getByText(/fields of the answer/).click();
  await expect(form.getByRole('group').filter({ hasText: 'fields of the answer' })).toContainText('instancename');

  // What ends something is asked about first.
  await visit(page, paths.apiCommand('stopVirtualMachine'));
  const stop = page.getByRole('form', { name: 'stopVirtualMachine' });
  await stop.getByRole('textbox', { name: 'id', exact: true }).fill(vm?.id ?? '');
  await stop.getByRole('button', { name: 'Run' }).click();
  await page.keyboard.press('Escape');
  await expect(answer).toHaveCount(0);
  await stop.getByRole('button', { name: 'Run' }).click();
  await confirm(page, 'Run');
  await expect(answer).toContainText('"state": "Stopped"');
});

test('its text for curl is a call that the API takes, and secrets are in no text and no answer', async ({ page }) => {
  await done(page, 'updateConfiguration', { name: 'api.port', value: '0' });
  await done(page, 'updateConfiguration', { name: 'api.enabled', value: 'true' });
  const { userid } = await done(page, 'getSession', {});
  const made = await done(page, 'registerUserKeys', { id: String(userid) });
  await ended(page, made.jobid);
  const keys = await done(page, 'getUserKeys', { id: String(userid) });
  await visit(page, paths.apiCommand('listVirtualMachines'));
  const form = page.getByRole('form', { name: 'listVirtualMachines' });
  await form.getByRole('textbox', { name: 'Find a parameter' }).fill('key');
  await form.getByRole('textbox', { name: 'keyword', exact: true }).fill('Student $(touch x) `id` \'Ana\' "!"');
  const text = page.getByRole('region', region('The same call'));
  await expect(text).toContainText(/http:\/\/127\.0\.0\.1:\d+\/client\/api/);
  const run = async () => {
    const env = { ...process.env, BENCHTOP_APIKEY: String(keys.apikey), BENCHTOP_SECRETKEY: String(keys.secretkey) };
    const script = (await text.locator('pre').textContent()) ?? '';
    return JSON.parse((await promisify(execFile)('bash', ['-c', script], { env })).stdout) as Record<string, unknown>;
  };
  expect(await run()).toEqual({ listvirtualmachinesresponse: {} });
  await form.getByRole('textbox', { name: 'keyword', exact: true }).fill('Student Ana');
  expect(await run()).toMatchObject({ listvirtualmachinesresponse: { count: 1 } });
  await text.getByText('Python cs').click();
  await expect(text).toContainText('cs.listVirtualMachines(keyword="Student Ana", fetch_list=True)');
  await text.getByText('CloudMonkey').click();
  await expect(text).toContainText("cmk list virtualmachines 'keyword=Student Ana'");
  await text.getByText('benchtop', { exact: true }).click();
  await expect(text).toContainText("benchtop list virtualmachines 'keyword=Student Ana'");

  await visit(page, paths.apiCommand('getUserKeys'));
  const mine = page.getByRole('form', { name: 'getUserKeys' });
  await mine.getByRole('textbox', { name: 'id', exact: true }).fill(String(userid));
  await mine.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('region', region('Answer'))).toContainText('"secretkey": "•••"');
  await visit(page, paths.apiCommand('createUser'));
  await page.getByRole('textbox', { name: 'password', exact: true }).fill('glass menagerie');
  await expect(text).toContainText('Put in what stands for a secret');
  await expect(page.locator('main')).not.toContainText('glass');
  await done(page, 'updateConfiguration', { name: 'api.enabled', value: 'false' });
});

test('a button’s call is seen, opened in the explorer, and holds no secret', async ({ page }) => {
  await openInstance(page, 'Student Bo');
  await act(page, 'Rename');
  const panel = page.getByRole('dialog');
  await panel.getByRole('textbox').first().fill('Student Boris');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Student Boris' })).toBeVisible();
  // A password, wrong on purpose.
  await page.getByRole('button', { name: 'You: admin' }).click();
  await page.getByRole('menuitem', { name: 'Set a password' }).click();
  await panel.getByLabel('New password').fill('hush');
  await panel.getByRole('button', { name: 'Change password' }).click();
  await expect(panel).toContainText('fewer than 8 characters');
  await page.keyboard.press('Escape');
  await confirm(page, 'Discard');

  await page.getByRole('button', { name: 'You: admin' }).click();
  await page.getByRole('menuitem', { name: 'API calls' }).click();
  const calls = page.getByRole('list', { name: 'API calls' }).getByRole('listitem');
  await expect(calls.filter({ hasText: 'updateUser' })).toContainText('Refused');
  await expect(calls.filter({ hasText: 'updateUser' })).toContainText('"password":"•••"');
  await expect(calls.filter({ hasText: 'listVirtualMachines' })).toHaveCount(0);
  await calls.filter({ hasText: 'updateVirtualMachine' }).getByRole('button').first().click();
  await expect(calls.filter({ hasText: 'updateVirtualMachine' })).toContainText('displayname=Student%20Boris');
  await page.getByRole('button', { name: 'Open in the explorer' }).click();
  const form = page.getByRole('form', { name: 'updateVirtualMachine' });
  await expect(form.getByRole('textbox', { name: 'displayname', exact: true })).toHaveValue('Student Boris');
  await form.getByRole('textbox', { name: 'displayname', exact: true }).fill('Student Bo');
  await form.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('region', region('Answer'))).toContainText('"displayname": "Student Bo"');
});

test('what is refused on purpose says so with its reason', async ({ page }) => {
  await visit(page, paths.api);
  await page.getByRole('textbox', { name: 'Search commands' }).fill('startSystemVm');
  await page
    .getByRole('navigation', { name: 'Commands' })
    .getByRole('link', { name: /^startSystemVm Refused/ })
    .click();
  await expect(page.getByRole('alert')).toContainText('There are no system VMs here');
  await visit(page, paths.apiCommand('listZones'));
  await page.getByText(/refused parameter/).click();
  await expect(page.getByRole('group').filter({ hasText: 'refused parameter' })).toContainText(/here/);
});
