import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { VolumeRow } from '../../store/rows.ts';
import { addEvent } from '../common.ts';
import { volumeViews } from './volume.ts';

type Changes = Partial<Pick<VolumeRow, 'name' | 'deleteProtection'>>;

/** Another name, or the protection from being deleted: nothing but its row. */
const updateVolumeSaga = saga<Ctx, { id: string; before: Changes; after: Changes }>('updateVolume')
  .step('row', {
    do: (ctx, { input }) => ctx.store.update('volumes', input.id, input.after),
    undo: (ctx, { input }) => ctx.store.update('volumes', input.id, input.before),
  })
  .end({
    result: (ctx, { input }) => volumeViews(ctx, [ctx.store.need('volumes', input.id)])[0] as Json,
    ended(ctx, { input }, outcome) {
      const volume = ctx.store.get('volumes', input.id);
      if (volume === undefined || outcome !== 'succeeded') return;
      addEvent(ctx, volume, {
        type: 'VOLUME.UPDATE',
        description: say`Changed the volume ${volume.name}`,
        resourceId: volume.id,
        resourceType: 'Volume',
        resourceName: volume.name,
      });
    },
  });

export const volumeSagas = [updateVolumeSaga];
