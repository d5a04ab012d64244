import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates, volumeStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { VolumeRow } from '../../store/rows.ts';
import { driverOf, hostsOfPool, hostTarget, poolSpec } from '../common.ts';
import { copyToPool, dropHalfCopy } from '../template/pool-copies.ts';
import { domainSpec, ended, fallBack, hostOf, observed, vmOf, volumesOf } from './steps.ts';
import { oneView } from './view.ts';

interface RestoreInput {
  id: string;
  /** State before. */
  from: string;
  oldVolumeId: string;
  newVolumeId: string;
}

const poolOf = (ctx: Ctx, input: RestoreInput) =>
  ctx.store.need('storagePools', ctx.store.get('volumes', input.oldVolumeId)?.poolId ?? '');

/** The host that makes the new disk: the instance's own, or for a stopped one any that reaches its pool. */
function chooseHost(ctx: Ctx, input: RestoreInput): string {
  const vm = vmOf(ctx, input.id);
  const pool = poolOf(ctx, input);
  const near = hostsOfPool(ctx, pool).filter((each) => each.state === 'Up');
  const host = near.find((each) => each.id === (vm.hostId ?? vm.lastHostId)) ?? near[0];
  if (host !== undefined && (vm.hostId === undefined || host.id === vm.hostId)) return host.id;
  throw fail(
    'resourceUnavailable',
    say`No host that reaches ${pool.name} is Up, so there is nobody to make the new disk.`,
    {
      hint: say`Bring a host of that pool back, then try again.`,
    },
  );
}

/**
 * A fresh root disk in place of the old one. The new one is whole before the instance is touched; from the commit that swaps them on the
 * job only goes forward, because the old disk is deleted.
 */
