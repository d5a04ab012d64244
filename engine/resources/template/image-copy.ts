import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { JobAnswer } from '../../contract/command.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { templateStates } from '../../contract/states.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import { refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { reserve } from '../resource-limit/limits.ts';
import { type ImageKind, imageKinds, needImage, saidStatus, storeFor } from './image.ts';

interface CopyRequest {
  id: string;
  sourcezoneid?: string | undefined;
  destzoneid?: string | undefined;
  destzoneids?: readonly string[] | undefined;
}

/** An image that is whole and not on its way out. Error: conflict. */
function wholeImage(ctx: Ctx, row: TemplateRow, field: string): void {
  if (row.state !== 'Ready')
    throw fail('conflict', say`${row.name} is not ready: ${row.statusPhrase ?? fixed(row.status)}.`, {
      field,
      hint: say`Wait until its download is complete.`,
    });
  refuseWhileBusy(ctx, row.id, row.name);
}

/** Where an image may be copied to: the image store of another zone that has no copy yet. Errors: parameter, conflict, resourceUnavailable. */
function destination(ctx: Ctx, row: TemplateRow, zoneId: string, field: string) {
  const zone = ctx.store.need('zones', zoneId, field);
  if (zone.id === row.zoneId)
    throw fail('parameter', say`${row.name} lies in the zone ${zone.name} already.`, {
      field,
      hint: say`Choose another zone.`,
    });
  const there = ctx.store.first(
    'templates',
    "removed IS NULL AND zone_id = ? AND source_template_id = ? AND state <> 'Failed'",
    zone.id,
    row.id,
  );
  if (there !== undefined)
    throw fail('conflict', say`The zone ${zone.name} has a copy of ${row.name} already.`, {
      field,
      hint: say`Use that one, or delete it first.`,
    });
  const store = storeFor(ctx, zone, row.hypervisor);
  refuseWhileRemoved(ctx, store.id, store.name, field);
  return { zone, store };
}

function copyImage(
  ctx: Ctx,
  caller: Caller,
  kind: ImageKind,
  job: 'copyTemplate' | 'copyIso',
  input: CopyRequest,
): JobAnswer {
  const row = needImage(ctx, kind, input.id);
  checkOwner(ctx, caller, row);
  if (input.sourcezoneid !== undefined && input.sourcezoneid !== row.zoneId)
    throw fail('parameter', say`${row.name} lies in the zone ${row.zoneName ?? row.zoneId}.`, {
      field: 'sourcezoneid',
      hint: say`What lies in another zone has an id of its own.`,
    });
  wholeImage(ctx, row, 'id');
  const from = ctx.store.need('imageStores', row.imageStoreId);
  if (from.hostId !== undefined)
    throw fail('resourceUnavailable', say`${row.name} lies in a host’s own folder, which no other zone can read.`, {
      field: 'id',
      hint: say`Register it there by its URL, or use NFS as secondary storage.`,
    });
  const [one, several] = [input.destzoneid, input.destzoneids];
  const zones = [...new Set(several ?? (one === undefined ? [] : [one]))];
  const field = several === undefined ? 'destzoneid' : 'destzoneids';
  if (zones.length === 0 || (one !== undefined && several !== undefined))
    throw fail('parameter', say`Name the zone, or several, one of both.`, { field: 'destzoneid' });
  const places = zones.map((id) => destination(ctx, row, id, field));
  return ctx.store.write(() => {
    const answers = places.map(({ zone, store }) => {
      const id = ctx.ids();
      reserve(ctx, row, { template: 1, secondary_storage: row.physicalSize });
      const { zoneName: _zone, osTypeName: _type, accountName: _account, domainName: _domain, ...own } = row;
      ctx.store.insert(kind.table, {
        ...own,
        id,
        zoneId: zone.id,
        imageStoreId: store.id,
        sourceTemplateId: row.id,
        state: 'NotDownloaded',
        ...saidStatus(say`Waiting to be copied`),
        physicalSize: 0,
        created: ctx.clock(),
      });
      // Whoever may use the one may use the other.
      ctx.store
        .prepare('INSERT INTO template_permission SELECT ?, account_id FROM template_permission WHERE template_id = ?')
        .run(id, row.id);
      ctx.store.transition(kind.table, templateStates, id, 'create', saidStatus(say`Creating`));
      return startJob(
        ctx,
        caller,
        job,
        { id, fromId: row.id },
        {
          resourceNoun: kind.noun,
          resourceId: id,
          resourceName: row.name,
          said: say`Copying ${row.name} to the zone ${zone.name}`,
        },
      );
    });
    return answers[0] as JobAnswer;
  });
}

export const imageCopyHandlers = {
  copyTemplate: (ctx, caller, input) => copyImage(ctx, caller, imageKinds.template, 'copyTemplate', input),
  copyIso: (ctx, caller, input) => copyImage(ctx, caller, imageKinds.iso, 'copyIso', input),

  prepareTemplate(ctx, caller, input) {
    const row = needImage(ctx, imageKinds.template, input.templateid, 'templateid');
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    if (row.zoneId !== zone.id)
      throw fail('parameter', say`${row.name} lies in the zone ${row.zoneName ?? row.zoneId}.`, {
        field: 'zoneid',
        hint: say`What lies in another zone has an id of its own.`,
      });
    wholeImage(ctx, row, 'templateid');
    const chosen =
      input.storageid === undefined ? undefined : ctx.store.need('storagePools', input.storageid, 'storageid');
    if (chosen !== undefined && (chosen.zoneId !== zone.id || chosen.state !== 'Up'))
      throw fail('parameter', say`${chosen.name} is not primary storage of this zone that is Up.`, {
        field: 'storageid',
      });
    const pools =
      chosen !== undefined
        ? [chosen]
        : ctx.store.where('storagePools', "removed IS NULL AND state = 'Up' AND zone_id = ? ORDER BY created", zone.id);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'prepareTemplate',
        { id: row.id, poolIds: pools.map(({ id }) => id) },
        {
          resourceNoun: 'template',
          resourceId: row.id,
          resourceName: row.name,
          said: say`Putting the template ${row.name} on primary storage`,
        },
      ),
    );
  },
} satisfies Partial<Handlers>;
