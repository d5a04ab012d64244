import type { Page } from '@playwright/test';
import type { CommandName } from '../../engine/contract/contract.ts';
import { paths } from '../../renderer/paths.ts';
import { anotherBrowser, ask, done, giveName, password, populate, signIn } from './people.ts';
import { countOf, readCells } from './screen.ts';
import { act, badge, expect, liveConsole, test, visit } from './stories.ts';

// Several people at one installation, each in a browser of his own.
test.use({ deskName: 'people' });

const row = (page: Page, name: string) => page.getByRole('grid').getByRole('row', { name: new RegExp(name) });
const alert = (page: Page) => page.getByRole('alert');

/** Deploys an instance by the page, as whoever is signed in. */
async function deploy(page: Page, name: string): Promise<string> {
  await visit(page, paths.deployInstance);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('button', { name: 'Deploy instance' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await liveConsole(page, name);
  return new URL(page.url()).hash.slice('#/instances/'.length).split('?')[0] ?? '';
}

test('the sign-in page says what is wrong, keeps who guesses waiting, and lets in who is right', async ({
  page,
  browser,
  desk,
}) => {
  await populate(page, 'Door', { greta: 'User' });
  const greta = await anotherBrowser(browser, desk);
  await expect(greta).toHaveTitle('Sign in · Benchtop');
  await expect(greta.getByRole('textbox', { name: 'User name' })).toBeFocused();
  await greta.getByRole('button', { name: 'Sign in' }).click();
  await expect(greta.getByRole('textbox', { name: 'User name' })).toHaveAccessibleDescription('Required');
  for (let attempt = 0; attempt < 3; attempt++) {
    await giveName(greta, 'greta', 'door', 'wrong');
    await expect(alert(greta)).toContainText('Failed to authenticate user greta');
  }
  await giveName(greta, 'greta', 'door');
  await expect(alert(greta)).toContainText(/the next try may come in \d seconds/);
  await expect(greta.getByRole('textbox', { name: 'Password' })).toBeFocused();
  // Somebody else does not wait for it.
  await populate(page, 'Gate', { hans: 'User' });
  const hans = await anotherBrowser(browser, desk, 'zh-CN', 'dark');
  await expect(hans.getByRole('heading', { level: 1, name: '登录' })).toBeVisible();
  await hans.getByRole('textbox', { name: '用户名' }).fill('hans');
  await hans.getByRole('textbox', { name: '密码' }).fill(password);
  await hans.getByRole('textbox', { name: '域' }).fill('ROOT/gate');
  await hans.keyboard.press('Enter');
  await expect(hans.getByRole('heading', { level: 1, name: '实例' })).toBeVisible();
  await hans.getByRole('button', { name: '当前用户：hans' }).click();
  await hans.getByRole('menuitem', { name: '退出登录' }).click();
  await expect(hans.getByRole('heading', { level: 1, name: '登录' })).toBeVisible();
  await expect(hans.getByRole('status')).toHaveText('您已退出登录。');
});

test('two accounts side by side: each sees only its own, live', async ({ page, browser, desk }) => {
  const domain = await populate(page, 'Institute', { ann: 'User', ben: 'User' });
  const [ann, ben] = [await anotherBrowser(browser, desk), await anotherBrowser(browser, desk)];
  const troubles = [await signIn(ann, 'ann', 'institute'), await signIn(ben, 'ben', 'institute')];
  // A second window of Ann's, which only follows.
  const list = await ann.context().newPage();
  await list.goto(`${desk.origin}/#${paths.instances}`);
  for (const each of [list, ben]) {
    await visit(each, paths.instances);
    await expect(each.getByText('No instances yet')).toBeVisible();
  }
  await expect(ben.getByRole('link', { name: 'Hosts' })).toHaveCount(0);

  const id = await deploy(ann, 'ann-01');
  await expect(row(list, 'ann-01 Running')).toBeVisible();
  // What Ben makes comes after it: when that is there, hers would be, too.
  await deploy(ben, 'ben-01');
  await visit(ben, paths.instances);
  await expect(row(ben, 'ben-01 Running')).toBeVisible();
  await expect(row(ben, 'ann-01')).toHaveCount(0);
  await expect(row(list, 'ben-01')).toHaveCount(0);
  // Her address in his window shows nothing of it, and neither does the search.
  await visit(ben, paths.instance(id));
  await expect(ben.getByRole('main')).toContainText('not found');
  await visit(ben, `${paths.search}?q=ann`);
  await expect(ben.getByRole('link', { name: 'ann-01' })).toHaveCount(0);
  // The desk sees both.
  await visit(page, paths.instances);
  await expect(row(page, 'ann-01 Running')).toBeVisible();
  await expect(row(page, 'ben-01 Running')).toBeVisible();
  await visit(ben, paths.hosts);
  await expect(ben.getByRole('main')).toContainText('Not part of your role');
  expect(troubles).toEqual([[], []]);

  // Locked, Ann is out of every window at once; unlocked, she comes in again to what is hers.
  await visit(ann, paths.instance(id));
  await liveConsole(ann, 'ann-01');
  await done(page, 'lockAccount', { account: 'ann', domainid: domain });
  for (const each of [ann, list]) await expect(each.getByRole('status')).toContainText('locked, disabled or deleted');
  await giveName(ann, 'ann', 'institute');
  await expect(alert(ann)).toContainText('Failed to authenticate');
  const { account } = await done(page, 'listAccounts', { name: 'ann', listall: true });
  await done(page, 'enableAccount', { id: (account as { id: string }[])[0]?.id ?? '' });
  await giveName(ann, 'ann', 'institute');
  await expect(ann.getByRole('heading', { level: 1, name: 'ann-01' })).toBeVisible();
});

test('a user changes the own password and looks at the own keys, which is an event', async ({
  page,
  browser,
  desk,
}) => {
  await populate(page, 'Keys', { kim: 'User' });
  const kim = await anotherBrowser(browser, desk);
  await signIn(kim, 'kim', 'keys');
  await kim.getByRole('button', { name: 'You: kim' }).click();
  await expect(kim.getByRole('menu')).toContainText('kim in ROOT/Keys');
  await kim.getByRole('menuitem', { name: 'My API keys' }).click();
  const panel = kim.getByRole('dialog', { name: 'My API keys' });
  await expect(panel).toContainText('The API is off');
  await panel.getByRole('button', { name: 'Make keys' }).click();
  await expect(panel.getByText(/^[\w-]{86}$/)).toHaveCount(2);
  await panel.getByRole('button', { name: 'Hide keys' }).click();
  await expect(panel.getByText(/^[\w-]{86}$/)).toHaveCount(0);
  await panel.getByRole('button', { name: 'Show keys' }).click();
  await expect(panel.getByText(/^[\w-]{86}$/)).toHaveCount(2);
  await visit(kim, paths.events);
  await expect(kim.getByRole('grid')).toContainText('Looked at the API keys of kim');

  await kim.getByRole('button', { name: 'You: kim' }).click();
  await kim.getByRole('menuitem', { name: 'Change password' }).click();
  const form = kim.getByRole('dialog', { name: 'Change password' });
  const [former, next] = [form.getByLabel('Present password'), form.getByLabel('New password')];
  await former.fill('wrong');
  await next.fill('battery staple');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form).toContainText('The present password is not right');
  await former.fill(password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(kim.getByRole('status')).toContainText('Your password was changed');
  await giveName(kim, 'kim', 'keys');
  await expect(alert(kim)).toContainText('Failed to authenticate');
  await giveName(kim, 'kim', 'keys', 'battery staple');
  await expect(kim.getByRole('button', { name: 'You: kim' })).toBeVisible();
});

test('a Support user finds an instance, sits at its screen, powers it, changes the own password, and can do nothing else', async ({
  page,
  browser,
  desk,
}) => {
  test.setTimeout(240_000);
  const domain = await populate(page, 'Clinic', { ida: 'User', sue: 'Support' });
  const [ida, sue] = [await anotherBrowser(browser, desk), await anotherBrowser(browser, desk)];
  await signIn(ida, 'ida', 'clinic');
  const id = await deploy(ida, 'ida-01');

  const troubles = await signIn(sue, 'sue', 'clinic');
  const navigation = sue.getByRole('navigation', { name: 'Main navigation' });
  // The brand, instances, jobs.
  await expect(navigation.getByRole('link')).toHaveCount(3);
  await visit(sue, `${paths.instances}?q=ida`);
  await row(sue, 'ida-01 Running').getByRole('link', { name: 'ida-01', exact: true }).click();
  const console = await liveConsole(sue, 'ida-01');
  // What she types is on the screen: a picture came, and her keys went.
  const before = countOf(await readCells(console), 'banana');
  await console.locator('canvas').click();
  await sue.keyboard.type('banana ');
  await expect.poll(async () => countOf(await readCells(console), 'banana')).toBeGreaterThan(before);
  await console.getByRole('button', { name: 'Release' }).or(sue.locator('body')).first().press('Control+Alt+Shift');

  await expect(sue.getByRole('tab')).toHaveText(['Console', 'Serial line', 'Details', 'Jobs']);
  const actions = sue.locator('main');
  await actions.getByRole('button', { name: 'More actions' }).click();
  await expect(sue.getByRole('menuitem')).toHaveText(['Power off', 'Reset']);
  await sue.keyboard.press('Escape');
  await act(sue, 'Stop');
  await sue.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await expect(badge(sue)).toHaveText('Stopped');
  await act(sue, 'Start');
  await expect(badge(sue)).toHaveText('Running');
  expect(troubles).toEqual([]);

  // Not hers to find: what belongs to others than her domain.
  const { virtualmachine } = await done(sue, 'listVirtualMachines', { listall: true, pagesize: 500 });
  expect((virtualmachine as { id: string }[]).map((each) => each.id)).toEqual([id]);

  // Everything else that the desk may call is refused to her session, by hand as well, and nothing is changed.
  const kept = async () => {
    const { virtualmachine: rows } = await done(page, 'listVirtualMachines', { id });
    const { account } = await done(page, 'listAccounts', { domainid: domain, listall: true });
    const { volume } = await done(page, 'listVolumes', { virtualmachineid: id, listall: true });
    // How long ago a power state was heard of passes by itself.
    return JSON.stringify([rows, account, volume], (key, value) => (key === 'powerstateage' ? undefined : value));
  };
  const mine = (await done(sue, 'getSession', {})).commands as string[];
  const all = (await done(page, 'getSession', {})).commands as CommandName[];
  expect(mine.filter((name) => !/^(list|get|query)/.test(name)).sort()).toEqual([
    'createConsoleEndpoint',
    'rebootVirtualMachine',
    'startVirtualMachine',
    'stopVirtualMachine',
    'updateUser',
  ]);
  const state = await kept();
  const refused = await sue.evaluate(
    ([names, id]) =>
      new Promise<Record<string, string>>((resolve) => {
        const outcome: Record<string, string> = {};
        const socket = new WebSocket(`ws://${location.host}/rpc`);
        socket.onopen = () =>
          names.forEach((m, at) => {
            if (at < 60) socket.send(JSON.stringify({ t: 'req', id: at, m, i: { id } }));
          });
        let next = 60;
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(String(data)) as { t: string; id: number; e?: { code: string } };
          if (message.t !== 'res') return;
          outcome[names[message.id] ?? ''] = message.e?.code ?? 'done';
          if (next < names.length) socket.send(JSON.stringify({ t: 'req', id: next, m: names[next], i: { id } }));
          next += 1;
          if (Object.keys(outcome).length === names.length) resolve(outcome);
        };
      }),
    [all.filter((name) => !mine.includes(name)), id] as const,
  );
  expect(Object.keys(refused).length).toBeGreaterThan(100);
  expect(Object.entries(refused).filter(([, code]) => code !== 'unsupportedCommand')).toEqual([]);
  // Commands that she has, on what is not hers.
  const others = await done(page, 'listVirtualMachines', { listall: true, keyword: 'web-01', pagesize: 1 });
  const foreign = (others.virtualmachine as { id: string }[])[0]?.id ?? '';
  for (const name of ['stopVirtualMachine', 'startVirtualMachine', 'rebootVirtualMachine'] as const)
    expect((await ask(sue, name, { id: foreign })).e).toMatchObject({ code: 'account' });
  expect((await ask(sue, 'createConsoleEndpoint', { virtualmachineid: foreign })).e).toMatchObject({ code: 'account' });
  expect(await kept()).toBe(state);

  // The password is her own, and by the rules of her domain; nobody else's is.
  const { user } = await done(page, 'listUsers', { username: 'ida', listall: true });
  const anothers = { id: (user as { id: string }[])[0]?.id ?? '', password: 'battery staple' };
  expect((await ask(sue, 'updateUser', anothers)).e).toMatchObject({ code: 'account' });
  await sue.getByRole('button', { name: 'You: sue' }).click();
  await sue.getByRole('menuitem', { name: 'Change password' }).click();
  const form = sue.getByRole('dialog', { name: 'Change password' });
  await form.getByLabel('Present password').fill(password);
  await form.getByLabel('New password').fill('short');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form).toContainText('The password has fewer than 8 characters');
  await form.getByLabel('New password').fill('battery staple');
  await form.getByRole('button', { name: 'Change password' }).click();
  await giveName(sue, 'sue', 'clinic', 'battery staple');
  await expect(sue.getByRole('button', { name: 'You: sue' })).toBeVisible();
});
