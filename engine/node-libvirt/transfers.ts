/** Streams that have a connection to themselves and close it when they end. */
import type { LibvirtConnection } from './connection.ts';
import { LibvirtError } from './errors.ts';
import { VolumeStreamFlag } from './protocol/flags.ts';
import type { Domain, StorageVolume } from './protocol/objects.ts';
import type { CallArguments, CallResult, StreamProcedureName } from './protocol/procedures.ts';
import type { LibvirtStream } from './stream.ts';
import { isHole } from './stream.ts';

export type VolumeStreamOptions = {
  /** First byte of the volume. Default 0. */
  readonly offset?: bigint;
  /** Bytes; 0, the default, for all there are. */
  readonly length?: bigint;
  /** Tell holes instead of sending zeros. Default true; needs libvirt 3.4 on the host. */
  readonly sparse?: boolean;
};

export type ConsoleOptions = {
  /** Alias of the character device; null, the default, for the first one. */
  readonly devName?: string | null;
  /** `ConsoleFlag` */
  readonly flags?: number;
};

export type Screenshot = { readonly mime: string | null; readonly bytes: Buffer };

/** Milliseconds in which libvirt has to accept a stream. */
const OPEN_TIMEOUT = 30_000;

// A screen of 7680 by 4320 pixels as raw colours is 95 MiB.
const SCREENSHOT_LIMIT = 128 << 20;

async function openAlone<K extends StreamProcedureName>(
  connection: LibvirtConnection,
  name: K,
  args: CallArguments<K>,
): Promise<{ readonly result: CallResult<K>; readonly stream: LibvirtStream }> {
  try {
    const opened = await connection.openStream(name, args, { timeout: OPEN_TIMEOUT });
    opened.stream.once('close', () => connection.close());
    return opened;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function volumeArguments(vol: StorageVolume, options: VolumeStreamOptions): CallArguments<'storageVolUpload'> {
  const flags = options.sparse === false ? 0 : VolumeStreamFlag.sparse;
  return { vol, offset: options.offset ?? 0n, length: options.length ?? 0n, flags };
}

export async function downloadVolume(
  connection: LibvirtConnection,
  vol: StorageVolume,
  options: VolumeStreamOptions,
): Promise<LibvirtStream> {
  return (await openAlone(connection, 'storageVolDownload', volumeArguments(vol, options))).stream;
}

/** libvirt would write at any offset, however far beyond the end of the volume, so the offset is checked here. */
export async function uploadVolume(
  connection: LibvirtConnection,
  vol: StorageVolume,
  options: VolumeStreamOptions,
): Promise<LibvirtStream> {
  const args = volumeArguments(vol, options);
  // At offset 0 a whole image may replace the volume's, and its file may well be longer than the disk it describes.
  if (args.offset > 0n) {
    try {
      const { capacity } = await connection.call(
        'storageVolGetInfoFlags',
        { vol, flags: 0 },
        { timeout: OPEN_TIMEOUT },
      );
      if (args.offset + args.length > capacity)
        throw new LibvirtError({
          reason: 'invalid',
          message: `bytes ${args.offset} to ${args.offset + args.length} are beyond the volume’s end at ${capacity}`,
          procedure: 'storageVolUpload',
        });
    } catch (error) {
      connection.close();
      throw error;
    }
  }
  return (await openAlone(connection, 'storageVolUpload', args)).stream;
}

export async function openDomainConsole(
  connection: LibvirtConnection,
  dom: Domain,
  options: ConsoleOptions,
): Promise<LibvirtStream> {
  const args = { dom, devName: options.devName ?? null, flags: options.flags ?? 0 };
  return (await openAlone(connection, 'domainOpenConsole', args)).stream;
}

export async function takeScreenshot(connection: LibvirtConnection, dom: Domain, screen: number): Promise<Screenshot> {
  const { result, stream } = await openAlone(connection, 'domainScreenshot', { dom, screen, flags: 0 });
  const parts: Buffer[] = [];
  let size = 0;
  for await (const item of stream) {
    if (isHole(item)) continue;
    size += item.length;
    if (size > SCREENSHOT_LIMIT)
      throw new LibvirtError({
        reason: 'invalid',
        message: `a screenshot of more than ${SCREENSHOT_LIMIT} bytes`,
        sent: true,
      });
    parts.push(item);
  }
  return { mime: result.mime, bytes: Buffer.concat(parts) };
}
