import type { Ctx } from '../../../context.ts';
import { say } from '../../../contract/phrase.ts';
import { saga } from '../../../jobs/saga.ts';
import { driverOf, hostTarget } from '../../common.ts';
import { forgetGuestData } from '../guest-data.ts';
import { domainSpec, ended, hostOf, releaseNics, vmOf, volumesOf } from '../steps.ts';
import { tellOfUnmanaged } from './look.ts';

interface UnmanageInput {
  id: string;
  hostId: string;
}

/** What Benchtop itself keeps beside an instance's disks is no part of what it leaves behind. */
function specToLeave(ctx: Ctx, id: string) {
  const { configDrive: _ours, ...spec } = domainSpec(ctx, id);
  return spec;
}

function forget(ctx: Ctx, id: string): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm === undefined || vm.removed !== undefined) return;
  ctx.store.write(() => {
    for (const volume of volumesOf(ctx, id)) {
      // Its disk goes on resting on the template's copy, which therefore is not deleted with the template.
      if (volume.templateId !== undefined && volume.poolId !== undefined)
        ctx.store
          .prepare('INSERT OR IGNORE INTO kept_template_copy (template_id, pool_id) VALUES (?, ?)')
          .run(volume.templateId, volume.poolId);
      ctx.store.remove('volumes', volume.id);
    }
    ctx.store.remove('virtualMachines', id);
    forgetGuestData(ctx, id);
  });
}

/** Benchtop forgets an instance; its virtual machine and disks stay as they are. A stopped one is defined first, as it is nowhere else. */
export const unmanageVirtualMachineSaga = saga<Ctx, UnmanageInput>('unmanageVirtualMachine')
  .step('look', {
    async do(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      return (await driverOf(ctx, host).domainPower(hostTarget(host), so.input.id)) !== undefined;
    },
    undo: { nothing: 'only a look' },
  })
  .step('definition', {
    async do(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      if (!so.look) await driverOf(ctx, host).ensureDomain(hostTarget(host), specToLeave(ctx, so.input.id));
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      if (!so.look) await driverOf(ctx, host).undefineDomain(hostTarget(host), so.input.id);
    },
  })
  .step('mark', {
    async do(ctx, so) {
      ctx.console.closeVirtualMachine(so.input.id);
      const host = hostOf(ctx, so.input.hostId);
      await driverOf(ctx, host).releaseDomain(hostTarget(host), so.input.id);
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      const { id, instanceName } = vmOf(ctx, so.input.id);
      await driverOf(ctx, host).adoptDomain(hostTarget(host), { id, instanceName });
    },
  })
  .step('addresses', {
    do: (ctx, so) => releaseNics(ctx, so.input.id),
    irreversible: true,
    undo: { nothing: 'addresses that were given back may be somebody else’s by now: the job goes forward' },
  })
  .step('rows', { do: (ctx, so) => forget(ctx, so.input.id), undo: { nothing: 'past the point of no return' } })
  .end({
    result: (_ctx, so) => ({ success: true, hostid: so.input.hostId }),
    ended(ctx, so, outcome, why) {
      ended(ctx, so.input.id, 'VM.UNMANAGE', (name) => say`Let ${name} go; it stays on its host`, outcome, why);
      tellOfUnmanaged(ctx, so.input.id);
    },
  });
