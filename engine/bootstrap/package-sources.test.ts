import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textOf } from '../contract/phrase.ts';
import { planHost } from './bootstrap.ts';
import {
  aptProxyText,
  aptSourceText,
  coverSecrets,
  dnfSettingsText,
  dnfSourceText,
  probePreamble,
  withoutSecrets,
} from './package-sources.ts';
import { parseProbe } from './parse/probe-answer.ts';
import type { HostProbe, PackageSources } from './types.ts';

const answers = { debian: '10.77.0.11', centos: '10.77.0.12' } as const;

/** A fresh host that was asked about these sources, with what it said. */
function asked(os: keyof typeof answers, said: Record<string, string> = {}): HostProbe {
  const answer = readFileSync(join(import.meta.dirname, 'fixtures', `${os}-fresh.answer.txt`), 'utf8');
  const sections = Object.entries(said).map(([name, text]) => `@recorded ${name}\n${text}\n\n`);
  // The first section of a name counts, so these replace recorded ones.
  const probe = parseProbe(`${sections.join('')}${answer}`, 'recorded', answers[os]);
  probe.privilege.user = 'root';
  return probe;
}

function planned(probe: HostProbe, packageSources: PackageSources) {
  const plan = planHost(probe, { acceptEmulation: true, packageSources });
  const step = (id: string) => plan.steps.find(({ item }) => item.id === id);
  return { plan, proxy: step('packageproxy'), source: step('packagesource'), packages: step('packages') };
}

const proxy = { proxyUrl: 'http://proxy.lab.example:3128', proxyUser: 'lab user', proxyPassword: 'p"w\\@:/%;' };

describe('files for package managers', () => {
  test('apt: user and password cannot end the setting, and a local source is reached straight', () => {
    expect(
      aptProxyText({ ...proxy, mirror: 'https://mirror.lab.example/debian' })
        .split('\n')
        .slice(1, 4),
    ).toEqual([
      'Acquire::http::Proxy "http://lab%20user:p%22w%5C%40%3A%2F%25%3B@proxy.lab.example:3128";',
      'Acquire::https::Proxy "http://lab%20user:p%22w%5C%40%3A%2F%25%3B@proxy.lab.example:3128";',
      'Acquire::https::Proxy::mirror.lab.example "DIRECT";',
    ]);
  });

  test('dnf: the proxy goes into the main section, in place of another, and a second time changes nothing', () => {
    const before = '# mine\n[main]\ngpgcheck=1\nproxy = http://old:1\nproxy_username=x\nbest=True\n';
    const after = dnfSettingsText(before, proxy);
    expect(after).toBe(
      `# mine\n[main]\n${after.split('\n')[2]}\nproxy=http://proxy.lab.example:3128\nproxy_username=lab user\nproxy_password=p"w\\@:/%;\ngpgcheck=1\nbest=True\n`,
    );
    expect(dnfSettingsText(after, proxy)).toBe(after);
    expect(dnfSettingsText('', { proxyUrl: 'http://p:1' })).toContain('[main]\n');
  });

  test('apt: suites that are there, signed by the distribution, or a flat repository without signatures', () => {
    const found = {
      layout: 'suites' as const,
      suites: ['bookworm', 'bookworm-updates'],
      keys: ['/usr/share/keyrings/k.gpg'],
    };
    expect(aptSourceText('http://m/debian', found, 'debian', false).split('\n').slice(1)).toEqual([
      'Types: deb',
      'URIs: http://m/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main',
      'Signed-By: /usr/share/keyrings/k.gpg',
      '',
    ]);
    expect(aptSourceText('http://m/ubuntu', found, 'ubuntu', false)).toContain('Components: main universe');
    const flat = aptSourceText('file:///srv/repo', { layout: 'flat', suites: [], keys: [] }, 'debian', true);
    expect(flat.split('\n').slice(1)).toEqual([
      'Types: deb',
      'URIs: file:///srv/repo',
      'Suites: ./',
      'Trusted: yes',
      '',
    ]);
  });

  test('dnf: one repository, or both parts of a distribution, never through the proxy', () => {
    const keys = ['/etc/pki/rpm-gpg/RPM-GPG-KEY-a', '/etc/pki/rpm-gpg/RPM-GPG-KEY-b'];
    const both = dnfSourceText('http://m/9-stream', { layout: 'distribution', suites: [], keys }, false);
    expect(both).toContain('[benchtop-baseos]\n');
    expect(both).toContain('baseurl=http://m/9-stream/AppStream/$basearch/os/\n');
    expect(both).toContain('gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-a file:///etc/pki/rpm-gpg/RPM-GPG-KEY-b\n');
    const one = dnfSourceText('http://m/r', { layout: 'repository', suites: [], keys }, true);
    expect(one.split('\n').slice(1)).toEqual([
      '[benchtop]',
      'name=Local package source (benchtop)',
      'baseurl=http://m/r/',
      'enabled=1',
      'proxy=_none_',
      'gpgcheck=0',
      '',
    ]);
  });
});

