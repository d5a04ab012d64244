import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type {
  HostTarget,
  ImageFacts,
  ImageFileSpec,
  ImageStoreSpec,
  LongWork,
  PoolSpec,
  TemplateCopy,
  TemplateSpec,
} from '../driver.ts';
import { bytesOfOd, descriptorsAt, descriptorsLength, judgeIso } from '../iso-image.ts';
import { curlBase, curlFailure, type DownloadSource, findSource, tooLarge } from './download.ts';
import { type ImageVerdict, inspectionFailure, judgeImage } from './image-info.ts';
import { confined, runUnit } from './long-work.ts';
import { imageStoreRoot, partialPath, poolRoot, templatePath } from './paths.ts';
import { imageStorePlace, needPlace, poolPlace } from './storage.ts';

type Connect = () => Promise<SshConnection>;

/** Where the facts of a finished template stand beside it, so that a repeated call need not read gigabytes again. */
export const factsPath = (root: string, templateId: string) =>
  templatePath(root, templateId, 'RAW').replace(/\.raw$/, '.json');

/** See `Driver.ensureTemplate`. The file has its own name only when everything about it was checked. */
export async function ensureTemplate(
  connect: Connect,
  host: HostTarget,
  store: ImageStoreSpec,
  template: TemplateSpec,
  work: LongWork,
): Promise<ImageFacts> {
  const ssh = await connect();
  const root = imageStoreRoot(store);
  await needPlace(ssh, host, imageStorePlace(store));
  const path = templatePath(root, template.id, template.format);
  const known = await readFacts(ssh, root, template.id, path);
  if (known !== undefined) return known;
  const partial = partialPath(root, template.id);
  await download(connect, host, root, partial, template, work);
  return await sealImage(connect, host, root, template, work);
}

/** Checks an image that lies whole under its partial name, and gives it its own. What is refused is removed. */
export async function sealImage(
  connect: Connect,
  host: HostTarget,
  root: string,
  template: ImageFileSpec,
  work: LongWork,
): Promise<ImageFacts> {
  const partial = partialPath(root, template.id);
  const path = templatePath(root, template.id, template.format);
  try {
    work.progress(undefined, say`Checking the image`);
    const checksum = await verifyChecksum(await connect(), host, partial, template, work);
    const physicalSize = await fileSize(await connect(), partial);
    const verdict =
      template.format === 'ISO'
        ? await inspectIso(await connect(), partial, physicalSize)
        : await inspect(await connect(), host, partial, template.format, template.maximumSize);
    const facts: ImageFacts = { ...verdict, physicalSize, checksum };
    const last = await connect();
    await last.run(['chmod', '0444', partial]);
    await last.run(['sync', partial]);
    await last.writeFile(factsPath(root, template.id), `${JSON.stringify(facts)}\n`, 0o444);
    await last.run(['mv', '-fT', partial, path]);
    return facts;
  } catch (error) {
    // A refused image must not be taken up again by the next attempt; a broken connection says nothing about it.
    if ((error as { data?: { code?: string } }).data?.code === 'parameter')
      await (await connect()).exec(['rm', '-f', partial]);
    throw error;
  }
}

export async function readFacts(
  ssh: SshConnection,
  root: string,
  templateId: string,
  path: string,
): Promise<ImageFacts | undefined> {
  if ((await ssh.exec(['test', '-f', path])).code !== 0) return undefined;
  const text = await ssh.readFile(factsPath(root, templateId));
  try {
    const facts = JSON.parse(text ?? '') as ImageFacts;
    if (Number.isSafeInteger(facts.virtualSize) && typeof facts.checksum === 'string') return facts;
  } catch {
    // Lost or damaged: the image is downloaded again.
  }
  return undefined;
}

export async function fileSize(ssh: SshConnection, path: string): Promise<number> {
  const result = await ssh.exec(['stat', '-c', '%s', path]);
  return result.code === 0 ? Number(result.stdout) : 0;
}

const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2);

