/**
 * What a host is, as data, read from outside: so that a test can prove that the undo of a bootstrap leaves nothing behind.
 *
 *   manifest.ts take <description.json>    prints the manifest; called by `lab manifest`
 *   manifest.ts diff <before> <after>      prints the differences one per line, exit status 1 when there are any
 *
 * Files are compared with the layers below the host's overlay: a file that was changed and put back is no difference, its time
 * stamps do not count. What is left out, and why, stands in manifest-exceptions.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileRecord, readDifferences } from './manifest-files.ts';

/** Everything is a flat map from a name to a value, so that two manifests compare section by section, line by line. */
export type Manifest = {
  files: Record<string, FileRecord>;
  runtimeFiles: Record<string, string>;
  packages: Record<string, string>;
  accounts: Record<string, string>;
  units: Record<string, string>;
  links: Record<string, string>;
  addresses: Record<string, string>;
  routes: Record<string, string>;
  nftables: Record<string, string>;
  mounts: Record<string, string>;
  namespaces: Record<string, string>;
  sysctls: Record<string, string>;
};

/** What `lab manifest` hands over: the host's directories and how to run a command in it. */
type Subject = { host: string; os: string; root: string; upper: string; lower: string; netns: string; lab: string };

type Exception = { section: string; pattern: RegExp };

/** Lines `section pattern  # reason`; `*` matches within a path segment, `**` any number of them. A line without a reason is an error. */
function readExceptions(): Exception[] {
  const lines = readFileSync(join(import.meta.dirname, 'manifest-exceptions'), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const found = /^(\w+)\s+(\S+)\s+#\s+(\S.*)$/.exec(line);
    if (!found) throw new Error(`manifest-exceptions line ${index + 1} is not "section pattern # reason"`);
    const tokens: Record<string, string> = { '/**': '(/.*)?', '**': '.*', '*': '[^/]*' };
    const pattern = found[2]!
      .split(/(\/\*\*|\*\*|\*)/)
      .map((token) => tokens[token] ?? token.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('');
    return [{ section: found[1]!, pattern: new RegExp(`^${pattern}$`) }];
  });
}

function run(program: string, argv: string[]): string {
  const outcome = spawnSync(program, argv, { encoding: 'utf8', maxBuffer: 1 << 27 });
  if (outcome.error) throw outcome.error;
  if (outcome.status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${outcome.stderr.trim()}`);
  return outcome.stdout;
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

/** `key value…` lines as a map; equal keys are numbered, so that a doubled rule is a difference. */
function mapOf(lines: string[], split: (line: string) => [string, string]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const line of lines) {
    const [key, value] = split(line);
    let unique = key;
    for (let count = 2; unique in map; count++) unique = `${key} #${count}`;
    map[unique] = value;
  }
  return map;
}

const firstWord = (line: string): [string, string] => {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  return [word, rest.join(' ')];
};

const numbers = /(@if\d+|:(?=\s))/g;

export function takeManifest(subject: Subject): Manifest {
  const inside = (...argv: string[]) => run(subject.lab, ['exec', subject.host, '--', ...argv]);
  const inNetwork = (...argv: string[]) => run('nsenter', [`--net=${subject.netns}`, '--', ...argv]);
  const packages =
    subject.os === 'debian'
      ? // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
        inside('dpkg-query', '-W', '-f', '${binary:Package} ${Version} ${db:Status-Status}\\n')
      : inside('rpm', '-qa', '--qf', '%{NAME} %{VERSION}-%{RELEASE}\\n');
  const links = linesOf(inNetwork('ip', '-d', '-o', 'link', 'show')).map((line) =>
    line
      .replace(/^\d+: /, '')
      .replace(numbers, '')
      // Counters of the bridge's own timers, and identifiers that are new after every start.
      .replace(/\b(hello_timer|tcn_timer|topology_change_timer|gc_timer|ageing_timer|link-netnsid)\s+\S+/g, '')
      .replaceAll('\\', ' '),
  );
  const manifest: Manifest = {
    files: readDifferences(subject),
    runtimeFiles: mapOf(
      linesOf(inside('find', '/run', '/tmp', '/dev/shm', '-xdev', '-mindepth', '1', '-printf', '%p %y %m %u:%g\\n')),
      firstWord,
    ),
    packages: mapOf(linesOf(packages), firstWord),
    accounts: accountsOf(inside),
    units: unitsOf(inside),
    links: mapOf(links, firstWord),
    addresses: mapOf(linesOf(inNetwork('ip', '-o', 'address', 'show')), (line) => {
      const [, name = '', ...rest] = line.trim().split(/\s+/);
      const more = rest
        .slice(2)
        .join(' ')
        .replace(/\\.*/, '')
        .replace(/\b(tentative|dynamic)\b\s*/g, '')
        .trim();
      return [`${name} ${rest.slice(0, 2).join(' ')}`, more];
    }),
    routes: mapOf(
      [...linesOf(inNetwork('ip', '-4', 'route', 'show', 'table', 'all')), ...linesOf(inNetwork('ip', 'rule'))],
      (line) => [line.trim().replace(/^\d+:\s+/, 'rule '), ''],
    ),
    nftables: mapOf(rulesOf(inNetwork('nft', '--stateless', 'list', 'ruleset')), (line) => [line, '']),
    mounts: mapOf(linesOf(inside('cat', '/proc/self/mounts')), (line) => {
      const [source = '', target = '', type = '', options = ''] = line.split(' ');
      return [target, `${source} ${type} ${options}`];
    }),
    namespaces: mapOf(linesOf(inside('ip', 'netns', 'list')), firstWord),
    sysctls: mapOf(
      linesOf(
        inside(
          'sh',
          '-c',
          'sysctl -a 2>/dev/null | grep -E "^net\\.(ipv4\\.(ip_forward|conf)|ipv6\\.conf|bridge)" || true',
        ),
      ),
      (line) => {
        const [key = '', value = ''] = line.split(' = ');
        return [key, value];
      },
    ),
  };
  return withoutExceptions(manifest);
}

