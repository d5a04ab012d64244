import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import type { IsoView } from '../../contract/views.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { aroundImages, deleteImage, imageKinds, imageView, needImage, registerImage, updateImage } from './image.ts';
import { imageListOptions } from './image-list.ts';
import { checkImageUse } from './permissions.ts';
import { uploadImage } from './upload.ts';

const kind = imageKinds.iso;

export function isoView(ctx: Ctx, row: TemplateRow, around = aroundImages(ctx, [row])): IsoView {
  return { ...imageView(ctx, row, around), format: 'ISO' };
}

/** CloudStack's ISOs know no hypervisor: ours takes the zone's, real hosts before simulated ones. */
function hypervisorOf(ctx: Ctx, zoneId: string): 'KVM' | 'Simulator' {
  const real = ctx.store.first('imageStores', "removed IS NULL AND zone_id = ? AND provider <> 'Simulator'", zoneId);
  return real === undefined && ctx.store.first('imageStores', 'removed IS NULL AND zone_id = ?', zoneId) !== undefined
    ? 'Simulator'
    : 'KVM';
}

function changeDrive(ctx: Ctx, caller: Caller, vm: VirtualMachineRow, iso: TemplateRow | undefined, forced: boolean) {
  const job = iso === undefined ? 'detachIso' : 'attachIso';
  if (vm.state !== 'Running' && vm.state !== 'Stopped')
    throw fail('conflict', say`${vm.displayName} is ${fixed(vm.state)}: its CD drive cannot be changed.`, {
      hint: say`It must be Running or Stopped.`,
    });
  refuseWhileBusy(ctx, vm.id, vm.displayName);
  return ctx.store.write(() => {
    const answer = startJob(
      ctx,
      caller,
      job,
      { id: vm.id, isoId: iso?.id, before: vm.isoId, forced },
      {
        resourceNoun: 'virtualmachine',
        resourceId: vm.id,
        resourceName: vm.displayName,
        said:
          iso === undefined
            ? say`Taking the ISO out of ${vm.displayName}`
            : say`Putting the ISO ${iso.name} into ${vm.displayName}`,
        ...(vm.hostId !== undefined && { hostId: vm.hostId }),
      },
    );
    ctx.store.update('virtualMachines', vm.id, { jobId: answer.jobid, error: undefined } as Partial<VirtualMachineRow>);
    return answer;
  });
}

/** Who may see an ISO may use it; it must be there, for that hypervisor and in that zone. Error: parameter at `field`. */
export function usableIso(
  ctx: Ctx,
  caller: Caller,
  id: string,
  where: { zoneId: string; hypervisor: string },
  field: string,
): TemplateRow {
  const iso = needImage(ctx, kind, id, field);
  checkImageUse(ctx, caller, iso);
  if (iso.state === 'Ready' && iso.zoneId === where.zoneId && iso.hypervisor === where.hypervisor) return iso;
  throw fail(
    'parameter',
    iso.state === 'Ready'
      ? say`The ISO ${iso.name} is for ${iso.hypervisor} instances of ${iso.zoneName ?? say`another zone`}.`
      : say`The ISO ${iso.name} is not ready: ${iso.statusPhrase ?? fixed(iso.status)}.`,
    {
      field,
      hint:
        iso.state === 'Ready'
          ? say`Register it for this zone and hypervisor too.`
          : say`Wait until its download is complete.`,
    },
  );
}

export const isoHandlers = {
  registerIso: (ctx, caller, input) =>
    registerImage(ctx, caller, kind, 'registerIso', {
      ...input,
      format: 'ISO',
      hypervisor: input.hypervisor ?? hypervisorOf(ctx, input.zoneid),
    }),

  getUploadParamsForIso: (ctx, caller, input) =>
    uploadImage(ctx, caller, kind, 'getUploadParamsForIso', {
      ...input,
      format: 'ISO',
      hypervisor: input.hypervisor ?? hypervisorOf(ctx, input.zoneid),
    }),

  updateIso(ctx, caller, input) {
    updateImage(ctx, caller, kind, input.id, input);
    return isoView(ctx, ctx.store.need('isos', input.id));
  },

  deleteIso(ctx, caller, input) {
    const row = needImage(ctx, kind, input.id);
    checkOwner(ctx, caller, row);
    const users = ctx.store.where('virtualMachines', 'removed IS NULL AND iso_id = ? LIMIT 4', row.id);
    if (users.length > 0)
      throw fail('inUse', say`${row.name} is attached to ${users.map((vm) => vm.displayName).join(', ')}.`, {
        hint: say`Detach it there first.`,
      });
    return deleteImage(ctx, caller, kind, 'deleteIso', row, input.zoneid);
  },

  listIsos(ctx, caller, input) {
    const { owners, ...options } = imageListOptions(caller, kind, { ...input, filter: input.isofilter ?? '' });
    const page = listOwned(ctx, caller, 'isos', { ...input, ...owners }, options);
    const around = aroundImages(ctx, page.rows, caller);
    return { count: page.count, iso: page.rows.map((row) => isoView(ctx, row, around)) };
  },

  attachIso(ctx, caller, input) {
    const vm = ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    checkOwner(ctx, caller, vm);
    const iso = usableIso(ctx, caller, input.id, vm, 'id');
    return changeDrive(ctx, caller, vm, iso, input.forced ?? false);
  },

  detachIso(ctx, caller, input) {
    const vm = ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    checkOwner(ctx, caller, vm);
    return changeDrive(ctx, caller, vm, undefined, input.forced ?? false);
  },
} satisfies Partial<Handlers>;
