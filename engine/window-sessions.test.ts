import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { sessionTimeoutSeconds } from './contract/transport.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine, testOrigin } from './testing/lab.ts';
import { person } from './testing/samples-accounts.ts';
import { WindowSessions } from './window-sessions.ts';

// People who sign in to a window: who they are then, and everything that ends it.

const password = 'correct horse';
let lab: TestEngine;
let sales: string;
let now: number;
let sessions: WindowSessions;
let over: [string, string][];
let serial = 0;

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  await lab.call('updateConfiguration', { name: 'window.signin.enabled', value: 'true' });
});
afterAll(() => lab.close());

beforeEach(() => {
  now = Date.now();
  over = [];
  const ctx = { ...lab.engine.internals.ctx, clock: () => now };
  sessions = new WindowSessions(ctx, (id, reason) => over.push([id, String(reason.key)]));
  return () => sessions.close();
});

/** A new account of the domain with one user, and a session of his. */
async function signedIn() {
  serial += 1;
  const username = `guest${serial}`;
  const made = await lab.call('createAccount', { ...person(username), domainid: sales });
  const user = made.user[0]?.id ?? '';
  const id = await sessions.signIn({ username, password, domain: 'sales' });
  return { id, username, user, account: made };
}

describe('signing in', () => {
  it('makes one who he is, by whatever form of the domain’s path', async () => {
    const { username, user } = await signedIn();
    for (const domain of ['sales', '/sales', 'ROOT/sales', '/sales/']) {
      const caller = sessions.callerOf(await sessions.signIn({ username, password, domain }));
      expect(caller).toMatchObject({ username, userId: user, domainId: sales, role: 'User' });
      expect(caller.session).toBeDefined();
    }
  });

  it('takes no wrong password, no wrong domain and no name that nobody has, with one sentence for all', async () => {
    const { username } = await signedIn();
    for (const wrong of [{ password: 'wrong' }, { domain: undefined }, { domain: 'elsewhere' }, { username: 'nobody' }])
      await expect(sessions.signIn({ username, password, domain: 'sales', ...wrong })).rejects.toMatchObject({
        data: { code: 'account', message: expect.stringContaining('please provide valid credentials') },
      });
  });

  it('asks one who guesses to wait, longer each time, and lets nobody else wait for it', async () => {
    const { username } = await signedIn();
    const other = await signedIn();
    const guess = () => sessions.signIn({ username, password: 'wrong', domain: 'sales' });
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(guess()).rejects.toMatchObject({ data: { code: 'account' } });
    const right = () => sessions.signIn({ username, password, domain: 'sales' });
    await expect(right()).rejects.toMatchObject({
      data: { code: 'tooManyRequests', message: expect.stringContaining('in 5 seconds') },
    });
    await sessions.signIn({ username: other.username, password, domain: 'sales' });
    now += 5000;
    await expect(guess()).rejects.toMatchObject({ data: { code: 'account' } });
    await expect(right()).rejects.toMatchObject({ data: { message: expect.stringContaining('in 10 seconds') } });
    now += 10_000;
    expect(sessions.callerOf(await right())).toMatchObject({ username });
  });

  it('is for nobody where the setting says so, and those who had signed in are out', async () => {
    const { id, username } = await signedIn();
    await lab.call('updateConfiguration', { name: 'window.signin.enabled', value: 'false' });
    expect(sessions.offered).toBe(false);
    expect(() => sessions.callerOf(id)).toThrow('no longer signed in');
    await expect(sessions.signIn({ username, password, domain: 'sales' })).rejects.toMatchObject({
      data: { code: 'unavailable' },
    });
    await lab.call('updateConfiguration', { name: 'window.signin.enabled', value: 'true' });
    expect(sessions.offered).toBe(true);
    expect(() => sessions.callerOf(id)).toThrow('no longer signed in');
  });
});

