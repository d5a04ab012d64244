import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Application, root, startApplication } from './cs-client.ts';

// The command line as a shell runs it: a process of its own, over HTTP, against the running application.

interface Ended {
  code: number;
  out: string;
  errors: string;
}

let app: Application;
let home: string;

/** Runs the program with what was typed, in a home of its own. */
function benchtop(typed: string[], environment: Record<string, string> = {}, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/benchtop.mjs', ...typed], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, 'config'),
      LANG: 'C',
      ...environment,
    },
  });
  child.stdin.end(input);
  let [out, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out, errors })));
}

const keysOf = ({ keys }: Application) => ({
  BENCHTOP_API: keys.api,
  BENCHTOP_KEY: keys.apikey,
  BENCHTOP_SECRET: keys.secretkey,
});
const asked = (typed: string[], input?: string) => benchtop(typed, keysOf(app), input);

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'benchtop-cli-'));
  app = await startApplication('--practice');
});
afterAll(async () => {
  await app.stop();
  rmSync(home, { recursive: true, force: true });
});

describe('a call', () => {
  it('is typed as verb and noun, or by its name, and answers as a table, as lines or as JSON', async () => {
    const table = await asked(['list', 'zones', '--output', 'table']);
    expect(table).toMatchObject({ code: 0, errors: '' });
    expect(table.out.split('\n')[0]).toMatch(/^ID +NAME +NETWORKTYPE +ALLOCATIONSTATE/);
    expect(table.out).toContain('Practice zone');
    const json = JSON.parse((await asked(['listZones'])).out) as { count: number; zone: { name: string }[] };
    expect(json).toMatchObject({ count: 1, zone: [{ name: 'Practice zone' }] });
    const text = await asked(['list', 'zones', 'name=Practice zone', '--filter', 'name,networktype', '-o', 'text']);
    expect(text.out).toBe('name = Practice zone\nnetworktype = Basic\n');
  });

  it('waits for the job that it starts and answers with what came of it; or does not', async () => {
    const id = (name: string, command: string, object: string) =>
      asked([command, `name=${name}`]).then(
        ({ out }) => (JSON.parse(out) as Record<string, { id: string }[]>)[object]?.[0]?.id,
      );
    const domain = await asked(['create', 'domain', 'name=sales']);
    expect(domain.code).toBe(0);
    const zone = await id('Practice zone', 'listZones', 'zone');
    const made = await asked(['create', 'physicalnetwork', `zoneid=${zone}`, 'name=second', '-o', 'json']);
    expect(made).toMatchObject({ code: 0 });
    expect(JSON.parse(made.out)).toMatchObject({ physicalnetwork: { name: 'second' } });
    const { id: second } = (JSON.parse(made.out) as { physicalnetwork: { id: string } }).physicalnetwork;
    const begun = await asked(['delete', 'physicalnetwork', `id=${second}`, '--async']);
    expect(Object.keys(JSON.parse(begun.out) as object)).toContain('jobid');
  });

  it('that fails ends with a code that says of what kind it was', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    expect(await asked(['list', 'zone'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Did you mean: list zones'),
    });
    expect(await asked(['list', 'zones', 'nmae=x'])).toMatchObject({
      code: 2,
      errors: 'listZones has no parameter nmae.\n',
    });
    expect(await asked(['start', 'virtualmachine', `id=${none}`])).toMatchObject({ code: 2, out: '' });
    expect(await benchtop(['list', 'zones'])).toMatchObject({
      code: 3,
      errors: expect.stringContaining('benchtop login'),
    });
    const wrong = { ...keysOf(app), BENCHTOP_SECRET: 'wrong' };
    expect(await benchtop(['list', 'zones'], wrong)).toMatchObject({
      code: 3,
      errors: expect.stringContaining('credentials'),
    });
    const nowhere = { ...keysOf(app), BENCHTOP_API: 'http://127.0.0.1:1/client/api' };
    expect(await benchtop(['list', 'zones'], nowhere)).toMatchObject({
      code: 5,
      errors: expect.stringContaining('cannot be reached'),
    });
  });

  it('speaks the language of its surroundings', async () => {
    const { errors } = await benchtop(['list', 'zone'], { LANG: 'zh_CN.UTF-8' });
    expect(errors).toContain('没有命令 list zone');
    const { out } = await benchtop(['help', 'list', 'zones'], { LC_ALL: 'zh_CN.UTF-8', LANG: 'C' });
    expect(out).toContain('列出');
  });
});

