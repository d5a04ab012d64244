import type { HostProbe, ProbedFile } from '../types.ts';
import { inert, lines, type Sections } from './sections.ts';

/** What CloudStack's agent set-up writes into libvirt's files, by its own guide; each opens the host to anyone or takes a lock away. */
export const insecureSettings: readonly { file: string; name: string; pattern: RegExp; id: string }[] = [
  {
    id: 'listen_tcp',
    file: '/etc/libvirt/libvirtd.conf',
    name: 'listen_tcp',
    pattern: /^\s*listen_tcp\s*=\s*"?1"?\s*$/,
  },
  { id: 'auth_tcp', file: '/etc/libvirt/libvirtd.conf', name: 'auth_tcp', pattern: /^\s*auth_tcp\s*=\s*"none"\s*$/ },
  {
    id: 'proxy_auth_tcp',
    file: '/etc/libvirt/virtproxyd.conf',
    name: 'auth_tcp',
    pattern: /^\s*auth_tcp\s*=\s*"none"\s*$/,
  },
  {
    id: 'vnc_listen',
    file: '/etc/libvirt/qemu.conf',
    name: 'vnc_listen',
    pattern: /^\s*vnc_listen\s*=\s*"(0\.0\.0\.0|::)"\s*$/,
  },
  {
    id: 'security_driver',
    file: '/etc/libvirt/qemu.conf',
    name: 'security_driver',
    pattern: /^\s*security_driver\s*=\s*(\[\s*)?"none"(\s*\])?\s*$/,
  },
  {
    id: 'listen_argument',
    file: '/etc/sysconfig/libvirtd',
    name: 'LIBVIRTD_ARGS',
    pattern: /^\s*LIBVIRTD_ARGS\s*=.*(--listen|\s-l\b|"-l\b)/,
  },
  {
    id: 'listen_option',
    file: '/etc/default/libvirtd',
    name: 'libvirtd_opts',
    pattern: /^\s*libvirtd_opts\s*=.*(--listen|\s-l\b|"-l\b)/,
  },
];

export function findLeftovers(
  sections: Sections,
  files: Record<string, ProbedFile>,
  units: HostProbe['units'],
  libvirt: HostProbe['libvirt'],
): HostProbe['leftovers'] {
  const found: HostProbe['leftovers'] = [];
  for (const { id, file, pattern } of insecureSettings) {
    const line = files[file]?.content?.split('\n').find((text) => pattern.test(text));
    if (line !== undefined) found.push({ id, found: `${file}: ${inert(line, 100)}` });
  }
  const agent = units['cloudstack-agent.service'];
  if (agent?.active === 'active') found.push({ id: 'agent_running', found: 'cloudstack-agent.service (active)' });
  else if (agent?.exists === true) found.push({ id: 'agent', found: 'cloudstack-agent.service' });
  const traces = lines(sections.get('cloudstack'), 10);
  if (traces.length > 0 && agent?.exists !== true) found.push({ id: 'agent', found: inert(traces.join(', '), 200) });
  for (const listener of libvirt.listeners) found.push({ id: 'listener', found: `libvirt, TCP ${listener}` });
  return found;
}
