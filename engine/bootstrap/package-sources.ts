import type { HostPlan, HostProbe, PackageSources } from './types.ts';

export const aptProxyPath = '/etc/apt/apt.conf.d/99benchtop-proxy';
export const aptSourcePath = '/etc/apt/sources.list.d/benchtop.sources';
/** dnf knows its proxy from here alone: it has no folder of further settings. */
export const dnfSettingsPath = '/etc/dnf/dnf.conf';
export const dnfSourcePath = '/etc/yum.repos.d/benchtop.repo';
export const packageSourceFiles = [aptProxyPath, aptSourcePath, dnfSettingsPath, dnfSourcePath] as const;
/** Those that may hold a proxy's password: what is in them is never stored or shown. */
const secretFiles: readonly string[] = [aptProxyPath, dnfSettingsPath];

const ours = 'Written by Benchtop when it prepared this host; undoing the preparation takes it back.';

/** Host and port that a proxy's URL leads to. */
export function proxyPlace(proxyUrl: string): { host: string; port: string } {
  const url = new URL(proxyUrl);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || (url.protocol === 'https:' ? '443' : '80') };
}

/** apt's settings for the proxy. Everything that a person typed is percent-encoded or has been checked to be a URL of plain characters. */
export function aptProxyText(sources: PackageSources): string {
  if (sources.proxyUrl === undefined) return '';
  const url = new URL(sources.proxyUrl);
  if (sources.proxyUser !== undefined) url.username = encodeURIComponent(sources.proxyUser);
  if (sources.proxyPassword !== undefined) url.password = encodeURIComponent(sources.proxyPassword);
  const proxy = quotedForApt(url.href.replace(/\/$/, ''));
  const direct = /^https?:/.test(sources.mirror ?? '') ? new URL(sources.mirror!) : undefined;
  return [
    `// ${ours}`,
    `Acquire::http::Proxy "${proxy}";`,
    `Acquire::https::Proxy "${proxy}";`,
    ...(direct === undefined
      ? []
      : [`Acquire::${direct.protocol.replace(':', '')}::Proxy::${direct.hostname} "DIRECT";`]),
    '',
  ].join('\n');
}

// A URL has neither quotes nor backslashes, and a user's apostrophes are no matter within double quotes.
const quotedForApt = (href: string) => href.replaceAll('"', '%22').replaceAll('\\', '%5C');

/** Lines for the section [main] of dnf's settings. */
export function dnfProxyLines(sources: PackageSources): string {
  if (sources.proxyUrl === undefined) return '';
  return [
    `# ${ours}`,
    `proxy=${sources.proxyUrl.replace(/\/$/, '')}`,
    ...(sources.proxyUser === undefined ? [] : [`proxy_username=${sources.proxyUser}`]),
    ...(sources.proxyPassword === undefined ? [] : [`proxy_password=${sources.proxyPassword}`]),
    '',
  ].join('\n');
}

/** dnf's settings with the proxy in place of the one that was there. The same is done by the probe's script, for its trial. */
export function dnfSettingsText(before: string, sources: PackageSources): string {
  const lines = before
    .split('\n')
    .filter((line) => line !== `# ${ours}` && !/^proxy(_username|_password|_auth_method)?\s*=/.test(line));
  const main = lines.findIndex((line) => /^\[main\]\s*$/.test(line));
  const added = dnfProxyLines(sources).trimEnd().split('\n');
  if (main === -1) return ['[main]', ...added, ...lines].join('\n');
  return [...lines.slice(0, main + 1), ...added, ...lines.slice(main + 1)].join('\n');
}

export type Mirror = NonNullable<HostProbe['packages']['mirror']>;

/** apt's entry for the local source, as the probe found it laid out. */
export function aptSourceText(mirror: string, found: Mirror, systemId: string, unsigned: boolean): string {
  const flat = found.layout === 'flat';
  return [
    `# ${ours}`,
    'Types: deb',
    `URIs: ${mirror}`,
    ...(flat
      ? ['Suites: ./']
      : [
          `Suites: ${found.suites.join(' ')}`,
          `Components: ${systemId === 'ubuntu' ? 'main universe' : 'main'}`,
          ...(found.keys[0] === undefined || unsigned ? [] : [`Signed-By: ${found.keys[0]}`]),
        ]),
    ...(unsigned ? ['Trusted: yes'] : []),
    '',
  ].join('\n');
}

/** dnf's entry for the local source: one repository, or the two that an installation of the distribution is made of. */
export function dnfSourceText(mirror: string, found: Mirror, unsigned: boolean): string {
  const parts =
    found.layout === 'distribution'
      ? ['BaseOS', 'AppStream'].map((part) => ({ id: `benchtop-${part.toLowerCase()}`, url: `/${part}/$basearch/os/` }))
      : [{ id: 'benchtop', url: '/' }];
  return [
    `# ${ours}`,
    ...parts.flatMap(({ id, url }) => [
      `[${id}]`,
      `name=Local package source (${id})`,
      `baseurl=${mirror}${url}`,
      'enabled=1',
      'proxy=_none_',
      ...(unsigned
        ? ['gpgcheck=0']
        : [
            'gpgcheck=1',
            ...(found.keys.length === 0 ? [] : [`gpgkey=${found.keys.map((key) => `file://${key}`).join(' ')}`]),
          ]),
    ]),
    '',
  ].join('\n');
}

/**
 * What the probe's script tries, as lines of shell before it. They do not travel as arguments, because those show in the list of processes
 * and in sudo's log; base64 alone, so that nothing in them can be anything but data.
 */
export function probePreamble(sources: PackageSources | undefined): string {
  const { host, port } = sources?.proxyUrl === undefined ? { host: '', port: '' } : proxyPlace(sources.proxyUrl);
  const values = {
    proxyhost64: host,
    proxyport64: port,
    aptproxy64: aptProxyText(sources ?? {}),
    dnfproxy64: dnfProxyLines(sources ?? {}),
    mirror64: sources?.mirror ?? '',
  };
  return Object.entries(values)
    .map(([name, text]) => `${name}=${Buffer.from(text).toString('base64')}\n`)
    .join('');
}

/** Probe and plan as they may be stored: without the files that may hold a proxy's password. */
export function withoutSecrets(probe: HostProbe, plan: HostPlan): { probe: HostProbe; plan: HostPlan } {
  const files = Object.entries(probe.files).map(([path, file]) =>
    secretFiles.includes(path) ? [path, { exists: file.exists }] : [path, file],
  );
  return {
    probe: { ...probe, files: Object.fromEntries(files) as HostProbe['files'] },
    plan: {
      ...plan,
      steps: plan.steps.map((step) => ({
        ...step,
        actions: step.actions.map((action) =>
          action.kind === 'file' && secretFiles.includes(action.path)
            ? { kind: 'file' as const, path: action.path, mode: action.mode, after: '' }
            : action,
        ),
      })),
    },
  };
}

/** A file's text, or a difference of two, with what may be secret in it covered. */
export function coverSecrets(text: string): string {
  return text
    .replace(/(:\/\/)[^@/\s"']{1,4096}@/g, '$1•••@')
    .replace(/^([+\-\s]*[\w.-]*(?:passw|psk|secret|private-?key)[\w.-]*\s*[=:]\s*).+$/gim, '$1•••');
}