describe('what is asked and kept', () => {
  test('a password travels as base64 in the script, never as shell', () => {
    const preamble = probePreamble({ ...proxy, proxyPassword: "'; reboot #", mirror: 'http://m/' });
    for (const line of preamble.trimEnd().split('\n')) expect(line).toMatch(/^[a-z]+64=[A-Za-z0-9+/=]*$/);
    expect(probePreamble(undefined)).toContain('mirror64=\n');
  });

  test.each(['debian', 'centos'] as const)('%s: nothing that is stored or shown has the password', (os) => {
    const probe = asked(os, { proxy: 'answers' });
    const sources = { ...proxy, proxyPassword: 'Canary-5' };
    const fresh = planned(probe, sources);
    expect(fresh.proxy?.item.status).toBe('change');
    expect(JSON.stringify(fresh.plan)).toContain('Canary-5');
    const action = fresh.proxy?.actions[0];
    if (action?.kind !== 'file') throw new Error('the proxy is no file');
    expect(action.mode).toBe(0o600);
    // The host as it is afterwards: nothing is left to change, and the file is known.
    probe.files[action.path] = { exists: true, content: action.after };
    const prepared = planned(probe, sources);
    expect(prepared.proxy?.item.status).toBe('ok');
    for (const plan of [fresh.plan, prepared.plan])
      expect(JSON.stringify(withoutSecrets(probe, plan))).not.toContain('Canary-5');
    expect(coverSecrets(action.after)).not.toContain('Canary-5');
    expect(coverSecrets(action.after)).toContain('proxy.lab.example:3128');
    // Another password is a change again.
    expect(planned(probe, { ...sources, proxyPassword: 'Canary-6' }).proxy?.item.status).toBe('change');
  });
});

describe('plans', () => {
  test('neither is in the plan of a machine that needs neither', () => {
    for (const os of ['debian', 'centos'] as const) {
      const { proxy: none, source } = planned(asked(os), {});
      expect([none, source]).toEqual([undefined, undefined]);
    }
  });

  test('they come before the packages, and say what is found and will change', () => {
    const probe = asked('debian', {
      proxies: 'http://old.lab.example:8080/',
      proxy: 'answers',
      mirror: 'suite bookworm\nkey /usr/share/keyrings/debian-archive-keyring.gpg',
      source: 'ok http://m/debian\nasked',
    });
    const { plan, proxy: through, source } = planned(probe, { ...proxy, mirror: 'http://m/debian' });
    expect(plan.steps.map(({ item }) => item.id).join(' ')).toContain('packageproxy packagesource packages');
    expect(through?.item).toMatchObject({
      found: 'http://old.lab.example:8080/',
      change: expect.stringContaining('/etc/apt/apt.conf.d/99benchtop-proxy'),
    });
    expect(source?.item).toMatchObject({ status: 'change', found: 'http://m/debian has bookworm' });
    expect(plan.canApply).toBe(true);
  });

  test('a proxy that cannot be reached, or wants a password, stops everything with its reason', () => {
    const down = planned(asked('debian', { proxy: 'down Connection refused' }), proxy);
    expect(down.plan.canApply).toBe(false);
    expect(textOf(down.proxy?.item.phrases?.hint ?? '')).toContain(
      'The proxy proxy.lab.example:3128 does not answer this host: Connection refused',
    );
    const source = 'down http://deb.example/ 407 Proxy Authentication Required\nasked';
    const refused = planned(asked('debian', { proxy: 'answers', source }), { proxyUrl: proxy.proxyUrl });
    expect(refused.proxy?.item).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('user and password'),
    });
  });

  test('a source without packages stops everything, and what the host says of it is bounded', () => {
    const mirror = `down ${'x'.repeat(9000)}\nsuite ../../etc\nkey /etc/shadow; reboot`;
    const probe = asked('debian', { mirror, source: 'down http://m/ 404\nasked' });
    expect(probe.packages.mirror).toMatchObject({ suites: [], keys: [] });
    const { plan, source } = planned(probe, { mirror: 'http://m/' });
    expect(plan.canApply).toBe(false);
    expect(source?.item.status).toBe('blocked');
    expect(source?.item.hint?.length).toBeLessThan(700);
  });

  test('lists of other sources do not say what a local one lacks', () => {
    const probe = asked('debian', {
      mirror: 'flat',
      candidates: 'curl:\n  Candidate: 7.88',
      source: 'ok http://m/\nasked',
    });
    const { packages, source } = planned(probe, { mirror: 'http://m/', unsigned: true });
    expect(packages?.item.status).toBe('change');
    expect(source?.item.hint).toContain('without a signature');
  });
});
