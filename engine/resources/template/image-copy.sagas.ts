import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { ImageFacts } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { addEvent, driverOf, hostOfImageStore, hostsOfPool, hostTarget, imageStoreSpec } from '../common.ts';
import { type ImageKind, imageKinds, saidStatus } from './image.ts';
import { isoView } from './iso.ts';
import { copyToPool, dropHalfCopy } from './pool-copies.ts';
import { templateView } from './template.ts';
import { maximumSizeOf } from './upload.ts';

interface CopyInput {
  id: string;
  fromId: string;
}

/** A host mounts the store of another zone for one copy at a time: who ends first would take it from the other. */
const mounted = new Map<string, Promise<unknown>>();
async function alone<T>(key: string, work: () => Promise<T>): Promise<T> {
  while (mounted.has(key)) await mounted.get(key)?.catch(() => undefined);
  const promise = work();
  mounted.set(key, promise);
  try {
    return await promise;
  } finally {
    mounted.delete(key);
  }
}

const storesOf = (ctx: Ctx, { id, fromId }: CopyInput) => ({
  from: ctx.store.need('imageStores', ctx.store.need('templates', fromId).imageStoreId),
  to: ctx.store.need('imageStores', ctx.store.need('templates', id).imageStoreId),
});

/** From the secondary storage of one zone to that of another, by a host of the other. What was not finished leaves neither row nor file. */
const copySaga = (job: 'copyTemplate' | 'copyIso', kind: ImageKind) =>
  saga<Ctx, CopyInput>(job)
    .step('row', {
      do: () => null,
      undo(ctx, so) {
        const row = ctx.store.get(kind.table, so.input.id);
        if (row === undefined || row.removed !== undefined) return;
        ctx.store.write(() => {
          if (row.state === 'Creating') ctx.store.transition(kind.table, templateStates, row.id, 'failed');
          ctx.store.remove(kind.table, row.id);
        });
      },
    })
    .step('host', {
      do: (ctx, so) => hostOfImageStore(ctx, storesOf(ctx, so.input).to).id,
      undo: { nothing: 'only a choice' },
    })
    .step('copy', {
      async do(ctx, so, tools) {
        const host = ctx.store.need('hosts', so.host);
        const { from, to } = storesOf(ctx, so.input);
        const driver = driverOf(ctx, host);
        const target = hostTarget(host);
        const { format } = ctx.store.need(kind.table, so.input.id);
        const copy = {
          from: imageStoreSpec(from),
          to: imageStoreSpec(to),
          fromId: so.input.fromId,
          id: so.input.id,
          format,
          maximumSize: maximumSizeOf(ctx),
        };
        return await alone(`${host.id} ${from.id}`, async () => {
          await driver.ensureImageStore(target, copy.from);
          const work = { ...tools, unit: tools.unit };
          const facts = await driver.ensureImageCopy(target, copy, work);
          await driver.removeImageStore(target, copy.from);
          return facts as unknown as Json;
        });
      },
      async undo(ctx, so) {
        const host = ctx.store.need('hosts', so.host);
        const { from, to } = storesOf(ctx, so.input);
        const driver = driverOf(ctx, host);
        await driver.removeTemplate(hostTarget(host), imageStoreSpec(to), so.input.id);
        await alone(`${host.id} ${from.id}`, () => driver.removeImageStore(hostTarget(host), imageStoreSpec(from)));
      },
    })
    .step('ready', {
      do(ctx, so) {
        const facts = so.copy as unknown as ImageFacts;
        ctx.store.transition(kind.table, templateStates, so.input.id, 'created', {
          ...saidStatus(say`Download Complete`),
          size: facts.virtualSize,
          physicalSize: facts.physicalSize,
        });
      },
      undo: { nothing: 'the first step’s undo takes the row away' },
    })
    .end({
      result: (ctx, so) =>
        (kind.noun === 'iso' ? isoView : templateView)(ctx, ctx.store.need(kind.table, so.input.id)) as Json,
      ended(ctx, so, outcome, why) {
        const row = ctx.store.get(kind.table, so.input.id) ?? ctx.store.get(kind.table, so.input.fromId);
        if (row === undefined) return;
        const done = outcome === 'succeeded';
        addEvent(ctx, row, {
          type: `${kind.event}.COPY`,
          level: done ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR',
          description: done
            ? say`${row.name} was copied to the zone ${row.zoneName ?? ''}`
            : say`${row.name} was not copied: ${why ?? ''}`,
          resourceId: so.input.id,
          resourceType: kind.type,
          resourceName: row.name,
        });
      },
    });

/** Puts a template on pools; one that has it already, or that no host reaches, is passed over. A copy that is whole stays: it is what was asked for. */
const prepareSaga = saga<Ctx, { id: string; poolIds: string[] }>('prepareTemplate')
  .step('copies', {
    async do(ctx, so, tools) {
      const template = ctx.store.need('templates', so.input.id);
      const store = ctx.store.need('imageStores', template.imageStoreId);
      let reached = 0;
      for (const id of so.input.poolIds) {
        if (tools.signal.aborted) throw tools.signal.reason;
        const pool = ctx.store.get('storagePools', id);
        if (pool === undefined || pool.removed !== undefined) continue;
        const host = hostsOfPool(ctx, pool).find(
          (each) =>
            each.state === 'Up' &&
            each.hypervisor === template.hypervisor &&
            (store.hostId === undefined || each.id === store.hostId),
        );
        if (host === undefined) continue;
        await copyToPool(ctx, template.id, host, pool, tools);
        reached += 1;
      }
      if (reached === 0)
        throw fail(
          'resourceUnavailable',
          say`No host that is Up reaches both ${template.name} and that primary storage.`,
          {
            hint: say`Bring a host of that pool back.`,
          },
        );
    },
    async undo(ctx, so) {
      const template = ctx.store.need('templates', so.input.id);
      for (const id of so.input.poolIds) {
        const pool = ctx.store.get('storagePools', id);
        if (pool === undefined || pool.removed !== undefined) continue;
        const host = hostsOfPool(ctx, pool).find(
          (each) => each.state === 'Up' && each.hypervisor === template.hypervisor,
        );
        if (host !== undefined) await dropHalfCopy(ctx, template.id, host, pool);
      }
    },
  })
  .end({
    result: (ctx, so) => templateView(ctx, ctx.store.need('templates', so.input.id)) as Json,
    ended(ctx, so, outcome, why) {
      const row = ctx.store.get('templates', so.input.id);
      if (row === undefined) return;
      addEvent(ctx, row, {
        type: 'TEMPLATE.PREPARE',
        level: outcome === 'succeeded' ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR',
        description:
          outcome === 'succeeded'
            ? say`The template ${row.name} lies on primary storage`
            : say`The template ${row.name} was not put on primary storage: ${why ?? ''}`,
        resourceId: row.id,
        resourceType: 'Template',
        resourceName: row.name,
      });
    },
  });

export const imageCopySagas = [
  copySaga('copyTemplate', imageKinds.template),
  copySaga('copyIso', imageKinds.iso),
  prepareSaga,
];
