import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { ImageFacts } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { addEvent, driverOf, hostOfImageStore, hostsOfPool, hostTarget, imageStoreSpec, poolSpec } from '../common.ts';
import { type ImageKind, imageKinds, saidStatus } from './image.ts';
import { isoView } from './iso.ts';
import { parseChecksum } from './source.ts';
import { templateView } from './template.ts';
import { maximumSizeOf } from './upload.ts';

function giveUp(ctx: Ctx, kind: ImageKind, id: string): void {
  const row = ctx.store.get(kind.table, id);
  if (row?.state === 'Downloading' || row?.state === 'Ready')
    ctx.store.transition(kind.table, templateStates, row.id, 'failed');
}

/** Fetches a template or an ISO to its image store. */
const registerSaga = (job: string, kind: ImageKind) =>
  saga<Ctx, { id: string; addresses: string[] }>(job)
    .step('row', {
      do: () => null,
      // A template that could not be fetched stays in the list with the reason, as CloudStack has it; deleting or retrying is the user's.
      undo: (ctx, so) => giveUp(ctx, kind, so.input.id),
    })
    .step('host', {
      do(ctx, so) {
        const row = ctx.store.need(kind.table, so.input.id);
        return hostOfImageStore(ctx, ctx.store.need('imageStores', row.imageStoreId)).id;
      },
      undo: { nothing: 'only a choice' },
    })
    .step('download', {
      async do(ctx, so, tools) {
        const row = ctx.store.need(kind.table, so.input.id);
        const host = ctx.store.need('hosts', so.host);
        const store = ctx.store.need('imageStores', row.imageStoreId);
        const facts = await driverOf(ctx, host).ensureTemplate(
          hostTarget(host),
          imageStoreSpec(store),
          {
            id: row.id,
            url: row.url,
            addresses: so.input.addresses,
            format: row.format,
            ...(row.checksum !== undefined && { checksum: parseChecksum(row.checksum) }),
            maximumSize: maximumSizeOf(ctx),
          },
          { ...tools, unit: tools.unit },
        );
        return facts as unknown as Json;
      },
      async undo(ctx, so) {
        const row = ctx.store.need(kind.table, so.input.id);
        const host = ctx.store.need('hosts', so.host);
        await driverOf(ctx, host).removeTemplate(
          hostTarget(host),
          imageStoreSpec(ctx.store.need('imageStores', row.imageStoreId)),
          row.id,
        );
      },
    })
    .step('ready', {
      do(ctx, so) {
        const facts = so.download as unknown as ImageFacts;
        ctx.store.transition(kind.table, templateStates, so.input.id, 'downloaded', {
          ...saidStatus(say`Download Complete`),
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
        // A job that is cancelled before its first step has nothing to undo.
        if (outcome !== 'succeeded') giveUp(ctx, kind, so.input.id);
        const row = ctx.store.get(kind.table, so.input.id);
        if (row === undefined) return;
        if (outcome !== 'succeeded') ctx.store.update(kind.table, row.id, saidStatus(why ?? say`The download failed.`));
        addEvent(ctx, row, {
          type: `${kind.event}.CREATE`,
          level: outcome === 'succeeded' ? 'INFO' : 'ERROR',
          description:
            outcome === 'succeeded' ? kind.ready(row.name) : kind.failed(row.name, why ?? say`The download failed.`),
          resourceId: row.id,
          resourceType: kind.type,
          resourceName: row.name,
        });
      },
    });

/** Deletes an image from its store, and a template’s copies from the pools. */
const deleteSaga = (job: string, kind: ImageKind) =>
  saga<Ctx, { id: string; from: string }>(job)
    .step('begin', {
      do: () => null,
      undo(ctx, so) {
        const row = ctx.store.get(kind.table, so.input.id);
        // What had never been downloaded must not look ready because it could not be deleted.
        const { from } = so.input;
        const action = from === 'Ready' ? 'failed' : /^Upload/.test(from) ? 'failedUpload' : 'failedAsBefore';
        if (row?.state === 'Removing') ctx.store.transition(kind.table, templateStates, row.id, action);
      },
    })
    .step('reach', {
      // Before anything is deleted: a store that cannot be reached fails the job while all is still there.
      do(ctx, so) {
        const row = ctx.store.need(kind.table, so.input.id);
        return hostOfImageStore(ctx, ctx.store.need('imageStores', row.imageStoreId)).id;
      },
      undo: { nothing: 'only a look' },
    })
    .step('files', {
      async do(ctx, so) {
        const row = ctx.store.need(kind.table, so.input.id);
        const copies = ctx.store.sqlite
          .prepare(`SELECT pool_id AS poolId FROM template_copy AS copy WHERE template_id = ? AND NOT EXISTS (
               SELECT 1 FROM kept_template_copy AS kept WHERE kept.template_id = copy.template_id AND kept.pool_id = copy.pool_id)`)
          .all(row.id) as { poolId: string }[];
        for (const copy of copies) {
          const pool = ctx.store.get('storagePools', copy.poolId);
          const host = pool === undefined ? undefined : hostsOfPool(ctx, pool).find((each) => each.state === 'Up');
          if (pool !== undefined && host !== undefined)
            await driverOf(ctx, host).removeTemplateFromPool(hostTarget(host), poolSpec(pool), row.id);
        }
        const host = ctx.store.need('hosts', so.reach);
        await driverOf(ctx, host).removeTemplate(
          hostTarget(host),
          imageStoreSpec(ctx.store.need('imageStores', row.imageStoreId)),
          row.id,
        );
      },
      irreversible: true,
      undo: { nothing: 'deleted files do not come back' },
    })
    .step('row', {
      do(ctx, so) {
        const row = ctx.store.get(kind.table, so.input.id);
        if (row === undefined || row.removed !== undefined) return;
        ctx.store.write(() => {
          ctx.store.sqlite.prepare('DELETE FROM template_copy WHERE template_id = ?').run(row.id);
          ctx.store.transition(kind.table, templateStates, row.id, 'removed');
          ctx.store.remove(kind.table, row.id);
        });
      },
      undo: { nothing: 'the last step; it is one commit' },
    })
    .end({ result: () => ({ success: true }) });

export const templateSagas = [
  registerSaga('registerTemplate', imageKinds.template),
  registerSaga('registerIso', imageKinds.iso),
  deleteSaga('deleteTemplate', imageKinds.template),
  deleteSaga('deleteIso', imageKinds.iso),
];
