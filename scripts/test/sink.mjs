// A network of its own whose only way out leads nowhere, and which counts who tries it: programs that run in it reach their own
// loopback and nothing else. Linux, root, iproute2 and nftables.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Addresses for documentation (RFC 5737, RFC 3849): nobody has them. */
const rules = `table inet sink {
  set tried4 { type ipv4_addr . inet_proto . inet_service; flags dynamic; size 4096; counter; }
  set tried6 { type ipv6_addr . inet_proto . inet_service; flags dynamic; size 4096; counter; }
  chain output {
    type filter hook output priority 0;
    oifname "lo" accept
    meta nfproto ipv4 meta l4proto { tcp, udp } add @tried4 { ip daddr . meta l4proto . th dport }
    meta nfproto ipv6 meta l4proto { tcp, udp } add @tried6 { ip6 daddr . meta l4proto . th dport }
  }
}
`;

function run(file, args, input) {
  const { status, stdout, stderr, error } = spawnSync(file, args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error ? error.message : stderr.trim()}`);
  return stdout;
}

/** Why no sink can be made here; undefined when one can. */
export function whyNoSink() {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid() !== 0) return 'it needs root';
  for (const program of ['ip', 'nft'])
    if (spawnSync(program, ['-V'], { stdio: 'ignore' }).error) return `there is no ${program}`;
  const name = `probe-${randomBytes(4).toString('hex')}`;
  if (spawnSync('ip', ['netns', 'add', name], { stdio: 'ignore' }).status !== 0)
    return 'no network namespace can be made';
  spawnSync('ip', ['netns', 'delete', name]);
  return undefined;
}

/**
 * Opens a sink. `wrap(file, args)` gives the command that runs a program in it; `attempts()` what was tried so far, look-ups of names
 * included, as `{address, protocol, port, packets}`; `close()` takes it away.
 */
export function openSink() {
  const name = `sink-${randomBytes(4).toString('hex')}`;
  const configuration = path.join('/etc/netns', name);
  const ip = (...args) => run('ip', ['-n', name, ...args]);
  const close = () => {
    spawnSync('ip', ['netns', 'delete', name]);
    rmSync(configuration, { recursive: true, force: true });
  };
  try {
    run('ip', ['netns', 'add', name]);
    // What the system's resolver is told; `ip netns exec` puts it over /etc/resolv.conf.
    mkdirSync(configuration, { recursive: true });
    writeFileSync(path.join(configuration, 'resolv.conf'), 'nameserver 192.0.2.53\noptions timeout:1 attempts:1\n');
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'sink', 'type', 'veth', 'peer', 'name', 'nowhere');
    ip('link', 'set', 'nowhere', 'up');
    ip('link', 'set', 'sink', 'up');
    for (const [own, way] of [
      ['192.0.2.2/24', '192.0.2.1'],
      ['2001:db8::2/64', '2001:db8::1'],
    ]) {
      ip('address', 'add', own, 'dev', 'sink', ...(own.includes(':') ? ['nodad'] : []));
      ip('neighbour', 'add', way, 'lladdr', '02:00:00:00:00:01', 'dev', 'sink', 'nud', 'permanent');
      ip('route', 'add', 'default', 'via', way);
    }
    run('ip', ['netns', 'exec', name, 'nft', '-f', '-'], rules);
  } catch (error) {
    close();
    throw error;
  }
  return {
    wrap: (file, args) => ['ip', ['netns', 'exec', name, file, ...args]],
    attempts: () => readAttempts(run('ip', ['netns', 'exec', name, 'nft', '-j', 'list', 'table', 'inet', 'sink'])),
    close,
  };
}

/** The elements of both sets in nft's JSON. */
function readAttempts(listing) {
  return JSON.parse(listing).nftables.flatMap(({ set }) =>
    (set?.elem ?? []).map(({ elem }) => {
      const [address, protocol, port] = elem.val.concat;
      return { address, protocol, port, packets: elem.counter.packets };
    }),
  );
}
