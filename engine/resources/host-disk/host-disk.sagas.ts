import { systemOwner } from '../../access.ts';
import { makeDiskStore, removeDiskStore } from '../../bootstrap/bootstrap.ts';
import type { HostProbe } from '../../bootstrap/types.ts';
import type { Ctx } from '../../context.ts';
import { type Phrase, say, textOf } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { addEvent } from '../common.ts';
import { connected, workOn } from '../host-preparation/connected.ts';
import { diskStoreView } from './host-disk.ts';

interface StoreInput {
  id: string;
  storeId: string;
  disk: string;
  identity: string;
  clients: string[];
}

function tell(
  ctx: Ctx,
  id: string,
  type: string,
  error: string | undefined,
  description: (address: string) => Phrase,
): void {
  const row = ctx.store.get('hostPreparations', id);
  if (row === undefined) return;
  ctx.store.update('hostPreparations', id, { error });
  addEvent(ctx, systemOwner, {
    type,
    level: error === undefined ? 'INFO' : 'ERROR',
    description: description(row.address),
    resourceId: id,
    resourceType: 'HostPreparation',
    resourceName: row.address,
  });
}

const createHostDiskStoreSaga = saga<Ctx, StoreInput>('createHostDiskStore')
  .step('store', {
    async do(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      const { storeId: id, disk, identity, clients } = so.input;
      const store = await connected(ctx, row, async (connection) => ({
        value: await makeDiskStore(
          connection,
          row.probe as HostProbe,
          { id, disk, identity, clients },
          workOn(ctx, row, tools),
        ),
        connection,
      }));
      return diskStoreView(ctx, row, store) as Json;
    },
    // By what was noted down on the host before anything was done there; a disk that was refused was not even noted down.
    async undo(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      await connected(ctx, row, async (connection) => ({
        value: await removeDiskStore(connection, row.probe as HostProbe, so.input.storeId, workOn(ctx, row, tools)),
        connection,
      }));
    },
  })
  .end({
    result: (_ctx, so) => so.store,
    ended: (ctx, so, outcome, why) =>
      tell(
        ctx,
        so.input.id,
        'HOST.DISK.STORE',
        outcome === 'succeeded' ? undefined : why === undefined ? outcome : textOf(why),
        (address) =>
          outcome === 'succeeded'
            ? say`Made the disk ${so.input.disk} of ${address} an NFS store`
            : say`Could not make the disk ${so.input.disk} of ${address} an NFS store: ${why ?? ''}`,
      ),
  });

const deleteHostDiskStoreSaga = saga<Ctx, { id: string; storeId: string }>('deleteHostDiskStore')
  .step('store', {
    async do(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      await connected(ctx, row, async (connection) => ({
        value: await removeDiskStore(connection, row.probe as HostProbe, so.input.storeId, workOn(ctx, row, tools)),
        connection,
      }));
    },
    // Half a store is none: a failure leaves the job stuck, and its repair goes on taking back.
    irreversible: true,
    undo: { nothing: 'the job only goes forward' },
  })
  .end({
    result: () => ({ success: true }),
    ended: (ctx, so, outcome, why) =>
      tell(
        ctx,
        so.input.id,
        'HOST.DISK.STORE.REMOVE',
        outcome === 'succeeded' ? undefined : why === undefined ? outcome : textOf(why),
        (address) =>
          outcome === 'succeeded'
            ? say`Took back an NFS store of ${address}`
            : say`Could not take back an NFS store of ${address}: ${why ?? ''}`,
      ),
  });

export const hostDiskSagas = [createHostDiskStoreSaga, deleteHostDiskStoreSaga];
