import { randomBytes } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import { first, inert, json, lines, records, type Sections, splitSections } from '../parse/sections.ts';
import type { HostDisk } from '../types.ts';
import { lookScript } from './disk-script.ts';

export interface DiskLook {
  disks: HostDisk[];
  /** What would serve NFS there: the kernel, or nfs-ganesha where it cannot. */
  server: 'kernel' | 'ganesha';
  /** Units of NFS servers that are there. */
  units: string[];
}

const mostDisks = 128;

/** Looks at a host's disks; changes nothing. Throws hostUnreachable for an answer that makes no sense. */
export async function lookAtDisks(connection: SshConnection, signal?: AbortSignal): Promise<DiskLook> {
  const nonce = randomBytes(16).toString('hex');
  const { stdout } = await connection.exec(['/bin/sh', '-s', '--', nonce], {
    stdin: lookScript,
    deadline: 300_000,
    maximumOutput: 2 * 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  });
  return parseDisks(stdout, nonce);
}

/** What the script printed, bounded and checked: everything in it comes from the host. */
export function parseDisks(answer: string, nonce: string): DiskLook {
  const sections = splitSections(answer, nonce);
  if (!sections.has('end'))
    throw fail('hostUnreachable', say`The host’s answer about its disks is incomplete.`, {
      hint: say`Try again; if it stays so, look whether a disk there hangs: dmesg tells.`,
    });
  const listed = json(sections.get('disks')) as { blockdevices?: unknown } | undefined;
  const server = lines(sections.get('server'), 10);
  return {
    disks: records(listed?.blockdevices, mostDisks).flatMap((entry) => diskOf(entry, sections)),
    server: server[0] === 'kernel' ? 'kernel' : 'ganesha',
    units: server.slice(1).filter((unit) => unit === 'nfs-server.service' || unit === 'nfs-ganesha.service'),
  };
}

function diskOf(entry: Record<string, unknown>, sections: Sections): HostDisk[] {
  const name = word(entry.name, 32);
  const traces = sections.get(`on ${name}`);
  if (!/^[a-z][a-z0-9]{1,31}$/.test(name) || traces === undefined) return [];
  if (entry.type !== 'disk' && entry.type !== 'loop') return [];
  const size = Number(entry.size);
  if (!Number.isSafeInteger(size) || size <= 0) return [];
  const serial = word(entry.serial, 80);
  const identity = [name, size, serial, word(entry.wwn, 80), word(entry['maj:min'], 12)].join('|');
  return [
    {
      name,
      size,
      model: word(entry.model, 80),
      serial,
      kind: entry.type,
      rotational: entry.rota === true || entry.rota === '1',
      identity,
      found: lines(traces, 30).map(tell),
    },
  ];
}

const word = (value: unknown, limit: number) => (typeof value === 'string' ? inert(value, limit).trim() : '');

/** One line of the script as a sentence. */
function tell(line: string): Phrase {
  const [what = '', ...rest] = line.split(' ');
  const detail = first(rest.join(' '), 100);
  switch (what) {
    case 'readonly':
      return say`it is read-only`;
    case 'small':
      return say`it is smaller than 1 GiB`;
    case 'partition':
      return say`the partition ${detail}`;
    case 'holder':
      return say`${detail} is made of it`;
    case 'mounted':
      return say`it is mounted at ${detail}`;
    case 'swap':
      return say`the host swaps to it`;
    case 'signature':
      return say`the signature of ${detail}`;
    case 'bytes':
      return say`data of an unknown kind`;
    case 'open':
      return say`the program ${detail} has it open`;
    case 'guest':
      return say`it is a disk of the guest ${detail}`;
    case 'listed':
      return say`${detail} names it`;
    default:
      return say`it cannot be read`;
  }
}