describe('a session ends', () => {
  const ended = (id: string) => {
    expect(() => sessions.callerOf(id)).toThrow('no longer signed in');
    return over.find(([each]) => each === id)?.[1];
  };

  it('by signing out, and no other with it', async () => {
    const { id, username } = await signedIn();
    const second = await sessions.signIn({ username, password, domain: 'sales' });
    sessions.signOut(id);
    expect(ended(id)).toBe('You signed out.');
    expect(sessions.callerOf(second)).toMatchObject({ username });
    const { event } = await lab.call('listEvents', { type: 'USER.LOGOUT' });
    expect(event.map((each) => each.description)).toEqual([`${username} signed out`]);
  });

  it('when nobody touched it for as long as sessions last, and not while somebody does', async () => {
    const { id, username } = await signedIn();
    const touched = await sessions.signIn({ username, password, domain: 'sales' });
    now += sessionTimeoutSeconds * 1000 - 1;
    sessions.touch(touched);
    sessions.sweep();
    expect(sessions.callerOf(id)).toMatchObject({ username });
    now += 2;
    sessions.sweep();
    expect(ended(id)).toContain('was not used');
    expect(sessions.callerOf(touched)).toMatchObject({ username });
  });

  it.each<[string, (who: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
    ['his user is locked', ({ user }) => lab.call('lockUser', { id: user })],
    ['his user is disabled', ({ user }) => lab.run('disableUser', { id: user })],
    ['his user is deleted', ({ user }) => lab.call('deleteUser', { id: user })],
    ['his account is locked', ({ account }) => lab.call('lockAccount', { account: account.name, domainid: sales })],
    ['his account is disabled', ({ account }) => lab.run('disableAccount', { id: account.id, lock: false })],
    ['his account is deleted', ({ account }) => lab.run('deleteAccount', { id: account.id })],
  ])('at once when %s', async (_what, act) => {
    const who = await signedIn();
    const other = await signedIn();
    await act(who);
    expect(ended(who.id)).toContain('locked, disabled or deleted');
    expect(sessions.callerOf(other.id)).toMatchObject({ username: other.username });
  });

  it('when the password changes, so that whoever had it is out', async () => {
    const { id, user, username } = await signedIn();
    await lab.call('updateUser', { id: user, firstname: 'Another' });
    expect(sessions.callerOf(id)).toMatchObject({ username });
    await lab.call('updateUser', { id: user, password: 'battery staple' });
    expect(ended(id)).toContain('password was changed');
    await expect(sessions.signIn({ username, password, domain: 'sales' })).rejects.toMatchObject({
      data: { code: 'account' },
    });
  });

  it('with its consoles, and leaves those of other sessions', async () => {
    const { id, username } = await signedIn();
    const second = await sessions.signIn({ username, password, domain: 'sales' });
    const vm = (await lab.run('deployVirtualMachine', await deployInput(lab, 'watched'), sessions.callerOf(id)))
      .resourceId;
    const open = async (session: string) => {
      const { url } = await lab.call(
        'createConsoleEndpoint',
        { virtualmachineid: vm ?? '' },
        sessions.callerOf(session),
      );
      const socket = new WebSocket(url, 'binary', { origin: testOrigin });
      const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
      await new Promise((resolve) => socket.once('message', resolve));
      return { socket, closed };
    };
    const [mine, other, spare] = [
      await open(id),
      await open(second),
      await lab.call('createConsoleEndpoint', { virtualmachineid: vm ?? '' }, sessions.callerOf(id)),
    ];
    sessions.end(id);
    expect(await mine.closed).toBe(4007);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
    // A ticket that was not spent yet opens nothing any more.
    const late = new WebSocket(spare.url, 'binary', { origin: testOrigin });
    expect(await new Promise<number>((resolve) => late.on('close', (code) => resolve(code)))).toBe(4001);
    const { userid } = await lab.call('getSession', {}, sessions.callerOf(second));
    await lab.call('lockUser', { id: userid });
    expect(await other.closed).toBe(4007);
  });
});