async function download(
  connect: Connect,
  host: HostTarget,
  root: string,
  partial: string,
  template: TemplateSpec,
  work: LongWork,
): Promise<void> {
  const source = await findSource(await connect(), host, template);
  const have = await fileSize(await connect(), partial);
  if (source.length !== undefined && have === source.length) return;
  if (source.length !== undefined && have > source.length) await (await connect()).run(['rm', '-f', partial]);
  for (let attempt = 0; ; attempt += 1) {
    const ended = await runUnit(connect, host, work, {
      part: 'download',
      description: 'Benchtop image download',
      argv: [
        'curl',
        ...curlBase(source),
        '--fail',
        '--max-filesize',
        String(template.maximumSize),
        '--continue-at',
        '-',
        '--write-out',
        '\\nstatus %{http_code}\\n',
        '--output',
        partial,
        '--',
        source.url.href,
      ],
      properties: [...confined(root), `LimitFSIZE=${template.maximumSize}`],
      progress: async () => progressOf(source, await fileSize(await connect(), partial)),
    });
    const status = Number(/status (\d{3})/.exec(ended.log)?.[1] ?? 0);
    // curl without --location takes a redirect's body for the file.
    const complete = ended.exitStatus === 0 && ended.result === 'success' && status >= 200 && status < 300;
    if (complete) return;
    if (/XFSZ|File size limit/i.test(ended.log) || (await fileSize(await connect(), partial)) >= template.maximumSize) {
      await (await connect()).exec(['rm', '-f', partial]);
      throw tooLarge(template.maximumSize, template.maximumSize);
    }
    // The server cannot continue (33), or has nothing left to send (416): what is here is not trusted, so once from the start.
    const cannotContinue = ended.exitStatus === 33 || status === 416 || (status >= 300 && status < 400);
    if (cannotContinue) await (await connect()).exec(['rm', '-f', partial]);
    if (cannotContinue && attempt === 0 && (status < 300 || status === 416)) continue;
    throw curlFailure(
      host,
      source.url,
      ended.exitStatus === 0 ? 22 : ended.exitStatus,
      `${lastWords(ended.log)} error: ${status}`,
    );
  }
}

function progressOf(source: DownloadSource, size: number): { percent: number | undefined; said: Phrase } {
  if (source.length === undefined) return { percent: undefined, said: say`Downloaded ${mebibytes(size)} MiB` };
  return {
    percent: Math.min(100, Math.floor((size / source.length) * 100)),
    said: say`Downloaded ${mebibytes(size)} of ${mebibytes(source.length)} MiB`,
  };
}

/** Throws `parameter` when the image is not the one that was meant. Without an expected checksum a SHA-256 is taken for the record. */
async function verifyChecksum(
  ssh: SshConnection,
  host: HostTarget,
  path: string,
  template: ImageFileSpec,
  work: LongWork,
): Promise<string> {
  const algorithm = template.checksum?.algorithm ?? 'sha256';
  const output = await ssh.run([`${algorithm}sum`, path], { deadline: 3_600_000, signal: work.signal });
  const found = /^\\?([0-9a-f]{32,128}) /.exec(output)?.[1] ?? '';
  const expected = template.checksum?.hex.toLowerCase();
  if (expected !== undefined && found !== expected)
    throw fail(
      'parameter',
      say`The image that ${host.name} received has not the expected ${algorithm} checksum but ${found}.`,
      {
        field: 'checksum',
        hint: say`Compare the checksum with its publisher’s, then register the template again.`,
      },
    );
  return found;
}

/**
 * Looks into an image with a program that may do nothing: an own throw-away user, no network, no devices, little memory and time. What
 * it prints is judged by `judgeImage`.
 */
export async function inspect(
  ssh: SshConnection,
  host: HostTarget,
  path: string,
  format: 'QCOW2' | 'RAW',
  maximumSize: number,
): Promise<ImageVerdict> {
  const properties = [
    'DynamicUser=yes',
    'PrivateNetwork=yes',
    'PrivateDevices=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'LimitAS=1G',
    'LimitCPU=20',
    'LimitFSIZE=0',
    'RuntimeMaxSec=30',
  ];
  const look = (argv: readonly string[]) =>
    ssh.exec(
      [
        'systemd-run',
        '--quiet',
        '--wait',
        '--pipe',
        '--collect',
        ...properties.map((property) => `--property=${property}`),
        '--',
        ...argv,
      ],
      { maximumOutput: 256 * 1024 },
    );
  const result = await look(['qemu-img', 'info', '-f', format.toLowerCase(), '--output=json', path]);
  if (result.code === 0) {
    const verdict = judgeImage(result.stdout, format, maximumSize);
    // The header of an image that was cut off says nothing of it; its tables, which point past the end, do. Status 2: "image is corrupted".
    if (format === 'QCOW2' && (await look(['sh', '-c', checkScript, 'sh', path])).code === 2)
      throw inspectionFailure('', format);
    return verdict;
  }
  if (/qemu-img: /.test(result.stderr)) throw inspectionFailure(result.stderr, format);
  if (result.stderr.trim() === '') throw inspectionFailure('', format);
  throw fail('resourceUnavailable', say`${host.name} could not look into the image: ${lastWords(result.stderr)}`);
}

/** Nothing interprets an ISO on the host: a few sectors are read as they are. */
async function inspectIso(ssh: SshConnection, path: string, size: number) {
  const argv: [string, ...string[]] = [
    'od',
    '-An',
    '-v',
    '-tx1',
    '-j',
    String(descriptorsAt),
    '-N',
    String(descriptorsLength),
    path,
  ];
  // od complains of a file that ends before; what it has read is judged all the same.
  judgeIso(bytesOfOd((await ssh.exec(argv, { maximumOutput: 256 * 1024 })).stdout), size);
  return { format: 'ISO' as const, virtualSize: size };
}

