import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { driverOf, hostTarget } from '../common.ts';
import { copyToPool, dropHalfCopy } from '../template/pool-copies.ts';
import { forgetGuestData } from './guest-data.ts';
import { forgetAnswer, guestIsTold } from './guest-password.ts';
import type { Card } from './nic-rows.ts';
import {
  bookNics,
  bookPlacement,
  domainSpec,
  ended,
  fallBack,
  hostOf,
  makeVolumes,
  observed,
  readyNetworks,
  releaseNics,
  releasePlacement,
  unmakeVolumes,
  vmOf,
  volumesOf,
} from './steps.ts';
import { oneView } from './view.ts';
import type { PlaceWish } from './wish.ts';

interface DeployInput extends PlaceWish {
  id: string;
  start: boolean;
  ipAddress?: string;
  networkIds: string[];
  /** The same with what is wished of each; absent in jobs of before. */
  cards?: Card[];
}

const cardsOf = ({ networkIds, ipAddress }: DeployInput): Card[] =>
  networkIds.map((networkId, index) => ({ networkId, ...(index === 0 && { ipAddress }) }));

/** From a row to a running instance. The rows (instance, volumes, job) were written in one commit by the handler. */
export const deployVirtualMachineSaga = saga<Ctx, DeployInput>('deployVirtualMachine')
  .step('rows', {
    do: () => null,
    // What was never whole is not left in the list: the job and its event tell why.
    undo(ctx, so) {
      const vm = ctx.store.get('virtualMachines', so.input.id);
      if (vm === undefined || vm.removed !== undefined) return;
      ctx.store.write(() => {
        fallBack(ctx, vm.id, ['Starting', 'Stopped'], 'failedToError');
        for (const volume of volumesOf(ctx, vm.id)) ctx.store.remove('volumes', volume.id);
        ctx.store.remove('virtualMachines', vm.id);
        forgetGuestData(ctx, vm.id);
      });
    },
  })
  .step('placement', {
    do(ctx, so, tools) {
      const chosen = bookPlacement(ctx, so.input.id, {
        hostId: so.input.hostId,
        podId: so.input.podId,
        clusterId: so.input.clusterId,
        planner: so.input.planner,
        isStart: false,
      });
      tools.log(
        say`Host ${hostOf(ctx, chosen.hostId).name}, pool ${ctx.store.get('storagePools', chosen.poolId)?.name ?? ''}`,
      );
      return chosen;
    },
    undo: (ctx, so) => releasePlacement(ctx, so.input.id),
  })
  .step('addresses', {
    do: (ctx, so) => bookNics(ctx, so.input.id, so.input.cards ?? cardsOf(so.input)),
    undo: (ctx, so) => releaseNics(ctx, so.input.id),
  })
  .step('network', {
    async do(ctx, so, tools) {
      tools.progress(undefined, say`Making DHCP and DNS ready`);
      await readyNetworks(ctx, so.input.id, hostOf(ctx, so.placement.hostId));
    },
    undo: { nothing: 'the addresses’ undo takes the reservations out, and the network down when they were the last' },
  })
  .step('template', {
    async do(ctx, so, tools) {
      tools.progress(undefined, say`Copying the template to primary storage`);
      await copyToPool(
        ctx,
        vmOf(ctx, so.input.id).templateId,
        hostOf(ctx, so.placement.hostId),
        ctx.store.need('storagePools', so.placement.poolId),
        tools,
      );
    },
    undo: (ctx, so) =>
      dropHalfCopy(
        ctx,
        vmOf(ctx, so.input.id).templateId,
        hostOf(ctx, so.placement.hostId),
        ctx.store.need('storagePools', so.placement.poolId),
      ),
  })
  .step('volumes', {
    async do(ctx, so, tools) {
      tools.progress(undefined, say`Making the disks`);
      await makeVolumes(ctx, so.input.id, hostOf(ctx, so.placement.hostId));
    },
    undo: (ctx, so) => unmakeVolumes(ctx, so.input.id, hostOf(ctx, so.placement.hostId)),
  })
  .step('domain', {
    async do(ctx, so) {
      if (!so.input.start) return;
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).ensureDomain(hostTarget(host), domainSpec(ctx, so.input.id));
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).undefineDomain(hostTarget(host), so.input.id);
    },
  })
  .step('start', {
    async do(ctx, so, tools) {
      if (!so.input.start) return;
      tools.progress(undefined, say`Starting`);
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).startDomain(hostTarget(host), so.input.id);
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).destroyDomain(hostTarget(host), so.input.id);
    },
  })
  .step('running', {
    do(ctx, so) {
      if (so.input.start)
        ctx.store.write(() => {
          const now = observed(ctx, 'PowerOn');
          ctx.store.transition('virtualMachines', virtualMachineStates, so.input.id, 'started', now);
          guestIsTold(ctx, so.input.id);
        });
      else
        ctx.store.update('virtualMachines', so.input.id, {
          lastHostId: so.placement.hostId,
          hostId: undefined,
        } as never);
    },
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended(ctx, so, outcome, why) {
      if (outcome !== 'succeeded') forgetAnswer(ctx, so.jobId);
      ended(ctx, so.input.id, 'VM.CREATE', (name) => say`Deployed ${name}`, outcome, why);
    },
  });
