import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { offeringStates } from '../../contract/states.ts';
import type { DiskOfferingView } from '../../contract/views.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { ListOptions } from '../../store/page.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent, date } from '../common.ts';
import { tidyTags } from '../tags.ts';
import { forDomain, inZone, offeringScope, placeChange, placeOf } from './reach.ts';
import { ratesIn, ratesView } from './speed.ts';

const gibibyte = 1024 ** 3;

/** What both kinds of offerings show. */
export function offeringView(
  ctx: Ctx,
  row: ServiceOfferingRow | DiskOfferingRow,
  annotated = annotatedViews(ctx, [row]),
) {
  return {
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    state: row.state,
    storagetype: row.storageType,
    provisioningtype: 'thin' as const,
    iscustomized: row.isCustomized,
    iscustomizediops: false as const,
    domainid: row.domainIds?.join(','),
    domain: row.domainNames,
    zoneid: row.zoneIds?.join(','),
    zone: row.zoneNames,
    cacheMode: row.cacheMode,
    ...ratesView(row.rates),
    ...annotated(row),
    created: date(row.created),
  };
}

const diskOfferingView = (
  ctx: Ctx,
  row: DiskOfferingRow,
  annotated = annotatedViews(ctx, [row]),
): DiskOfferingView => ({
  ...offeringView(ctx, row, annotated),
  disksize: Math.round(row.diskSize / gibibyte),
  disksizestrictness: row.diskSizeStrictness,
  displayoffering: row.displayOffering,
  tags: row.storageTags,
  details: row.details,
});

interface Narrowing {
  id?: string | undefined;
  name?: string | undefined;
  zoneid?: string | undefined;
  domainid?: string | undefined;
  storagetype?: string | undefined;
  state?: string | undefined;
}

/** What both lists of offerings are narrowed by. */
export const offeringFilters = (input: Narrowing): NonNullable<ListOptions['filters']> => [
  ['id = ?', input.id],
  ['name = ?', input.name],
  [inZone, input.zoneid],
  [forDomain, input.domainid],
  ['storage_type = ?', input.storagetype],
  ['state = ?', input.state === 'all' ? undefined : (input.state ?? (input.id === undefined ? 'Active' : undefined))],
];

/** Writes an offering's event; call inside the commit that it tells of. */
export function addOfferingEvent(
  ctx: Ctx,
  caller: Caller,
  kind: 'SERVICE' | 'DISK',
  verb: 'CREATE' | 'EDIT' | 'DELETE',
  row: { id: string; name: string },
  description: Phrase,
): void {
  addEvent(ctx, caller, {
    type: `${kind}.OFFERING.${verb}`,
    description,
    resourceId: row.id,
    resourceType: kind === 'SERVICE' ? 'ServiceOffering' : 'DiskOffering',
    resourceName: row.name,
  });
}

/** An instance that the caller may ask about. */
function instanceOf(ctx: Ctx, caller: Caller, id: string | undefined) {
  if (id === undefined) return undefined;
  const vm = ctx.store.need('virtualMachines', id, 'virtualmachineid');
  checkOwner(ctx, caller, vm);
  return vm;
}

