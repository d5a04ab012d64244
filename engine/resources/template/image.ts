import { checkOwner } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import type { JobAnswer } from '../../contract/command.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, say, textOf } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { ImageView } from '../../contract/views.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import { ownerOf, ownerViews } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent, date, openJobWith, refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { chosenSettings, giveSettings } from '../resource-detail/settings.ts';
import { reserve } from '../resource-limit/limits.ts';
import { tagViews } from '../tag/tagged.ts';
import { checkSource, parseChecksum, parseSource } from './source.ts';

/** Templates and ISOs are rows of one table and live the same life; this is what differs in words. */
export const imageKinds = {
  template: {
    table: 'templates',
    noun: 'template',
    word: 'template',
    type: 'Template',
    event: 'TEMPLATE',
    ready: (name: string) => say`The template ${name} is ready`,
    failed: (name: string, why: Phrase) => say`The template ${name} could not be made ready: ${why}`,
    downloading: (name: string) => say`Downloading the template ${name}`,
    uploading: (name: string) => say`Uploading the template ${name}`,
    deleting: (name: string) => say`Deleting the template ${name}`,
    changed: (name: string) => say`Changed the template ${name}`,
  },
  iso: {
    table: 'isos',
    noun: 'iso',
    word: 'ISO',
    type: 'Iso',
    event: 'ISO',
    ready: (name: string) => say`The ISO ${name} is ready`,
    failed: (name: string, why: Phrase) => say`The ISO ${name} could not be made ready: ${why}`,
    downloading: (name: string) => say`Downloading the ISO ${name}`,
    uploading: (name: string) => say`Uploading the ISO ${name}`,
    deleting: (name: string) => say`Deleting the ISO ${name}`,
    changed: (name: string) => say`Changed the ISO ${name}`,
  },
} as const;
export type ImageKind = (typeof imageKinds)[keyof typeof imageKinds];

/** CloudStack's status text, and the same as data. */
export const saidStatus = (said: Phrase) => ({ status: textOf(said), statusPhrase: said });

/** How far an image is that a job is making: its job, percent where known, and CloudStack's status text. */
function progressOf(ctx: Ctx, row: TemplateRow) {
  const open = /ing$|^NotUploaded$|^UploadInProgress$/.test(row.state)
    ? ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', row.id)
    : undefined;
  const percent = row.state === 'Removing' ? undefined : open?.percent;
  const statusPhrase =
    percent === undefined
      ? (row.statusPhrase ?? fixed(row.status))
      : row.state === 'Creating'
        ? say`${Math.round(percent)}% Copied`
        : row.state === 'UploadInProgress'
          ? say`${Math.round(percent)}% Uploaded`
          : say`${Math.round(percent)}% Downloaded`;
  return { jobId: open?.id, percent, statusPhrase };
}

/** What is so of every image here. */
const facts = {
  templatetype: 'USER',
  arch: 'x86_64',
  bits: 64,
  crossZones: false,
  requireshvm: true,
  deployasis: false,
  directdownload: false,
} as const;

