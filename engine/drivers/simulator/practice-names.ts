import { type BenchtopError, fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { HostTarget } from '../driver.ts';
import { mountFailure, writeFailure } from '../mount-failure.ts';

/**
 * Names that make the simulator fail in a certain way, for lessons and tests: the fault is visible in what was asked for, nothing is
 * hidden in a switch. What mount.nfs then prints is all that is here; sentence and cure are those of real hosts.
 */
interface PracticeFault {
  /** Beginning of the NFS server's name, or a folder in its path. */
  server?: string;
  folder?: string;
  words: string;
  /** The mount works and the trial file does not. */
  mounted?: boolean;
}

const practiceFaults: readonly PracticeFault[] = [
  { server: 'no-route', words: 'mount.nfs: Connection failed: errno 113 (No route to host)' },
  { server: 'refused', words: 'mount.nfs: Connection refused: errno 111' },
  {
    server: 'unregistered',
    words: 'mount.nfs: requested NFS version or transport protocol is not supported: RPC: Program not registered',
  },
  { folder: 'denied', words: 'mount.nfs: access denied by server while mounting' },
  { folder: 'illegal-port', words: 'mount.nfs: Operation not permitted: refused mount request: illegal port' },
  { folder: 'missing', words: 'mount.nfs: mounting failed, reason given by server: No such file or directory' },
  { folder: 'read-only', words: 'touch: Read-only file system', mounted: true },
];

/** The error that the names in a pool or image store ask for, or undefined. */
export function practiceFailure(host: HostTarget, server: string, path: string): BenchtopError | undefined {
  if (server === '') return undefined;
  const folders = path.split('/');
  const fault = practiceFaults.find(
    (one) =>
      (one.server !== undefined && server.startsWith(`${one.server}-`)) ||
      (one.folder !== undefined && folders.includes(one.folder)),
  );
  if (fault === undefined) return undefined;
  const attempt = { server, path, hostName: host.name, hostAddress: host.address };
  return fault.mounted === true ? writeFailure(attempt, fault.words, true) : mountFailure(attempt, fault.words);
}

const downloadFailures: readonly { word: string; message: Phrase; hint: Phrase }[] = [
  {
    word: 'no-iso',
    message: say`it is not an ISO image`,
    hint: say`Register disk images (qcow2, raw) as templates; a compressed file must be unpacked first.`,
  },
  { word: 'not-found', message: say`the server answered 404 Not Found`, hint: say`Check the address of the image.` },
  {
    word: 'backing-file',
    message: say`the image names a backing file, /etc/shadow, and could read it from the host`,
    hint: say`Make a stand-alone image: qemu-img convert -O qcow2.`,
  },
  {
    word: 'wrong-checksum',
    message: say`its checksum is not the expected one`,
    hint: say`Compare the checksum with its publisher, then register the template again.`,
  },
];

/** The refusal that a word in the template's URL asks for, or undefined. Told when the download is over, as on real hosts. */
export function downloadFailure(url: string): BenchtopError | undefined {
  const failure = downloadFailures.find((one) => url.includes(one.word));
  if (failure === undefined) return undefined;
  return fail('resourceUnavailable', say`The image at ${url.slice(0, 200)} was refused: ${failure.message}.`, {
    hint: failure.hint,
  });
}

/** A guest whose display name begins so does not react to the power button. */
export function ignoresShutdown(displayName: string): boolean {
  return displayName.startsWith('deaf-');
}

/** A guest whose display name begins so has its CD mounted and does not let go of it. */
export function holdsDrive(displayName: string): boolean {
  return displayName.startsWith('mounted-');
}

/** A guest whose display name begins so asks for no address: it has a static one, or has not switched its card on. */
export function dhcpTrouble(displayName: string): 'static' | 'mute' | undefined {
  if (displayName.startsWith('static-')) return 'static';
  return displayName.startsWith('mute-') ? 'mute' : undefined;
}

/** A guest whose display name begins so has no guest agent, or one whose programs cannot write. */
export function agentTrouble(displayName: string): 'none' | 'read-only' | undefined {
  if (displayName.startsWith('agentless-')) return 'none';
  return displayName.startsWith('readonly-') ? 'read-only' : undefined;
}

/** Sizes of well-known images by a word in their URL, in MiB: virtual and downloaded. Rounded from the publishers' own files. */
const imageSizes: readonly [word: string, virtual: number, download: number][] = [
  ['alpine', 200, 190],
  ['debian', 3072, 350],
  ['ubuntu', 3584, 600],
  ['centos', 10240, 1100],
  ['rocky', 10240, 620],
  ['windows', 40960, 5200],
];

export function imageSize(url: string): { virtualSize: number; physicalSize: number } {
  const name = url.toLowerCase();
  const [, virtual, download] = imageSizes.find(([word]) => name.includes(word)) ?? ['', 8192, 500];
  return { virtualSize: virtual * 1024 ** 2, physicalSize: download * 1024 ** 2 };
}