export const restoreVirtualMachineSaga = saga<Ctx, RestoreInput>('restoreVirtualMachine')
  .step('begin', { do: () => null, undo: (ctx, so) => fallBack(ctx, so.input.id, ['Stopping'], 'failed') })
  .step('host', { do: (ctx, so) => chooseHost(ctx, so.input), undo: { nothing: 'only a choice' } })
  .step('template', {
    do: (ctx, so, tools) =>
      copyToPool(ctx, vmOf(ctx, so.input.id).templateId, hostOf(ctx, so.host), poolOf(ctx, so.input), tools),
    undo: (ctx, so) =>
      dropHalfCopy(ctx, vmOf(ctx, so.input.id).templateId, hostOf(ctx, so.host), poolOf(ctx, so.input)),
  })
  .step('disk', {
    async do(ctx, so, tools) {
      tools.progress(undefined, say`Making the new disk`);
      const template = ctx.store.need('templates', vmOf(ctx, so.input.id).templateId);
      const host = hostOf(ctx, so.host);
      const facts = await driverOf(ctx, host).ensureVolume(hostTarget(host), poolSpec(poolOf(ctx, so.input)), {
        id: so.input.newVolumeId,
        size: ctx.store.need('volumes', so.input.oldVolumeId).size,
        templateId: template.id,
        ...(template.format !== 'ISO' && { templateFormat: template.format }),
      });
      return { ...facts };
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.host);
      const pool = poolSpec(poolOf(ctx, so.input));
      await driverOf(ctx, host).removeVolume(hostTarget(host), pool, so.input.newVolumeId);
    },
  })
  .step('power-off', {
    async do(ctx, so, tools) {
      if (so.input.from !== 'Running') return;
      tools.progress(undefined, say`Switching it off`);
      const host = hostOf(ctx, so.host);
      ctx.console.closeVirtualMachine(so.input.id);
      // What the guest would still write goes with its disk: there is nothing to wait for.
      await driverOf(ctx, host).destroyDomain(hostTarget(host), so.input.id);
    },
    async undo(ctx, so) {
      if (so.input.from !== 'Running') return;
      const host = hostOf(ctx, so.host);
      await driverOf(ctx, host).ensureDomain(hostTarget(host), domainSpec(ctx, so.input.id));
      await driverOf(ctx, host).startDomain(hostTarget(host), so.input.id);
    },
  })
  .step('swap', {
    do(ctx, so) {
      if (ctx.store.get('volumes', so.input.newVolumeId) !== undefined) return;
      const old = ctx.store.need('volumes', so.input.oldVolumeId);
      ctx.store.write(() => {
        ctx.store.transition('volumes', volumeStates, old.id, 'destroy', {
          virtualMachineId: undefined,
        } as Partial<VolumeRow>);
        ctx.store.insert('volumes', {
          id: so.input.newVolumeId,
          accountId: old.accountId,
          domainId: old.domainId,
          zoneId: old.zoneId,
          virtualMachineId: so.input.id,
          name: old.name,
          type: 'ROOT',
          state: 'Ready',
          size: so.disk.size,
          physicalSize: so.disk.physicalSize,
          path: so.disk.path,
          deviceId: old.deviceId ?? 0,
          created: ctx.clock(),
          ...(old.poolId !== undefined && { poolId: old.poolId }),
          ...(old.templateId !== undefined && { templateId: old.templateId }),
          ...(old.diskOfferingId !== undefined && { diskOfferingId: old.diskOfferingId }),
        });
      });
    },
    irreversible: true,
    undo: { nothing: 'the old disk is deleted next: the job goes forward' },
  })
  .step('old-disk', {
    async do(ctx, so) {
      const old = ctx.store.get('volumes', so.input.oldVolumeId);
      if (old === undefined || old.removed !== undefined) return;
      const host = hostOf(ctx, so.host);
      await driverOf(ctx, host).removeVolume(hostTarget(host), poolSpec(poolOf(ctx, so.input)), old.id, old.file);
      ctx.store.write(() => {
        ctx.store.transition('volumes', volumeStates, old.id, 'expunge');
        ctx.store.transition('volumes', volumeStates, old.id, 'expunged');
        ctx.store.remove('volumes', old.id);
      });
    },
    undo: { nothing: 'a deleted disk does not come back' },
  })
  .step('start', {
    async do(ctx, so, tools) {
      if (so.input.from !== 'Running') return;
      tools.progress(undefined, say`Starting`);
      const host = hostOf(ctx, so.host);
      await driverOf(ctx, host).ensureDomain(hostTarget(host), domainSpec(ctx, so.input.id));
      await driverOf(ctx, host).startDomain(hostTarget(host), so.input.id);
    },
    undo: { nothing: 'the job goes forward' },
  })
  .step('running', {
    do(ctx, so) {
      if (so.input.from !== 'Running') return;
      const state = observed(ctx, 'PowerOn');
      ctx.store.transition('virtualMachines', virtualMachineStates, so.input.id, 'restored', state);
    },
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'VM.RESTORE', (name) => say`Reset ${name} to its template`, outcome, why),
  });

/** The root volume of an instance that can be reset. Errors: conflict, resourceUnavailable. */
export function resettableRoot(ctx: Ctx, id: string): VolumeRow {
  const vm = vmOf(ctx, id);
  const template = ctx.store.get('templates', vm.templateId);
  if (template?.format === 'ISO')
    throw fail('conflict', say`${vm.displayName} was installed from an ISO: there is no template to go back to.`, {
      hint: say`Make a template of its disk, and deploy from that.`,
    });
  if (template === undefined || template.removed !== undefined || template.state !== 'Ready')
    throw fail('resourceUnavailable', say`The template of ${vm.displayName} is no longer there.`, {
      hint: say`Deploy a new instance from another template.`,
    });
  const root = volumesOf(ctx, id).find((volume) => volume.type === 'ROOT');
  if (root === undefined || root.state !== 'Ready')
    throw fail('conflict', say`${vm.displayName} has no root disk that is Ready.`, { hint: say`Look at its volumes.` });
  return root;
}