export const diskOfferingHandlers = {
  createDiskOffering(ctx, caller, input) {
    if (input.customized !== true && input.disksize === undefined)
      throw fail('parameter', say`A disk offering needs a size, or must be customised.`, {
        field: 'disksize',
        hint: say`Enter the size in GiB.`,
      });
    if (input.customized === true && input.disksizestrictness === true)
      throw fail('parameter', say`A size that is chosen with each disk cannot be strict.`, {
        field: 'disksizestrictness',
      });
    const rates = ratesIn(input);
    const place = placeOf(ctx, input);
    return ctx.store.write(() => {
      const { id, name } = ctx.store.insert('diskOfferings', {
        id: ctx.ids(),
        name: input.name,
        displayText: input.displaytext ?? input.name,
        state: 'Active',
        diskSize: input.customized === true ? 0 : (input.disksize ?? 0) * gibibyte,
        isCustomized: input.customized ?? false,
        storageType: input.storagetype ?? 'shared',
        storageTags: tidyTags(input.tags) as string,
        diskSizeStrictness: input.disksizestrictness ?? false,
        displayOffering: input.displayoffering ?? true,
        details: input.details as Record<string, string>,
        rates: rates as NonNullable<typeof rates>,
        cacheMode: input.cachemode as 'none',
        sortKey: 0,
        ...place,
        created: ctx.clock(),
      });
      addOfferingEvent(ctx, caller, 'DISK', 'CREATE', { id, name }, say`Created the disk offering ${name}`);
      return diskOfferingView(ctx, ctx.store.need('diskOfferings', id));
    });
  },

  updateDiskOffering(ctx, caller, input) {
    const row = ctx.store.need('diskOfferings', input.id);
    const rates = ratesIn(input, row.rates);
    const place = placeChange(ctx, input);
    return ctx.store.write(() => {
      ctx.store.update('diskOfferings', row.id, {
        name: input.name ?? row.name,
        displayText: input.displaytext ?? row.displayText,
        displayOffering: input.displayoffering ?? row.displayOffering,
        sortKey: input.sortkey ?? row.sortKey,
        ...(input.tags !== undefined && { storageTags: tidyTags(input.tags) }),
        ...(input.cachemode !== undefined && { cacheMode: input.cachemode }),
        rates,
        ...place,
      } as Partial<DiskOfferingRow>);
      if (input.state !== undefined) changeState(ctx, 'diskOfferings', row.id, input.state);
      addOfferingEvent(ctx, caller, 'DISK', 'EDIT', row, say`Changed the disk offering ${row.name}`);
      return diskOfferingView(ctx, ctx.store.need('diskOfferings', row.id));
    });
  },

  deleteDiskOffering(ctx, caller, input) {
    const row = ctx.store.need('diskOfferings', input.id);
    const user = ctx.store.first('serviceOfferings', 'removed IS NULL AND disk_offering_id = ?', row.id);
    if (user !== undefined)
      throw fail('inUse', say`The compute offering ${user.name} takes its root disks from ${row.name}.`, {
        hint: say`Delete that compute offering first.`,
      });
    return ctx.store.write(() => {
      ctx.store.remove('diskOfferings', row.id);
      addOfferingEvent(ctx, caller, 'DISK', 'DELETE', row, say`Deleted the disk offering ${row.name}`);
      return { success: true };
    });
  },

  listDiskOfferings(ctx, caller, input) {
    const own = offeringScope(caller);
    const vm = instanceOf(ctx, caller, input.virtualmachineid);
    const volume = input.volumeid === undefined ? undefined : ctx.store.need('volumes', input.volumeid, 'volumeid');
    if (volume !== undefined) checkOwner(ctx, caller, volume);
    const pool =
      input.storageid === undefined ? undefined : ctx.store.need('storagePools', input.storageid, 'storageid');
    const page = ctx.store.list('diskOfferings', input, {
      filters: [
        ...offeringFilters({ ...input, zoneid: input.zoneid ?? vm?.zoneId ?? volume?.zoneId }),
        // Those that another than the present one could be.
        ['id <> ?', volume?.diskOfferingId],
        ['display_offering = ?', caller.role === 'Admin' ? undefined : 1],
        ['storage_type = ?', pool === undefined ? undefined : pool.scope === 'HOST' ? 'local' : 'shared'],
        [withinTags('storage_tags'), pool === undefined ? undefined : tagValue(pool.tags)],
      ],
      ...(own !== undefined && { scope: own }),
      sortable: { name: 'name', disksize: 'diskSize', created: 'created' },
      defaultSort: ['sort_key', 'disk_size'],
    });
    const annotated = annotatedViews(ctx, page.rows, caller);
    return {
      count: page.count,
      diskoffering: page.rows.map((row) => ({
        ...diskOfferingView(ctx, row, annotated),
        // What another zone or another owner has is not among them.
        ...(vm !== undefined && { suitableforvirtualmachine: true }),
      })),
    };
  },
} satisfies Partial<Handlers>;

/** Tags as a JSON list, for `withinTags`. */
export const tagValue = (tags: string | undefined): string => JSON.stringify((tags ?? '').split(',').filter(Boolean));
/** The condition that all tags of a column are among a JSON list of them. */
export const withinTags = (column: string): string =>
  `(${column} IS NULL OR NOT EXISTS (SELECT 1 FROM json_each('["' || replace(${column}, ',', '","') || '"]') AS wanted
    WHERE wanted.value NOT IN (SELECT value FROM json_each(?))))`;

/** Activates or deactivates an offering; what it is already it stays. */
export function changeState(
  ctx: Ctx,
  table: 'serviceOfferings' | 'diskOfferings',
  id: string,
  state: 'Active' | 'Inactive',
): void {
  ctx.store.transition(table, offeringStates, id, state === 'Active' ? 'activate' : 'deactivate');
}
