import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keysOf, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { person } from '../testing/samples-accounts.ts';
import { type ApiClient, apiClient, hmac } from './testing/client.ts';

// Signing in by a password, as CloudStack's own window and some clients do.

const password = 'correct horse';
let lab: TestEngine;
let api: ApiClient;
let sales: string;

beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  await lab.call('createAccount', { ...person('ada'), domainid: sales });
  await lab.call('createAccount', { ...person('bob'), domainid: sales });
  api = await apiClient(lab);
});
afterAll(() => lab.close());

interface Reply {
  status: number;
  body: Record<string, Record<string, unknown>>;
  /** As a browser would send them back. */
  cookie: string;
  setCookie: string[];
}

async function send(
  method: 'GET' | 'POST',
  parameters: Record<string, string>,
  cookie?: string,
  format = 'json',
): Promise<Reply> {
  const form = new URLSearchParams({ response: format, ...parameters }).toString();
  const response = await fetch(method === 'GET' ? `${api.url}?${form}` : api.url, {
    method,
    headers: {
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(cookie !== undefined && { cookie }),
    },
    ...(method === 'POST' && { body: form }),
  });
  const setCookie = response.headers.getSetCookie();
  const text = await response.text();
  return {
    status: response.status,
    body: format === 'json' ? JSON.parse(text) : { text },
    cookie: setCookie.map((each) => each.split(';', 1)[0]).join('; '),
    setCookie,
  };
}
const login = (username: string, more: Record<string, string> = {}) =>
  send('POST', { command: 'login', username, password, domain: '/sales', ...more });
const keyOf = (reply: Reply): string => String(reply.body.loginresponse?.sessionkey);

describe('signing in', () => {
  it('answers flat with who it is and a session key, and sets two cookies that scripts cannot read', async () => {
    const reply = await login('ada');
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      loginresponse: {
        username: 'ada',
        userid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        domainid: sales,
        account: 'ada',
        firstname: expect.any(String),
        lastname: expect.any(String),
        type: '0',
        timeout: 1800,
        registered: 'false',
        sessionkey: expect.stringMatching(/^[\w-]{43}$/),
        is2faenabled: 'false',
        is2faverified: 'false',
      },
    });
    expect(reply.setCookie).toEqual([
      expect.stringMatching(/^JSESSIONID=[\w-]{43}; Path=\/client; HttpOnly; SameSite=Lax$/),
      `sessionkey=${keyOf(reply)}; Path=/client; HttpOnly; SameSite=Lax`,
    ]);
    expect((await lab.call('listEvents', { type: 'USER.LOGIN' })).event[0]).toMatchObject({ username: 'ada' });
  });

  it('is refused by GET, without a name, and with anything wrong, in one sentence', async () => {
    expect(await send('GET', { command: 'login', username: 'ada', password, domain: 'sales' })).toMatchObject({
      status: 405,
      setCookie: [],
    });
    expect((await send('POST', { command: 'login', password })).body.loginresponse?.errortext).toContain(
      'missing parameter username',
    );
    const wrong = [
      await login('ada', { password: 'wrong' }),
      await login('nobody'),
      await login('ada', { domain: '/' }),
    ];
    for (const reply of wrong) {
      expect(reply).toMatchObject({ status: 531, setCookie: [], body: { loginresponse: { errorcode: 531 } } });
      expect(String(reply.body.loginresponse?.errortext)).toContain('please provide valid credentials');
    }
  });
});

describe('a session', () => {
  it('is its user, by cookie and key together and by neither alone', async () => {
    const ada = await login('ada');
    const mine = await send('GET', { command: 'getSession', sessionkey: keyOf(ada) }, ada.cookie);
    expect(mine.body.getsessionresponse?.session).toMatchObject({ username: 'ada', role: 'User' });
    const bob = await login('bob');
    for (const [key, cookie] of [
      [keyOf(ada), undefined],
      [keyOf(ada), bob.cookie],
      ['', ada.cookie],
      ['x'.repeat(43), ada.cookie],
      [undefined, ada.cookie],
    ] as const)
      expect(
        (await send('GET', { command: 'listZones', ...(key !== undefined && { sessionkey: key }) }, cookie)).status,
      ).toBe(401);
  });

  it('may what its role may, and is told so in CloudStack’s words', async () => {
    const ada = await login('ada');
    const refused = await send('POST', { command: 'addHost', sessionkey: keyOf(ada) }, ada.cookie);
    expect(refused).toMatchObject({ status: 432, body: { errorresponse: { errorcode: 432 } } });
    const { text } = (await send('GET', { command: 'listZones', sessionkey: keyOf(ada) }, ada.cookie, 'xml')).body;
    expect(String(text)).toContain('<listzonesresponse ');
  });

  it('ends by signing out, and when its user is shut out', async () => {
    const ada = await login('ada');
    const ask = (reply: Reply) => send('GET', { command: 'listZones', sessionkey: keyOf(reply) }, reply.cookie);
    expect((await ask(ada)).status).toBe(200);
    const out = await send('GET', { command: 'logout', sessionkey: keyOf(ada) }, ada.cookie);
    expect(out.body).toEqual({ logoutresponse: { description: 'success' } });
    expect(out.setCookie.every((each) => each.includes('Max-Age=0'))).toBe(true);
    expect((await ask(ada)).status).toBe(401);

    const bob = await login('bob');
    const id = String(bob.body.loginresponse?.userid);
    const keys = await keysOf(lab, id);
    const text = `apikey=${keys.apikey}&command=listZones&response=json`;
    const signed = () => fetch(`${api.url}?${text}&signature=${encodeURIComponent(hmac(keys.secretkey, text))}`);
    expect((await signed()).status).toBe(200);
    await lab.run('disableUser', { id });
    expect((await ask(bob)).status).toBe(401);
    expect((await login('bob')).status).toBe(531);
    // His keys are no way around it.
    expect((await signed()).status).toBe(401);
  });

  it('ends when the password changes, so that whoever had it is out', async () => {
    await lab.call('createAccount', { ...person('carol'), domainid: sales });
    const carol = await login('carol');
    const ask = () => send('GET', { command: 'listZones', sessionkey: keyOf(carol) }, carol.cookie);
    const { user } = await lab.call('listUsers', { username: 'carol' });
    await lab.call('updateUser', { id: user[0]?.id ?? '', firstname: 'Caroline' });
    expect((await ask()).status).toBe(200);
    await lab.call('updateUser', { id: user[0]?.id ?? '', password: 'battery staple' });
    expect((await ask()).status).toBe(401);
  });

  it('changes by POST alone where the setting asks for it', async () => {
    const ada = await login('ada');
    const make = { command: 'registerUserKeys', id: String(ada.body.loginresponse?.userid), sessionkey: keyOf(ada) };
    await lab.call('updateConfiguration', { name: 'enforce.post.requests.and.timestamps', value: 'true' });
    try {
      expect((await send('GET', make, ada.cookie)).status).toBe(400);
      expect((await send('POST', make, ada.cookie)).status).toBe(200);
    } finally {
      await lab.call('updateConfiguration', { name: 'enforce.post.requests.and.timestamps', value: 'false' });
    }
  });
});
