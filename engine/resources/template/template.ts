import { checkOwner, listOwned } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { TemplateView } from '../../contract/views.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import { ownerOf } from '../account/owner.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { wishedSettings } from '../resource-detail/resource-detail.ts';
import { detailViews, giveSettings, settingsOf } from '../resource-detail/settings.ts';
import { reserve } from '../resource-limit/limits.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import {
  aroundImages,
  checkDeclaration,
  deleteImage,
  imageKinds,
  imageView,
  needImage,
  registerImage,
  saidStatus,
  storeFor,
  updateImage,
} from './image.ts';
import { imageListOptions } from './image-list.ts';
import { uploadImage } from './upload.ts';

const kind = imageKinds.template;

export function templateView(
  ctx: Ctx,
  row: TemplateRow,
  around = aroundImages(ctx, [row]),
  details = detailViews(ctx, [row]),
): TemplateView {
  // ISOs are never asked for as templates.
  return { ...imageView(ctx, row, around), ...details(row), format: row.format === 'ISO' ? 'RAW' : row.format };
}

export const templateHandlers = {
  async registerTemplate(ctx, caller, input) {
    const { zoneids, zoneid, ...declared } = input;
    const zones = [...new Set(zoneids ?? (zoneid === undefined ? [] : [zoneid]))];
    const [first, ...others] = zones;
    if (first === undefined || (zoneids !== undefined && zoneid !== undefined))
      throw fail('parameter', say`Name the zone, or several, one of both.`, { field: 'zoneid' });
    // All are looked at before the first is begun.
    const register = (zone: string) =>
      registerImage(ctx, caller, kind, 'registerTemplate', { ...declared, zoneid: zone });
    for (const zone of zones) checkDeclaration(ctx, { ...declared, zoneid: zone });
    const answer = await register(first);
    for (const zone of others) await register(zone);
    return answer;
  },

  getUploadParamsForTemplate: (ctx, caller, input) =>
    uploadImage(ctx, caller, kind, 'getUploadParamsForTemplate', input),

  createTemplate(ctx, caller, input) {
    const volume = ctx.store.need('volumes', input.volumeid, 'volumeid');
    checkOwner(ctx, caller, volume);
    if (input.ostypeid !== undefined) ctx.store.need('osTypes', input.ostypeid, 'ostypeid');
    const vm =
      volume.virtualMachineId === undefined ? undefined : ctx.store.get('virtualMachines', volume.virtualMachineId);
    if (volume.state !== 'Ready' || vm === undefined)
      throw fail('conflict', say`The volume ${volume.name} is ${fixed(volume.state)}: there is nothing to copy.`, {
        field: 'volumeid',
        hint: say`Choose the root volume of a stopped instance.`,
      });
    if (vm.state !== 'Stopped')
      throw fail(
        'conflict',
        say`${vm.displayName} is ${fixed(vm.state)}: its disk cannot be copied while it may change.`,
        {
          field: 'volumeid',
          hint: say`Seal or stop the instance first.`,
        },
      );
    refuseWhileBusy(ctx, vm.id, vm.displayName);
    const zone = ctx.store.need('zones', volume.zoneId);
    const imageStore = storeFor(ctx, zone, vm.hypervisor);
    return ctx.store.write(() => {
      const id = ctx.ids();
      // Without a word on it, what is made of a project's volume is the project's.
      const named = input.account !== undefined || input.projectid !== undefined;
      const ofProject = ctx.store.tables.accounts.stored(volume.accountId)?.projectId;
      const owner = ownerOf(ctx, caller, named || ofProject === undefined ? input : { projectid: ofProject });
      reserve(ctx, owner, { template: 1, secondary_storage: 0 });
      ctx.store.insert('templates', {
        id,
        zoneId: zone.id,
        imageStoreId: imageStore.id,
        ...owner,
        name: input.name,
        displayText: input.displaytext ?? input.name,
        hypervisor: vm.hypervisor,
        format: 'QCOW2',
        bootable: true,
        osTypeId: input.ostypeid ?? vm.osTypeId,
        url: '',
        state: 'NotDownloaded',
        ...saidStatus(say`Waiting to be copied`),
        size: volume.size,
        physicalSize: 0,
        isPublic: input.ispublic ?? true,
        isFeatured: caller.role === 'Admin' && (input.isfeatured ?? false),
        isExtractable: false,
        passwordEnabled: input.passwordenabled ?? false,
        dynamicallyScalable: input.isdynamicallyscalable ?? false,
        sshKeyEnabled: input.sshkeyenabled ?? false,
        ...(volume.templateId !== undefined && { sourceTemplateId: volume.templateId }),
        created: ctx.clock(),
      });
      // What is on the disk was made on this hardware.
      giveSettings(ctx, { id, ...owner }, 'Template', settingsOf(ctx, vm.id));
      ctx.store.transition('templates', templateStates, id, 'create', saidStatus(say`Creating`));
      const answer = startJob(
        ctx,
        caller,
        'createTemplate',
        { id, volumeId: volume.id, virtualMachineId: vm.id },
        {
          resourceNoun: kind.noun,
          resourceId: id,
          resourceName: input.name,
          said: say`Making the template ${input.name} of ${volume.name}`,
        },
      );
      // Nothing else may be done with the instance meanwhile, and it says so.
      ctx.store.update('virtualMachines', vm.id, { jobId: answer.jobid });
      return answer;
    });
  },

  updateTemplate(ctx, caller, input) {
    const row = needImage(ctx, kind, input.id);
    checkOwner(ctx, caller, row);
    const settings = wishedSettings(ctx, caller, row.id, input);
    ctx.store.write(() => {
      if (settings !== undefined) giveSettings(ctx, row, 'Template', settings);
      updateImage(ctx, caller, kind, input.id, input);
    });
    const after = ctx.store.need('templates', input.id);
    return templateView(ctx, after, undefined, detailViews(ctx, [after], caller));
  },

  deleteTemplate(ctx, caller, input) {
    const row = needImage(ctx, kind, input.id);
    checkOwner(ctx, caller, row);
    const users = countUsers(ctx, 'template', row.id, 'volume');
    if (users > 0)
      throw fail('inUse', say`${users} volumes are linked clones of ${row.name}.`, {
        hint: say`Expunge the instances made from it first.`,
      });
    return deleteImage(ctx, caller, kind, 'deleteTemplate', row, input.zoneid);
  },

  listTemplates(ctx, caller, input) {
    const { owners, ...options } = imageListOptions(caller, kind, { ...input, filter: input.templatefilter });
    const page = listOwned(ctx, caller, 'templates', { ...input, ...owners }, options);
    const around = aroundImages(ctx, page.rows, caller);
    const details = detailViews(ctx, page.rows, caller);
    return { count: page.count, template: page.rows.map((row) => templateView(ctx, row, around, details)) };
  },
} satisfies Partial<Handlers>;
