import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeInventory } from '../testing/inventory.ts';
import { buildCloud, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { type ApiClient, apiClient, hmac, javaEncoded } from './testing/client.ts';

// Who is let in, and what is refused: always with the right code, in the format that was asked for, and with nothing changed.

let lab: TestEngine;
let api: ApiClient;
let now = Date.parse('2026-11-21T00:00:00Z');
const wrong = 'unable to verify user credentials and/or request signature';

beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  api = await apiClient(lab);
  now = Date.now();
});
afterAll(() => lab.close());

const expires = (secondsAhead: number): string =>
  `${new Date(now + secondsAhead * 1000).toISOString().slice(0, 19)}+0000`;
const ask = async (query: string, init?: RequestInit) => {
  const response = await fetch(`${api.url}?${query}`, init);
  const text = await response.text();
  return { status: response.status, text, headers: response.headers };
};
/** Refused in JSON by this code and nothing has changed. */
async function refused(query: string, errorcode: number, init?: RequestInit): Promise<string> {
  const before = takeInventory(lab.directory);
  const { status, text, headers } = await ask(query, init);
  expect([status, query.slice(0, 200)]).toEqual([errorcode, query.slice(0, 200)]);
  const [body] = Object.values(JSON.parse(text) as Record<string, { errorcode: number; errortext: string }>);
  expect(body).toMatchObject({ uuidList: [], errorcode, errortext: expect.any(String) });
  expect(text).not.toMatch(/\n\s+at |\.ts:\d/);
  expect(headers.get('x-description')).not.toBeNull();
  expect(takeInventory(lab.directory)).toEqual(before);
  return body?.errortext ?? '';
}

