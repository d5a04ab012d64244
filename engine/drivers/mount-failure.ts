import { type BenchtopError, fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';

/** Who tried to use what. */
export interface MountAttempt {
  server: string;
  path: string;
  hostName: string;
  /** As the server sees the host, for the export line. */
  hostAddress: string;
}

/** What a server says about itself when it is asked beside the mount; everything in it is the server's own word. */
export interface ServerAnswers {
  /** By TCP port: `open`, or how the connection failed. */
  ports: Readonly<Record<number, 'open' | 'refused' | 'noRoute' | 'silent'>>;
  /** The programs that rpcbind knows; undefined when it was not asked or did not answer. */
  programs?: readonly string[];
  /** Exported paths with whom they are for; undefined when the server did not say. */
  exports?: readonly { path: string; clients: readonly string[] }[];
}

type Situation =
  | 'unregistered'
  | 'illegalPort'
  | 'listedYetRefused'
  | 'denied'
  | 'noRoute'
  | 'refused'
  | 'missing'
  | 'unknownName'
  | 'silent'
  | 'noClient'
  | 'stale'
  | 'options'
  | 'other';

/** What mount.nfs says, in the order in which the sentences must be tried: a long one may contain a short one's words. */
const situations: readonly [words: RegExp, Situation][] = [
  [
    /Program not registered|PROGNOTREGISTERED|RPC_PROGNOTREGISTERED|requested NFS version or transport protocol is not supported/i,
    'unregistered',
  ],
  [/illegal port|Operation not permitted/i, 'illegalPort'],
  [/access denied|MNT3ERR_ACCES|NFS3ERR_ACCES|\bEACCES\b/i, 'denied'],
  [/No route to host|errno 113|EHOSTUNREACH/i, 'noRoute'],
  [/Connection refused|errno 111|ECONNREFUSED/i, 'refused'],
  [/No such file or directory|MNT3ERR_NOENT|NFS3ERR_NOENT|does not exist/i, 'missing'],
  [
    /Failed to resolve|Name or service not known|Temporary failure in name resolution|could not resolve/i,
    'unknownName',
  ],
  [/timed out|timeout|ETIMEDOUT|errno 110/i, 'silent'],
  [/helper program|unknown filesystem type|mount\.nfs: not found|wrong fs type|No such device/i, 'noClient'],
  [/Stale file handle|ESTALE/i, 'stale'],
  [/incorrect mount option|Invalid argument|bad option/i, 'options'],
];

/** NFS and its mount service (which version 3 asks first), as `rpcinfo` names them. */
const nfsPrograms = ['nfs', 'mountd'];

/** A client of an exports file that surely covers the address: everybody, or the address itself. */
const everybody = ['*', '(everyone)', '0.0.0.0/0'];

/** Mount's own words are often about the wrong thing ("Connection refused" by rpcbind or by NFS?); the server's answers settle it. */
function situationOf(words: string, answers: ServerAnswers | undefined, attempt: MountAttempt): Situation {
  const said = situations.find(([pattern]) => pattern.test(words))?.[1] ?? 'other';
  if (answers === undefined || said === 'noClient' || said === 'unknownName' || said === 'options') return said;
  const ports = Object.values(answers.ports);
  if (answers.ports[2049] !== 'open' && ports.includes('noRoute')) return 'noRoute';
  const { programs, exports } = answers;
  if (answers.ports[111] === 'refused' && answers.ports[2049] === 'refused') return 'refused';
  if (programs !== undefined && !nfsPrograms.some((program) => programs.includes(program))) return 'unregistered';
  const found = exports?.find((entry) => entry.path === attempt.path);
  const letIn = found?.clients.some((client) => everybody.includes(client) || client === attempt.hostAddress);
  // Mount has no word for a port that a server dislikes; the exports say that it is not the address.
  return letIn === true && (said === 'denied' || said === 'other') ? 'listedYetRefused' : said;
}

/** The line an administrator puts into /etc/exports. `insecure`: hosts behind NAT come from ports that the server calls illegal. */
const exportLine = (attempt: MountAttempt) =>
  `${attempt.path} ${attempt.hostAddress}(rw,sync,no_root_squash,no_subtree_check,insecure)`;
const putLine = (attempt: MountAttempt) =>
  say`On the server, put this line into /etc/exports and run "exportfs -rv": ${exportLine(attempt)}`;

/** What each situation means and what to do; the error words are those that people search for. */
const sentences: Readonly<Record<Situation, { said: Phrase; hint(attempt: MountAttempt): Phrase }>> = {
  unregistered: {
    said: say`the server answers but offers no NFS service (RPC: Program not registered)`,
    hint: () =>
      say`On the server, start rpcbind first and then the NFS service: systemctl enable --now rpcbind nfs-server.`,
  },
  illegalPort: {
    said: say`the server refuses the port that the request came from (illegal port)`,
    hint: (attempt) =>
      say`The server’s log says “illegal port” where it refuses a port above 1023, as from hosts behind NAT. ${putLine(attempt)}`,
  },
  listedYetRefused: {
    said: say`the server refuses, although its list of exports lets this host in: mostly because of the port that the request came from (illegal port)`,
    hint: (attempt) => sentences.illegalPort.hint(attempt),
  },
  denied: { said: say`access denied by the server`, hint: putLine },
  noRoute: {
    said: say`there is no way to the server (errno 113, No route to host)`,
    hint: () =>
      say`Open the ports 111, 2049 and 20048 in the server’s firewall, above its rule that rejects the rest: rules are read from the top, and one that was only appended is never reached. Then check that the address is right.`,
  },
  refused: {
    said: say`the server refuses the connection (errno 111, Connection refused)`,
    hint: () => say`Start the NFS service on the server: systemctl enable --now nfs-server.`,
  },
  missing: {
    said: say`the server has no such export (No such file or directory)`,
    hint: (attempt) => say`Check the path; "showmount -e ${attempt.server}" lists what the server exports.`,
  },
  unknownName: {
    said: say`the host does not know the server’s name`,
    hint: () => say`Use the server’s IP address, or make its name known to the host’s DNS.`,
  },
  silent: {
    said: say`the server does not answer`,
    hint: () => say`Check that the server is on, that the address is right, and that no firewall drops port 2049.`,
  },
  noClient: {
    said: say`the host has no NFS client`,
    hint: () => say`Prepare the host again, or install nfs-utils (CentOS) or nfs-common (Debian, Ubuntu) on it.`,
  },
  stale: {
    said: say`the export was changed on the server (Stale file handle)`,
    hint: () => say`On the server run "exportfs -rv", then try again.`,
  },
  options: {
    said: say`a mount option is not known to the host or the server`,
    hint: () => say`Leave the mount options empty, or correct them.`,
  },
  other: { said: say`mount failed`, hint: () => say`See the logs of the host and of the server.` },
};

const bounded = (words: readonly string[]) => words.slice(0, 8).join(', ').slice(0, 300);

/**
 * Why an NFS export could not be mounted, with the cure. `words` are the last ones of mount on the host, cleaned; they are kept, and
 * never branched on beyond the patterns above.
 */
export function mountFailure(attempt: MountAttempt, words: string, answers?: ServerAnswers): BenchtopError {
  const situation = situationOf(words, answers, attempt);
  const { said, hint } = sentences[situation];
  const where = `${attempt.server}:${attempt.path}`;
  const failed = say`${attempt.hostName} cannot mount ${where}: ${said}`;
  return fail('resourceUnavailable', words === '' ? failed : say`${failed}. It said: ${words}`, {
    hint: listed(situation, attempt, answers) ?? hint(attempt),
  });
}

/** The cure with what the server's own list of exports says, where it says something. */
function listed(situation: Situation, attempt: MountAttempt, answers: ServerAnswers | undefined): Phrase | undefined {
  const exports = answers?.exports ?? [];
  if (situation === 'missing' && exports.length > 0)
    return say`Check the path; the server exports: ${bounded(exports.map((entry) => entry.path))}`;
  const clients = exports.find((entry) => entry.path === attempt.path)?.clients ?? [];
  if (situation === 'denied' && clients.length > 0)
    return say`The server lets in ${bounded(clients)}, and this host is ${attempt.hostAddress}. ${putLine(attempt)}`;
  return undefined;
}

/** Why a file could not be written on storage that is mounted, or in a folder (`nfs` false). */
export function writeFailure(attempt: MountAttempt, words: string, nfs: boolean): BenchtopError {
  const where = nfs ? `${attempt.server}:${attempt.path}` : attempt.path;
  const failed = (said: Phrase, hint: Phrase) =>
    fail('resourceUnavailable', say`${attempt.hostName} cannot use ${where}: ${said}. It said: ${words}`, { hint });
  if (/Read-only file system/i.test(words))
    return failed(say`it is read-only`, nfs ? putLine(attempt) : say`Mount it writable, or choose another folder.`);
  if (/Permission denied|Operation not permitted/i.test(words))
    return failed(
      say`root may not write there`,
      nfs ? say`The export squashes root. ${putLine(attempt)}` : say`Check the folder’s owner, its mode and SELinux.`,
    );
  if (/No space left|quota/i.test(words))
    return fail('insufficientCapacity', say`No space is left on ${where}, seen from ${attempt.hostName}.`, {
      hint: say`Delete something there, or enlarge the file system.`,
    });
  if (/Not a directory|File exists/i.test(words))
    return failed(say`a file is where the folder should be`, say`Choose another path.`);
  if (/No locks available|lock/i.test(words))
    return failed(
      say`locks do not work there`,
      say`Locks keep a disk from being used twice. On the server start the lock service (rpc-statd, nfslock), and open its ports; NFS version 4 needs none.`,
    );
  return failed(say`a trial failed`, say`See the logs of the host and of the server.`);
}
