import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { rootDomainId, systemAccountId } from '../../contract/identity.ts';
import { say } from '../../contract/phrase.ts';
import { type TagType, tagLimit, tagTypes } from '../../contract/tag.ts';
import { saga } from '../../jobs/saga.ts';
import type { TableName } from '../../store/tables.ts';
import type { TagRow } from '../../store/tag-rows.ts';
import { ownerViews } from '../account/owner.ts';
import { date, startJob } from '../common.ts';
import { ownTagView } from './tagged.ts';

const tableOf: Readonly<Record<TagType, TableName>> = {
  UserVm: 'virtualMachines',
  Template: 'templates',
  ISO: 'isos',
  Volume: 'volumes',
  Network: 'networks',
  Zone: 'zones',
};
/** Other words that clients have for the same types. */
const alsoCalled: Readonly<Record<string, TagType>> = { virtualmachine: 'UserVm' };

/** A type in any case. Error: parameter. */
function typeOf(given: string): TagType {
  const lower = given.toLowerCase();
  const found = alsoCalled[lower] ?? tagTypes.find((type) => type.toLowerCase() === lower);
  if (found === undefined)
    throw fail('parameter', say`What is of the type ${given} has no tags here.`, {
      field: 'resourcetype',
      hint: say`Use one of ${tagTypes.join(', ')}.`,
    });
  return found;
}

interface Resource {
  id: string;
  accountId: string;
  domainId: string;
}

/** The resources that a caller named and may change. Errors: parameter, account. */
function resourcesOf(ctx: Ctx, caller: Caller, type: TagType, ids: readonly string[]): Resource[] {
  return [...new Set(ids)].map((id) => {
    const row = ctx.store.need(tableOf[type], id, 'resourceids') as { id: string } & Partial<Resource>;
    if (row.accountId !== undefined && row.domainId !== undefined) {
      const owned = { id, accountId: row.accountId, domainId: row.domainId };
      checkOwner(ctx, caller, owned);
      return owned;
    }
    if (caller.role !== 'Admin')
      throw fail('account', say`${caller.username} may not use the resource ${id}.`, { field: 'resourceids' });
    return { id, accountId: systemAccountId, domainId: rootDomainId };
  });
}

export const tagHandlers = {
  createTags(ctx, caller, input) {
    const type = typeOf(input.resourcetype);
    const pairs = Object.entries(input.tags);
    if (pairs.length === 0) throw fail('parameter', say`Name at least one tag.`, { field: 'tags' });
    const resources = resourcesOf(ctx, caller, type, input.resourceids);
    for (const { id } of resources) {
      const keys = new Set(ctx.store.where('tags', 'resource_id = ?', id).map(({ key }) => key));
      const double = pairs.find(([key]) => keys.has(key));
      if (double !== undefined)
        throw fail('parameter', say`The resource ${id} has a tag ${double[0]} already.`, {
          field: 'tags',
          hint: say`Delete that tag first: a key has one value.`,
        });
      if (keys.size + pairs.length > tagLimit)
        throw fail('parameter', say`A resource has at most ${tagLimit} tags.`, { field: 'tags' });
    }
    const rows = resources.flatMap((resource) =>
      pairs.map(([key, value]) => ({
        id: ctx.ids(),
        resourceType: type,
        resourceId: resource.id,
        accountId: resource.accountId,
        domainId: resource.domainId,
        key,
        value,
        ...(input.customer !== undefined && { customer: input.customer }),
        created: ctx.clock(),
      })),
    );
    const said = say`Putting the tags ${pairs.map(([key]) => key).join(', ')} on ${resources.length} resources`;
    return ctx.store.write(() => startJob(ctx, caller, 'createTags', { rows }, { said }));
  },

  deleteTags(ctx, caller, input) {
    const type = typeOf(input.resourcetype);
    const resources = resourcesOf(ctx, caller, type, input.resourceids);
    const named = input.tags === undefined ? undefined : Object.entries(input.tags);
    const rows = ctx.store
      .where('tags', 'resource_id IN (SELECT value FROM json_each(?))', JSON.stringify(resources.map(({ id }) => id)))
      .filter((row) =>
        // A tag that is named without a value is taken off whatever its value is.
        named === undefined
          ? true
          : named.some(([key, value]) => key === row.key && (value === '' || value === row.value)),
      );
    const said = say`Taking ${rows.length} tags off ${resources.length} resources`;
    return ctx.store.write(() => startJob(ctx, caller, 'deleteTags', { rows }, { said }));
  },

  listTags(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'tags', input, {
      filters: [
        ['key = ?', input.key],
        ['value = ?', input.value],
        ['customer = ?', input.customer],
        ['resource_id = ?', input.resourceid],
        ['resource_type = ?', input.resourcetype === undefined ? undefined : typeOf(input.resourcetype)],
      ],
      sortable: { key: 'key', value: 'value', created: 'created' },
    });
    const owner = ownerViews(ctx, page.rows);
    return {
      count: page.count,
      tag: page.rows.map((row) => ({ id: row.id, ...ownTagView(row, owner), created: date(row.created) })),
    };
  },
} satisfies Partial<Handlers>;

/** The resources are others now, to whoever looks at them. */
function toldResources(ctx: Ctx, rows: readonly TagRow[]): void {
  for (const row of new Map(rows.map((each) => [each.resourceId, each])).values())
    ctx.store.changed({
      noun: ctx.store.tables[tableOf[row.resourceType]].declaration.noun,
      id: row.resourceId,
      change: 'updated',
      ...(row.resourceType !== 'Zone' && { accountid: row.accountId }),
    });
}

/** Writes those that are not there, on what is still there. */
function write(ctx: Ctx, rows: readonly TagRow[]): void {
  ctx.store.write(() => {
    for (const row of rows) {
      const resource = ctx.store.tables[tableOf[row.resourceType]].stored(row.resourceId) as { removed?: number };
      if (resource === undefined || resource.removed !== undefined) continue;
      if (ctx.store.first('tags', 'resource_id = ? AND key = ?', row.resourceId, row.key) === undefined)
        ctx.store.insert('tags', row);
    }
    toldResources(ctx, rows);
  });
}

function erase(ctx: Ctx, rows: readonly TagRow[]): void {
  ctx.store.write(() => {
    ctx.store.purge('tags', 'id IN (SELECT value FROM json_each(?))', JSON.stringify(rows.map(({ id }) => id)));
    toldResources(ctx, rows);
  });
}

const createTagsSaga = saga<Ctx, { rows: TagRow[] }>('createTags')
  .step('write', {
    do: (ctx, so) => write(ctx, so.input.rows),
    undo: (ctx, so) => erase(ctx, so.input.rows),
  })
  .end({ result: () => ({ success: true }) });

const deleteTagsSaga = saga<Ctx, { rows: TagRow[] }>('deleteTags')
  .step('erase', {
    do: (ctx, so) => erase(ctx, so.input.rows),
    undo: (ctx, so) => write(ctx, so.input.rows),
  })
  .end({ result: () => ({ success: true }) });

export const tagSagas = [createTagsSaga, deleteTagsSaga];
