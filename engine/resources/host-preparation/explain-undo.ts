import { previewUndo } from '../../bootstrap/bootstrap.ts';
import type { Handlers } from '../../context.ts';
import { refuseWhileBusy } from '../common.ts';
import { connected } from './connected.ts';

/** What an undo would do, looked up on the machine itself: its journal is there. */
export const hostUndoHandlers = {
  async explainHostPreparationUndo(ctx, _caller, input) {
    const row = ctx.store.need('hostPreparations', input.id);
    refuseWhileBusy(ctx, row.id, row.address);
    const seen = await connected(ctx, row, async (connection) => ({
      value: await previewUndo(connection),
      connection,
    }));
    return { item: seen.items, ...(seen.refusal !== undefined && { refusal: seen.refusal }) };
  },
} satisfies Partial<Handlers>;