/** What surrounds the images of one answer, looked up once for all of them. */
export function aroundImages(ctx: Ctx, rows: readonly TemplateRow[], caller?: Caller) {
  const folders = ctx.store
    .prepare(
      `SELECT image_store.id AS id, host.id AS hostid, host.name AS hostname FROM image_store JOIN host ON host.id = image_store.host_id
       WHERE image_store.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...new Set(rows.map((row) => row.imageStoreId))])) as {
    id: string;
    hostid: string;
    hostname: string;
  }[];
  const hosts = new Map(folders.map(({ id, ...host }) => [id, host]));
  return {
    owner: ownerViews(ctx, rows),
    tags: tagViews(ctx, rows),
    annotated: annotatedViews(ctx, rows, caller),
    host: (row: TemplateRow) => hosts.get(row.imageStoreId),
  };
}

/** What both kinds show of an image. */
export function imageView(ctx: Ctx, row: TemplateRow, around = aroundImages(ctx, [row])): ImageView {
  const { jobId, percent, statusPhrase } = progressOf(ctx, row);
  // Few images are linked to any.
  const linked = row.userDataId === undefined ? undefined : ctx.store.get('userData', row.userDataId);
  return {
    ...facts,
    ...around.host(row),
    userdataid: linked?.id,
    userdataname: linked?.name,
    userdatapolicy: linked === undefined ? undefined : row.userDataPolicy,
    userdataparams: linked?.params,
    format: row.format,
    bootable: row.bootable ?? true,
    passwordenabled: row.passwordEnabled,
    sshkeyenabled: row.sshKeyEnabled ?? false,
    sourcetemplateid: row.sourceTemplateId,
    physicalsize: row.physicalSize,
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    state: row.state,
    status: textOf(statusPhrase),
    statusphrase: statusPhrase,
    isready: row.state === 'Ready',
    hypervisor: row.hypervisor,
    zoneid: row.zoneId,
    zonename: row.zoneName ?? '',
    ostypeid: row.osTypeId,
    ostypename: row.osTypeName ?? '',
    // What was made of a volume came from nowhere.
    url: row.url === '' ? undefined : row.url,
    checksum: row.checksum,
    size: row.size,
    downloadpercent: row.state === 'Ready' ? 100 : percent,
    ispublic: row.isPublic,
    isfeatured: row.isFeatured,
    isextractable: row.isExtractable,
    isdynamicallyscalable: row.dynamicallyScalable ?? false,
    ...around.owner(row),
    accountid: row.accountId,
    ...around.tags(row),
    ...around.annotated(row),
    created: date(row.created),
    jobid: jobId,
  };
}

/** A live image of that kind; an ISO is no template, whatever its id. Error: parameter, without its name: it may be somebody else's. */
export function needImage(ctx: Ctx, kind: ImageKind, id: string, field = 'id'): TemplateRow {
  const row = ctx.store.need(kind.table, id, field);
  if ((row.format === 'ISO') === (kind.noun === 'iso')) return row;
  throw fail(
    'parameter',
    kind.noun === 'iso'
      ? say`Invalid parameter ${field} value=${id}: it is not an ISO.`
      : say`Invalid parameter ${field} value=${id}: it is not a template.`,
    {
      field,
      hint: say`Choose one from the right list.`,
    },
  );
}

/** The image store of a zone that takes images for a hypervisor. Error: resourceUnavailable. */
export function storeFor(ctx: Ctx, zone: { id: string; name: string }, hypervisor: 'KVM' | 'Simulator') {
  const imageStore = ctx.store.first(
    'imageStores',
    hypervisor === 'Simulator'
      ? "removed IS NULL AND zone_id = ? AND provider = 'Simulator' ORDER BY created"
      : "removed IS NULL AND zone_id = ? AND provider <> 'Simulator' ORDER BY created",
    zone.id,
  );
  if (imageStore !== undefined) return imageStore;
  throw fail('resourceUnavailable', say`The zone ${zone.name} has no secondary storage for ${hypervisor} hosts.`, {
    field: 'zoneid',
    hint: say`Add secondary storage first.`,
  });
}

/** What an image is said to be, wherever it comes from. */
export interface Declaration {
  zoneid: string;
  name: string;
  displaytext?: string | undefined;
  ostypeid: string;
  checksum?: string | undefined;
  hypervisor: 'KVM' | 'Simulator';
  format: TemplateRow['format'];
  bootable?: boolean | undefined;
  account?: string | undefined;
  domainid?: string | undefined;
  projectid?: string | undefined;
  /** Known of what is uploaded. */
  filesize?: number | undefined;
  ispublic?: boolean | undefined;
  isfeatured?: boolean | undefined;
  isextractable?: boolean | undefined;
  passwordenabled?: boolean | undefined;
  isdynamicallyscalable?: boolean | undefined;
  sshkeyenabled?: boolean | undefined;
  /** What instances of a template are given of hardware. */
  details?: Readonly<Record<string, string>> | undefined;
}

/** Checks what is said of an image that is to come; answers with the store that takes it. */
export function checkDeclaration(ctx: Ctx, input: Declaration) {
  const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
  ctx.store.need('osTypes', input.ostypeid, 'ostypeid');
  const imageStore = storeFor(ctx, zone, input.hypervisor);
  const checksum = input.checksum !== undefined && input.checksum !== '' ? parseChecksum(input.checksum) : undefined;
  return { imageStore, checksum };
}

/** Writes the row of an image that is to come. Call inside the commit that starts its job. */
export function insertImage(
  ctx: Ctx,
  caller: Caller,
  kind: ImageKind,
  input: Declaration,
  row: Pick<TemplateRow, 'id' | 'imageStoreId' | 'url' | 'state'> & { status: Phrase },
): void {
  const { status, ...own } = row;
  // The way here took a while: what was true before is looked at once more.
  const imageStore = ctx.store.need('imageStores', row.imageStoreId, 'zoneid');
  refuseWhileRemoved(ctx, imageStore.id, imageStore.name, 'zoneid');
  const owner = ownerOf(ctx, caller, input);
  reserve(ctx, owner, { template: 1, secondary_storage: input.filesize ?? 0 });
  ctx.store.insert(kind.table, {
    ...own,
    zoneId: input.zoneid,
    ...owner,
    name: input.name,
    displayText: input.displaytext ?? input.name,
    hypervisor: input.hypervisor,
    format: input.format,
    bootable: input.bootable ?? true,
    osTypeId: input.ostypeid,
    ...(input.checksum !== undefined && input.checksum !== '' && { checksum: input.checksum }),
    ...saidStatus(status),
    size: 0,
    physicalSize: 0,
    isPublic: input.ispublic ?? true,
    isFeatured: caller.role === 'Admin' && (input.isfeatured ?? false),
    isExtractable: input.isextractable ?? false,
    passwordEnabled: input.passwordenabled ?? false,
    dynamicallyScalable: input.isdynamicallyscalable ?? false,
    sshKeyEnabled: input.sshkeyenabled ?? false,
    created: ctx.clock(),
  });
  if (input.details !== undefined)
    giveSettings(ctx, { id: row.id, ...owner }, 'Template', chosenSettings(ctx, caller, {}, input.details));
}

/** Checks everything that can be known before a byte is fetched, then writes the row and starts its download. */
export async function registerImage(
  ctx: Ctx,
  caller: Caller,
  kind: ImageKind,
  job: 'registerTemplate' | 'registerIso',
  input: Declaration & { url: string },
): Promise<JobAnswer> {
  const { imageStore } = checkDeclaration(ctx, input);
  const url = parseSource(input.url);
  const addresses = input.hypervisor === 'Simulator' ? [] : await checkSource(ctx, url);
  return ctx.store.write(() => {
    const id = ctx.ids();
    const status = say`Waiting to be downloaded`;
    insertImage(ctx, caller, kind, input, {
      id,
      imageStoreId: imageStore.id,
      url: url.href,
      state: 'NotDownloaded',
      status,
    });
    ctx.store.transition(kind.table, templateStates, id, 'download', { ...saidStatus(say`Downloading`) });
    return startJob(
      ctx,
      caller,
      job,
      { id, addresses },
      { resourceNoun: kind.noun, resourceId: id, resourceName: input.name, said: kind.downloading(input.name) },
    );
  });
}

/** Starts the removal of an image that nothing needs any more. */
export function deleteImage(
  ctx: Ctx,
  caller: Caller,
  kind: ImageKind,
  job: 'deleteTemplate' | 'deleteIso',
  row: TemplateRow,
  zoneId: string | undefined,
): JobAnswer {
  if (zoneId !== undefined && zoneId !== row.zoneId)
    throw fail('parameter', say`${row.name} lies in the zone ${row.zoneName ?? row.zoneId}.`, {
      field: 'zoneid',
      hint: say`What lies in another zone has an id of its own.`,
    });
  refuseWhileBusy(ctx, row.id, row.name);
  if (['copyTemplate', 'copyIso'].some((each) => openJobWith(ctx, each, 'fromId', row.id) !== undefined))
    throw fail('inUse', say`${row.name} is being copied to another zone.`, {
      hint: say`Wait until that job has ended, or cancel it.`,
    });
  return ctx.store.write(() => {
    ctx.store.transition(kind.table, templateStates, row.id, 'remove');
    return startJob(
      ctx,
      caller,
      job,
      { id: row.id, from: row.state },
      { resourceNoun: kind.noun, resourceId: row.id, resourceName: row.name, said: kind.deleting(row.name) },
    );
  });
}

interface ImageChange {
  name?: string | undefined;
  displaytext?: string | undefined;
  ostypeid?: string | undefined;
  bootable?: boolean | undefined;
  isdynamicallyscalable?: boolean | undefined;
  passwordenabled?: boolean | undefined;
  sshkeyenabled?: boolean | undefined;
}

export function updateImage(ctx: Ctx, caller: Caller, kind: ImageKind, id: string, input: ImageChange): void {
  const row = needImage(ctx, kind, id);
  checkOwner(ctx, caller, row);
  if (input.ostypeid !== undefined) ctx.store.need('osTypes', input.ostypeid, 'ostypeid');
  ctx.store.write(() => {
    ctx.store.update(kind.table, row.id, {
      name: input.name ?? row.name,
      displayText: input.displaytext ?? row.displayText,
      osTypeId: input.ostypeid ?? row.osTypeId,
      bootable: input.bootable ?? row.bootable ?? true,
      dynamicallyScalable: input.isdynamicallyscalable ?? row.dynamicallyScalable ?? false,
      passwordEnabled: input.passwordenabled ?? row.passwordEnabled,
      sshKeyEnabled: input.sshkeyenabled ?? row.sshKeyEnabled ?? false,
    });
    addEvent(ctx, caller, {
      type: `${kind.event}.UPDATE`,
      description: kind.changed(row.name),
      resourceId: row.id,
      resourceType: kind.type,
      resourceName: row.name,
    });
  });
}
