import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeUser, sshdImpossible, startSshd, type TestSshd, type TestUser } from '../../ssh/testing/sshd.ts';
import { takeInventory } from '../../testing/inventory.ts';
import { startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { ended, errorOf } from '../../testing/wait.ts';

const impossible = sshdImpossible();

// A real sshd and this very machine behind it: looking changes nothing there.
describe.skipIf(impossible !== undefined)('preparing a host, up to its plan', () => {
  let lab: TestEngine;
  let sshd: TestSshd;
  let user: TestUser;
  const address = '127.0.0.1';
  const login = () => ({
    address,
    port: sshd.port,
    username: user.name,
    authentication: 'key' as const,
    privatekey: user.privateKey,
    hostkeyfingerprint: sshd.fingerprint,
  });
  const list = async () => (await lab.call('listHostPreparations', {})).hostpreparation;

  beforeAll(async () => {
    user = makeUser({ sudo: 'USER ALL=(ALL) NOPASSWD: ALL' });
    sshd = await startSshd();
    lab = await startTestEngine();
  });
  afterAll(async () => {
    await lab.close();
    await sshd.stop();
    user.remove();
  });

  it('shows the key that the address presents, before anybody logs in', async () => {
    expect(await lab.call('getHostKey', { address, port: sshd.port })).toEqual({
      address,
      port: sshd.port,
      keytype: 'ssh-ed25519',
      fingerprint: sshd.fingerprint,
    });
    expect(await lab.refusal('getHostKey', { address, port: 1 })).toMatchObject({ code: 'hostUnreachable' });
    for (const wrong of ['', '-oProxyCommand=reboot', 'a b', '$(reboot)', 'host;reboot', 'ünreachable'])
      expect(await lab.refusal('getHostKey', { address: wrong }), wrong).toMatchObject({
        code: 'parameter',
        field: 'address',
      });
  });

  it('refuses what is incomplete before anything is stored', async () => {
    const before = takeInventory(lab.directory);
    const { privatekey: _key, ...bare } = login();
    for (const [input, field] of [
      [bare, 'privatekey'],
      [{ ...bare, authentication: 'password' }, 'password'],
      [{ ...login(), username: 'root; reboot' }, 'username'],
      [{ ...login(), port: 70000 }, 'port'],
      [{ ...login(), hostkeyfingerprint: 'yes' }, 'hostkeyfingerprint'],
      [{ ...login(), bridge: 'a bridge with spaces' }, 'bridge'],
      [{ ...login(), nic: 'eth0;reboot' }, 'nic'],
      [{ ...login(), fqdn: 'host\nevil' }, 'fqdn'],
      [{ ...login(), peers: ['$(reboot)'] }, 'peers.0'],
      [{ ...login(), proxyurl: 'http://user:secret@proxy:3128' }, 'proxyurl'],
      [{ ...login(), proxyurl: 'http://proxy:99999' }, 'proxyurl'],
      [{ ...login(), proxyurl: 'socks5://proxy:1080' }, 'proxyurl'],
      [{ ...login(), proxyurl: 'http://proxy:3128/"; reboot' }, 'proxyurl'],
      [{ ...login(), proxyuser: 'lab' }, 'proxyurl'],
      [{ ...login(), proxyurl: 'http://proxy:3128', proxypassword: 'secret' }, 'proxyuser'],
      [{ ...login(), proxyurl: 'http://proxy:3128', proxyuser: 'a', proxypassword: 'two\nlines' }, 'proxypassword'],
      [{ ...login(), packagesource: 'ftp://mirror/debian' }, 'packagesource'],
      [{ ...login(), packagesource: 'http://mirror/debian\nTrusted: yes' }, 'packagesource'],
    ] as const)
      expect(await lab.refusal('createHostPreparation', input), field).toMatchObject({ code: 'parameter', field });
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('looks, plans and says what would change and why', async () => {
    const job = await lab.run('createHostPreparation', login());
    const [made] = await list();
    expect(made).toMatchObject({ id: job.resourceId, state: 'Planned', address, username: user.name });
    expect(made?.plan.length).toBeGreaterThan(0);
    for (const item of made?.plan ?? [])
      for (const text of [item.title, item.found, item.why]) expect(text).not.toBe('');
    await lab.run('updateHostPreparation', { id: made?.id ?? '', bridge: 'cloudbr7' });
    expect((await list())[0]).toMatchObject({ bridge: 'cloudbr7', state: 'Planned' });
  });

  it('tries a proxy before anything changes, keeps its password to itself, and forgets it with the proxy', async () => {
    const id = (await list())[0]?.id ?? '';
    const secrets = () =>
      (takeInventory(lab.directory).store.secret ?? []).filter((row) => /proxy/.test(JSON.stringify(row)));
    const proxy = { proxyurl: 'http://127.0.0.1:9', proxyuser: 'lab', proxypassword: 'Canary-proxy-7' };
    await lab.run('updateHostPreparation', { id, ...proxy });
    const [made] = await list();
    expect(made).toMatchObject({ proxyurl: proxy.proxyurl, proxyuser: 'lab', canapply: false });
    // Where this machine is no system that can be prepared, its plan goes no further than saying so.
    const tried = made?.plan.find((item) => item.id === 'packageproxy');
    if (tried !== undefined)
      expect(tried).toMatchObject({ status: 'blocked', hint: expect.stringContaining('127.0.0.1:9') });
    expect(JSON.stringify([made, takeInventory(lab.directory)])).not.toContain('Canary-proxy-7');
    expect(secrets()).toHaveLength(1);
    // Another proxy never gets the password of this one.
    await lab.run('updateHostPreparation', { id, proxyurl: 'http://127.0.0.1:10' });
    expect(secrets()).toEqual([]);
    await lab.run('updateHostPreparation', { id, proxyuser: '' });
    expect((await list())[0]).toMatchObject({ proxyurl: 'http://127.0.0.1:10' });
    expect((await list())[0]?.proxyuser).toBeUndefined();
    await lab.run('updateHostPreparation', { id, proxyurl: '', proxyuser: '' });
    expect((await list())[0]?.proxyurl).toBeUndefined();
    expect((await list())[0]?.plan.map((item) => item.id)).not.toContain('packageproxy');
  });

  it('looks at the computer that it runs on without any login, and plans it like any other', async () => {
    const here = await lab.call('getThisComputer', {});
    expect(here).toMatchObject({ possible: true, username: 'root', root: true });
    const local = { username: here.username, authentication: 'local' as const };
    const { hostkeyfingerprint: _fingerprint, ...noKey } = login();
    expect(await lab.refusal('createHostPreparation', noKey)).toMatchObject({ field: 'hostkeyfingerprint' });
    const own = here.address[0] ?? '';
    await lab.run('createHostPreparation', { ...local, address: own });
    const made = (await list()).find((each) => each.address === own);
    const hostname = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim();
    expect(made).toMatchObject({ state: 'Planned', authentication: 'local', hostkeyfingerprint: '' });
    expect(made?.hostname?.split('.')[0]).toBe(hostname.split('.')[0]);
    expect(made?.nics.flatMap((nic) => nic.addresses).join()).toContain(own);
    const elsewhere = await lab.call('createHostPreparation', { ...local, address: '203.0.113.77' });
    expect(errorOf(await ended(lab, elsewhere)).errortext).toBe('203.0.113.77 is not an address of this computer.');
    for (const each of await list())
      if (each.authentication === 'local') await lab.call('deleteHostPreparation', { id: each.id });
  });

  it('carries nothing out while something is in the way, and has nothing to undo', async () => {
    const id = (await list())[0]?.id ?? '';
    // This machine is no bare host: its plan is blocked, or names changes that nobody has asked for here.
    if (!(await list())[0]?.canapply)
      expect(await lab.refusal('applyHostPreparation', { id })).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('undoHostPreparation', { id })).toMatchObject({ code: 'conflict' });
    expect(await lab.call('explainHostPreparationUndo', { id })).toEqual({ item: [] });
    const unknown = '11111111-2222-4333-8444-555555555555';
    for (const name of [
      'applyHostPreparation',
      'undoHostPreparation',
      'explainHostPreparationUndo',
      'updateHostPreparation',
      'deleteHostPreparation',
    ])
      expect(await lab.refusal(name, { id: unknown }), name).toMatchObject({ code: 'parameter', field: 'id' });
  });

  it('stops at a key that is not the pinned one, until the old one is forgotten', async () => {
    const old = sshd.fingerprint;
    const { port } = sshd;
    await sshd.stop();
    sshd = await startSshd([], port);
    expect(sshd.fingerprint).not.toBe(old);
    expect(await lab.call('getHostKey', { address, port })).toMatchObject({
      fingerprint: sshd.fingerprint,
      pinnedfingerprint: old,
    });
    const before = takeInventory(lab.directory);
    expect(await lab.refusal('createHostPreparation', login())).toMatchObject({
      code: 'hostKey',
      field: 'hostkeyfingerprint',
      hint: expect.stringContaining('forget the old key'),
    });
    expect(await lab.refusal('forgetHostKey', { address, port, fingerprint: sshd.fingerprint })).toMatchObject({
      code: 'parameter',
      field: 'fingerprint',
    });
    expect(takeInventory(lab.directory)).toEqual(before);
    // What was prepared under the old key stays bound to it: the connection itself refuses.
    const id = (await list())[0]?.id ?? '';
    expect(errorOf(await ended(lab, await lab.call('updateHostPreparation', { id, bridge: 'br1' })))).toMatchObject({
      code: 'hostKey',
    });
    await lab.call('forgetHostKey', { address, port, fingerprint: old });
    await lab.run('createHostPreparation', login());
    expect((await list()).map((each) => [each.state, each.hostkeyfingerprint])).toEqual([
      ['Planned', sshd.fingerprint],
    ]);
  });

  it('keeps every choice that its plan is made with, from the first or changed later', async () => {
    for (const { id } of await list()) await lab.call('deleteHostPreparation', { id });
    const proxy = { proxyurl: 'http://127.0.0.1:9', proxyuser: 'lab', proxypassword: 'Canary-proxy-8' };
    const first = {
      bridge: 'cloudbr3',
      nic: 'eth7',
      fqdn: 'node-7.lab.example',
      acceptemulation: true,
      closeagent: true,
      packagesource: 'http://127.0.0.1:9/debian',
      unsignedpackages: true,
    };
    const { proxypassword: _password, ...shown } = proxy;
    const made = await lab.run('createHostPreparation', { ...login(), ...first, ...proxy, peers: ['192.0.2.77'] });
    const id = made.resourceId ?? '';
    expect((await list())[0]).toMatchObject({ id, ...first, ...shown });
    // Who the firewall lets in is told by the steps of a plan alone, which this machine's does not come to.
    expect(lab.engine.internals.ctx.store.need('hostPreparations', id).choices).toMatchObject({
      peers: ['192.0.2.77'],
    });
    const second = {
      nic: 'eth8',
      fqdn: 'node-8.lab.example',
      acceptemulation: false,
      closeagent: false,
      packagesource: 'http://127.0.0.1:10/debian',
      unsignedpackages: false,
    };
    await lab.run('updateHostPreparation', { id, ...second });
    expect((await list())[0]).toMatchObject({ id, bridge: 'cloudbr3', ...second });
  });

  it('is forgotten with its secrets when it changed nothing', async () => {
    expect(takeInventory(lab.directory).store.secret?.length).toBeGreaterThan(0);
    for (const { id } of await list()) await lab.call('deleteHostPreparation', { id });
    expect(await list()).toEqual([]);
    expect(takeInventory(lab.directory).store.secret).toEqual([]);
  });
});
