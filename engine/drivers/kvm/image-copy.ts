import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, ImageFacts, LongWork } from '../driver.ts';
import type { ImageCopySpec } from '../image-copy.ts';
import type { ImageChecksum } from '../upload.ts';
import { confined, runUnit } from './long-work.ts';
import { imageStoreRoot, partialPath, templatePath } from './paths.ts';
import { imageStorePlace, needPlace } from './storage.ts';
import { fileSize, readFacts, sealImage } from './templates.ts';

const algorithms = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' } as const;

/** What is known of the first one, for the copy to be compared with; nothing where its facts were lost. */
function checksumOf(facts: ImageFacts | undefined): ImageChecksum | undefined {
  const algorithm = algorithms[facts?.checksum.length as keyof typeof algorithms];
  return facts === undefined || algorithm === undefined ? undefined : { algorithm, hex: facts.checksum };
}

/** See `Driver.ensureImageCopy`. */
export async function ensureImageCopy(
  connect: () => Promise<SshConnection>,
  host: HostTarget,
  image: ImageCopySpec,
  work: LongWork,
): Promise<ImageFacts> {
  const { from, to } = image;
  const ssh = await connect();
  const root = imageStoreRoot(to);
  await needPlace(ssh, host, imageStorePlace(to));
  const known = await readFacts(ssh, root, image.id, templatePath(root, image.id, image.format));
  if (known !== undefined) return known;
  await needPlace(ssh, host, imageStorePlace(from));
  const source = templatePath(imageStoreRoot(from), image.fromId, image.format);
  if ((await ssh.exec(['test', '-f', source])).code !== 0)
    throw fail('resourceUnavailable', say`The template is not in its image store.`, {
      hint: say`Delete the template and register it again.`,
    });
  const whole = await fileSize(ssh, source);
  const checksum = checksumOf(await readFacts(ssh, imageStoreRoot(from), image.fromId, source));
  const partial = partialPath(root, image.id);
  const ended = await runUnit(connect, host, work, {
    part: 'copy',
    description: 'Benchtop image copy',
    argv: ['cp', '--sparse=auto', '--no-preserve=all', '--', source, partial],
    properties: confined(root),
    progress: async () => {
      const percent = whole === 0 ? undefined : Math.floor(((await fileSize(await connect(), partial)) / whole) * 100);
      return { percent, said: say`Copied ${percent ?? 0} % to secondary storage` };
    },
  });
  if (ended.exitStatus !== 0 || ended.result !== 'success') {
    await (await connect()).exec(['rm', '-f', partial]);
    if (/No space left/i.test(ended.log))
      throw fail('insufficientCapacity', say`No space is left on ${imageStorePlace(to).label}.`, {
        hint: say`Delete templates there, or enlarge the file system.`,
      });
    throw fail('resourceUnavailable', say`The image could not be copied on ${host.name}: ${lastWords(ended.log)}`);
  }
  const { id, format, maximumSize } = image;
  return await sealImage(
    connect,
    host,
    root,
    { id, format, maximumSize, ...(checksum !== undefined && { checksum }) },
    work,
  );
}