/** Users and groups with their lines of all four files; the files themselves are left out, as the order of lines means nothing. */
function accountsOf(inside: (...argv: string[]) => string): Record<string, string> {
  const accounts: Record<string, string> = {};
  for (const [kind, files] of Object.entries({ user: ['passwd', 'shadow'], group: ['group', 'gshadow'] }))
    for (const file of files)
      for (const line of linesOf(inside('cat', `/etc/${file}`))) {
        const [name = '', ...rest] = line.split(':');
        const key = `${kind}/${name}`;
        accounts[key] = [accounts[key], rest.join(':')].filter((part) => part !== undefined).join(' | ');
      }
  return accounts;
}

/** The ruleset's lines, each with the table and chain that it stands in. */
function rulesOf(ruleset: string): string[] {
  const within: string[] = [];
  const rules: string[] = [];
  for (const line of linesOf(ruleset).map((text) => text.trim())) {
    if (line === '}') within.pop();
    else if (line.endsWith('{')) {
      within.push(line.slice(0, -1).trim());
      rules.push(within.join(' / '));
    } else rules.push([...within, line].join(' / '));
  }
  return rules;
}

/** Enabled state and activity. Targets' activity is left out: it follows from the rest. */
function unitsOf(inside: (...argv: string[]) => string): Record<string, string> {
  const units: Record<string, string> = {};
  for (const line of linesOf(inside('systemctl', 'list-unit-files', '--no-legend', '--plain', '--no-pager'))) {
    const [name = '', state = ''] = line.trim().split(/\s+/);
    units[name] = state;
  }
  const kinds = '--type=service,socket,timer,path,mount';
  for (const line of linesOf(inside('systemctl', 'list-units', kinds, '--no-legend', '--plain', '--no-pager'))) {
    const [name = '', , active = ''] = line.trim().split(/\s+/);
    units[name] = `${units[name] ?? 'without file'}, ${active}`;
  }
  return units;
}

function withoutExceptions(manifest: Manifest): Manifest {
  const exceptions = readExceptions();
  for (const { section } of exceptions)
    if (!(section in manifest)) throw new Error(`manifest-exceptions: no section ${section}`);
  const kept = Object.entries(manifest).map(([section, entries]) => [
    section,
    Object.fromEntries(
      Object.entries(entries)
        .filter(
          ([key]) => !exceptions.some((exception) => exception.section === section && exception.pattern.test(key)),
        )
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ]);
  return Object.fromEntries(kept) as Manifest;
}

/** `section: - key value` for what went, `+` for what came, `~` for what changed; empty when the hosts are the same. */
export function compareManifests(before: Manifest, after: Manifest): string[] {
  const differences: string[] = [];
  for (const section of Object.keys(before) as (keyof Manifest)[]) {
    const [old, now] = [before[section], after[section]];
    const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
    for (const key of [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()) {
      const [was, is] = [show(old[key]), show(now[key])];
      if (was === is) continue;
      if (was === undefined) differences.push(`${section}: + ${key} ${is}`);
      else if (is === undefined) differences.push(`${section}: - ${key} ${was}`);
      else differences.push(`${section}: ~ ${key} ${was} → ${is}`);
    }
  }
  return differences;
}

if (import.meta.main) {
  const [command, first = '', second = ''] = process.argv.slice(2);
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  if (command === 'take') {
    process.stdout.write(`${JSON.stringify(takeManifest(read(first) as Subject), null, 1)}\n`);
  } else if (command === 'diff') {
    const differences = compareManifests(read(first) as Manifest, read(second) as Manifest);
    for (const line of differences) console.log(line);
    process.exitCode = differences.length > 0 ? 1 : 0;
  } else throw new Error('usage: manifest.ts take <description.json> | diff <before> <after>');
}

/**
 * Lines of a comparison that a host's own life writes between two looks, each with its reason; what stands in `manifest-exceptions` is not
 * even looked at, these are by their content.
 */
export const lifeOfItsOwn: readonly RegExp[] = [
  /^runtimeFiles: . \/run\/(motd\.dynamic|agetty\.reload) /, // written by logins
  /^routes: . .* dev eth0 .* metric 10\d/, // NetworkManager numbers metrics by the order of activation
  /^links: ~ eth1 .* qdisc noop /, // a card that was up once has a queue
  /^links: ~ .* bridge_slave /, // counters of a bridge's ports
  /^runtimeFiles: \+ \/run\/rpcbind(\.lock|\.sock|\/\w+\.xdr)? /, // what rpcbind leaves when it stops, until the next boot
  /^runtimeFiles: \+ \/run\/blkid /, // blkid's notes of where file systems were
  /^runtimeFiles: . \/run\/blkid\/blkid\.tab/,
  /^runtimeFiles: \+ \/run\/mount\/utab/, // mount(8)'s notes of mounts that are gone
  /^(runtimeFiles|units|mounts): \+ (\/run\/netns|run-netns\.mount) /, // iproute2's place for namespaces, made with the first, empty, until the next boot
  /^files: . \/var\/cache\/libvirt\/qemu\/capabilities/, // what QEMU can do, found at the first question
];

/** What differs between two looks at a host, but for its life of its own. */
export function traces(before: Manifest, after: Manifest): string[] {
  return compareManifests(before, after).filter((line) => !lifeOfItsOwn.some((each) => each.test(line)));
}
