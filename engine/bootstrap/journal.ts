import { fail } from '../contract/errors.ts';
import { type Phrase, say, textOf } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import { inert } from './parse/sections.ts';
import { benchtopDirectory, undoDirectory } from './paths.ts';

/** What is needed to take one change back; written to the host before the change is made. */
export type JournalEntry =
  /** `saved`: name of the copy beside the journal, empty when the file was not there. `after`: SHA-256 of what we wrote, empty when not known. */
  | { kind: 'file'; path: string; saved: string; after: string }
  | { kind: 'directory'; path: string; mode: string }
  | { kind: 'packages'; manager: 'apt' | 'dnf' }
  | { kind: 'unit'; unit: string; enabled: string; active: string }
  | { kind: 'member'; user: string; group: string }
  | { kind: 'sysctl'; name: string; before: string }
  | { kind: 'hostname'; before: string }
  | { kind: 'firewall'; tool: 'firewalld' | 'ufw'; zone: string; peers: string[]; ports: string }
  | { kind: 'bridge'; bridge: string; nic: string; addresses: string[] };

const mostEntries = 300;
const textual = /^[^\p{Cc}]{0,400}$/u;

/** The journal of one host. It lies on the host, so that any Benchtop, also one that knows nothing of the host, can undo. */
export class Journal {
  /** Holds the journal, copies of files, and what the installation of packages has noted down. */
  readonly directory: string;
  readonly #connection: () => SshConnection;
  #entries: JournalEntry[];

  private constructor(connection: () => SshConnection, directory: string, entries: JournalEntry[]) {
    this.#connection = connection;
    this.directory = directory;
    this.#entries = entries;
  }

  /** `connection` is asked each time, because a change of the network replaces it. */
  static async open(connection: () => SshConnection, directory = undoDirectory): Promise<Journal> {
    const text = await connection().readFile(`${directory}/journal.json`);
    return new Journal(connection, directory, text === undefined ? [] : parseJournal(text));
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Makes the directory of the journal, once, and remembers whether Benchtop's directory was there before. */
  async begin(): Promise<void> {
    if (this.#entries.length > 0) return;
    const connection = this.#connection();
    const found = await connection.exec(['stat', '--format=%a', benchtopDirectory]);
    await connection.run(['mkdir', '--parents', '--mode=711', benchtopDirectory]);
    await connection.run(['mkdir', '--parents', '--mode=700', undoDirectory]);
    await this.add({
      kind: 'directory',
      path: benchtopDirectory,
      mode: found.code === 0 ? inert(found.stdout.trim(), 4) : '',
    });
  }

  /** The first record of a thing is the truth about how it was; later ones are dropped. */
  find(like: JournalEntry): JournalEntry | undefined {
    const key = keyOf(like);
    return this.#entries.find((entry) => keyOf(entry) === key);
  }

  async add(entry: JournalEntry): Promise<void> {
    if (this.find(entry) !== undefined) return;
    await this.#write([...this.#entries, entry]);
  }

  /** Replaces the record of the same thing. */
  async update(entry: JournalEntry): Promise<void> {
    const key = keyOf(entry);
    await this.#write(this.#entries.map((old) => (keyOf(old) === key ? entry : old)));
  }

  async remove(entry: JournalEntry): Promise<void> {
    const key = keyOf(entry);
    await this.#write(this.#entries.filter((old) => keyOf(old) !== key));
  }

  async #write(entries: JournalEntry[]): Promise<void> {
    await this.#connection().writeFile(
      `${this.directory}/journal.json`,
      `${JSON.stringify(entries, null, 1)}\n`,
      0o600,
    );
    this.#entries = entries;
  }
}

function keyOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'file':
    case 'directory':
      return `${entry.kind} ${entry.path}`;
    case 'unit':
      return `unit ${entry.unit}`;
    case 'sysctl':
      return `sysctl ${entry.name}`;
    case 'member':
      return `member ${entry.user} ${entry.group}`;
    case 'firewall':
      return `firewall ${entry.tool} ${entry.zone} ${entry.ports}`;
    case 'bridge':
      return `bridge ${entry.bridge}`;
    default:
      return entry.kind;
  }
}