describe('signing in', () => {
  it('keeps keys for their owner alone, and forgets them', async () => {
    const { api, apikey, secretkey } = app.keys;
    const signedIn = await benchtop(['login', '--keys', '--url', api], {}, `${apikey}\n${secretkey}\n`);
    expect(signedIn).toMatchObject({ code: 0, out: '' });
    expect(signedIn.errors).toContain('Signed in as admin');
    expect(signedIn.errors).not.toContain(secretkey);
    const file = path.join(home, 'config', 'benchtop', 'login.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await benchtop(['list', 'zones'])).toMatchObject({ code: 0 });
    // What is kept for one place is not shown to another.
    expect(await benchtop(['list', 'zones', '--url', 'http://127.0.0.1:1/client/api'])).toMatchObject({ code: 3 });
    await benchtop(['logout']);
    expect(existsSync(file)).toBe(false);
    expect(await benchtop(['list', 'zones'])).toMatchObject({ code: 3 });
  });

  it('by a password opens a session, which ends with it', async () => {
    await asked([
      'create',
      'account',
      'username=ada',
      'password=correct horse',
      'firstname=A',
      'lastname=L',
      'email=a@lab.example',
    ]);
    const enter = (password: string) => benchtop(['login', '--url', app.keys.api, 'username=ada'], {}, `${password}\n`);
    expect(await enter('wrong horse')).toMatchObject({ code: 3 });
    expect(await enter('correct horse')).toMatchObject({ code: 0, errors: expect.stringContaining('ada') });
    const file = path.join(home, 'config', 'benchtop', 'login.json');
    const kept = readFileSync(file, 'utf8');
    expect(kept).not.toContain('correct horse');
    expect(await benchtop(['list', 'zones'])).toMatchObject({ code: 0 });
    expect(await benchtop(['list', 'hosts'])).toMatchObject({ code: 3 });
    await benchtop(['logout']);
    writeFileSync(file, kept);
    expect(await benchtop(['list', 'zones'])).toMatchObject({ code: 3 });
    rmSync(file);
  });
});

it('over TLS nothing is sent to a certificate other than the one that was named', async () => {
  const secure = await startApplication('--api', '0.0.0.0:0');
  onTestFinished(() => secure.stop());
  const { port } = new URL(secure.keys.api);
  const place = { ...keysOf(secure), BENCHTOP_API: `https://localhost:${port}/client/api` };
  const other = await benchtop(['list', 'zones'], { ...place, BENCHTOP_FINGERPRINT: 'AB'.repeat(32) });
  expect(other).toMatchObject({ code: 5, out: '' });
  const [, fingerprint = ''] = /fingerprint: ([0-9A-F:]+)/.exec(other.errors) ?? [];
  expect(await benchtop(['list', 'zones'], place)).toMatchObject({ code: 5 });
  const server = await benchtop(['get', 'apiserver', '--fingerprint', fingerprint], place);
  expect(server).toMatchObject({ code: 0 });
  const file = path.join(home, 'ca.pem');
  writeFileSync(file, (JSON.parse(server.out) as { apiserver: { certificate: string } }).apiserver.certificate);
  expect(await benchtop(['list', 'zones', '--ca', file], place)).toMatchObject({ code: 0 });
});

describe('completion', () => {
  const inShell = (shell: string, script: string): string =>
    spawnSync(shell, ['-c', script], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } }).stdout;

  it('of bash knows verbs, nouns and the parameters of each command', async () => {
    const { out } = await benchtop(['completion', 'bash']);
    const file = path.join(home, 'completion.bash');
    writeFileSync(file, out);
    const complete = (...words: string[]) =>
      inShell(
        'bash',
        `source ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _benchtop; echo "\${COMPREPLY[@]}"`,
      ).trim();
    expect(complete('benchtop', 'depl')).toBe('deploy');
    expect(complete('benchtop', 'list', 'zon').split(' ')).toContain('zones');
    expect(complete('benchtop', 'list', 'virtualmachines', 'zonei')).toBe('zoneid=');
    expect(complete('benchtop', 'list', 'virtualmachines', 'zoneid', '=')).toBe('');
  });

  const fish = spawnSync('fish', ['--version']).status === 0;
  it.skipIf(!fish)(`of fish does, too${fish ? '' : ' (skipped: fish is not installed)'}`, async () => {
    const { out } = await benchtop(['completion', 'fish']);
    const file = path.join(home, 'completion.fish');
    writeFileSync(file, out);
    const complete = (typed: string) => inShell('fish', `source ${file}; complete -C '${typed}'`).trim().split('\n');
    expect(complete('benchtop list zon')).toContain('zones');
    expect(complete('benchtop list virtualmachines zonei')).toContain('zoneid=');
  });

  it('of zsh is the same from the same contract', async () => {
    const { out } = await benchtop(['completion', 'zsh']);
    expect(out).toMatch(/^ {4}'list zones'\|'listZones \*'\) found='.*zoneid|^ {6}'list zones'/m);
    expect(out).toContain('compdef _benchtop benchtop');
  });
});