describe('who has no key', () => {
  it.each([
    ['nothing at all', 'response=json', 'errorresponse'],
    ['no signature', 'response=json&command=listZones&apikey=x', 'listzonesresponse'],
    ['a key of nobody', 'response=json&command=listZones&apikey=x&signature=eA==', 'listzonesresponse'],
    ['a command of nobody', 'response=json&command=noSuch&apikey=x&signature=eA==', 'nosuchresponse'],
    ['a command that is none', 'response=json&command=%3Cscript%3E', 'errorresponse'],
    ['a session of nobody', 'response=json&command=listZones&sessionkey=x', 'listzonesresponse'],
  ])('is told the same with %s', async (_what, query, name) => {
    expect(await refused(query, 401)).toBe(wrong);
    expect(JSON.parse((await ask(query)).text)).toHaveProperty(name);
  });

  it('is told in XML too, where nothing else is asked for', async () => {
    expect((await ask('command=listZones')).text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><listzonesresponse cloud-stack-version="4.22.0.0"><errorcode>401</errorcode><cserrorcode>9999</cserrorcode><errortext>${wrong}</errortext></listzonesresponse>`,
    );
  });

  it('cannot use a signature for another request', async () => {
    const signed = api.sign({ command: 'listZones', response: 'json', name: 'zone' });
    expect((await ask(signed)).status).toBe(200);
    for (const [from, to] of [
      ['name=zone', 'name=zon'],
      ['name=zone', 'name=zone&page=1'],
      ['listZones', 'listHosts'],
      ['signature=', 'signature=A'],
    ] as const)
      await refused(signed.replace(from, to), 401);
  });

  it('cannot hide two parameters in the name of one', async () => {
    const signed = api.sign({ command: 'listZones', id: 'x', name: 'zone', response: 'json' });
    await refused(signed.replace('id=x&name=', 'id%3Dx%26name='), 430);
  });
});

describe('a signature', () => {
  it('is read with its plus signs as spaces, and parameters from query and form together', async () => {
    // Until there is a plus among the 28 characters.
    const signed = Array.from({ length: 200 }, (_, each) =>
      api.sign({ command: 'listZones', response: 'json', name: `${each}` }),
    ).find((query) => query.includes('%2B')) as string;
    expect((await ask(signed.replaceAll('%2B', '+'))).status).toBe(200);
    const [left = '', right = ''] = signed.split('&name=');
    const split = await ask(left, {
      method: 'POST',
      body: `name=${right}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(split.status).toBe(200);
  });

  it('holds for the query’s value where the form has another, and for the last of several', async () => {
    const signed = api.sign({ command: 'listZones', response: 'json', name: 'zone' });
    const both = await ask(signed, {
      method: 'POST',
      body: 'name=other',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(both.status).toBe(200);
    expect((await ask(`name=first&${signed}`)).status).toBe(200);
    await refused(`${signed}&name=last`, 401);
  });

  it('of version 3 needs an expiry that is still to come', async () => {
    const with3 = (more: Record<string, string>) =>
      api.sign({ command: 'listZones', response: 'json', signatureVersion: '3', ...more });
    expect((await ask(with3({ expires: expires(60) }))).status).toBe(200);
    expect(await refused(with3({}), 401)).toContain(wrong);
    for (const bad of [expires(-1), 'soon', '2026-13-41T00:00:00+0000', '9999', ''])
      expect(await refused(with3({ expires: bad }), 401), bad).toContain(wrong);
  });

  it('that changed something is good for one use; reading and refused calls may be repeated', async () => {
    const read = api.sign({ command: 'listZones', response: 'json', signatureVersion: '3', expires: expires(300) });
    expect((await ask(read)).status).toBe(200);
    expect((await ask(read)).status).toBe(200);
    const make = (name: string) =>
      api.sign({
        command: 'createDiskOffering',
        response: 'json',
        name,
        disksize: '3',
        signatureVersion: '3',
        expires: expires(300),
      });
    const once = make('once');
    expect((await ask(once)).status).toBe(200);
    expect(await refused(once, 401)).toContain('used before');
    expect((await lab.call('listDiskOfferings', { name: 'once' })).count).toBe(1);
    const bad = api.sign({ command: 'createZone', response: 'json', signatureVersion: '3', expires: expires(300) });
    await refused(bad, 431);
    await refused(bad, 431);
  });

  it('of a former key pair no longer works', async () => {
    const former = api.sign({ command: 'listZones', response: 'json' });
    expect((await ask(former)).status).toBe(200);
    api = await apiClient(lab);
    await refused(former, 401);
  });

  it('must come by POST and with an expiry where the setting says so', async () => {
    const set = (value: string) =>
      lab.call('updateConfiguration', { name: 'enforce.post.requests.and.timestamps', value });
    await set('true');
    try {
      const plain = { command: 'listZones', response: 'json' };
      await refused(api.sign(plain), 401);
      const timed = { ...plain, signatureVersion: '3', expires: expires(300) };
      expect((await ask(api.sign(timed))).status).toBe(200);
      await refused(api.sign({ ...timed, expires: expires(16 * 60) }), 401);
      const make = { ...timed, command: 'createDiskOffering', name: 'posted', disksize: '1' };
      await refused(api.sign(make), 400);
      const posted = await ask('', {
        method: 'POST',
        body: api.sign(make),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(posted.status).toBe(200);
    } finally {
      await set('false');
    }
  });
});

describe('bad input', () => {
  const uuid = '11111111-2222-4333-8444-555555555555';
  const signed = (command: string, more: Record<string, string> = {}) =>
    api.sign({ command, response: 'json', ...more });

  it.each([
    ['a missing parameter', 'createZone', { name: 'x' }, 431, /due to missing parameter networktype/],
    ['an empty one', 'createPod', { zoneid: '', name: 'x' }, 431, /due to missing parameter zoneid/],
    ['an id that is none', 'listZones', { id: "' OR 1=1 --" }, 431, /due to invalid value. Invalid parameter id/],
    ['an id of nothing', 'deleteZone', { id: uuid }, 431, /due to invalid value. Invalid parameter id value=11111111/],
    ['a number that is none', 'createDiskOffering', { name: 'x', disksize: '1e3' }, 431, /disksize/],
    ['a number beyond numbers', 'createDiskOffering', { name: 'x', disksize: '9'.repeat(400) }, 431, /disksize/],
    ['a truth value that is none', 'createDiskOffering', { name: 'x', customized: 'yes' }, 431, /customized/],
    ['a page size beyond reason', 'listZones', { page: '1', pagesize: '1000000000' }, 431, /pagesize/],
    ['a page of a half', 'listZones', { page: '1.5', pagesize: '5' }, 431, /page/],
    ['a parameter that is not there', 'listZones', { nonsense: '1' }, 431, /has no parameter nonsense/],
    ['one with a telling name', 'listZones', { ['__proto__']: '1' }, 431, /__proto__/],
    ['a map that is not there', 'listZones', { 'details[0].key': 'a' }, 431, /has no parameter details/],
    ['an index beyond reason', 'listVirtualMachines', { 'ids[1000000]': uuid }, 430, /index/],
    ['a command that is not there', 'noSuchCommand', {}, 401, /noSuchCommand/],
  ] as [string, string, Record<string, string>, number, RegExp][])('%s', async (_what, command, more, code, text) => {
    expect(await refused(signed(command, more), code)).toMatch(text);
  });

  it.each(['name=%', 'name=%zz', 'name=%ff%fe', 'name=%C3', '%', '%80=1', `${'n'.repeat(300)}=1`, '=1'])(
    'what is no percent-encoding: %s',
    async (bad) => {
      await refused(`response=json&command=listZones&${bad}`, 430);
      await refused('response=json', 430, {
        method: 'POST',
        body: `command=listZones&${bad}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    },
  );

  it('too many parameters, and a body that is too large or of another kind', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const many = Array.from({ length: 1500 }, (_, each) => `p${each}=1`).join('&');
    await refused('response=json', 430, { method: 'POST', body: many, headers: form });
    await refused('response=json', 400, { method: 'POST', body: 'x'.repeat(10_000_000), headers: form });
    for (const type of ['application/xml', 'application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      await refused('response=json&command=listZones', 400, {
        method: 'POST',
        body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        headers: { 'content-type': type },
      });
  });

  it('other methods and other places', async () => {
    const put = await ask('response=json', { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const elsewhere = await fetch(api.url.replace('/client/api', '/client/../etc/passwd'));
    expect(elsewhere.status).toBe(404);
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is told by text that no browser and no terminal makes anything of', async () => {
    const hostile = '<img src onerror>\r\nSet-Cookie: a\u001b[31m\u0000';
    const query = api.sign({ command: 'listZones', [`n${hostile}`]: hostile });
    const { text, headers, status } = await ask(query);
    expect(status).toBe(431);
    expect(text).not.toContain('<img');
    expect(text).not.toMatch(/[\u0000\u001b]/);
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('half a request is no trouble for the next', async () => {
    const { hostname, port } = new URL(api.url);
    for (const junk of [
      'GET',
      'POST /client/api HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc',
      '\u0000\u0001\u0002\r\n\r\n',
    ]) {
      const socket = connect(Number(port), hostname);
      await new Promise<void>((resolve) => socket.write(junk, () => resolve()));
      socket.destroy();
    }
    expect((await ask(signed('listZones'))).status).toBe(200);
  });
});

describe('calls beyond the limit', () => {
  it('are refused with 429 until the interval is over, and use nothing up', async () => {
    const set = (name: string, value?: string) => lab.call('updateConfiguration', { name, value });
    await set('api.throttling.interval', '3600');
    await set('api.throttling.max', '3');
    try {
      api = await apiClient(lab);
      const call = { command: 'listZones', response: 'json' };
      const codes: number[] = [];
      for (let each = 0; each < 12; each += 1) codes.push((await ask(api.sign(call))).status);
      expect(codes).toContain(429);
      expect((await ask(api.sign(call))).headers.get('retry-after')).toMatch(/^\d+$/);
      await set('api.throttling.enabled', 'false');
      expect((await ask(api.sign(call))).status).toBe(200);
    } finally {
      for (const name of ['api.throttling.interval', 'api.throttling.max', 'api.throttling.enabled']) await set(name);
    }
  });
});

describe('keys', () => {
  it('lie encrypted in the store, and each look at them is an event', async () => {
    const { userid } = await lab.call('getSession', {});
    const shown = await lab.call('getUserKeys', { id: userid });
    expect(shown).toEqual({ apikey: api.apikey, secretkey: api.secretkey });
    const { event } = await lab.call('listEvents', { type: 'USER.KEY.SHOW' });
    expect(event[0]).toMatchObject({ username: 'admin', resourceid: userid });
    expect(JSON.stringify(event)).not.toContain(shown.secretkey);
    const { store } = lab.engine.internals.ctx;
    const dump = store.sqlite.serialize();
    expect(dump.includes(shown.secretkey)).toBe(false);
    expect(dump.includes(shown.apikey)).toBe(true);
  });

  it('sign by hand what a tool would sign', async () => {
    const text = `apikey=${api.apikey}&command=listZones&response=json`;
    const answer = await ask(`${text}&signature=${encodeURIComponent(hmac(api.secretkey, text))}`);
    expect(answer.status).toBe(200);
    expect(javaEncoded('a b~')).toBe('a%20b%7E');
  });
});

it('a GET may be as long as a form needs, and beyond it the answer says so', async () => {
  const { hostname, port, pathname } = new URL(api.url);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ hostname, port, path: `${pathname}?x=${'y'.repeat(100_000)}` }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
  expect(status).toBe(431);
  expect((await ask(api.sign({ command: 'listZones', name: 'z'.repeat(20_000), response: 'json' }))).status).toBe(200);
});
