import { afterEach, expect, it } from 'vitest';
import { freePort } from './ssh/testing/sshd.ts';
import { answersOfLists, placesOf, tellTales } from './testing/canaries.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import { ended } from './testing/wait.ts';

let lab: TestEngine;
afterEach(async () => await lab.close());

const canaries = {
  password: 'CANARY-password-7f3a9c',
  sudopassword: 'CANARY-sudo-1b2c3d',
  passphrase: 'CANARY-passphrase-9e8d7c',
  privatekey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${'CANARYkey0aGVyZQ'.repeat(20)}\nCANARYlastline42\n-----END OPENSSH PRIVATE KEY-----\n`,
};
it('passwords and keys stand nowhere in the clear: no file, no job, no event, no answer', async () => {
  lab = await startTestEngine();
  const changes: unknown[] = [];
  lab.engine.subscribe(lab.engine.desktopCaller(), (batch) => changes.push(...batch));
  const base = {
    address: '127.0.0.1',
    port: await freePort(),
    username: 'root',
    hostkeyfingerprint: `SHA256:${'A'.repeat(43)}`,
  };
  const made = await ended(
    lab,
    await lab.call('createHostPreparation', { ...base, authentication: 'password', ...canaries }),
  );
  // Nothing listens there: what matters is what is left lying about.
  expect(made.state).toBe('failed');
  await ended(lab, await lab.call('updateHostPreparation', { id: made.jobinstanceid ?? '', bridge: 'br1' }));
  // A refused call must not leave them either, nor one in whose message they might stand.
  await lab.refusal('createHostPreparation', {
    ...base,
    port: 0,
    authentication: 'password',
    ...canaries,
  });
  await lab.refusal('createHostPreparation', { ...base, authentication: 'key', ...canaries, privatekey: undefined });
  lab.engine.internals.ctx.log.add({ level: 'error', hostId: 'h', text: `sudo said: ${canaries.sudopassword}` });
  lab.engine.internals.ctx.log.flush();

  const answers: [string, unknown][] = [
    ['changes', changes],
    ...(await answersOfLists(lab, {
      listTrafficTypes: { physicalnetworkid: made.jobid },
      listJobLogs: { jobid: made.jobid },
    })),
    ['getSession', await lab.call('getSession', {})],
    ['job', made],
  ];
  expect(answers.length).toBeGreaterThan(30);
  const places = placesOf(lab, answers);
  const secrets = Object.values(canaries);
  expect(places.filter(([name]) => name.includes('benchtop.db')).length).toBeGreaterThan(0);
  // The search itself can find what it looks for.
  expect(
    tellTales(
      [
        ['a', Buffer.from(JSON.stringify({ key: canaries.privatekey }))],
        ['b', Buffer.from(Buffer.from(`login:${canaries.password}`).toString('base64'))],
      ],
      secrets,
    ),
  ).toEqual(['a', 'b']);
  expect(tellTales(places, secrets)).toEqual([]);
  // And yet they are there, for who has the key.
  expect(lab.engine.internals.ctx.secrets.get(made.jobinstanceid ?? '', 'password')).toBe(canaries.password);
});

it('a sealed value moved to another row, or changed by a bit, is not opened', async () => {
  lab = await startTestEngine();
  const { secrets, store } = lab.engine.internals.ctx;
  secrets.put('a', 'password', 'first secret');
  secrets.put('b', 'password', 'second secret');
  const sealed = (owner: string) =>
    (store.sqlite.prepare('SELECT sealed FROM secret WHERE owner_id = ?').get(owner) as { sealed: Buffer }).sealed;
  store.sqlite.prepare('UPDATE secret SET sealed = ? WHERE owner_id = ?').run(sealed('a'), 'b');
  expect(() => secrets.get('b', 'password')).toThrow(/cannot be opened/);
  const bent = Buffer.from(sealed('a'));
  bent.writeUInt8(bent.readUInt8(30) ^ 1, 30);
  store.sqlite.prepare('UPDATE secret SET sealed = ? WHERE owner_id = ?').run(bent, 'a');
  expect(() => secrets.get('a', 'password')).toThrow(/cannot be opened/);
});

it('the same secret is sealed anew each time, and gone when removed', async () => {
  lab = await startTestEngine();
  const { secrets, store } = lab.engine.internals.ctx;
  const all = () => store.sqlite.prepare('SELECT sealed FROM secret').all() as { sealed: Buffer }[];
  secrets.put('a', 'password', 'secret');
  const first = all()[0]?.sealed;
  secrets.put('a', 'password', 'secret');
  expect(all()).toHaveLength(1);
  expect(all()[0]?.sealed.equals(first as Buffer)).toBe(false);
  secrets.copy('a', 'host');
  secrets.remove('a');
  expect(secrets.get('a', 'password')).toBeUndefined();
  expect(secrets.get('host', 'password')).toBe('secret');
});

it('a key of the wrong length leaves secrets locked rather than broken', async () => {
  lab = await startTestEngine({
    keyStore: { kind: 'test', load: async () => new Uint8Array(16), save: async () => undefined },
  });
  expect((await lab.call('getSession', {})).unlocked).toBe(false);
  expect(() => lab.engine.internals.ctx.secrets.put('a', 'b', 'c')).toThrow(/are locked/);
});
