import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { ImageFacts } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow, VirtualMachineRow } from '../../store/rows.ts';
import { addEvent, driverOf, hostsOfPool, hostTarget, imageStoreSpec, poolSpec } from '../common.ts';
import { saidStatus } from './image.ts';
import { templateView } from './template.ts';

interface CreateInput {
  id: string;
  volumeId: string;
  virtualMachineId: string;
}

const placesOf = (ctx: Ctx, input: CreateInput) => ({
  store: ctx.store.need('imageStores', ctx.store.need('templates', input.id).imageStoreId),
  pool: ctx.store.need('storagePools', ctx.store.need('volumes', input.volumeId).poolId ?? ''),
});

/** A host that is Up and reaches both the volume's pool and the image store. Error: resourceUnavailable. */
function hostBetween(ctx: Ctx, input: CreateInput): HostRow {
  const { store, pool } = placesOf(ctx, input);
  const near = hostsOfPool(ctx, pool).filter((each) => each.state === 'Up');
  const host = near.find((each) => store.hostId === undefined || each.id === store.hostId);
  if (host !== undefined) return host;
  throw fail(
    'resourceUnavailable',
    near.length === 0
      ? say`No host that reaches ${pool.name} is Up.`
      : say`No host that is Up reaches both ${pool.name} and ${store.name}, which is a directory of another host.`,
    { hint: near.length === 0 ? say`Bring a host of that pool back.` : say`Use NFS as secondary storage.` },
  );
}

/** From the volume of a stopped instance to a template. What was not finished leaves neither row nor file. */
export const createTemplateSaga = saga<Ctx, CreateInput>('createTemplate')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      const row = ctx.store.get('templates', so.input.id);
      if (row === undefined || row.removed !== undefined) return;
      ctx.store.write(() => {
        if (row.state === 'Creating') ctx.store.transition('templates', templateStates, row.id, 'failed');
        ctx.store.remove('templates', row.id);
      });
    },
  })
  .step('host', {
    do: (ctx, so) => hostBetween(ctx, so.input).id,
    undo: { nothing: 'only a choice' },
  })
  .step('copy', {
    async do(ctx, so, tools) {
      const host = ctx.store.need('hosts', so.host);
      const { store, pool } = placesOf(ctx, so.input);
      const { file, format = 'qcow2' } = ctx.store.need('volumes', so.input.volumeId);
      const facts = await driverOf(ctx, host).ensureTemplateFromVolume(
        hostTarget(host),
        poolSpec(pool),
        so.input.volumeId,
        imageStoreSpec(store),
        so.input.id,
        { ...tools, unit: tools.unit },
        file === undefined ? undefined : { file, format },
      );
      return facts as unknown as Json;
    },
    async undo(ctx, so) {
      const host = ctx.store.need('hosts', so.host);
      const { store } = placesOf(ctx, so.input);
      await driverOf(ctx, host).removeTemplate(hostTarget(host), imageStoreSpec(store), so.input.id);
    },
  })
  .step('ready', {
    do(ctx, so) {
      const facts = so.copy as unknown as ImageFacts;
      ctx.store.transition('templates', templateStates, so.input.id, 'created', {
        ...saidStatus(say`Download Complete`),
        size: facts.virtualSize,
        physicalSize: facts.physicalSize,
      });
    },
    undo: { nothing: 'the first step’s undo takes the row away' },
  })
  .end({
    result: (ctx, so) => templateView(ctx, ctx.store.need('templates', so.input.id)) as Json,
    ended(ctx, so, outcome, why) {
      const vm = ctx.store.get('virtualMachines', so.input.virtualMachineId);
      if (vm?.jobId === so.jobId)
        ctx.store.update('virtualMachines', vm.id, { jobId: undefined } as Partial<VirtualMachineRow>);
      const row = ctx.store.get('templates', so.input.id);
      if (row === undefined) return;
      const done = outcome === 'succeeded';
      addEvent(ctx, row, {
        type: 'TEMPLATE.CREATE',
        level: done ? 'INFO' : outcome === 'cancelled' ? 'WARN' : 'ERROR',
        description: done
          ? say`The template ${row.name} is ready`
          : say`The template ${row.name} was not made: ${why ?? ''}`,
        resourceId: row.id,
        resourceType: 'Template',
        resourceName: row.name,
      });
    },
  });
