import { type Phrase, quoted, say } from '../../contract/phrase.ts';
import type { Family } from '../families/family.ts';
import {
  aptProxyPath,
  aptProxyText,
  aptSourcePath,
  aptSourceText,
  dnfSettingsPath,
  dnfSettingsText,
  dnfSourcePath,
  dnfSourceText,
  proxyPlace,
} from '../package-sources.ts';
import type { HostProbe, PackageSources, PlanStep } from '../types.ts';
import { blocked, changed, type Facts, okay } from './step.ts';

/** One file of the package manager, unless it says so already. What is no text of ours to edit blocks. */
function fileStep(
  probe: HostProbe,
  facts: Facts,
  file: { path: string; after: string; mode: number; keepMode?: boolean },
  change: Phrase,
  hint?: Phrase,
): PlanStep {
  const found = probe.files[file.path];
  if (found?.exists === true && found.content === undefined)
    return blocked(facts, say`${file.path} is not text of a reasonable size. Look at it there, then look again.`);
  if (found?.content === file.after) return okay(facts);
  const before = found?.content;
  return changed(facts, change, [{ kind: 'file', ...(before === undefined ? {} : { before }), ...file }], hint);
}

/** The proxy that the package manager shall go by; undefined where none was chosen. */
export function packageProxyStep(probe: HostProbe, family: Family, sources: PackageSources): PlanStep | undefined {
  if (sources.proxyUrl === undefined || probe.packages.manager !== family.packageManager) return undefined;
  const { packages } = probe;
  const { host, port } = proxyPlace(sources.proxyUrl);
  const place = `${host}:${port}`;
  const facts = {
    id: 'packageproxy',
    group: 'Software',
    title: 'Proxy for packages',
    found: packages.proxies?.length ? quoted(packages.proxies.join(', ')) : say`no proxy is set for packages`,
    why: 'Packages are fetched through it, where the network lets this host not go straight to its package sources.',
  };
  if (packages.proxyError !== undefined)
    return blocked(
      facts,
      say`The proxy ${place} does not answer this host: ${packages.proxyError}. Look at its address and port in your choices and at the network between; then look again.`,
    );
  if (/\b407\b/.test(packages.sourceError ?? ''))
    return blocked(
      facts,
      say`The proxy ${place} refuses this host without the right user and password: ${packages.sourceError ?? ''}. Give them in your choices, then look again.`,
    );
  const secret = sources.proxyPassword !== undefined;
  const hint = secret ? say`It holds the password of the proxy, so only root may read it.` : undefined;
  if (family.packageManager === 'apt')
    return fileStep(
      probe,
      facts,
      { path: aptProxyPath, after: aptProxyText(sources), mode: secret ? 0o600 : 0o644 },
      say`${aptProxyPath} sends apt through ${place}`,
      hint,
    );
  const before = probe.files[dnfSettingsPath]?.content ?? '[main]\n';
  return fileStep(
    probe,
    facts,
    {
      path: dnfSettingsPath,
      after: dnfSettingsText(before, sources),
      mode: secret ? 0o600 : 0o644,
      keepMode: !secret,
    },
    say`${dnfSettingsPath} sends dnf through ${place}`,
    hint,
  );
}

/** The local source that packages come from; undefined where none was chosen. */
export function packageSourceStep(probe: HostProbe, family: Family, sources: PackageSources): PlanStep | undefined {
  const { mirror, unsigned = false } = sources;
  if (mirror === undefined || probe.packages.manager !== family.packageManager) return undefined;
  const found = probe.packages.mirror;
  const path = family.packageManager === 'apt' ? aptSourcePath : dnfSourcePath;
  const facts = {
    id: 'packagesource',
    group: 'Software',
    title: 'Local package source',
    found:
      found === undefined || found.error !== undefined
        ? say`${mirror} does not answer`
        : found.layout === 'suites'
          ? say`${mirror} has ${found.suites.join(', ')}`
          : say`${mirror} is a package repository`,
    why: 'Packages are installed from it alone. The other sources of this host stay as they are and are not asked.',
  };
  if (found === undefined || found.error !== undefined)
    return blocked(
      facts,
      say`This host finds no packages for it at ${mirror}: ${found?.error ?? 'no answer'}. Look at the URL in your choices and at the network between; then look again.`,
    );
  const after =
    family.packageManager === 'apt'
      ? aptSourceText(mirror, found, probe.system.id, unsigned)
      : dnfSourceText(mirror, found, unsigned);
  return fileStep(
    probe,
    facts,
    { path, after, mode: 0o644 },
    say`${path} names it`,
    unsigned
      ? say`Its packages are taken without a signature, as was accepted: whoever can change them there has this host.`
      : undefined,
  );
}
