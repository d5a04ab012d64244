import type { Ctx } from '../../context.ts';
import { saga } from '../../jobs/saga.ts';
import type { GuestOsMappingRow } from '../../store/guest-os-rows.ts';
import type { OsTypeRow } from '../../store/rows.ts';
import { mappingView, osTypeView, refuseTakenMapping, refuseTakenType, refuseUsedType } from './guest-os.ts';

// Nothing but rows: each step is looked at once more in the commit that writes it, since what was true at the call may have passed.

const type = (ctx: Ctx, id: string) => osTypeView(ctx.store.need('osTypes', id));
const mapping = (ctx: Ctx, id: string) => mappingView(ctx.store.need('guestOsMappings', id));
const done = { result: () => ({ success: true }) };

export const addGuestOsSaga = saga<Ctx, Pick<OsTypeRow, 'id' | 'osCategoryId' | 'description'>>('addGuestOs')
  .step('add', {
    do(ctx, { input }) {
      if (ctx.store.get('osTypes', input.id) !== undefined) return;
      refuseTakenType(ctx, input.description);
      ctx.store.insert('osTypes', { ...input, userDefined: true });
    },
    undo: (ctx, { input }) => void ctx.store.purge('osTypes', 'id = ?', input.id),
  })
  .end({ result: (ctx, { input }) => type(ctx, input.id) });

type TypeChange = { id: string } & Record<'before' | 'after', Pick<OsTypeRow, 'osCategoryId' | 'description'>>;

export const updateGuestOsSaga = saga<Ctx, TypeChange>('updateGuestOs')
  .step('change', {
    do(ctx, { input }) {
      refuseTakenType(ctx, input.after.description, input.id);
      ctx.store.update('osTypes', input.id, input.after);
    },
    undo: (ctx, { input }) => void ctx.store.update('osTypes', input.id, input.before),
  })
  .end({ result: (ctx, { input }) => type(ctx, input.id) });

export const removeGuestOsSaga = saga<Ctx, { id: string; description: string }>('removeGuestOs')
  .step('remove', {
    do(ctx, { input }) {
      const row = ctx.store.get('osTypes', input.id);
      if (row === undefined || row.removed !== undefined) return;
      refuseUsedType(ctx, row);
      const removed = ctx.clock();
      for (const each of ctx.store.where('guestOsMappings', 'removed IS NULL AND os_type_id = ?', row.id))
        ctx.store.update('guestOsMappings', each.id, { removed });
      // What is gone leaves its name to others; things of it that are gone, too, still show what it was.
      ctx.store.update('osTypes', row.id, { removed, description: `${input.description} (${row.id})` });
    },
    undo(ctx, { input }) {
      const row = ctx.store.get('osTypes', input.id);
      if (row?.removed === undefined) return;
      for (const each of ctx.store.where('guestOsMappings', 'os_type_id = ? AND removed = ?', row.id, row.removed))
        ctx.store.update('guestOsMappings', each.id, { removed: undefined } as unknown as Partial<GuestOsMappingRow>);
      ctx.store.update('osTypes', row.id, {
        removed: undefined,
        description: input.description,
      } as unknown as Partial<OsTypeRow>);
    },
  })
  .end(done);

type NewMapping = Pick<GuestOsMappingRow, 'id' | 'osTypeId' | 'hypervisor' | 'osName'>;

export const addGuestOsMappingSaga = saga<Ctx, NewMapping>('addGuestOsMapping')
  .step('add', {
    do(ctx, { input }) {
      if (ctx.store.get('guestOsMappings', input.id) !== undefined) return;
      refuseTakenMapping(ctx, input.osTypeId, input.hypervisor);
      ctx.store.insert('guestOsMappings', { ...input, created: ctx.clock() });
    },
    undo: (ctx, { input }) => void ctx.store.purge('guestOsMappings', 'id = ?', input.id),
  })
  .end({ result: (ctx, { input }) => mapping(ctx, input.id) });

export const updateGuestOsMappingSaga = saga<Ctx, { id: string; before: string; after: string }>('updateGuestOsMapping')
  .step('change', {
    do: (ctx, { input }) => void ctx.store.update('guestOsMappings', input.id, { osName: input.after }),
    undo: (ctx, { input }) => void ctx.store.update('guestOsMappings', input.id, { osName: input.before }),
  })
  .end({ result: (ctx, { input }) => mapping(ctx, input.id) });

export const removeGuestOsMappingSaga = saga<Ctx, { id: string }>('removeGuestOsMapping')
  .step('remove', {
    do: (ctx, { input }) => void ctx.store.update('guestOsMappings', input.id, { removed: ctx.clock() }),
    undo: (ctx, { input }) =>
      void ctx.store.update('guestOsMappings', input.id, {
        removed: undefined,
      } as unknown as Partial<GuestOsMappingRow>),
  })
  .end(done);