/** One sentence for the admin. */
export const describeEntry = (entry: JournalEntry): string => textOf(sayEntry(entry));

export function sayEntry(entry: JournalEntry): Phrase {
  switch (entry.kind) {
    case 'file':
      return entry.saved === ''
        ? say`${entry.path} is removed`
        : say`${entry.path} gets its former content, mode, owner and time`;
    case 'directory':
      return entry.mode === '' ? say`${entry.path} is removed` : say`${entry.path} gets mode ${entry.mode} again`;
    case 'packages':
      return say`the packages that were installed are removed, with their accounts and directories`;
    case 'unit':
      return say`${entry.unit} becomes ${entry.enabled || 'disabled'} and ${entry.active || 'inactive'} again`;
    case 'member':
      return say`${entry.user} leaves group ${entry.group}`;
    case 'sysctl':
      return say`${entry.name} becomes ${entry.before} again`;
    case 'hostname':
      return say`the hostname becomes ${entry.before} again`;
    case 'firewall':
      return say`${entry.tool} no longer lets ${entry.peers.join(', ')} reach ports ${entry.ports}`;
    case 'bridge':
      return say`${entry.bridge} is removed and ${entry.nic} has the address again`;
  }
}

/** The journal comes from the host and may have been tampered with: it is taken only when every entry is what we would have written. */
export function parseJournal(text: string): JournalEntry[] {
  const broken = (reason: string) =>
    fail('conflict', say`The undo journal of the host cannot be read: ${reason}`, {
      hint: say`Look at ${undoDirectory}/journal.json there. If it was damaged, undo by hand what it says and remove ${benchtopDirectory}.`,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken('it is no JSON');
  }
  if (!Array.isArray(value) || value.length > mostEntries) throw broken('it is no list of reasonable length');
  return value.map((entry: unknown, index) => {
    if (!isEntry(entry)) throw broken(`entry ${index + 1} is not one of ours`);
    return entry;
  });
}

const shapes: { [Kind in JournalEntry['kind']]: Readonly<Record<string, RegExp | 'list'>> } = {
  file: { path: /^\/[\w@.:/-]{1,300}$/, saved: /^(file-\d{1,4})?$/, after: /^([0-9a-f]{64})?$/ },
  directory: { path: /^\/var\/lib\/[\w./-]{1,200}$/, mode: /^[0-7]{0,4}$/ },
  packages: { manager: /^(apt|dnf)$/ },
  unit: { unit: /^[\w@.:-]{1,100}$/, enabled: /^[a-z-]{0,30}$/, active: /^[a-z-]{0,30}$/ },
  member: { user: /^[\w.$-]{1,64}$/, group: /^[\w.-]{1,64}$/ },
  sysctl: { name: /^net\.bridge\.bridge-nf-call-(arp|ip|ip6)tables$/, before: /^[01]$/ },
  hostname: { before: /^[\w.-]{0,253}$/ },
  firewall: { tool: /^(firewalld|ufw)$/, zone: /^[\w-]{0,40}$/, peers: 'list', ports: /^[\d-]{1,20}$/ },
  bridge: { bridge: /^[a-zA-Z][\w.-]{0,14}$/, nic: /^[\w.@:-]{1,15}$/, addresses: 'list' },
};

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const entry = value as Record<string, unknown>;
  const shape = Object.hasOwn(shapes, String(entry.kind)) ? shapes[entry.kind as JournalEntry['kind']] : undefined;
  if (shape === undefined) return false;
  return Object.entries(shape).every(([name, rule]) => {
    const field = entry[name];
    if (rule === 'list')
      return (
        Array.isArray(field) &&
        field.length <= 200 &&
        field.every((item) => typeof item === 'string' && /^[0-9a-fA-F.:/]{2,50}$/.test(item))
      );
    return typeof field === 'string' && textual.test(field) && rule.test(field) && !field.includes('..');
  });
}
