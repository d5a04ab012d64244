import type { HostProbe, ProbedFile, ProbedUnit } from '../types.ts';
import { assignments, first, inert, lines, type Sections, whole } from './sections.ts';

export function parseSystem(sections: Sections): HostProbe['system'] {
  const release = assignments(sections.get('os'));
  const machine = lines(sections.get('machine'));
  return {
    id: (release.ID ?? '').toLowerCase().slice(0, 40),
    versionId: (release.VERSION_ID ?? '').slice(0, 40),
    prettyName: (release.PRETTY_NAME ?? release.NAME ?? 'unknown').slice(0, 100),
    idLike: (release.ID_LIKE ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8),
    architecture: inert(machine[0] ?? '', 40),
    kernel: inert(machine[1] ?? '', 100),
    systemd: whole(/^systemd (\d+)/.exec(first(sections.get('systemd')))?.[1]),
  };
}

export function parseNames(sections: Sections): HostProbe['names'] {
  const hostname = first(sections.get('hostname'), 253);
  const fqdn = first(sections.get('fqdn'), 253);
  const online = lines(sections.get('online')).flatMap((line) => /^([0-9a-fA-F.:]+)\s/.exec(line)?.[1] ?? []);
  const names = new Set([hostname, fqdn].filter(Boolean));
  const offline = lines(probedFiles(sections)['/etc/hosts']?.content).flatMap((line) => {
    const [address, ...words] = line.replace(/#.*/, '').trim().split(/\s+/);
    return address !== undefined && words.some((word) => names.has(word)) ? [inert(address, 45)] : [];
  });
  return { hostname, fqdn, offline: [...new Set(offline)].slice(0, 16), online: [...new Set(online)].slice(0, 16) };
}

export function probedFiles(sections: Sections): Record<string, ProbedFile> {
  const files: Record<string, ProbedFile> = {};
  for (const [name, text] of sections) {
    if (!name.startsWith('file /')) continue;
    const [state, ...encoded] = text.split('\n');
    if (state === 'present') {
      const bytes = Buffer.from(encoded.join(''), 'base64');
      const content = bytes.toString('utf8');
      // What does not survive the conversion is not edited.
      files[name.slice(5)] = Buffer.from(content).equals(bytes) ? { exists: true, content } : { exists: true };
    } else files[name.slice(5)] = { exists: state === 'large' };
  }
  return files;
}

export function parseUnits(text: string | undefined): Record<string, ProbedUnit> {
  const units: Record<string, ProbedUnit> = {};
  for (const block of (text ?? '').split(/\n\n+/, 200)) {
    const values = assignments(block);
    if (values.Id === undefined || !/^[\w@.:\\-]{1,100}$/.test(values.Id)) continue;
    units[values.Id] = {
      exists: values.LoadState === 'loaded' || values.LoadState === 'masked',
      enabled: values.UnitFileState ?? '',
      active: values.ActiveState ?? '',
    };
  }
  return units;
}

/** Undefined when no local source was asked. */
function parseMirror(text: string | undefined): HostProbe['packages']['mirror'] {
  if (text === undefined) return undefined;
  const said = lines(text, 30);
  const each = (pattern: RegExp) => said.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  const suites = each(/^suite ([a-z0-9-]{1,60})$/);
  const keys = each(/^key (\/(?:etc|usr)\/[\w./+-]{1,200})$/);
  const layout = (['flat', 'repository', 'distribution'] as const).find((word) => said.includes(word));
  const down = said.find((line) => line.startsWith('down'));
  if (down !== undefined || (layout === undefined && suites.length === 0))
    return { layout: 'suites', suites: [], keys, error: inert(down?.slice(5) ?? '', 400) || 'no answer' };
  return { layout: layout ?? 'suites', suites, keys };
}

export function parsePackages(sections: Sections): HostProbe['packages'] {
  const manager = first(sections.get('manager'));
  const packages: HostProbe['packages'] = {
    manager: manager === 'apt' || manager === 'dnf' ? manager : 'none',
    installed: {},
    source: 'unknown',
  };
  const name = /^[a-z0-9][a-z0-9+._-]{0,100}$/i;
  for (const line of lines(sections.get('debs'))) {
    const [state, found, version] = line.trim().split(/\s+/);
    if (state === 'ii' && name.test(found ?? '')) packages.installed[found!] = inert(version ?? '', 100);
  }
  for (const line of lines(sections.get('rpms'))) {
    const [found, version, ...rest] = line.trim().split(/\s+/);
    if (rest.length === 0 && version !== undefined && name.test(found ?? ''))
      packages.installed[found!] = inert(version, 100);
  }
  const source = lines(sections.get('source'));
  if (source.includes('asked')) {
    const down = source.filter((line) => line.startsWith('down '));
    packages.source = down.length > 0 || !source.some((line) => line.startsWith('ok ')) ? 'down' : 'answers';
    if (down[0] !== undefined) packages.sourceError = inert(down[0].slice(5), 500);
    else if (packages.source === 'down') packages.sourceError = 'no package source is configured';
  }
  const proxies = lines(sections.get('proxies'), 5).map((line) => inert(line, 200));
  if (proxies.length > 0) packages.proxies = proxies;
  const proxy = first(sections.get('proxy'), 200);
  if (proxy.startsWith('down')) packages.proxyError = proxy.slice(5);
  const mirror = parseMirror(sections.get('mirror'));
  if (mirror !== undefined) packages.mirror = mirror;
  const candidates = lines(sections.get('candidates'));
  const offered: string[] = [];
  for (const [index, line] of candidates.entries())
    if (/^[a-z0-9][a-z0-9+._-]{0,100}:$/.test(line) && /Candidate: (?!\(none\))/.test(candidates[index + 1] ?? ''))
      offered.push(line.slice(0, -1));
  if (packages.manager === 'dnf') offered.push(...lines(sections.get('offered')).filter((line) => name.test(line)));
  // Lists that were never fetched offer nothing; that says nothing about the source, and nor do those of another one.
  if (offered.length > 0 && (mirror === undefined || packages.manager === 'dnf'))
    packages.available = offered.slice(0, 200);
  const audit = first(sections.get('audit'));
  if (audit !== '') packages.broken = audit;
  return packages;
}

export function parseLibvirt(sections: Sections, units: HostProbe['units']): HostProbe['libvirt'] {
  const said = lines(sections.get('libvirt'));
  const running = new Set(lines(sections.get('running')).map((line) => line.trim()));
  const ours = new Set(lines(sections.get('ours')).map((line) => line.trim()));
  const active = (...names: string[]) => names.some((name) => units[name]?.active === 'active');
  return {
    daemon: active('virtqemud.socket', 'virtqemud.service')
      ? 'modular'
      : active('libvirtd.socket', 'libvirtd.service')
        ? 'monolithic'
        : 'none',
    version: inert(said.find((line) => line.startsWith('version '))?.slice(8) ?? '', 40),
    answers: said.includes('answers'),
    domains: lines(sections.get('domains')).flatMap((line) => {
      const match = /^([0-9a-f-]{36})\s+(.+)$/.exec(line.trim());
      if (match === null) return [];
      const uuid = match[1]!;
      return [{ name: inert(match[2]!, 100), uuid, running: running.has(uuid), ours: ours.has(uuid) }];
    }),
    networks: lines(sections.get('networks'), 50).map((line) => inert(line, 50)),
    domainTypes: lines(sections.get('domaintypes'), 20).flatMap((line) => /type='([a-z]{1,20})'/.exec(line)?.[1] ?? []),
    listeners: lines(sections.get('listeners'), 20).flatMap((line) => {
      const address = line.trim().split(/\s+/)[3];
      return address !== undefined && !/^(127\.|\[::1\])/.test(address) ? [inert(address, 60)] : [];
    }),
  };
}
