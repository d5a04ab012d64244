import type { Caller, Ctx } from '../../context.ts';
import type { Output } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { UploadSpec } from '../../drivers/upload.ts';
import { date, driverOf, hostOfImageStore, hostTarget, imageStoreSpec, startJob, streamOwner } from '../common.ts';
import { credentialsOf } from '../host-preparation/host-preparation.ts';
import { checkDeclaration, type Declaration, type ImageKind, insertImage } from './image.ts';

const gibibyte = 1024 ** 3;
/** As long as a console's ticket. */
const ticketLifetime = 60_000;

export const maximumSizeOf = (ctx: Ctx): number => ctx.settings.number('max.template.iso.size') * gibibyte;

/**
 * Checks everything that can be known before a byte is sent, the room on the image store included; then announces the file to the
 * console thread, writes the row and starts the job that waits for it. The ticket in the answer opens the way for the bytes.
 */
export async function uploadImage(
  ctx: Ctx,
  caller: Caller,
  kind: ImageKind,
  job: 'getUploadParamsForTemplate' | 'getUploadParamsForIso',
  input: Declaration & { filesize: number },
): Promise<Output<'getUploadParamsForTemplate'>> {
  const { imageStore, checksum } = checkDeclaration(ctx, input);
  const size = input.filesize;
  if (size > maximumSizeOf(ctx))
    throw fail(
      'parameter',
      say`The file is ${Math.ceil((size / gibibyte) * 10) / 10} GiB large; at most ${ctx.settings.number('max.template.iso.size')} GiB are allowed.`,
      { field: 'filesize', hint: say`Raise the setting max.template.iso.size, or use a smaller image.` },
    );
  const host = hostOfImageStore(ctx, imageStore);
  const id = ctx.ids();
  const upload: UploadSpec = { id, size, ...(checksum !== undefined && { checksum }) };
  const target = await driverOf(ctx, host).uploadTarget(hostTarget(host), imageStoreSpec(imageStore), upload);
  const {
    token,
    host: address,
    port,
    path,
  } = await ctx.console.createUploadTicket({
    owner: streamOwner(caller),
    id,
    target,
    size,
    ...(host.hypervisor === 'KVM' && { credentials: credentialsOf(ctx, host.id) }),
  });
  try {
    const { jobid } = ctx.store.write(() => {
      const status = say`Waiting for the file`;
      insertImage(ctx, caller, kind, input, { id, imageStoreId: imageStore.id, url: '', state: 'NotUploaded', status });
      return startJob(
        ctx,
        caller,
        job,
        { id, hostId: host.id, size },
        {
          resourceNoun: kind.noun,
          resourceId: id,
          resourceName: input.name,
          said: kind.uploading(input.name),
          hostId: host.id,
        },
      );
    });
    const url = `ws://${address}:${port}${path}`;
    return {
      success: true,
      id,
      jobid,
      url,
      postURL: url,
      expires: date(ctx.clock() + ticketLifetime),
      websocket: { token, host: address, port: String(port), path },
    };
  } catch (error) {
    ctx.console.stopUpload(id);
    throw error;
  }
}
