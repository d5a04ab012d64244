import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { ImageFacts } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { addEvent, driverOf, hostTarget, imageStoreSpec } from '../common.ts';
import { type ImageKind, imageKinds, saidStatus } from './image.ts';
import { isoView } from './iso.ts';
import { parseChecksum } from './source.ts';
import { templateView } from './template.ts';
import { maximumSizeOf } from './upload.ts';

interface UploadInput {
  id: string;
  hostId: string;
  size: number;
}

const mebibytes = (bytes: number) => Math.round(bytes / 1024 ** 2);

/** The driver with the two things that its uploads are about. */
function placeOf(ctx: Ctx, kind: ImageKind, input: UploadInput) {
  const row = ctx.store.need(kind.table, input.id);
  const host = ctx.store.need('hosts', input.hostId);
  const store = imageStoreSpec(ctx.store.need('imageStores', row.imageStoreId));
  return { row, driver: driverOf(ctx, host), target: hostTarget(host), store };
}

/** Whoever still sends is let go, and the row says that nothing came of it. */
function giveUp(ctx: Ctx, kind: ImageKind, id: string): void {
  ctx.console.stopUpload(id);
  const row = ctx.store.get(kind.table, id);
  if (row?.state === 'NotUploaded' || row?.state === 'UploadInProgress' || row?.state === 'Ready')
    ctx.store.transition(kind.table, templateStates, row.id, 'failedUpload');
}

/**
 * Takes a file that a page sends, to the image store of a template or an ISO. The bytes need their page: after a restart of the app
 * nothing sends them any more, so what had not arrived whole by then is taken back.
 */
const uploadSaga = (job: string, kind: ImageKind) =>
  saga<Ctx, UploadInput>(job)
    .step('row', {
      do: () => null,
      // What could not be taken stays in the list with the reason, as a download does; deleting or sending it again is the user's.
      undo: (ctx, so) => giveUp(ctx, kind, so.input.id),
    })
    .step('place', {
      async do(ctx, so) {
        const { driver, target, store } = placeOf(ctx, kind, so.input);
        await driver.ensureUploadPlace(target, store, so.input.id);
      },
      async undo(ctx, so) {
        const { driver, target, store } = placeOf(ctx, kind, so.input);
        // Nobody writes any more, or what is removed would be missed by what still comes.
        ctx.console.stopUpload(so.input.id);
        await driver.removeTemplate(target, store, so.input.id);
      },
    })
    .step('receive', {
      async do(ctx, so, tools) {
        const { id, size } = so.input;
        const { row, driver, target, store } = placeOf(ctx, kind, so.input);
        if ((await driver.uploadedSize(target, store, id)) === size) return;
        if (row.state === 'NotUploaded')
          ctx.store.transition(kind.table, templateStates, id, 'upload', saidStatus(say`Uploading`));
        await ctx.console.receiveUpload(id, {
          signal: tools.signal,
          progress: (bytes) =>
            tools.progress(
              Math.floor((bytes / size) * 100),
              say`Uploaded ${mebibytes(bytes)} of ${mebibytes(size)} MiB`,
            ),
        });
      },
      undo: { nothing: 'the place is taken away with what is in it' },
    })
    .step('check', {
      async do(ctx, so, tools) {
        const { row, driver, target, store } = placeOf(ctx, kind, so.input);
        const file = {
          id: row.id,
          format: row.format,
          ...(row.checksum !== undefined && { checksum: parseChecksum(row.checksum) }),
          maximumSize: maximumSizeOf(ctx),
        };
        const facts = await driver.ensureUploadedTemplate(target, store, file, so.input.size, tools);
        return facts as unknown as Json;
      },
      undo: { nothing: 'the place is taken away with what is in it' },
    })
    .step('ready', {
      do(ctx, so) {
        const facts = so.check as unknown as ImageFacts;
        // Bytes that were all there at once leave no trace of having been waited for.
        if (ctx.store.need(kind.table, so.input.id).state === 'NotUploaded')
          ctx.store.transition(kind.table, templateStates, so.input.id, 'upload');
        ctx.store.transition(kind.table, templateStates, so.input.id, 'uploaded', {
          ...saidStatus(say`Upload Complete`),
          size: facts.virtualSize,
          physicalSize: facts.physicalSize,
        });
      },
      undo: { nothing: 'the first step’s undo takes the state back' },
    })
    .end({
      result: (ctx, so) =>
        (kind.noun === 'iso' ? isoView : templateView)(ctx, ctx.store.need(kind.table, so.input.id)) as Json,
      ended(ctx, so, outcome, why) {
        const reason = why ?? say`The upload failed.`;
        const done = outcome === 'succeeded';
        // A job that is cancelled before its first step has nothing to undo.
        if (!done) giveUp(ctx, kind, so.input.id);
        const row = ctx.store.get(kind.table, so.input.id);
        if (row === undefined) return;
        if (outcome === 'cancelled' && row.state === 'UploadError')
          ctx.store.transition(kind.table, templateStates, row.id, 'abandon');
        if (!done) ctx.store.update(kind.table, row.id, saidStatus(reason));
        addEvent(ctx, row, {
          type: `${kind.event}.CREATE`,
          level: done ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR',
          description: done ? kind.ready(row.name) : kind.failed(row.name, reason),
          resourceId: row.id,
          resourceType: kind.type,
          resourceName: row.name,
        });
      },
    });

export const uploadSagas = [
  uploadSaga('getUploadParamsForTemplate', imageKinds.template),
  uploadSaga('getUploadParamsForIso', imageKinds.iso),
];
