import { randomBytes } from 'node:crypto';
import type { SshConnection } from '../ssh/ssh.ts';
import { bootSector } from './boot-sector.ts';
import { families } from './families/families.ts';
import { timeServices } from './families/family.ts';
import { packageSourceFiles, probePreamble } from './package-sources.ts';
import { insecureSettings } from './parse/leftovers.ts';
import { parseProbe } from './parse/probe-answer.ts';
import { benchtopDirectory, markerPath } from './paths.ts';
import { bridgeFilterFiles } from './plan/security.ts';
import { probeScript } from './probe-script.ts';
import type { HostProbe, ProbeOptions } from './types.ts';

const { debian, redhat } = families;

function packagesOf(family: (typeof families)['debian']): string {
  const more = [family.timePackage, family.polkitPackage, family.ifupdownBridgePackage ?? ''];
  return [...family.packages, ...Object.values(family.alternatives).flat(), ...more].filter(Boolean).join(' ');
}

const unitsAsked = [
  ...new Set([
    ...timeServices,
    ...[debian, redhat].flatMap((family) => [
      ...family.libvirtUnits.flatMap((set) => [...set.active, ...set.enabled]),
      ...family.libvirtListeners,
    ]),
    'NetworkManager.service',
    'networking.service',
    'systemd-networkd.service',
    'firewalld.service',
    'nftables.service',
    'ufw.service',
    'cloudstack-agent.service',
  ]),
].join(' ');

const filesAsked = [
  '/etc/hosts',
  '/etc/hostname',
  markerPath,
  ...bridgeFilterFiles,
  ...packageSourceFiles,
  ...new Set(insecureSettings.map((setting) => setting.file)),
].join(' ');

/** The script's arguments after the nonce; for tests that run it themselves. */
export function probeArguments(nonce: string, askSources: boolean): string[] {
  return [
    nonce,
    askSources ? 'ask' : 'skip',
    packagesOf(debian),
    packagesOf(redhat),
    unitsAsked,
    filesAsked,
    'libvirt kvm',
    benchtopDirectory,
    bootSector().toString('base64'),
  ];
}

/** See `probeHost`. */
export async function probe(connection: SshConnection, options: ProbeOptions): Promise<HostProbe> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  // sudo drops the variable, so the login's own shell is asked.
  const session = await connection.exec(['printenv', 'SSH_CONNECTION'], { root: false, ...signal });
  const sshAddress = session.stdout.trim().split(/\s+/)[2] ?? '';

  const nonce = randomBytes(16).toString('hex');
  const argv = ['/bin/sh', '-s', '--', ...probeArguments(nonce, options.askSources ?? true)] as const;
  const ask = (root: boolean) =>
    connection.exec([...argv], {
      root,
      stdin: `${probePreamble(options.packageSources)}${probeScript}`,
      deadline: 420_000,
      maximumOutput: 8 * 1024 * 1024,
      ...signal,
    });
  let reason: string | undefined;
  const answer = await ask(true).catch(async (thrown: unknown) => {
    // Without root much can still be seen, and the plan then says that root is what is missing.
    if (!(thrown instanceof Error) || errorCode(thrown) !== 'unauthorized') throw thrown;
    reason = thrown.message;
    return await ask(false);
  });
  const found = parseProbe(answer.stdout, nonce, /^[0-9a-fA-F.:]{2,45}$/.test(sshAddress) ? sshAddress : '');
  found.privilege.user = connection.target.username;
  if (reason !== undefined) found.privilege.reason = reason.slice(0, 300);
  const known = new Set(options.knownDomains ?? []);
  for (const domain of found.libvirt.domains) if (known.has(domain.uuid)) domain.ours = true;
  return found;
}

/** Of our own errors and of the SSH folder's, which have the same shape. */
function errorCode(error: Error): string {
  const data = 'data' in error ? error.data : undefined;
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : '';
}
