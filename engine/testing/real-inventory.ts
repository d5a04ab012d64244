import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lab, LabHost } from '../../e2e/lab/lab.ts';
import { compareManifests, type Manifest } from '../../e2e/lab/manifest.ts';

/**
 * What lies on a real host and on the NFS server's disk, looked for by the test's own commands: no SSH, no libvirt protocol, no driver.
 * `withExports`: also the server's disk, which is wanted only where no other host writes there at the same time. One line per thing, `section thing`, sorted; names that are new in every run (ids, MAC addresses, taps) are made alike.
 */
export async function takeHostInventory(lab: Lab, host: LabHost, withExports = true): Promise<string[]> {
  const outcome = await lab.exec(host.name, ['sh', '-c', script]);
  if (outcome.status !== 0) throw new Error(`${host.name} could not be looked at: ${outcome.stderr}`);
  return [...outcome.stdout.split('\n'), ...(withExports ? exported(lab) : [])]
    .filter((line) => line.trim() !== '')
    .map(alike)
    .sort();
}

/** What differs, `- ` for what is missing and `+ ` for what is left over; doubles count. */
export function differences(expected: readonly string[], found: readonly string[]): string[] {
  const rest = [...found];
  const missing = expected.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((line) => `- ${line}`), ...rest.map((line) => `+ ${line}`)];
}

const script = `
put() { while read -r line; do [ -z "$line" ] || echo "$1 $line"; done; }
if command -v virsh >/dev/null; then
  virsh -q -c qemu:///system list --all | sed -E 's/^ *[0-9-]+ +//; s/ +/ /g' | put domain
  virsh -q -c qemu:///system list --all --uuid | put domain-id
  virsh -q -c qemu:///system pool-list --all | put libvirt-pool
fi
ls -1 /etc/libvirt/qemu 2>/dev/null | grep xml | put definition
find /var/lib/benchtop /var/lib/benchtop-pool /var/lib/benchtop-images -mindepth 1 -path /var/lib/benchtop/undo -prune -o -printf '%y %m %p\\n' 2>/dev/null | put file
find /etc/systemd/system /run/systemd/system /run/systemd/transient -iname '*benchtop*' | put unit-file
systemctl list-units --all --plain --no-legend --no-pager 'benchtop*' 'run-r*' 'run-u*' '*-benchtop-*' | awk '{print $1, $3, $4}' | put unit
ip netns list | cut -d' ' -f1 | put namespace
ip -o link | sed -E 's/^[0-9]+: ([^:@]+)[@:].*/\\1/' | while read -r name; do
  master=$(basename "$(readlink "/sys/class/net/$name/master" 2>/dev/null || echo none)"); echo "link $name under $master"; done
nft -s list ruleset | put nft
findmnt -rn -o TARGET,SOURCE,FSTYPE | grep -E 'benchtop|10\\.77\\.' | put mount
ps -eo comm= | grep -E '^(qemu|dnsmasq|curl|dd$)' | sort | put process
cat /var/lib/benchtop/networks/*/reservations 2>/dev/null | put reservation
cat /var/lib/benchtop/networks/*/records 2>/dev/null | put record
true`;

/** The server's own folders behind the exports; the lab keeps them beside its hosts. */
function exported(lab: Lab): string[] {
  const run = dirname(dirname(dirname(lab.hosts[0]?.consoleLog ?? '')));
  return ['primary', 'secondary'].flatMap((name) => {
    const folder = join(run, 'nfs', name);
    return existsSync(folder) ? readdirSync(folder).map((file) => `export ${name} ${file}`) : [];
  });
}

function alike(line: string): string {
  return line
    .replace(/[0-9a-f]{8}(-|\\x2d)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}/g, '<id>')
    .replace(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, '<mac>')
    .replace(/\bvnet\d+\b/g, 'vnet')
    .replace(/\bi-\d+-\d+-VM\b/g, '<instance>');
}

/** What an undo cannot make unhappened until the next boot, and what grows by looking; beside the lab's own list. */
const traces = [
  /^runtimeFiles: . \/run\/(motd\.dynamic|agetty\.reload) /, // written by logins
  /^runtimeFiles: . \/run\/(blkid|rpcbind)[ /.]/, // notes of blkid and rpcbind, until the next boot
  /^routes: . .* dev \S+ .* metric \d+/, // NetworkManager numbers metrics by the order of activation
  /^(files|runtimeFiles): . \/var\/lib\/benchtop\/undo\//, // the journal of what was done holds times and sums
];

/** A bridge port counts its way to forwarding down, and past it. */
function withoutTimers(manifest: Manifest): Manifest {
  const links = Object.entries(manifest.links).map(([name, text]) => [name, text.replace(/\b\w+_timer\s+\S+/g, '')]);
  return { ...manifest, links: Object.fromEntries(links) as Manifest['links'] };
}

export function manifestDifferences(before: Manifest, after: Manifest): string[] {
  return compareManifests(withoutTimers(before), withoutTimers(after)).filter(
    (line) => !traces.some((trace) => trace.test(line)),
  );
}