/** A line for every wrong cluster is more than anybody reads. */
const checkScript = 'exec qemu-img check -q -f qcow2 "$1" >/dev/null 2>&1';

export async function removeTemplate(
  connect: Connect,
  host: HostTarget,
  store: ImageStoreSpec,
  templateId: string,
): Promise<void> {
  const ssh = await connect();
  const root = imageStoreRoot(store);
  await needPlace(ssh, host, imageStorePlace(store));
  await ssh.run([
    'rm',
    '-f',
    ...(['QCOW2', 'RAW', 'ISO'] as const).map((format) => templatePath(root, templateId, format)),
    factsPath(root, templateId),
    partialPath(root, templateId),
  ]);
}

/** See `Driver.ensureTemplateOnPool`. Copied by QEMU itself, which writes a fresh image: what a crafted header held stays behind. */
export async function ensureTemplateOnPool(
  connect: Connect,
  host: HostTarget,
  store: ImageStoreSpec,
  pool: PoolSpec,
  template: TemplateCopy,
  work: LongWork,
): Promise<void> {
  const ssh = await connect();
  const root = poolRoot(pool);
  await needPlace(ssh, host, poolPlace(pool));
  const path = templatePath(root, template.id, template.format);
  if ((await ssh.exec(['test', '-f', path])).code === 0) return;
  await needPlace(ssh, host, imageStorePlace(store));
  const from = templatePath(imageStoreRoot(store), template.id, template.format);
  if ((await ssh.exec(['test', '-f', from])).code !== 0)
    throw fail('resourceUnavailable', say`The template is not in its image store.`, {
      hint: say`Delete the template and register it again.`,
    });
  // Once more before use: someone may have changed the file in the store.
  await inspect(ssh, host, from, template.format, Math.max(template.virtualSize, 1));
  const format = template.format.toLowerCase();
  const partial = partialPath(root, template.id);
  const ended = await runUnit(connect, host, work, {
    part: 'copy',
    description: 'Benchtop template copy',
    argv: ['qemu-img', 'convert', '-p', '-f', format, '-O', format, from, partial],
    properties: confined(root),
    progress: async (log) => {
      const percent = copiedPercent(log);
      return {
        percent,
        said: percent === undefined ? say`Copying to the pool` : say`Copied ${percent} % to the pool`,
      };
    },
  });
  const last = await connect();
  if (ended.exitStatus !== 0 || ended.result !== 'success') {
    await last.exec(['rm', '-f', partial]);
    if (/No space left/i.test(ended.log))
      throw fail('insufficientCapacity', say`No space is left on ${poolPlace(pool).label}, seen from ${host.name}.`, {
        hint: say`Delete volumes or templates there, or enlarge the file system.`,
      });
    throw fail('resourceUnavailable', say`The template could not be copied on ${host.name}: ${lastWords(ended.log)}`);
  }
  await last.run(['chmod', '0444', partial]);
  await last.run(['sync', partial]);
  await last.run(['mv', '-fT', partial, path]);
}

/** What `qemu-img convert -p` wrote last: `(12.50/100%)`, as 12. */
export function copiedPercent(log: string): number | undefined {
  const percent = Number(/\(([\d.]+)\/100%\)\s*$/.exec(log.trimEnd())?.[1] ?? 'none');
  return Number.isFinite(percent) ? Math.floor(percent) : undefined;
}

/** The name of a volume's base stands in the first cluster of the volume. Parameters: the pool's folder, the base's file name. */
const clonesScript = `count=0
for volume in "$1"/*.qcow2; do
  case $volume in */template-*) continue;; esac
  [ -f "$volume" ] && head -c 65536 "$volume" | grep -aqF -- "$2." && count=$((count + 1))
done
echo $count`;

export async function removeTemplateFromPool(
  connect: Connect,
  host: HostTarget,
  pool: PoolSpec,
  templateId: string,
): Promise<void> {
  const ssh = await connect();
  const root = poolRoot(pool);
  await needPlace(ssh, host, poolPlace(pool));
  const base = templatePath('', templateId, 'RAW')
    .replace(/^\//, '')
    .replace(/\.raw$/, '');
  const clones = Number(await ssh.run(['sh', '-c', clonesScript, 'sh', root, base]));
  if (clones > 0)
    throw fail('inUse', say`${clones} volumes on ${poolPlace(pool).label} are linked clones of the template.`, {
      hint: say`Expunge their instances first.`,
    });
  await ssh.run([
    'rm',
    '-f',
    ...(['QCOW2', 'RAW'] as const).map((format) => templatePath(root, templateId, format)),
    partialPath(root, templateId),
  ]);
}
