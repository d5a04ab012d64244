import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { HostTarget, ImageFacts, ImageStoreSpec, LongWork, PoolSpec } from '../driver.ts';
import type { AdoptedFile } from '../looks.ts';
import type { HostLink } from './host-link.ts';
import { confined, runUnit } from './long-work.ts';
import { diskPath, fileId, imageStoreRoot, partialPath, templatePath } from './paths.ts';
import { filesInUse, imageStorePlace, needPlace, poolPlace } from './storage.ts';
import { copiedPercent, factsPath, fileSize, inspect, readFacts } from './templates.ts';

/** See `Driver.ensureTemplateFromVolume`. QEMU writes a fresh image of what the guest would see: the base's part and the clone's in one. */
export async function ensureTemplateFromVolume(
  link: HostLink,
  host: HostTarget,
  pool: PoolSpec,
  volumeId: string,
  store: ImageStoreSpec,
  templateId: string,
  work: LongWork,
  adopted: AdoptedFile = { file: `${fileId(volumeId)}.qcow2`, format: 'qcow2' },
): Promise<ImageFacts> {
  const connect = () => link.ssh();
  const ssh = await connect();
  const root = imageStoreRoot(store);
  await needPlace(ssh, host, imageStorePlace(store));
  const path = templatePath(root, templateId, 'QCOW2');
  const known = await readFacts(ssh, root, templateId, path);
  if (known !== undefined) return known;
  await needPlace(ssh, host, poolPlace(pool));
  const from = diskPath(pool, { volumeId, ...adopted });
  if ((await ssh.exec(['test', '-f', from])).code !== 0)
    throw fail('resourceUnavailable', say`The volume is not on ${poolPlace(pool).label}, seen from ${host.name}.`, {
      hint: say`Check the storage pool.`,
    });
  const user = (await filesInUse(link)).find((one) => one.path === from);
  if (user !== undefined)
    throw fail('inUse', say`The volume is in use by the running instance ${user.domain}.`, {
      hint: say`Stop it first.`,
    });
  const partial = partialPath(root, templateId);
  const ended = await runUnit(connect, host, work, {
    part: 'convert',
    description: 'Benchtop template from a volume',
    // -c: written once and copied often. The lock of a disk that runs on another host makes it fail.
    argv: ['qemu-img', 'convert', '-p', '-c', '-f', adopted.format, '-O', 'qcow2', from, partial],
    properties: confined(root),
    progress: async (log) => {
      const percent = copiedPercent(log);
      return {
        percent,
        said: percent === undefined ? say`Copying to secondary storage` : say`Copied ${percent} % to secondary storage`,
      };
    },
  });
  const last = await connect();
  if (ended.exitStatus !== 0 || ended.result !== 'success') {
    await last.exec(['rm', '-f', partial]);
    if (/No space left/i.test(ended.log))
      throw fail('insufficientCapacity', say`No space is left on ${imageStorePlace(store).label}.`, {
        hint: say`Delete templates there, or enlarge the file system.`,
      });
    if (/lock/i.test(ended.log))
      throw fail('inUse', say`The volume is locked: an instance runs from it on another host.`, {
        hint: say`Stop it first.`,
      });
    throw fail('resourceUnavailable', say`The volume could not be copied on ${host.name}: ${lastWords(ended.log)}`);
  }
  work.progress(undefined, say`Checking the image`);
  const verdict = await inspect(last, host, partial, 'QCOW2', Number.MAX_SAFE_INTEGER);
  const sum = await last.run(['sha256sum', partial], { deadline: 3_600_000, signal: work.signal });
  const facts: ImageFacts = {
    ...verdict,
    physicalSize: await fileSize(last, partial),
    checksum: /^\\?([0-9a-f]{64}) /.exec(sum)?.[1] ?? '',
  };
  await last.run(['chmod', '0444', partial]);
  await last.run(['sync', partial]);
  await last.writeFile(factsPath(root, templateId), `${JSON.stringify(facts)}\n`, 0o444);
  await last.run(['mv', '-fT', partial, path]);
  return facts;
}
